"""抽查: draw, print, type what came back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.periods import add_months, month_of
from app.core.terms import Role
from app.services.office import OfficeView, expect_office
from app.services.recheck_answers import LineAnswer, answer_recheck
from app.services.recheck_lists import Scope
from app.services.recheck_paper import print_recheck
from app.services.rechecks import (
    DrawRecheck,
    RecheckRow,
    RecheckView,
    draw_again,
    draw_recheck,
    list_rechecks,
    show_recheck,
)
from app.ui.ports import PDF, Context


@dataclass(frozen=True)
class Offer:
    """What the form begins with; ``place`` is what a place is called here, no ``places``: typed."""

    first: date
    last: date
    place: str
    places: tuple[str, ...]


class RecheckScreen(Protocol):
    def show_offer(self, offer: Offer) -> None: ...

    def show_rechecks(self, rows: tuple[RecheckRow, ...]) -> None: ...

    def show_recheck(self, view: RecheckView) -> None: ...

    def say(self, words: str) -> None: ...


class RecheckForm(Protocol):
    """A form that stays open until what was typed is right."""

    def tell(self, words: str) -> None: ...

    def close_saved(self) -> None: ...


class RecheckPresenter:
    """What was drawn stays drawn; results can be corrected."""

    def __init__(self, context: Context, view: RecheckScreen) -> None:
        self._context = context
        self._view = view

    def refresh(self) -> None:
        self._context.jobs.run(
            lambda _: list_rechecks(self._context.desk),
            self._view.show_rechecks,
            latest="recheck.list",
        )

    def ask(self) -> None:
        """Ask what to draw from: mostly the month before this one."""
        before = month_of(add_months(self._context.desk.clock.today().replace(day=1), -1))

        def show(office: OfficeView) -> None:
            county = office.role is Role.COUNTY
            offer = Offer(
                first=before.first,
                last=before.last,
                place="单位" if county else "村（社区）",
                places=() if county else office.villages,
            )
            self._view.show_offer(offer)

        self._context.jobs.run(
            lambda _: expect_office(self._context.desk), show, latest="recheck.offer"
        )

    def draw(self, form: RecheckForm, scope: Scope, count: int, seed: str) -> None:
        """Draw and show what was drawn."""

        def done(view: RecheckView) -> None:
            form.close_saved()
            self._view.say(f"{view.row.number}：{view.population} 条中抽了 {view.row.drawn} 条")
            self._context.changed()
            self.refresh()
            self._view.show_recheck(view)

        wanted = DrawRecheck(scope, count, seed)
        self._context.jobs.run(
            lambda progress: draw_recheck(self._context.desk, wanted, progress),
            done,
            title="正在抽取",
            failed=_teller(form),
        )

    def open(self, row: RecheckRow) -> None:
        """Show the lines of a sample."""
        self._context.jobs.run(
            lambda _: show_recheck(self._context.desk, row.id),
            self._view.show_recheck,
            latest="recheck.view",
        )

    def answer(self, form: RecheckForm, recheck_id: int, answers: Sequence[LineAnswer]) -> None:
        """Keep what came back."""

        def done(count: int) -> None:
            form.close_saved()
            self._view.say(f"已登记 {count} 条抽查结果" if count else "没有改动")
            self._context.changed()
            self.refresh()

        self._context.jobs.run(
            lambda _: answer_recheck(self._context.desk, recheck_id, answers),
            done,
            title="正在保存",
            failed=_teller(form),
        )

    def draw_again(self, form: RecheckForm, recheck_id: int) -> None:
        """Hold a sample against the list as it is today."""
        self._context.jobs.run(
            lambda progress: draw_again(self._context.desk, recheck_id, progress),
            lambda found: form.tell(found.words),
            title="正在核对",
            failed=_teller(form),
        )

    def print(self, row: RecheckRow, *, masked: bool) -> None:
        """Write the paper of a sample."""
        suggested = self._context.desk.folder / "papers" / f"走访抽查名单_{row.number}.pdf"
        path = self._context.ask.save_as("抽查名单存到哪里", suggested, PDF)
        if path is None:
            return

        def work() -> Path:
            path.parent.mkdir(parents=True, exist_ok=True)
            print_recheck(self._context.desk, row.id, path, masked=masked)
            return path

        def written(path: Path) -> None:
            self._view.say(f"已生成抽查名单：{path}")
            self._context.print_out(path, "抽查名单")

        self._context.jobs.run(lambda _: work(), written, title="正在生成抽查名单")


def _teller(form: RecheckForm) -> Callable[[UserError], None]:
    return lambda error: form.tell("".join(error.sentences()))
