"""The small dialog of every task in a record: fields, what is wrong under the field, keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.tasks import Ask, How, Task, Values
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField, IdField, mark_bad
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label

Perform = Callable[[Task, Values, Callable[[], None], Callable[[str, str], None]], None]
_WIDE, _ROW_HIGH, _AROUND = 520, 42, 150
_TALLEST = 640
_LEAST_LETTERS = 12


class TaskDialog(QDialog):
    """Enter goes to the next field, Ctrl+Enter does it; what is wrong is said under its field."""

    def __init__(self, parent: QWidget, task: Task, today: date, perform: Perform) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(task.title)
        self.setMinimumWidth(_WIDE)
        self._task = task
        self._perform = perform
        self._edits: dict[str, QWidget] = {ask.key: _edit(ask, today) for ask in task.asks}
        self._problems: dict[str, QLabel] = {}
        self._problem = plain_label("", role="problem", wrap=True)
        self._problem.hide()
        self._lay_out()
        high = min(_AROUND + _ROW_HIGH * len(task.asks), _TALLEST)
        self.resize(fitting_size(parent, _WIDE, high))

    def show_problem(self, key: str, words: str) -> None:
        """Say what is wrong under field ``key``, or below all when it concerns none."""
        for label in (*self._problems.values(), self._problem):
            label.hide()
        for edit in self._edits.values():
            _mark(edit, False)
        label = self._problems.get(key, self._problem)
        label.setText(words)
        label.setVisible(bool(words))
        if key in self._edits:
            _mark(self._edits[key], True)
            self._edits[key].setFocus()

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {key: _value(edit) for key, edit in self._edits.items()}

    def edit(self, key: str) -> QWidget:
        """The field ``key``."""
        return self._edits[key]

    def _lay_out(self) -> None:
        save = make_button(self._task.save, self._press, primary=True, tip="Ctrl+Enter、Ctrl+S")
        buttons = QHBoxLayout()
        buttons.addWidget(plain_label("Enter 下一项，Ctrl+Enter 保存，Esc 取消", role="small"), 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        if self._task.note:
            layout.addWidget(plain_label(self._task.note, role="quiet", wrap=True))
        layout.addWidget(self._fields(), 1)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        order = list(self._edits.values())
        EnterMoves(order, save, self)
        add_key(self, self._task.save, SAVE_KEYS, self._press)
        if order:
            order[0].setFocus()

    def _fields(self) -> QWidget:
        fields = QWidget()
        form = QFormLayout(fields)
        form.setContentsMargins(0, 0, 8, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for ask in self._task.asks:
            problem = plain_label("", role="problem", wrap=True)
            problem.hide()
            self._problems[ask.key] = problem
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(self._edits[ask.key])
            cell.addWidget(problem)
            form.addRow(plain_label(ask.label + ("　*" if ask.required else ""), wrap=True), cell)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(fields)
        return scroll

    def _press(self) -> None:
        self.show_problem("", "")
        self._perform(self._task, self.values(), self.accept, self.show_problem)


def _edit(ask: Ask, today: date) -> QWidget:
    if ask.how in {How.PICK, How.OWN}:
        return _pick(ask)
    if ask.how is How.DAY:
        field = DateField(today, past=True)
        field.setText(ask.value)
        edit: QLineEdit = field
    else:
        edit = IdField() if ask.how is How.NUMBER else QLineEdit()
        edit.setText(ask.value)
    if ask.hint:
        edit.setPlaceholderText(ask.hint)
    edit.setAccessibleName(ask.label)
    return edit


def _pick(ask: Ask) -> QComboBox:
    pick = QComboBox()
    pick.setAccessibleName(ask.label)
    pick.setMaxVisibleItems(16)
    # As wide as the form, not as its longest choice.
    pick.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    pick.setMinimumContentsLength(_LEAST_LETTERS)
    choices: Sequence[tuple[str, str]] = ask.choices
    if ask.how is How.PICK and ask.value not in {value for value, _ in choices}:
        choices = ((ask.value, ask.value), *choices)
    for value, words in choices:
        pick.addItem(words, value)
    if ask.how is How.OWN:
        pick.setEditable(True)
        pick.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        pick.setCurrentText(ask.value)
    else:
        pick.setCurrentIndex(pick.findData(ask.value))
    return pick


def _value(edit: QWidget) -> str:
    if isinstance(edit, QComboBox):
        return edit.currentText().strip() if edit.isEditable() else str(edit.currentData())
    if isinstance(edit, DateField):
        day = edit.day()
        return day.isoformat() if day else edit.text().strip()
    return edit.text().strip() if isinstance(edit, QLineEdit) else ""


def _mark(edit: QWidget, bad: bool) -> None:
    line = edit.lineEdit() if isinstance(edit, QComboBox) else edit
    if isinstance(line, QLineEdit):
        mark_bad(line, bad)
