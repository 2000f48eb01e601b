"""The tab 护理人: the list, one carer beside it, and what is done about the agreements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.errors import UserError
from app.services.acts import undo_act
from app.services.care.agreements import Offer, offer_agreement, sign_agreements
from app.services.care.papers import print_cancel_notice, print_score_notices
from app.services.care.views import AgreementRow, CarerRow, CarerView, list_carers, show_carer
from app.services.matter_acts import Done
from app.services.matter_letters import Printed
from app.services.people import PeopleQuery, PersonRow, find_people
from app.services.person.typed import FieldError
from app.ui.pages.care.carers import tasks
from app.ui.pages.care.carers.forms import AGREEMENT, print_form
from app.ui.ports import PDF, Context
from app.ui.tasks import Task, Values

_HITS = 8
CARING, NEAR_END, IDLE, ENDED = "caring", "near_end", "idle", "ended"
STATES = ((CARING, "在护理"), (NEAR_END, "协议快到期"), (IDLE, "没有在护理"), (ENDED, "资格已取消"))


@dataclass(frozen=True)
class CarerFilter:
    """What of the list is wanted; empty filters nothing."""

    text: str = ""
    village: str = ""
    state: str = ""


class CarersScreen(Protocol):
    def show_carers(self, rows: tuple[CarerRow, ...], words: str) -> None: ...

    def show_villages(self, villages: Sequence[str]) -> None: ...

    def show_carer(self, view: CarerView) -> None: ...

    def show_nothing(self) -> None: ...

    def select_carer(self, carer_id: int) -> None: ...

    def start_task(self, task: Task) -> None: ...

    def start_agreement(self, carer: CarerRow, offer: Offer) -> None: ...

    def say(self, words: str, *, undo: bool = False) -> None: ...

    def filter(self) -> CarerFilter: ...


class CarersPresenter:
    """Reads when something is asked; every act says what was done."""

    def __init__(self, context: Context, view: CarersScreen) -> None:
        self._context = context
        self._view = view
        self._rows: tuple[CarerRow, ...] = ()
        self._wanted: int | None = None
        self._last: Done | None = None
        self.shown: CarerView | None = None

    # --- reading -----------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the list and the open carer again."""
        desk = self._context.desk
        self._context.jobs.run(lambda _: list_carers(desk), self._show_list, latest="carers")
        if self.shown is not None:
            self.open(self.shown.row.id)

    def show_filtered(self) -> None:
        """Show those of the list whom the filters want."""
        wanted = self._view.filter()
        rows = tuple(row for row in self._rows if _fits(row, wanted))
        caring = sum(bool(row.people) for row in rows)
        self._view.show_carers(rows, f"共 {len(rows)} 人，在护理 {caring} 人")
        if self._wanted is not None:
            self._view.select_carer(self._wanted)
            self._wanted = None
        if not rows:
            self._forget()

    def want(self, carer_id: int) -> None:
        """Select this carer as soon as the list has been read."""
        self._wanted = carer_id

    def open(self, carer_id: int) -> None:
        """Show one carer."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: show_carer(desk, carer_id),
            self._show_carer,
            latest="carers.one",
            failed=lambda _: self._forget(),
        )

    def find_people(self, text: str, show: Callable[[tuple[PersonRow, ...]], None]) -> None:
        """Whom ``text`` may mean, the first few."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: find_people(desk, PeopleQuery(text=text))[:_HITS] if text else (),
            show,
            latest="carers.people",
        )

    def go_to_person(self, row: AgreementRow) -> None:
        self._context.go("people", f"person:{row.person_id}")

    # --- forms -------------------------------------------------------------------------------
    def add(self) -> None:
        self._view.start_task(tasks.carer_task(self._today))

    def change(self) -> None:
        """Correct the carer; the numbers are read whole, which is on record."""
        self._unmasked(lambda view: tasks.carer_task(self._today, view))

    def sign(self) -> None:
        """A new agreement of the carer with somebody."""
        shown, desk = self.shown, self._context.desk
        if shown is not None:
            self._context.jobs.run(
                lambda _: offer_agreement(desk),
                lambda offer: self._view.start_agreement(shown.row, offer),
            )

    def change_agreement(self, row: AgreementRow) -> None:
        self._unmasked(lambda view: tasks.change_agreement_task(_same(view, row)))

    def renew(self, row: AgreementRow) -> None:
        self._unmasked(lambda view: tasks.renew_task(_same(view, row)))

    def end(self, row: AgreementRow) -> None:
        self._view.start_task(tasks.end_agreement_task(row, self._today))

    def print_agreement(self, row: AgreementRow) -> None:
        """The agreement on paper, for the three who sign it."""
        print_form(self._context, AGREEMENT, (row.id,), masked=False)

    def end_or_renew_qualification(self) -> None:
        """End the qualification; of one who has lost it, give it back."""
        if self.shown is not None:
            row = self.shown.row
            lost = row.disqualified_on is not None
            make = tasks.qualify_task if lost else tasks.end_qualification_task
            self._view.start_task(make(row, self._today))

    # --- acting ------------------------------------------------------------------------------
    def perform(
        self, task: Task, values: Values, done: Callable[[], None], tell: Callable[[str, str], None]
    ) -> None:
        """Do what a form says; it stays open with what is wrong at its field."""

        def finish(result: object) -> None:
            done()
            self._last = result if isinstance(result, Done) else None
            if isinstance(result, int) and task.title == "登记护理人":
                self.want(result)
            words = result.words if isinstance(result, Done) else task.title
            self._view.say(f"已保存：{words}。", undo=self._last is not None)
            self._context.changed()

        def fail(error: UserError) -> None:
            key = error.key if isinstance(error, FieldError) else ""
            tell(key, "".join(error.sentences()))

        self._context.jobs.run(
            lambda _: task.do(self._context.desk, values), finish, title=task.title, failed=fail
        )

    def signing(self, carer: CarerRow, people: Sequence[int]) -> Task:
        """The act behind the form of new agreements."""
        return Task("签订护理协议", (), lambda d, v: sign_agreements(d, carer.id, people, v))

    def print_out(self) -> None:
        """The newest letter to the carer: of the lost qualification, else of the newest score."""
        shown, desk = self.shown, self._context.desk
        if shown is None:
            return
        lost = shown.row.disqualified_on is not None
        name = "取消护理资格告知书" if lost else "考核得分告知书"
        carer_id, ids = shown.row.id, [line.id for line in shown.scores[:1]]
        if not lost and not ids:
            self._context.ask.tell("这位护理人还没有考核过。", "打分以后再打印告知书。")
            return
        path = self._context.ask.save_as(
            f"{name}存到哪里", desk.folder / f"{name}_{self._today:%Y%m%d}.pdf", PDF
        )
        if path is None:
            return

        def printed(result: Printed) -> None:
            self._view.say(f"已生成{name}：{result.path}")
            self._context.print_out(result.path, name)

        self._context.jobs.run(
            lambda _: (
                print_cancel_notice(desk, carer_id, path)
                if lost
                else print_score_notices(desk, ids, path)
            ),
            printed,
            title=f"正在生成{name}",
        )

    def undo(self) -> None:
        """Take the last act back."""
        if self._last is None:
            return
        last, self._last = self._last, None

        def undone(_: None) -> None:
            self._view.say(f"已撤销：{last.words}。")
            self._context.changed()

        self._context.jobs.run(
            lambda _: undo_act(self._context.desk, last.act_id), undone, title="正在撤销"
        )

    # --- inside ------------------------------------------------------------------------------
    def _unmasked(self, make: Callable[[CarerView], Task]) -> None:
        if self.shown is None:
            return
        desk, carer_id = self._context.desk, self.shown.row.id
        self._context.jobs.run(
            lambda _: show_carer(desk, carer_id, unmask=True),
            lambda view: self._view.start_task(make(view)),
        )

    def _show_list(self, rows: tuple[CarerRow, ...]) -> None:
        self._rows = rows
        villages = dict.fromkeys(village for row in rows for village in row.villages)
        self._view.show_villages(list(villages))
        self.show_filtered()

    def _show_carer(self, view: CarerView) -> None:
        self.shown = view
        self._view.show_carer(view)

    def _forget(self) -> None:
        self.shown = None
        self._view.show_nothing()

    @property
    def _today(self) -> date:
        return self._context.desk.clock.today()


def _same(view: CarerView, row: AgreementRow) -> AgreementRow:
    return next(one for one in view.agreements if one.id == row.id)


def _fits(row: CarerRow, wanted: CarerFilter) -> bool:
    state = {
        CARING: bool(row.people) and row.disqualified_on is None,
        NEAR_END: row.near_end,
        IDLE: not row.people and row.disqualified_on is None,
        ENDED: row.disqualified_on is not None,
        "": True,
    }
    if not state[wanted.state] or wanted.village not in {"", *row.villages}:
        return False
    spoken = (row.name, row.phone, *row.people, *row.villages)
    return all(any(word in text for text in spoken) for word in wanted.text.split())
