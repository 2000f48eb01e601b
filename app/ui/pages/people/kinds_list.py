"""The categories to tick, in columns; the blank ticks, the arrows move, typing finds others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListView, QListWidget, QListWidgetItem

from app.core.pinyin import readings
from app.ui.icons import icon

_LINE_PX, _WIDE_PX = 28, 290
_CODE = Qt.ItemDataRole.UserRole


class KindsList(QListWidget):
    """Emits ``changed`` when one is ticked or no longer.

    Of the many there are it shows those that are ticked and the usual ones; what is typed into
    ``search`` (which stands wherever the form puts it) brings others.
    """

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
        self._usual: Collection[str] = ()
        self._words: dict[str, str] = {}
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("查找类别")
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda *_: self._narrow())

    def offer(self, kinds: Sequence[tuple[str, str]], usual: Collection[str] = ()) -> None:
        """The categories as ``(code, name)``; without ``usual`` ones all are shown."""
        chosen = self.chosen()
        self._usual = usual or [code for code, _ in kinds]
        self._words = {code: " ".join((name, *readings(name))).lower() for code, name in kinds}
        self.search.setPlaceholderText(
            f"下面是常用的类别。输入名称或拼音首字母，从全部 {len(kinds)} 个里找"
        )
        with QSignalBlocker(self):
            self.clear()
            for code, name in kinds:
                item = QListWidgetItem(name)
                item.setData(_CODE, code)
                item.setToolTip(name)
                item.setCheckState(Qt.CheckState.Unchecked)
                self.addItem(item)
        self.choose(chosen)

    def choose(self, codes: Collection[str]) -> None:
        """Tick these and no others."""
        for place in range(self.count()):
            held = self.item(place).data(_CODE) in codes
            self.item(place).setCheckState(
                Qt.CheckState.Checked if held else Qt.CheckState.Unchecked
            )
        self._narrow()

    def _narrow(self) -> None:
        wanted = self.search.text().strip().lower()
        for place in range(self.count()):
            item = self.item(place)
            code = item.data(_CODE)
            fits = wanted in self._words[code] if wanted else code in self._usual
            item.setHidden(not fits and item.checkState() is not Qt.CheckState.Checked)
        self._fit()

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
        shown = sum(not self.item(place).isHidden() for place in range(self.count()))
        lines = -(-shown // columns)
        self.setFixedHeight(max(lines, 1) * _LINE_PX + 8)
