"""设置 → 类别与代码 → 类别: other names from a day on, own categories, those not in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from app.services.codes import (
    CategoryRow,
    add_category,
    list_categories,
    offer_category,
    rename_category,
)
from app.services.desk import Desk
from app.ui.acting import Done, Tell, run_act
from app.ui.ports import Context


class CategoriesScreen(Protocol):
    def show_categories(self, rows: tuple[CategoryRow, ...]) -> None: ...


class CategoriesPresenter:
    """Reads the list; every change is one act that can be undone."""

    def __init__(self, context: Context, view: CategoriesScreen) -> None:
        self._context = context
        self._view = view

    @property
    def today(self) -> date:
        return self._context.desk.clock.today()

    def refresh(self) -> None:
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: list_categories(desk), self._view.show_categories, latest="settings.codes"
        )

    def rename(self, row: CategoryRow, name: str, first: date, *, done: Done, tell: Tell) -> None:
        """Call a category otherwise from ``first`` on."""
        self._do(lambda desk: rename_category(desk, row.code, name, first=first), done, tell)

    def add(self, name: str, basis: str, first: date, *, done: Done, tell: Tell) -> None:
        """A category of the office's own."""
        self._do(lambda desk: add_category(desk, name, first=first, basis=basis), done, tell)

    def toggle(self, row: CategoryRow) -> None:
        """Stop offering a category from today on, or offer it again."""
        if row.offered and not self._context.ask.confirm(
            f"停用“{row.name}”吗？",
            f"从今天起选类别时不再列出它；现在的 {row.holders} 人不受影响。",
            yes="停用",
        ):
            return
        self._do(
            lambda desk: offer_category(desk, row.code, offered=not row.offered, first=self.today),
            lambda: None,
            None,
        )

    def _do(self, work: Callable[[Desk], object], done: Done, tell: Tell | None) -> None:
        def finish(_: object) -> None:
            done()
            self.refresh()

        run_act(self._context, work, finish, tell)
