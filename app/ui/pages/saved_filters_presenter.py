"""The saved filters of a page: keep what is chosen under a name, choose it again, forget it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.services.saved_filters import SavedFilter, drop_filter, keep_filter, list_filters
from app.ui.ports import Context


class FilteredScreen(Protocol):
    """A page with a filter bar."""

    def show_saved(self, names: Sequence[str]) -> None: ...

    def choose(self, values: Mapping[str, str]) -> None: ...

    def chosen(self) -> dict[str, str]: ...


class SavedFiltersPresenter:
    """``place`` is the key of the page."""

    def __init__(self, context: Context, place: str, view: FilteredScreen) -> None:
        self._context = context
        self._place = place
        self._view = view
        self._saved: dict[str, Mapping[str, str]] = {}

    def refresh(self) -> None:
        """Read the clerk's filters again."""
        self._context.jobs.run(
            lambda _: list_filters(self._context.desk, self._place),
            self._show,
            latest=f"{self._place}.filters",
        )

    def pick(self, name: str) -> None:
        """Choose again what was kept under ``name``."""
        if name in self._saved:
            self._view.choose(self._saved[name])

    def keep(self) -> None:
        """Ask for a name and keep what is chosen now."""
        values = self._view.chosen()
        name = self._context.ask.line("保存常用条件", "给现在的条件起个名称，例如“石桥村低保”：")
        if name is None:
            return
        if name.strip() in self._saved and not self._context.ask.confirm(
            f"已有“{name.strip()}”，要换成现在的条件吗？", yes="替换"
        ):
            return
        desk, wanted = self._context.desk, SavedFilter(name, values)
        self._context.jobs.run(
            lambda _: keep_filter(desk, self._place, wanted),
            lambda _: self.refresh(),
            title="正在保存",
        )

    def drop(self, name: str) -> None:
        """Forget a filter, once the clerk agrees."""
        if not self._context.ask.confirm(f"删除常用条件“{name}”吗？", yes="删除"):
            return
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: drop_filter(desk, self._place, name),
            lambda _: self.refresh(),
            title="正在删除",
        )

    def _show(self, saved: tuple[SavedFilter, ...]) -> None:
        self._saved = {each.name: each.values for each in saved}
        self._view.show_saved(tuple(self._saved))
