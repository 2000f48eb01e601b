"""Pick what a column is: type a part of the word or its pinyin initials, Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.core.pinyin import readings
from app.services.import_matching import IGNORED, ColumnChoice

NOT_READ = "不读这一列"


class KeyPicker(QComboBox):
    """Emits ``picked`` with a key on Enter or a click, ``left`` on Esc."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(18)
        self.setMinimumWidth(300)
        self.setAccessibleName("这一列是")
        self._offered: tuple[ColumnChoice, ...] = ()
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(14)
        self.setCompleter(completer)
        completer.activated.connect(lambda *_: self._pick())
        self.activated.connect(lambda *_: self._pick())

    def offer(self, choices: Sequence[ColumnChoice], extra: tuple[str, str] | None = None) -> None:
        """Offer these; ``extra`` is a key of its own (重点救助) that no list has."""
        self._offered = tuple(choices)
        self.clear()
        self.addItem(NOT_READ, IGNORED)
        if extra is not None:
            self.addItem(f"待遇：{extra[1]}", extra[0])
        for choice in choices:
            initials = readings(choice.label)[1].split()
            mark = f"　{initials[0]}" if initials else ""
            self.addItem(f"{choice.label}（{choice.group}）{mark}", choice.key)

    def show_key(self, key: str) -> None:
        self.setCurrentIndex(max(self.findData(key), 0))

    def begin(self) -> None:
        """Ready to be typed over."""
        self.setFocus()
        line = self.lineEdit()
        if line is not None:
            line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick()
        else:
            super().keyPressEvent(event)

    def _pick(self) -> None:
        """What stands in the line, else the first entry that holds it."""
        text = self.currentText().strip()
        place = self.findText(text)
        if place < 0 and text:
            place = self.findText(text, Qt.MatchFlag.MatchContains)
        if place >= 0:
            self.setCurrentIndex(place)
            self.picked.emit(str(self.itemData(place)))
