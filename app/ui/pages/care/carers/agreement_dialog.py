"""The form of new agreements: whom the carer is to care for, then what every agreement says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.services.people import PersonRow
from app.ui.tasks import Ask, Task
from app.ui.widgets.keys import add_key
from app.ui.widgets.person_picker import PersonPicker
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.task_dialog import Perform, TaskDialog

Find = Callable[[str, Callable[[tuple[PersonRow, ...]], None]], None]
_ID = Qt.ItemDataRole.UserRole
_LINE, _SHOWN = 26, 3


class AgreementDialog(TaskDialog):
    """One or several people are found one after the other; Del takes one off the list again.
    ``sign`` makes the act for those who were found."""

    def __init__(
        self,
        parent: QWidget,
        form: tuple[str, tuple[Ask, ...]],
        today: date,
        *,
        find: Find,
        sign: Callable[[Sequence[int]], Task],
        perform: Perform,
    ) -> None:
        self.person = PersonPicker(find, self._take)
        self.person.line.setPlaceholderText("姓名、拼音首字母、身份证号或电话；可以接着找下一人")
        self.people = QListWidget()
        self.people.setAccessibleName("护理谁：已选定的人")
        self.people.setFixedHeight(_SHOWN * _LINE + 6)
        self.people.hide()
        self._sign = sign
        title, asks = form
        super().__init__(parent, Task(title, asks, lambda *_: None, save="签订"), today, perform)
        QWidget.setTabOrder(self.person.line, self.people)
        QWidget.setTabOrder(self.people, self.edit(asks[0].key))
        add_key(self.people, "去掉这个人", ("Del",), self._take_off)
        self.person.setFocus()

    def _fields(self) -> QWidget:
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label("护理谁　*"))
        layout.addWidget(self.person)
        layout.addWidget(self.people)
        layout.addWidget(super()._fields(), 1)
        return face

    def chosen(self) -> tuple[int, ...]:
        """Who was found, in this order."""
        items = (self.people.item(place) for place in range(self.people.count()))
        return tuple(item.data(_ID) for item in items)

    def _take(self, person_id: int, words: str) -> None:
        if person_id not in self.chosen():
            item = QListWidgetItem(words)
            item.setData(_ID, person_id)
            self.people.addItem(item)
            self.people.setCurrentItem(item)
            self.people.show()

    def _take_off(self) -> None:
        self.people.takeItem(self.people.currentRow())
        if not self.people.count():
            self.people.hide()
            self.person.setFocus()

    def _press(self) -> None:
        if self.person.is_open() or not self.chosen():
            self.show_problem("", "请先找到要护理的人，按 Enter 选定。")
            self.person.setFocus()
            return
        self._task = self._sign(self.chosen())
        super()._press()
