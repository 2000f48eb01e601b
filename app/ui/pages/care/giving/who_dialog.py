"""For whom: one line in which somebody is found while typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLayout, QWidget

from app.services.people import PersonRow
from app.ui.pages.care.giving.doing import Picked
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.form_dialog import FormDialog
from app.ui.widgets.person_picker import PersonPicker

_BETWEEN = "　"


class WhoDialog(FormDialog):
    """Hands the chosen person and the name to ``picked``; with ``or_other`` any name will do."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        find: Callable[[str, Callable[[tuple[PersonRow, ...]], None]], None],
        picked: Picked,
        *,
        or_other: bool,
    ) -> None:
        super().__init__(parent, title, save="下一步")
        self._picked = picked
        self._or_other = or_other
        self.person = PersonPicker(find)
        self.person.line.setPlaceholderText(
            "姓名、拼音首字母或身份证号；不在册的直接写姓名"
            if or_other
            else "姓名、拼音首字母、身份证号或电话"
        )
        self.form.addRow("姓名", self.person)
        EnterMoves([], self.save, self)
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.person.setFixedWidth(420)
        self.person.setFocus()

    def press(self) -> None:
        person_id, text = self.person.person_id(), self.person.line.text().strip()
        if not text or (person_id is None and not self._or_other):
            self.tell("请在找到的人中选一个。")
            self.person.setFocus()
            return
        self.accept()
        self._picked(person_id, text.partition(_BETWEEN)[0])
