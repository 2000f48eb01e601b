"""设置 → 类别与代码 → 村组与区划: new names, mergers, groups, the county's list of places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from app.services.desk import Desk
from app.services.region_file import PlacePreview, commit_places, preview_places
from app.services.villages import (
    VillageRow,
    add_group,
    list_villages,
    merge_villages,
    rename_group,
    rename_village,
)
from app.ui.acting import Done, Tell, run_act
from app.ui.ports import WORKBOOKS, Context


class VillagesScreen(Protocol):
    def show_villages(self, rows: tuple[VillageRow, ...]) -> None: ...

    def show_preview(self, preview: PlacePreview) -> None: ...

    def say(self, words: str) -> None: ...


class VillagesPresenter:
    """Reads the villages; every change is one act that can be undone."""

    def __init__(self, context: Context, view: VillagesScreen) -> None:
        self._context = context
        self._view = view

    @property
    def today(self) -> date:
        return self._context.desk.clock.today()

    def refresh(self) -> None:
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: list_villages(desk), self._view.show_villages, latest="settings.villages"
        )

    def rename(self, row: VillageRow, new: str, first: date, *, done: Done, tell: Tell) -> None:
        """Call a village otherwise from ``first`` on."""
        self._do(lambda desk: rename_village(desk, row.name, new, first=first), done, tell)

    def merge(self, row: VillageRow, into: str, first: date, *, done: Done, tell: Tell) -> None:
        """Let a village go into another."""

        def work(desk: Desk) -> str:
            moved = merge_villages(desk, row.name, into, first=first)
            return f"{row.name}并入{into}，{moved} 人随之转入。"

        self._do(work, done, tell)

    def add_group(self, row: VillageRow) -> None:
        """Ask for a group and put it on the list."""
        name = self._context.ask.line("添加组", f"{row.name}的组，如“3组”：")
        if name and name.strip():
            self._do(lambda desk: add_group(desk, row.name, name), lambda: None)

    def rename_group(self, row: VillageRow, group: str) -> None:
        """Ask for another name of a group."""
        new = self._context.ask.line("组改名", f"{row.name}{group}的新名称：", text=group)
        if new and new.strip() and new.strip() != group:
            self._do(lambda desk: _renamed(desk, row.name, group, new), lambda: None)

    def choose(self) -> None:
        """Pick a county's list and show what it would do."""
        path = self._context.ask.file("选择区划名单", WORKBOOKS)
        if path is None:
            return
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: preview_places(desk, path), self._view.show_preview, title="正在读区划名单"
        )

    def commit(self, preview: PlacePreview, done: Done, tell: Tell) -> None:
        """Write what was shown."""

        def work(desk: Desk) -> str:
            return f"已导入：{commit_places(desk, preview)} 处变动。可以在操作记录里撤销。"

        self._do(work, done, tell)

    def _do(self, work: Callable[[Desk], str | None], done: Done, tell: Tell | None = None) -> None:
        def finish(words: str | None) -> None:
            done()
            if words:
                self._view.say(words)
            self.refresh()

        run_act(self._context, work, finish, tell)


def _renamed(desk: Desk, village: str, group: str, new: str) -> str:
    changed = rename_group(desk, village, group, new)
    return f"{village}{group}改名为{new.strip()}，{changed} 条记录跟着改了。"
