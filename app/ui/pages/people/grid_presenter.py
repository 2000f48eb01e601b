"""Registering many at once: paste, look at what is wrong, register, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.core.errors import DeclinedError, UserError
from app.core.progress import Progress
from app.services.acts import undo_act
from app.services.drafts import GRID, DraftRow, drop, find_draft
from app.services.grid import (
    MOST_ROWS,
    NAME,
    USUAL_KEYS,
    GridBase,
    GridCheck,
    GridResult,
    GridSheet,
    check_grid,
    grid_titles,
    open_grid,
    recognise_headers,
    register_grid,
)
from app.ui.drafts import Unsaved, restored_words
from app.ui.pages.people.grid_cells import Rows, split_pasted
from app.ui.ports import Context


@dataclass(frozen=True)
class Pasted:
    """A block for the grid. ``keys`` are those of its own row of headers, empty without one;
    ``unknown`` are headers that nobody knows, whose columns are left out."""

    rows: Rows
    keys: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class GridScreen(Protocol):
    def show_sheet(self, sheet: GridSheet) -> None: ...

    def show_restored(self, words: str, found: DraftRow | None) -> None: ...

    def show_check(self, check: GridCheck) -> None: ...

    def show_registered(self, words: str) -> None: ...


class GridPresenter:
    """Holds the register as it was when the grid was opened, to check against."""

    def __init__(self, context: Context, view: GridScreen) -> None:
        self._context = context
        self._view = view
        self._base: GridBase | None = None
        self._act_id: int | None = None

    def open(self) -> None:
        """Read the register anew, and what was typed and not registered."""

        def read(_: Progress) -> tuple[GridBase, DraftRow | None]:
            return open_grid(self._context.desk), find_draft(self._context.desk, GRID)

        self._context.jobs.run(read, self._show, title="正在读取登记簿", latest="people.grid.open")

    def read_pasted(self, text: str) -> Pasted:
        """What stands on the clipboard. Raises ``UserError`` for more than the grid can hold."""
        rows = split_pasted(text)
        if len(rows) > MOST_ROWS:
            raise UserError(
                f"一次最多粘贴 {MOST_ROWS} 行，这里有 {len(rows)} 行。",
                "",
                "名单很长时，请用“导入”直接读表格文件。",
            )
        keys = recognise_headers(rows[0]) if rows else None
        if keys is None:
            return Pasted(rows)
        kept = [place for place, key in enumerate(keys) if key]
        unknown = tuple(text for text, key in zip(rows[0], keys, strict=True) if text and not key)
        return Pasted(
            rows=tuple(
                tuple(line[place] if place < len(line) else "" for place in kept)
                for line in rows[1:]
            ),
            keys=tuple(keys[place] for place in kept),
            unknown=unknown,
        )

    def check(self, sheet: GridSheet) -> None:
        """Say what is wrong and what would be registered."""
        base = self._base
        if base is not None:
            self._context.jobs.run(
                lambda _: check_grid(self._context.desk, base, sheet),
                self._view.show_check,
                latest="people.grid",
            )

    def register(self, sheet: GridSheet) -> None:
        """Write all rows, or none."""
        self._context.jobs.run(
            lambda progress: register_grid(
                self._context.desk, sheet, draft=GRID, progress=progress
            ),
            self._take_result,
            title="正在登记",
            failed=lambda error: self._try_again(error, sheet),
        )

    def undo(self) -> None:
        """Take the last registering back whole."""
        act_id = self._act_id
        if act_id is None or not self._context.ask.confirm(
            "撤销刚才的登记吗？", "新登记的人会去掉，变更会恢复原样。", yes="撤销登记"
        ):
            return

        def done(_: object) -> None:
            self._act_id = None
            self._context.changed()
            self.open()

        self._context.jobs.run(
            lambda _: undo_act(self._context.desk, act_id), done, title="正在撤销"
        )

    def unsaved(self, sheet: GridSheet) -> Unsaved:
        """What stands in the grid and is not registered."""
        rows = [list(row) for row in sheet.rows]
        typed = {"keys": list(sheet.keys), "rows": rows} if rows else {}
        return Unsaved(GRID, f"{NAME}：{len(rows)} 行", typed)

    def discard(self) -> bool:
        """Throw away what was typed, if the clerk means it; whether it is gone."""
        if not self._context.ask.confirm(
            "清空表格吗？", "里面还没有登记的内容就找不回来了。", yes="清空"
        ):
            return False
        self._context.jobs.run(lambda _: drop(self._context.desk, GRID), lambda _: self.open())
        return True

    def _show(self, opened: tuple[GridBase, DraftRow | None]) -> None:
        self._base, found = opened
        sheet = _sheet_of(found.typed) if found else GridSheet(USUAL_KEYS, ())
        self._view.show_sheet(sheet)
        self._view.show_restored(restored_words(found.saved_at) if found else "", found)
        self.check(sheet)

    def _take_result(self, result: GridResult) -> None:
        self._act_id = result.act_id
        more = f"，更新 {result.changed} 人" if result.changed else ""
        self._view.show_registered(f"已登记 {result.new} 人{more}。")
        self._context.changed()
        self.open()

    def _try_again(self, error: UserError, sheet: GridSheet) -> None:
        """The register may have changed since it was read: look again."""
        self._context.ask.error(error)
        if isinstance(error, DeclinedError):

            def show(base: GridBase) -> None:
                self._base = base
                self.check(sheet)

            self._context.jobs.run(lambda _: open_grid(self._context.desk), show)


def _sheet_of(typed: Mapping[str, Any]) -> GridSheet:
    """The grid of a draft, as far as this version knows its columns."""
    titles, keys = grid_titles(), list(typed.get("keys", ()))
    places = [place for place, key in enumerate(keys) if key in titles]
    return GridSheet(
        keys=tuple(keys[place] for place in places),
        rows=tuple(
            tuple(str(row[place]) if place < len(row) else "" for place in places)
            for row in typed.get("rows", ())
        ),
    )
