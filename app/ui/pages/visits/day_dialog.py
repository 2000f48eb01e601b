"""Another day, another visitor, for the contacts that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QWidget

from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.form_dialog import BAD_DAY, FormDialog
from app.ui.widgets.page import make_button

Chosen = Callable[[date | None, str | None], None]


class DayDialog(FormDialog):
    """``chosen`` is told the day and the visitor; None: as it is."""

    def __init__(
        self,
        parent: QWidget,
        *,
        count: int,
        visitors: Sequence[str],
        today: date,
        chosen: Chosen,
        forget: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent, "改到哪一天", f"所选 {count} 人次。空着的一项不改。", save="改到")
        self._chosen = chosen
        self._day = DateField(today)
        self._visitor = QComboBox()
        self._visitor.setEditable(True)
        self._visitor.addItems(["", *visitors])
        self.form.addRow("日子", self._day)
        self.form.addRow("走访人", self._visitor)
        if forget is not None:
            self._forget = forget
            self.buttons.insertWidget(0, make_button("取消安排", self._press_forget))
        EnterMoves([self._day, self._visitor], self.save, self)
        self._day.setFocus()

    def press(self) -> None:
        day, visitor = self._day.day(), self._visitor.currentText().strip()
        if not self._day.is_good():
            self.tell(BAD_DAY)
            self._day.setFocus()
        elif day is None and not visitor:
            self.tell("请填日子或走访人。")
        else:
            self.accept()
            self._chosen(day, visitor or None)

    def _press_forget(self) -> None:
        self.accept()
        self._forget()
