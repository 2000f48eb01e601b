"""The drafts of the clerk: Enter goes on typing one, Del throws it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.drafts import DraftRow
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_COLUMNS = (
    Column[DraftRow]("草稿", lambda row: row.words, 260, stretch=True),
    Column[DraftRow]("最后录入", lambda row: f"{row.saved_at:%Y-%m-%d %H:%M}", 150),
)


class DraftsDialog(QDialog):
    """Closes itself when one was chosen."""

    def __init__(
        self,
        parent: QWidget,
        drafts: Sequence[DraftRow],
        *,
        open_draft: Callable[[DraftRow], None],
        drop: Callable[[DraftRow], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("未保存的草稿")
        self.resize(fitting_size(parent, 560, 340))
        self._open = open_draft
        self._drop = drop
        self.table: RowsTable[DraftRow] = RowsTable(_COLUMNS, sortable=False)
        self.table.setAccessibleName("未保存的草稿")
        self.table.show_rows(drafts)
        self.table.opened.connect(self._take)
        buttons = QHBoxLayout()
        buttons.addWidget(plain_label("Enter 接着录入　Del 放弃　Esc 关闭", role="small"), 1)
        buttons.addWidget(make_button("放弃", self._press_drop, tip="Del"))
        buttons.addWidget(make_button("接着录入", self._press_open, primary=True, tip="Enter"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        add_key(self, "放弃", ("Del",), self._press_drop)
        self.table.setFocus()

    def _press_open(self) -> None:
        row = self.table.current()
        if row is not None:
            self._take(row)

    def _take(self, row: DraftRow) -> None:
        self.accept()
        self._open(row)

    def _press_drop(self) -> None:
        row = self.table.current()
        if row is not None:
            self.accept()
            self._drop(row)
