"""The list of pages on the left; it folds to drawings alone on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.shell.pages import PageEntry
from app.ui.widgets.plain_label import plain_label

WIDE = 152
NARROW = 54
PAGE_KEYS = tuple(f"Ctrl+{digit}" for digit in "1234567890")  # the tenth page has Ctrl+0
_ENTRY_HEIGHT = 42


class Navigation(QWidget):
    """Emits ``chosen`` with the key of a page."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self._entries = tuple(entries)
        self._list = QListWidget()
        self._list.setObjectName("navigation")
        self._list.setAccessibleName("页面")
        self._list.setIconSize(QSize(20, 20))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for place, entry in enumerate(self._entries):
            item = QListWidgetItem(icon(entry.key), entry.title)
            item.setToolTip(f"{entry.title}（{PAGE_KEYS[place]}）")
            item.setSizeHint(QSize(0, _ENTRY_HEIGHT))
            self._list.addItem(item)
        self._list.currentRowChanged.connect(
            lambda place: self.chosen.emit(self._entries[place].key)
        )
        self._name = plain_label("帮扶台账", role="heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._brand())
        layout.addWidget(self._list)
        self.fold(False)

    def fold(self, narrow: bool) -> None:
        """Show drawings alone, or drawings and words."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._name.setVisible(not narrow)
        for place, entry in enumerate(self._entries):
            self._list.item(place).setText("" if narrow else entry.title)

    def show_chosen(self, key: str) -> None:
        """Mark a page as the one that is open, without telling anybody."""
        with QSignalBlocker(self._list):
            self._list.setCurrentRow([entry.key for entry in self._entries].index(key))

    def _brand(self) -> QWidget:
        brand = QWidget()
        brand.setObjectName("brand")
        brand.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        picture = plain_label()
        picture.setPixmap(icon("program").pixmap(24, 24))
        layout = QHBoxLayout(brand)
        layout.setContentsMargins(14, 14, 8, 14)
        layout.addWidget(picture)
        layout.addWidget(self._name)
        layout.addStretch(1)
        return brand
