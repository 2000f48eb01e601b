"""The form of a new agreement: whom the carer is to care for, then what every agreement says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.people import PersonRow
from app.ui.tasks import Ask, Task
from app.ui.widgets.person_picker import PersonPicker
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.task_dialog import Perform, TaskDialog

Find = Callable[[str, Callable[[tuple[PersonRow, ...]], None]], None]


class AgreementDialog(TaskDialog):
    """``sign`` makes the act for the person who was found."""

    def __init__(
        self,
        parent: QWidget,
        form: tuple[str, tuple[Ask, ...]],
        today: date,
        *,
        find: Find,
        sign: Callable[[int], Task],
        perform: Perform,
    ) -> None:
        self.person = PersonPicker(find)
        self.person.line.setPlaceholderText("姓名、拼音首字母、身份证号或电话")
        self._sign = sign
        title, asks = form
        super().__init__(parent, Task(title, asks, lambda *_: None, save="签订"), today, perform)
        QWidget.setTabOrder(self.person.line, self.edit(asks[0].key))
        self.person.setFocus()

    def _fields(self) -> QWidget:
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label("护理谁　*"))
        layout.addWidget(self.person)
        layout.addWidget(super()._fields(), 1)
        return face

    def _press(self) -> None:
        person_id = self.person.person_id()
        if person_id is None:
            self.show_problem("", "请先找到要护理的人，按 Enter 选定。")
            self.person.setFocus()
            return
        self._task = self._sign(person_id)
        super()._press()
