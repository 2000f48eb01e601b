"""How wide the columns of a table are, and who gets the room that is left over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from unicodedata import east_asian_width

from PySide6.QtWidgets import QTableView

from app.ui.widgets.rows import Column

LEAST, MOST = 36, 900  # pixels a column may be wide
_CELL = 22  # what a cell needs beside its text
_WIDEST = 240  # a column grows no wider than this by itself: the rest of a long text is in its tip
_LOOKED_AT = 200  # rows


class ColumnRoom:
    """Gives every column its own width. Room that is left goes first to the columns whose text is
    cut (a name of twelve characters), from left to right, then to the stretching one, which never
    has less than its own. A width that the clerk dragged stays as it is."""

    def __init__(self, view: QTableView, columns: Sequence[Column[Any]]) -> None:
        self._view = view
        self._columns = columns
        self._own = [column.width for column in columns]
        self._needs = list(self._own)
        self._dragged: set[int] = set()
        self._quiet = False
        with self._by_itself():
            for place, width in enumerate(self._own):
                view.setColumnWidth(place, width)
        view.horizontalHeader().sectionResized.connect(self._resized)

    def measure(self, rows: Sequence[Any]) -> None:
        """Look what these rows need. Needs only grow, or columns would jump while one searches."""
        metrics = self._view.fontMetrics()
        for place, column in enumerate(self._columns):
            texts = [column.title, *(column.text(row) for row in rows[:_LOOKED_AT])]
            need = metrics.horizontalAdvance(max(texts, key=_weight)) + _CELL
            self._needs[place] = max(self._needs[place], min(need, _WIDEST))

    def fit(self) -> None:
        """Share out what the window has room for."""
        shown = [at for at in range(len(self._own)) if not self._view.isColumnHidden(at)]
        widths = {at: self._own[at] for at in shown}
        room = self._view.viewport().width() - sum(widths.values())
        for at in shown:
            if at not in self._dragged:
                more = max(0, min(self._needs[at] - widths[at], room))
                widths[at] += more
                room -= more
        for at in shown:
            if self._columns[at].stretch:
                widths[at] += max(0, room)
        with self._by_itself():
            for at, width in widths.items():
                if self._view.columnWidth(at) != width:
                    self._view.setColumnWidth(at, width)

    def dragged(self) -> dict[str, int]:
        """The widths that the clerk gave, by title."""
        return {self._columns[at].title: self._own[at] for at in sorted(self._dragged)}

    def restore(self, widths: Mapping[str, Any]) -> None:
        """Give the columns these widths as if the clerk had dragged them now."""
        for at, column in enumerate(self._columns):
            width = widths.get(column.title)
            if not column.stretch and isinstance(width, int) and LEAST <= width <= MOST:
                self._view.setColumnWidth(at, width)

    def _resized(self, at: int, before: int, now: int) -> None:
        if before and now and not self._quiet and not self._columns[at].stretch:  # 0: hidden
            self._own[at] = now
            self._dragged.add(at)

    @contextmanager
    def _by_itself(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False


def _weight(text: str) -> int:
    """About how wide a text is, without asking its font."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
