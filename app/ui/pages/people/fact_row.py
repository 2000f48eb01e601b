"""One fact on the form: what is typed, and beside it what is to be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.core.dictionary import PERSON, Kind
from app.services.typed_facts import Remark, Weight
from app.ui.pages.people.sections import LENGTHS, LONG, SEXES
from app.ui.widgets.fields import DateField, IdField, mark_bad
from app.ui.widgets.plain_label import plain_label, set_role

_ROLES = {Weight.ERROR: "problem", Weight.DOUBT: "doubt", Weight.NOTE: "small"}
_LINES_PX = 62


class Pick(QComboBox):
    """A pick list that the wheel does not change by accident while the form is scrolled. With
    ``free`` anything may be typed; nothing is completed behind the clerk's back."""

    def __init__(self, words: Sequence[str] = (), *, free: bool = False) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setEditable(free)
        if free:
            self.setCompleter(None)  # type: ignore[arg-type]
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(16)
        self.offer(words)

    def offer(self, words: Sequence[str]) -> None:
        """Offer other words; what stands there stays."""
        text = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            self.addItems(["", *words])
        self.put(text)
        set_role(self, "" if words or not self.isEditable() else "free")

    def put(self, text: str) -> None:
        """Show ``text``; a closed list takes in a word that it does not offer."""
        if not self.isEditable() and self.findText(text) < 0:
            self.addItem(text)
        self.setCurrentText(text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LinesField(QPlainTextEdit):
    """A long text over several lines, one paragraph: Enter moves on as everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paragraph(self) -> str:
        """What stands there; line breaks that were pasted become blanks."""
        return " ".join(self.toPlainText().splitlines())


class FactRow(QObject):
    """A field of the dictionary. ``changed`` when its text does, ``left`` when the cursor goes."""

    changed = Signal()
    left = Signal(str)

    def __init__(self, key: str, today: date, parent: QObject) -> None:
        super().__init__(parent)
        self.key = key
        self.label = plain_label(PERSON[key].label, wrap=True)
        self.edit = _edit_for(key, today)
        self.edit.setAccessibleName(PERSON[key].label)
        self.label.setBuddy(self.edit)
        self.said = plain_label("", role="small", wrap=True)
        self._remark: Remark | None = None
        self._touched = False
        self.edit.installEventFilter(self)
        if isinstance(self.edit, QComboBox):
            self.edit.currentTextChanged.connect(self._note)
        elif isinstance(self.edit, QLineEdit | QPlainTextEdit):
            self.edit.textChanged.connect(self._note)

    def offer(self, words: Sequence[str]) -> None:
        """Words to choose from; the field stays free."""
        if isinstance(self.edit, Pick):
            self.edit.offer(words)

    def text(self) -> str:
        """What stands there; a day as 2026-05-20 as soon as it is one."""
        if isinstance(self.edit, QComboBox):
            return self.edit.currentText()
        if isinstance(self.edit, LinesField):
            return self.edit.paragraph()
        if isinstance(self.edit, DateField) and (day := self.edit.day()):
            return day.isoformat()
        return self.edit.text() if isinstance(self.edit, QLineEdit) else ""

    def put(self, text: str) -> None:
        """Show another text."""
        if text == self.text():
            return
        if isinstance(self.edit, Pick):
            self.edit.put(text)
        elif isinstance(self.edit, QPlainTextEdit):
            self.edit.setPlainText(text)
        elif isinstance(self.edit, QLineEdit):
            self.edit.setText(text)

    def say(self, remark: Remark | None) -> None:
        """What is to be said about the field now."""
        self._remark = remark
        self._show()

    def set_touched(self, touched: bool) -> None:
        """Whether the clerk has been here: an untouched field is not complained about."""
        self._touched = touched
        self._show()

    def error(self) -> bool:
        """Whether an error is shown."""
        shown = self._shown()
        return shown is not None and shown.weight is Weight.ERROR

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.edit:
            self._touched = True
            self._show()
            self.left.emit(self.key)
        return False

    def _note(self) -> None:
        self._touched = True
        self.changed.emit()

    def _show(self) -> None:
        shown, counted = self._shown(), self._count()
        self.said.setText(shown.words if shown is not None else counted)
        set_role(self.said, _ROLES[shown.weight] if shown is not None else "small")
        if isinstance(self.edit, QLineEdit):
            mark_bad(self.edit, self.error())

    def _shown(self) -> Remark | None:
        if self._remark is None or self._count():
            return None
        return self._remark if self._touched or self._remark.weight is Weight.NOTE else None

    def _count(self) -> str:
        """How far a number has come while it is typed: it is not wrong before it is finished."""
        full = LENGTHS.get(self.key, ())
        length = len(self.text())
        if not full or not length or not self.edit.hasFocus() or length in full:
            return ""
        return f"{length} 位" if length < full[0] else ""


def _edit_for(key: str, today: date) -> QWidget:
    field = PERSON[key]
    if key == "sex":
        return Pick(SEXES)
    if field.kind is Kind.YES_NO:
        return Pick(("是", "否"))
    if field.kind is Kind.DATE:
        return DateField(today, past=key != "disability_valid_until")
    if key in LENGTHS or field.kind in {Kind.MONEY, Kind.NUMBER}:
        return IdField()
    return LinesField() if key in LONG else Pick(free=True)
