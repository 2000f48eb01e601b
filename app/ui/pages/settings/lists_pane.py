"""How 设置 → 类别与代码 → 代码表 looks: the lists of standards and systems, to look things up."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.core.code_lists import CodeEntry
from app.services.code_lists import ListRow
from app.ui.widgets.page import GAP
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable


def _sure_words(sure: bool) -> str:
    return "" if sure else "未核实"


_LISTS = (
    Column[ListRow]("代码表", lambda row: row.list.title, 190, stretch=True),
    Column[ListRow]("标准或系统", lambda row: row.list.standard, 176),
    Column[ListRow]("用于", lambda row: "、".join(row.labels), 110),
    Column[ListRow]("核实", lambda row: _sure_words(row.list.sure), 64, tone=lambda row: "late"),
)
_ENTRIES = (
    Column[CodeEntry]("代码", lambda entry: entry.code, 110),
    Column[CodeEntry]("文字", lambda entry: entry.text, 180, stretch=True),
    Column[CodeEntry]("核实", lambda entry: _sure_words(entry.sure), 64, tone=lambda entry: "late"),
)


class ListsPane(QWidget):
    """Left the lists, right the entries of the chosen one."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: RowsTable[ListRow] = RowsTable(_LISTS)
        self.entries: RowsTable[CodeEntry] = RowsTable(_ENTRIES, sortable=False)
        self._own = plain_label("", wrap=True)
        self.lists.moved.connect(self._show)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.entries, 1)
        column.addWidget(self._own)
        self._own.hide()
        both = QSplitter()
        both.addWidget(self.lists)
        both.addWidget(right)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(
            plain_label(
                "同一个数字在不同的表里意思不同，所以登记的是文字，代码只在这里查。"
                "“未核实”的只见过一次，使用前请对照原件。",
                role="quiet",
                wrap=True,
            )
        )
        layout.addWidget(both, 1)

    def show_lists(self, rows: tuple[ListRow, ...]) -> None:
        self.lists.show_rows(rows)

    def _show(self, row: ListRow) -> None:
        self.entries.show_rows(row.list.entries)
        self._own.setText(f"本单位保留的词：{'、'.join(row.own)}")
        self._own.setVisible(bool(row.own))
