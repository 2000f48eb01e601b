"""The page 事项: the list, one matter beside it, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.terms import MatterOutcome
from app.services.acts import undo_act
from app.services.indicators import IndicatorBoard, list_indicators
from app.services.matter_acts import (
    AddMatter,
    Done,
    add_matter,
    answer_matter,
    assign_matters,
    close_matters,
    reopen_matter,
    tell_matters,
)
from app.services.matter_finding import Kept, find_matters
from app.services.matter_letters import Printed, print_referrals
from app.services.matters import (
    MatterList,
    MatterQuery,
    MatterRow,
    MatterView,
    list_matters,
    show_matter,
)
from app.services.office import OfficeView, show_office
from app.services.people import PeopleQuery, PersonRow, find_people
from app.ui.pages.matters.places import place_of
from app.ui.ports import PDF, Context

_HITS = 8


class MattersScreen(Protocol):
    def show_list(self, rows: tuple[MatterRow, ...], words: str) -> None: ...

    def show_villages(self, villages: Sequence[tuple[str, str]]) -> None: ...

    def show_matter(self, view: MatterView) -> None: ...

    def show_nothing(self) -> None: ...

    def show_indicators(self, board: IndicatorBoard) -> None: ...

    def select_matter(self, matter_id: int) -> None: ...

    def say(self, words: str, *, undo: bool = False) -> None: ...

    def query(self) -> MatterQuery: ...


class ActForm(Protocol):
    """A dialog that stays open until what it asks for is kept."""

    def show_problem(self, words: str) -> None: ...

    def close_kept(self) -> None: ...


@dataclass(frozen=True)
class _Act:
    act_id: int
    words: str


class MattersPresenter:
    """Reads when something is asked; every act says what was done and can be taken back."""

    def __init__(self, context: Context, view: MattersScreen) -> None:
        self._context = context
        self._view = view
        self._shown: MatterView | None = None
        self._wanted: int | None = None
        self._last: _Act | None = None

    @property
    def shown(self) -> MatterView | None:
        """The matter whose details are open."""
        return self._shown

    # --- reading -----------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the villages, the list and the open matter again."""
        self._context.jobs.run(
            lambda _: show_office(self._context.desk), self._show_office, latest="matters.office"
        )
        self.search()
        if self._shown is not None:
            self.open(self._shown.row.id)

    def search(self) -> None:
        """Read what the filters ask for."""
        query = self._view.query()
        self._context.jobs.run(
            lambda _: list_matters(self._context.desk, query), self._show_list, latest="matters"
        )

    def want(self, matter_id: int) -> None:
        """Select this matter as soon as the list has been read."""
        self._wanted = matter_id

    def open(self, matter_id: int) -> None:
        """Show one matter; the look is on record."""
        self._context.jobs.run(
            lambda _: show_matter(self._context.desk, matter_id),
            self._show_matter,
            latest="matters.one",
            failed=lambda _: self._forget(),
        )

    def go_on(self) -> None:
        """Go where the matter is done: to a page of its own, or to the person it is about."""
        place = place_of(self._shown) if self._shown is not None else None
        if place is not None:
            self._context.go(place.page, place.place)
        elif self._shown is not None and self._shown.person_id is not None:
            self._context.go("people", f"person:{self._shown.person_id}")

    def read_indicators(self) -> None:
        """Measure the indicators of the programmes that are carried out."""
        self._context.jobs.run(
            lambda progress: list_indicators(self._context.desk, progress),
            self._view.show_indicators,
            title="正在计算指标",
        )

    def find_people(self, text: str, show: Callable[[tuple[PersonRow, ...]], None]) -> None:
        """Whom ``text`` may mean, the first few."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: find_people(desk, PeopleQuery(text=text))[:_HITS] if text else (),
            show,
            latest="matters.people",
        )

    # --- acting ------------------------------------------------------------------------------
    def find(self) -> None:
        """Go through the register in the background; what has gone closes by itself."""
        self._context.jobs.run(
            lambda progress: find_matters(self._context.desk, progress),
            self._found,
            title="正在核对登记",
        )

    def assign(self, ids: Sequence[int], department: str, due: date | None, form: ActForm) -> None:
        desk = self._context.desk
        self._do(lambda: assign_matters(desk, ids, department, due=due), form)

    def answer(self, matter_id: int, words: str, form: ActForm) -> None:
        self._do(lambda: answer_matter(self._context.desk, matter_id, words), form)

    def close(self, ids: Sequence[int], outcome: MatterOutcome, reason: str, form: ActForm) -> None:
        self._do(lambda: close_matters(self._context.desk, ids, outcome, reason), form)

    def tell(self, ids: Sequence[int]) -> None:
        """The people were told the result."""
        self._do(lambda: tell_matters(self._context.desk, ids))

    def reopen(self, matter_id: int) -> None:
        self._do(lambda: reopen_matter(self._context.desk, matter_id))

    def add(self, command: AddMatter, form: ActForm) -> None:
        """Keep a matter that a clerk has written down, and select it."""

        def added(matter_id: int) -> None:
            form.close_kept()
            self.want(matter_id)
            self._view.say("已登记。")
            self._context.changed()

        self._context.jobs.run(
            lambda _: add_matter(self._context.desk, command),
            added,
            title="正在登记",
            failed=lambda error: form.show_problem("".join(error.sentences())),
        )

    def print_letters(self, ids: Sequence[int]) -> None:
        """转办单 of the matters, into a file that the clerk names."""
        desk = self._context.desk
        if not ids:
            self._context.ask.tell("没有选中事项。", "请先在列表中选中，再打印转办单。")
            return
        suggested = desk.folder / f"转办单_{desk.clock.today():%Y%m%d}.pdf"
        path = self._context.ask.save_as("转办单存到哪里", suggested, PDF)
        if path is not None:
            self._print(ids, path)

    def undo(self) -> None:
        """Take the last act on this page back."""
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
    def _do(self, act: Callable[[], Done], form: ActForm | None = None) -> None:
        def done(kept: Done) -> None:
            if form is not None:
                form.close_kept()
            self._last = _Act(kept.act_id, kept.words)
            self._view.say(f"{kept.words}。", undo=True)
            self._context.changed()

        def failed(error: UserError) -> None:
            if form is None:
                self._context.ask.error(error)
            else:
                form.show_problem("".join(error.sentences()))

        self._context.jobs.run(lambda _: act(), done, title="正在保存", failed=failed)

    def _print(self, ids: Sequence[int], path: Path) -> None:
        def printed(result: Printed) -> None:
            self._view.say(f"已生成 {result.count} 张转办单：{result.path}")
            self._context.print_out(result.path, "转办单")

        self._context.jobs.run(
            lambda _: print_referrals(self._context.desk, ids, path),
            printed,
            title="正在生成转办单",
        )

    def _found(self, kept: Kept) -> None:
        self._view.say(f"核对完了：{kept.words}。")
        self._context.changed()

    def _show_list(self, found: MatterList) -> None:
        late = sum(row.late for row in found.rows)
        words = f"共 {len(found.rows)} 件" + (f"，其中逾期 {late}" if late else "")
        when = f"{found.found_at:%m月%d日 %H:%M}".lstrip("0") if found.found_at else ""
        self._view.show_list(
            found.rows, f"{words}　·　上次核对 {when}" if when else f"{words}　·　还没有核对过"
        )
        if self._wanted is not None:
            self._view.select_matter(self._wanted)
            self._wanted = None
        elif not found.rows:
            self._forget()

    def _show_matter(self, view: MatterView) -> None:
        self._shown = view
        self._view.show_matter(view)

    def _forget(self) -> None:
        self._shown = None
        self._view.show_nothing()

    def _show_office(self, office: OfficeView | None) -> None:
        villages = office.villages if office else ()
        self._view.show_villages([(name, name) for name in villages])
