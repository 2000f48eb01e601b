"""A part of a tab: a heading with what can be done, and a table below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.widgets.page import link_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

R = TypeVar("R")


class Part(QWidget, Generic[R]):
    """While the table has the cursor, Insert is ``add``, Enter or a double-click ``change``, Delete
    ``end``; ``others`` are further buttons (words, what they do)."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[R]],
        *,
        empty: str,
        add: tuple[str, Callable[[], None]] | None = None,
        change: Callable[[R], None] | None = None,
        end: tuple[str, Callable[[R], None]] | None = None,
        others: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        super().__init__()
        self.table: RowsTable[R] = RowsTable(columns, sortable=False, inside=True, empty=empty)
        self.table.setAccessibleName(title)
        self.buttons: list[QPushButton] = []
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 16, 0)
        head.setSpacing(14)
        self.title = plain_label(title, role="strong")
        head.addWidget(self.title, 1)
        if add is not None:
            self._button(head, add[0], add[1], "Ins")
        if change is not None:
            self.table.opened.connect(change)
        if end is not None:
            self._end = end[1]
            self._button(head, end[0], self._press_end, "Del")
        for words, press in others:
            self._button(head, words, press, "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[R]) -> None:
        self.table.show_rows(rows)

    def _button(self, head: QHBoxLayout, words: str, press: Callable[[], None], key: str) -> None:
        button = link_button(words, press)
        button.setToolTip(key)
        self.buttons.append(button)
        head.addWidget(button)
        if key:
            keys = QShortcut(QKeySequence(key), self.table)
            keys.setContext(Qt.ShortcutContext.WidgetShortcut)
            keys.activated.connect(press)

    def _press_end(self) -> None:
        line = self.table.current()
        if line is not None:
            self._end(line)
