"""A search box and pick lists above a table; whatever changes is told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.ui.icons import icon
from app.ui.widgets.plain_label import set_role


class FilterBar(QWidget):
    """``changed`` when any part changes; ``down`` when the clerk wants into the list."""

    changed = Signal()
    down = Signal()

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._picks: dict[str, QComboBox] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda *_: self.changed.emit())
        self.search.returnPressed.connect(self.down)
        self._chip = QPushButton()
        self._chip.setToolTip("取消这个条件")
        self._chip.clicked.connect(self.drop_extra)
        self._chip.hide()
        self._extra = ""
        self._wanted: dict[str, str] = {}  # chosen before it was offered: choices come from a job
        self._picked: dict[str, str] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.search, 1)
        self._layout.addWidget(self._chip)

    def add_pick(self, key: str, all_words: str, width: int = 132) -> None:
        """A pick list whose first entry means everything."""
        pick = QComboBox()
        pick.addItem(all_words, "")
        pick.setMinimumWidth(width)
        pick.setMaxVisibleItems(16)
        pick.currentIndexChanged.connect(lambda *_: self._tell(pick))
        pick.activated.connect(lambda *_: self._note(key))
        self._picks[key] = pick
        self._layout.insertWidget(self._layout.count() - 1, pick)

    def set_choices(self, key: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other ``(value, words)``; the chosen value stays chosen if it is still there."""
        pick, chosen = self._picks[key], self.value(key)
        self._wanted.pop(key, None)
        with QSignalBlocker(pick):
            while pick.count() > 1:
                pick.removeItem(1)
            for value, words in choices:
                pick.addItem(words, value)
            pick.setCurrentIndex(max(pick.findData(chosen), 0))
        _paint(pick)
        if self.value(key) != chosen:
            self.changed.emit()

    def value(self, key: str) -> str:
        """What is chosen, empty for everything."""
        return self._wanted.get(key, "") or str(self._picks[key].currentData())

    def set_value(self, key: str, value: str) -> None:
        place = self._picks[key].findData(value)
        if place < 0:
            self._wanted[key] = value
            self.changed.emit()
        else:
            self._picks[key].setCurrentIndex(place)

    def picked(self) -> dict[str, str]:
        """What the clerk chose last; not what a link from another page chose, nor the search."""
        return dict(self._picked)

    def restore(self, picked: Mapping[str, Any]) -> None:
        """Choose again what was chosen before a restart."""
        for key in self._picks:
            value = picked.get(key)
            if isinstance(value, str) and value:
                self._picked[key] = value
                self.set_value(key, value)

    def extra(self) -> str:
        """A condition that came from another page."""
        return self._extra

    def set_extra(self, value: str, words: str) -> None:
        self._extra = value
        self._chip.setText(f"{words}　×")
        self._chip.setVisible(bool(value))
        self.changed.emit()

    def drop_extra(self) -> None:
        self.set_extra("", "")

    def clear(self) -> None:
        """Back to everything, told once."""
        self._wanted.clear()
        with QSignalBlocker(self):
            self.search.clear()
            for pick in self._picks.values():
                pick.setCurrentIndex(0)
            self.drop_extra()
        self.changed.emit()

    def _tell(self, pick: QComboBox) -> None:
        _paint(pick)
        self.changed.emit()

    def _note(self, key: str) -> None:
        self._wanted.pop(key, None)
        self._picked[key] = self.value(key)


def _paint(pick: QComboBox) -> None:
    """A list that leaves something out is seen to do so."""
    set_role(pick, "chosen" if pick.currentData() else "")
