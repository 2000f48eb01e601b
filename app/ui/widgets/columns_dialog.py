"""Which columns a table shows, and in which order; the keyboard suffices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label


@dataclass(frozen=True)
class ColumnChoice:
    """One column by its title, and whether it is shown."""

    title: str
    shown: bool


class ColumnsDialog(QDialog):
    """Hands ``take`` the columns in their new order; ``usual`` is how they come."""

    def __init__(
        self,
        parent: QWidget,
        columns: Sequence[ColumnChoice],
        usual: Sequence[ColumnChoice],
        take: Callable[[Sequence[ColumnChoice]], None],
    ) -> None:
        super().__init__(parent)
        self._usual = tuple(usual)
        self._take = take
        self.setWindowTitle("选择列")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName("列")
        self._fill(columns)
        self.list.itemChanged.connect(lambda *_: self._keep_one())
        add_key(self, "上移", ("Alt+Up",), lambda: self.move_row(-1))
        add_key(self, "下移", ("Alt+Down",), lambda: self.move_row(1))
        add_key(self, "确定", SAVE_KEYS, self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(plain_label("空格：显示或隐藏　Alt+↑、Alt+↓：换位置", role="small"))
        layout.addWidget(self.list, 1)
        layout.addLayout(self._buttons())
        self.resize(420, 440)
        self.list.setFocus()

    def choices(self) -> tuple[ColumnChoice, ...]:
        """What the list says now, top to bottom."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(
            ColumnChoice(item.text(), item.checkState() is Qt.CheckState.Checked) for item in items
        )

    def move_row(self, by: int) -> None:
        """Move the row with the cursor up or down."""
        place = self.list.currentRow()
        if 0 <= place + by < self.list.count():
            self.list.insertItem(place + by, self.list.takeItem(place))
            self.list.setCurrentRow(place + by)

    def accept(self) -> None:
        if self._ok.isEnabled():
            self._take(self.choices())
            super().accept()

    def _fill(self, columns: Sequence[ColumnChoice]) -> None:
        self.list.clear()
        for column in columns:
            item = QListWidgetItem(column.title, self.list)
            state = Qt.CheckState.Checked if column.shown else Qt.CheckState.Unchecked
            item.setCheckState(state)
        self.list.setCurrentRow(0)

    def _keep_one(self) -> None:
        """A table without columns shows nothing to choose from: then there is nothing to take."""
        self._ok.setEnabled(any(choice.shown for choice in self.choices()))

    def _buttons(self) -> QHBoxLayout:
        self._ok = make_button("确定", self.accept, primary=True, tip="Ctrl+Enter")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(make_button("上移", lambda: self.move_row(-1), tip="Alt+↑"))
        line.addWidget(make_button("下移", lambda: self.move_row(1), tip="Alt+↓"))
        line.addWidget(make_button("恢复原样", lambda: self._fill(self._usual)))
        line.addStretch(1)
        line.addWidget(make_button("取消", self.reject))
        line.addWidget(self._ok)
        return line
