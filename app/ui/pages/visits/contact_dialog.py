"""A contact without a sheet: a call, a wish, aid brought."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.terms import CONTACT_NAMES, ContactKind
from app.services.visits import RecordContact
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label

_RESULTS = {
    ContactKind.WISH: ("已实现", "未实现"),
    ContactKind.AID: ("已送到", "未送到"),
    ContactKind.SOLVED: ("已解决", "未解决"),
    ContactKind.LESSON: ("已上课", "未上课"),
    ContactKind.FOLLOW_UP: ("已随访", "未随访"),
    ContactKind.SWEEP: ("已摸排", "未摸排"),
}
_MOST_HOURS = 12
_REACHED = ("联系上了", "没有联系上")


class ContactDialog(QDialog):
    """Four lines to fill, for a lesson the class hours too; what is given goes to ``keep``."""

    def __init__(
        self,
        parent: QWidget,
        *,
        person: tuple[int, str],
        kind: ContactKind,
        today: date,
        keep: Callable[[RecordContact], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"登记{CONTACT_NAMES[kind]}")
        self.setMinimumWidth(460)
        self._person_id, name = person
        self._kind = kind
        self._keep = keep
        self._day = DateField(today, past=True)
        self._day.set_day(today)
        self._result = QComboBox()
        self._result.addItems(_RESULTS.get(kind, _REACHED))
        self._note = QLineEdit()
        self._hours = QSpinBox()
        self._hours.setRange(1, _MOST_HOURS)
        self._hours.setValue(2)
        self._hours.setSuffix(" 课时")
        self._problem = plain_label("", role="problem")
        save = make_button("登记", self._press, primary=True, tip="Ctrl+Enter")
        add_key(self, "登记", SAVE_KEYS, self._press)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("对象", plain_label(name, role="strong"))
        form.addRow("日期", self._day)
        form.addRow("结果", self._result)
        if kind is ContactKind.LESSON:
            form.addRow("课时", self._hours)
        form.addRow("说明", self._note)
        buttons = QHBoxLayout()
        buttons.addWidget(self._problem, 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addLayout(buttons)
        EnterMoves([self._day, self._result, self._note], save, self)
        self._result.setFocus()

    def _press(self) -> None:
        day = self._day.day()
        if day is None:
            self._problem.setText("日期不对，请写成 2026-05-20 或 5.20。")
            self._day.setFocus()
            return
        self._keep(
            RecordContact(
                person_id=self._person_id,
                day=day,
                kind=self._kind,
                done=self._result.currentIndex() == 0,
                note=self._note.text().strip(),
                hours=self._hours.value() if self._kind is ContactKind.LESSON else None,
            )
        )
        self.accept()
