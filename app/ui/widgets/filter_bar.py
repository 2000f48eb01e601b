"""A search box and pick lists above a table; whatever changes is told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)

from app.ui.icons import icon
from app.ui.widgets.plain_label import set_role

_YES = "yes"
TEXT, EXTRA, EXTRA_WORDS = "text", "extra", "extra_words"


class FilterBar(QWidget):
    """``changed`` when any part changes; ``down`` when the clerk wants into the list. With saved
    filters: ``save_wanted``, and ``pick_wanted`` and ``drop_wanted`` with a name."""

    changed = Signal()
    down = Signal()
    save_wanted = Signal()
    pick_wanted = Signal(str)
    drop_wanted = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._picks: dict[str, QComboBox] = {}
        self._checks: dict[str, QCheckBox] = {}
        self._saved: QPushButton | None = None
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
        self._extra = self._extra_words = ""
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

    def add_check(self, key: str, words: str, tip: str) -> None:
        """A condition that is on or off: its value is "yes" or empty."""
        check = QCheckBox(words)
        check.setToolTip(tip)
        check.toggled.connect(lambda *_: self.changed.emit())
        self._checks[key] = check
        self._layout.insertWidget(self._layout.count() - 1, check)

    def add_saved(self) -> None:
        """A button with the filters that the clerk has kept."""
        self._saved = QPushButton("常用条件")
        self._saved.setProperty("role", "menu")
        self._saved.setMenu(QMenu(self))
        self._layout.addWidget(self._saved)
        self.show_saved(())

    def show_saved(self, names: Sequence[str]) -> None:
        """Offer these saved filters, and to keep what is chosen now."""
        menu = self._saved.menu() if self._saved is not None else None
        if menu is None:
            return
        menu.clear()
        for old in menu.findChildren(QMenu):
            old.deleteLater()
        for name in names:
            menu.addAction(plain_action(name), partial(self.pick_wanted.emit, name))
        menu.addSeparator()
        menu.addAction("把现在的条件存为…", self.save_wanted.emit)
        if names:
            drop = menu.addMenu("删除")
            for name in names:
                drop.addAction(plain_action(name), partial(self.drop_wanted.emit, name))

    def chosen(self) -> dict[str, str]:
        """Everything that is chosen now, by key; what is left open is left out."""
        values = {key: self.value(key) for key in (*self._picks, *self._checks)}
        values |= {TEXT: self.search.text().strip(), EXTRA: self._extra}
        if self._extra:
            values[EXTRA_WORDS] = self._extra_words
        return {key: value for key, value in values.items() if value}

    def choose(self, values: Mapping[str, str]) -> None:
        """Choose exactly this, told once."""
        with QSignalBlocker(self):
            self.clear()
            self.search.setText(values.get(TEXT, ""))
            for key in (*self._picks, *self._checks):
                if values.get(key):
                    self.set_value(key, values[key])
                    self._picked[key] = values[key]
            self.set_extra(values.get(EXTRA, ""), values.get(EXTRA_WORDS, ""))
        self.changed.emit()

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
        if key in self._checks:
            return _YES if self._checks[key].isChecked() else ""
        return self._wanted.get(key, "") or str(self._picks[key].currentData())

    def set_value(self, key: str, value: str) -> None:
        if key in self._checks:
            self._checks[key].setChecked(value == _YES)
            return
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
        self._extra, self._extra_words = value, words
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
            for check in self._checks.values():
                check.setChecked(False)
            self.drop_extra()
        self.changed.emit()

    def _tell(self, pick: QComboBox) -> None:
        _paint(pick)
        self.changed.emit()

    def _note(self, key: str) -> None:
        self._wanted.pop(key, None)
        self._picked[key] = self.value(key)


def plain_action(name: str) -> str:
    """A name as the words of a menu: an ampersand is one, and marks no key."""
    return name.replace("&", "&&")


def _paint(pick: QComboBox) -> None:
    """A list that leaves something out is seen to do so."""
    set_role(pick, "chosen" if pick.currentData() else "")
