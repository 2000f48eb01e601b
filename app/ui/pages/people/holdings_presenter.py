"""What the dialog 类别 does: the categories of one person, and what is proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.codes import CategoryGroup
from app.core.progress import Progress
from app.services.codes import offered_categories
from app.services.desk import Desk
from app.services.holdings import (
    HoldingFacts,
    HoldingRow,
    add_holding,
    correct_holding,
    end_holding,
    list_holdings,
)
from app.services.suggestions import Finding, suggest
from app.ui.acting import Done, Tell, run_act
from app.ui.ports import Context


@dataclass(frozen=True)
class HoldingsView:
    """What a person holds, what can be picked (``every`` with what is otherwise not offered), and
    what is proposed today."""

    rows: tuple[HoldingRow, ...]
    offered: tuple[CategoryGroup, ...]
    every: tuple[CategoryGroup, ...]
    proposed: tuple[Finding, ...]


class HoldingsScreen(Protocol):
    def show_holdings(self, view: HoldingsView) -> None: ...


class HoldingsPresenter:
    """Every change is one act; the forms stay open while something is wrong."""

    def __init__(self, context: Context, view: HoldingsScreen, person_id: int) -> None:
        self._context = context
        self._view = view
        self._person_id = person_id

    @property
    def today(self) -> date:
        return self._context.desk.clock.today()

    @property
    def clerk(self) -> str:
        return self._context.desk.actor.name

    def refresh(self) -> None:
        desk, person_id = self._context.desk, self._person_id

        def read(_: Progress) -> HoldingsView:
            return HoldingsView(
                rows=list_holdings(desk, person_id),
                offered=offered_categories(desk),
                every=offered_categories(desk, every=True),
                proposed=suggest(desk, [person_id]),
            )

        self._context.jobs.run(read, self._view.show_holdings, latest="people.holdings")

    def add(self, code: str, facts: HoldingFacts, done: Done, tell: Tell) -> None:
        """Let the person hold a category."""
        if not code:
            tell("还没有选类别。")
            return
        self._do(lambda desk: add_holding(desk, self._person_id, code, facts), done, tell)

    def correct(self, row: HoldingRow, facts: HoldingFacts, done: Done, tell: Tell) -> None:
        """Correct what is kept of a holding."""
        self._do(lambda desk: correct_holding(desk, row.id, facts), done, tell)

    def end(self, row: HoldingRow, *, last: date, reason: str, done: Done, tell: Tell) -> None:
        """Say on which day and why it ended."""
        self._do(lambda desk: end_holding(desk, row.id, last=last, reason=reason), done, tell)

    def _do(self, work: Callable[[Desk], object], done: Done, tell: Tell) -> None:
        def finish(_: object) -> None:
            done()
            self.refresh()

        run_act(self._context, work, finish, tell)
