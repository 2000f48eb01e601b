"""The categories to tick, in columns; the blank ticks, the arrows move."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

_LINE_PX, _WIDE_PX = 28, 290
_CODE = Qt.ItemDataRole.UserRole


class KindsList(QListWidget):
    """Emits ``changed`` when one is ticked or no longer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pick")
        self.setAccessibleName("对象类别")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _: self.changed.emit())

    def offer(self, kinds: Sequence[tuple[str, str]]) -> None:
        """The categories as ``(code, name)``."""
        chosen = self.chosen()
        with QSignalBlocker(self):
            self.clear()
            for code, name in kinds:
                item = QListWidgetItem(name)
                item.setData(_CODE, code)
                item.setToolTip(name)
                item.setCheckState(Qt.CheckState.Unchecked)
                self.addItem(item)
        self.choose(chosen)
        self._fit()

    def choose(self, codes: Collection[str]) -> None:
        """Tick these and no others."""
        for place in range(self.count()):
            held = self.item(place).data(_CODE) in codes
            self.item(place).setCheckState(
                Qt.CheckState.Checked if held else Qt.CheckState.Unchecked
            )

    def chosen(self) -> tuple[str, ...]:
        """The codes that are ticked."""
        items = [self.item(place) for place in range(self.count())]
        return tuple(
            str(item.data(_CODE)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many columns as there is room for, and as high as that needs."""
        room = max(self.viewport().width() - 2, 1)
        columns = max(room // _WIDE_PX, 1)
        size = QSize(room // columns, _LINE_PX)
        self.setGridSize(size)
        with QSignalBlocker(self):
            for place in range(self.count()):
                self.item(place).setSizeHint(size)
        lines = -(-self.count() // columns)
        self.setFixedHeight(max(lines, 1) * _LINE_PX + 8)
