"""The ledger before it is signed: every sheet as a table, with its sums."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.services.ledger_preview import ColumnView, SheetView
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_NOTE = "导出的工作簿就是这些表，还没有签名，什么也没有写。身份证号、账号在这里只显示头尾。"
_CHARACTER, _SIGN = 8, 15  # pixels of a letter and of a Chinese character, about
_ROOM, _WIDEST = 26, 240
Row = tuple[str, ...]


class LedgerPreview(QDialog):
    """Only to look at; Esc closes it."""

    def __init__(self, parent: QWidget, title: str, sheets: tuple[SheetView, ...]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        for sheet in sheets:
            self.tabs.addTab(_face(sheet), f"{sheet.title} {sheet.count}")
        line = QHBoxLayout()
        line.addWidget(plain_label(_NOTE, role="quiet", wrap=True), 1)
        line.addWidget(make_button("关闭", self.reject, tip="Esc"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(line)
        self.resize(fitting_size(parent, 1180, 640))


def _face(sheet: SheetView) -> QWidget:
    columns = tuple(
        Column[Row](
            column.title,
            lambda row, at=place: row[at],  # type: ignore[misc]
            _width(column),
            right=column.right,
        )
        for place, column in enumerate(sheet.columns)
    )
    table: RowsTable[Row] = RowsTable(columns, sortable=False, empty="这张表没有行。")
    table.setAccessibleName(sheet.title)
    table.show_rows(sheet.rows)
    face = QWidget()
    layout = QVBoxLayout(face)
    layout.setContentsMargins(0, 8, 0, 0)
    layout.setSpacing(6)
    layout.addWidget(plain_label(_summary(sheet), wrap=True))
    layout.addWidget(table, 1)
    return face


def _width(column: ColumnView) -> int:
    """Never narrower than its title."""
    return max(min(column.width * _CHARACTER, _WIDEST), len(column.title) * _SIGN + _ROOM)


def _summary(sheet: SheetView) -> str:
    """``共 312 行，下面是前 200 行。合计：月保障金 12,345.00``."""
    shown = f"，下面是前 {len(sheet.rows)} 行" if len(sheet.rows) < sheet.count else ""
    sums = f"合计：{'，'.join(sheet.totals)}" if sheet.totals else ""
    return f"共 {sheet.count} 行{shown}。{sums}"
