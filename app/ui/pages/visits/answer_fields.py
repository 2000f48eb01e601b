"""One field of the paper on the screen: digits tick boxes, text and days are typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.form_answers import parse_answer
from app.core.forms import Choice, FieldKind, FormField
from app.core.money import yuan
from app.ui.widgets.fields import mark_bad
from app.ui.widgets.plain_label import plain_label, set_role

_DIGITS = tuple("0123456789")
_LINE = 42  # as many characters of choices stand in one line


class _Answered(QWidget):
    """What both kinds have: the field of the form, its spoken name, a word when it changes;
    ``edited`` already while it is typed."""

    changed = Signal()
    edited = Signal()

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.field = field
        self.setAccessibleName(field.label)


class TypedField(_Answered):
    """Text, a day or an amount."""

    def __init__(self, field: FormField, today: date) -> None:
        super().__init__(field)
        self._today = today
        self.edit = QLineEdit()
        if field.kind is not FieldKind.TEXT:
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
            self.edit.setMaximumWidth(220)
        if field.kind is FieldKind.DATE:
            self.edit.setPlaceholderText("如 5.12 或 12")
        if field.kind is FieldKind.TIME:
            self.edit.setPlaceholderText("如 9:30 或 930")
        if field.kind is FieldKind.MONEY:
            self.edit.setPlaceholderText("元")
        self.edit.editingFinished.connect(self._settle)
        self.edit.textEdited.connect(self._note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit)
        if field.kind is not FieldKind.TEXT:
            layout.addStretch(1)
        self.setFocusProxy(self.edit)

    def answer(self) -> object | None:
        """The typed answer, None when there is none. Raises ``UserError`` for what is no answer."""
        return parse_answer(self.field, self.edit.text(), today=self._today)

    def show_answer(self, value: object | None) -> None:
        if isinstance(value, date):
            self.edit.setText(value.isoformat())
        elif self.field.kind is FieldKind.MONEY and value is not None:
            self.edit.setText(yuan(value))  # type: ignore[arg-type]
        else:
            self.edit.setText("" if value is None else str(value))
        self.mark(False)

    def typed(self) -> str:
        """What stands in the field as it is typed, an answer or not."""
        return self.edit.text()

    def show_typed(self, typed: object) -> None:
        self.edit.setText(typed if isinstance(typed, str) else "")
        self.mark(False)

    def mark(self, bad: bool) -> None:
        mark_bad(self.edit, bad)

    def _note(self) -> None:
        mark_bad(self.edit, False)
        self.edited.emit()

    def _settle(self) -> None:
        try:
            value = self.answer()
        except UserError:
            self.mark(True)
            return
        if isinstance(value, date):
            self.edit.setText(value.isoformat())
        elif self.field.kind is FieldKind.TIME:
            self.edit.setText(str(value or ""))
        self.changed.emit()


class BoxesField(_Answered):
    """Boxes to tick: the digit behind each box ticks it, as on the paper; a click does too.
    ``answered``: a digit was pressed after which there is nothing more to tick here; ``told``: what
    is wrong with the digit that was pressed, empty when the next one is right."""

    answered = Signal()
    told = Signal(str)

    def __init__(self, field: FormField) -> None:
        super().__init__(field)
        self._ticked: tuple[str, ...] = ()
        self._refused = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for line in _lines(field.boxes):
            row = QHBoxLayout()
            row.setSpacing(6)
            for choice in line:
                row.addWidget(self._button(choice))
            row.addStretch(1)
            layout.addLayout(row)

    def answer(self) -> object | None:
        if not self._ticked:
            return None
        if self.field.kind is FieldKind.MULTI:
            return self._ticked
        first = self._ticked[0]
        return first == "yes" if self.field.kind is FieldKind.YES_NO else first

    def show_answer(self, value: object | None) -> None:
        if isinstance(value, bool):
            self._ticked = ("yes" if value else "no",)
        elif isinstance(value, tuple | list):
            self._ticked = tuple(str(code) for code in value)
        else:
            self._ticked = (str(value),) if value is not None else ()
        self._paint()
        self.mark(False)

    def typed(self) -> list[str]:
        """The codes that are ticked."""
        return list(self._ticked)

    def show_typed(self, typed: object) -> None:
        codes = [choice.code for choice in self.field.boxes]
        wanted = typed if isinstance(typed, list) else []
        self._ticked = tuple(code for code in codes if code in wanted)
        self._paint()
        self.mark(False)

    def mark(self, bad: bool) -> None:
        for button in self._buttons.values():
            set_role(button, "box_bad" if bad else "box")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for choice in self.field.boxes:
            if event.text() == choice.digit:
                self._tell("")
                self._press(choice)
                return
        if event.text() in _DIGITS:
            keys = "、".join(f"{choice.digit} {choice.name}" for choice in self.field.boxes)
            self._tell(f"{self.field.label}没有 {event.text()} 这个选项。可以按：{keys}。")
            return
        if event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.show_answer(None)
            self.changed.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(False)

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(f"{choice.digit} {choice.name}")
        button.setProperty("role", "box")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._tick(choice))
        self._buttons[choice.code] = button
        return button

    def _press(self, choice: Choice) -> None:
        """A digit answers where a click would take back: the hand is at the next field already."""
        single = self.field.kind is not FieldKind.MULTI
        if not (single and choice.code in self._ticked):
            self._tick(choice)
        if single or (choice.alone and choice.code in self._ticked):
            self.answered.emit()

    def _tell(self, words: str) -> None:
        if words or self._refused:
            self._refused = bool(words)
            self.told.emit(words)

    def _tick(self, choice: Choice) -> None:
        self._ticked = ticked_after(self.field, self._ticked, choice)
        self._paint()
        self.mark(False)
        self.setFocus()
        self.changed.emit()

    def _paint(self) -> None:
        for code, button in self._buttons.items():
            button.setChecked(code in self._ticked)

    def _show_focus(self, focused: bool) -> None:
        for button in self._buttons.values():
            button.setProperty("focused", focused)
            button.style().unpolish(button)
            button.style().polish(button)


class DecisionField(BoxesField):
    """是 or 否 to a question whose words follow from what was answered before."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field)
        self._words = plain_label("", role="note", wrap=True)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, self._words)

    def ask(self, words: str) -> None:
        """What is asked."""
        self._words.setText(words)

    def words(self) -> str:
        """What is asked now."""
        return self._words.text()


def ticked_after(field: FormField, ticked: tuple[str, ...], choice: Choice) -> tuple[str, ...]:
    """What is ticked after ``choice`` was pressed: a second press takes it away, a box that stands
    alone drives the others out, and a field of one answer holds the last one pressed."""
    if choice.code in ticked:
        return tuple(code for code in ticked if code != choice.code)
    if field.kind is not FieldKind.MULTI or choice.alone:
        return (choice.code,)
    lonely = {box.code for box in field.boxes if box.alone}
    wanted = {*ticked, choice.code} - lonely
    return tuple(box.code for box in field.boxes if box.code in wanted)


def _lines(choices: Sequence[Choice]) -> Iterator[list[Choice]]:
    """Choices in lines that fit a narrow window."""
    line: list[Choice] = []
    used = 0
    for choice in choices:
        length = len(choice.name) + 3
        if line and used + length > _LINE:
            yield line
            line, used = [], 0
        line.append(choice)
        used += length
    yield line


AnswerField = TypedField | BoxesField
"""Either kind: answers, what is typed of them, and ``mark`` stand in both."""


def field_for(field: FormField, today: date) -> AnswerField:
    """The widget for a field of the paper."""
    return BoxesField(field) if field.boxes else TypedField(field, today)
