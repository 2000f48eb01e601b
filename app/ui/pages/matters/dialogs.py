"""The small dialogs of the page 事项: hand over, answer, close, write down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.matter_kinds import topics
from app.core.terms import MATTER_OUTCOME_NAMES, MatterOutcome
from app.services.matter_acts import AddMatter
from app.services.matters import hand_kinds
from app.services.people import PersonRow
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.person_picker import PersonPicker
from app.ui.widgets.plain_label import plain_label

_OUTCOMES = (MatterOutcome.SOLVED, MatterOutcome.NOT_NEEDED, MatterOutcome.UNABLE)
_WIDE = 480
_BAD_DAY = "期限不对，请写成 2026-05-20 或 5.20，或留空。"


class ActDialog(QDialog):
    """A title, whom it is about, some lines to fill, and a button that keeps them. It stays open
    until they are kept."""

    def __init__(self, parent: QWidget, title: str, about: str, button: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(10)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._problem = plain_label("", role="problem", wrap=True)
        self._problem.setFixedWidth(_WIDE)
        self._save = make_button(button, self.press, primary=True, tip="Ctrl+Enter")
        add_key(self, button, SAVE_KEYS, self.press)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(self._save)
        layout = QVBoxLayout(self)
        # As high as its parts need: the list of people found opens and closes.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        if about:
            layout.addWidget(plain_label(about, role="strong", wrap=True))
        layout.addLayout(self._form)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)

    def show_problem(self, words: str) -> None:
        self._problem.setText(words)

    def close_kept(self) -> None:
        self.accept()

    def press(self) -> None:
        """Keep what stands in the lines."""

    def _fill(self, *rows: tuple[str, QWidget]) -> None:
        for label, widget in rows:
            self._form.addRow(label, widget)
        EnterMoves([widget for _, widget in rows], self._save, self)
        rows[0][1].setFocus()


class AssignDialog(ActDialog):
    """Which department, and until when."""

    def __init__(
        self,
        parent: QWidget,
        about: str,
        *,
        department: str,
        today: date,
        keep: Callable[[str, date | None, ActDialog], None],
    ) -> None:
        super().__init__(parent, "交办", about, "交办")
        self._keep = keep
        self.department = QComboBox()
        self.department.setEditable(True)
        names = dict.fromkeys(t.department for t in topics().values() if t.department)
        self.department.addItems(list(names))
        self.department.setCurrentText(department)
        self.due = DateField(today)
        self.due.setPlaceholderText("不填：按规定的工作日")
        self._fill(("交给", self.department), ("期限", self.due))
        edit = self.department.lineEdit()
        if edit is not None:
            edit.selectAll()

    def press(self) -> None:
        if not self.due.is_good():
            self.show_problem(_BAD_DAY)
            self.due.setFocus()
            return
        self._keep(self.department.currentText(), self.due.day(), self)


class AnswerDialog(ActDialog):
    """What the department, or we, answer."""

    def __init__(
        self, parent: QWidget, about: str, answer: str, keep: Callable[[str, ActDialog], None]
    ) -> None:
        super().__init__(parent, "答复", about, "保存答复")
        self._keep = keep
        self.answer = _text_field(answer)
        self._fill(("答复", self.answer))

    def press(self) -> None:
        self._keep(self.answer.toPlainText(), self)


class CloseDialog(ActDialog):
    """How it ended, and why."""

    def __init__(
        self, parent: QWidget, about: str, keep: Callable[[MatterOutcome, str, ActDialog], None]
    ) -> None:
        super().__init__(parent, "办结", about, "办结")
        self._keep = keep
        self.outcome = QComboBox()
        for outcome in _OUTCOMES:
            self.outcome.addItem(MATTER_OUTCOME_NAMES[outcome], outcome)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("怎么解决的，或为什么不用处理")
        self._fill(("结果", self.outcome), ("理由", self.reason))

    def press(self) -> None:
        outcome = MatterOutcome(self.outcome.currentData())
        self._keep(outcome, self.reason.text(), self)


class AddDialog(ActDialog):
    """A matter that somebody came with."""

    def __init__(
        self,
        parent: QWidget,
        *,
        today: date,
        find: Callable[[str, Callable[[tuple[PersonRow, ...]], None]], None],
        keep: Callable[[AddMatter, ActDialog], None],
    ) -> None:
        super().__init__(parent, "登记诉求", "", "登记")
        self._keep = keep
        self.kind = QComboBox()
        for code, name in hand_kinds():
            self.kind.addItem(name, code)
        self.person = PersonPicker(find)
        self.words = _text_field("")
        self.department = QLineEdit()
        self.department.setPlaceholderText("可以不填，以后再交办")
        self.due = DateField(today)
        self.due.setPlaceholderText("不填：按规定的工作日")
        self._fill(
            ("种类", self.kind),
            ("谁提的", self.person),
            ("内容", self.words),
            ("交给", self.department),
            ("期限", self.due),
        )
        self.kind.setFocus()

    def press(self) -> None:
        if not self.due.is_good():
            self.show_problem(_BAD_DAY)
            self.due.setFocus()
            return
        if self.person.is_open():
            self.show_problem("请在找到的人中选一个，或清空“谁提的”。")
            self.person.setFocus()
            return
        self._keep(
            AddMatter(
                kind=str(self.kind.currentData()),
                words=self.words.toPlainText(),
                person_id=self.person.person_id(),
                department=self.department.text(),
                due=self.due.day(),
            ),
            self,
        )


def _text_field(text: str) -> QPlainTextEdit:
    """Several lines; Tab and Enter leave it, Shift+Enter begins another line."""
    field = QPlainTextEdit(text)
    field.setTabChangesFocus(True)
    field.setFixedHeight(96)
    return field
