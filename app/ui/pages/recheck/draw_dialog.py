"""What to draw from, how many, and the number that decides."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from app.core.terms import CONTACT_NAMES
from app.services.recheck_lists import Scope
from app.ui.pages.recheck.presenter import Offer, RecheckPresenter
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.form_dialog import BAD_DAY, FormDialog

_MOST = 500
_USUAL = 10
_NOTE = (
    "随机数空着由程序产生，也可以当众摇号、抽签得到再填。抽了就留下记录，不能撤销；"
    "名单、随机数和办法都印在纸上，谁都能再抽一遍核对。"
)


class DrawDialog(FormDialog):
    """Draws through ``presenter``, and closes when something was drawn."""

    def __init__(
        self, parent: QWidget, presenter: RecheckPresenter, offer: Offer, today: date
    ) -> None:
        super().__init__(parent, "抽查走访", _NOTE, save="抽取")
        self._presenter = presenter
        self.first, self.last = DateField(today, past=True), DateField(today, past=True)
        self.first.set_day(offer.first)
        self.last.set_day(offer.last)
        self.place = QComboBox()
        self.place.setEditable(not offer.places)
        self.place.addItem("", "")
        self.place.addItems(list(offer.places))
        self.kind = QComboBox()
        self.kind.addItems(["全部方式", *CONTACT_NAMES.values()])
        self.visitor = QLineEdit()
        self.visitor.setPlaceholderText("空着不限")
        self.count = QSpinBox()
        self.count.setRange(1, _MOST)
        self.count.setValue(_USUAL)
        self.count.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.seed = QLineEdit()
        self.seed.setPlaceholderText("空着由程序产生")
        fields: list[QWidget] = [
            self.first, self.last, self.place, self.kind, self.visitor, self.count, self.seed,
        ]  # fmt: skip
        labels = ("从", "到", offer.place, "方式", "走访人", "抽几条", "随机数")
        for words, field in zip(labels, fields, strict=True):
            self.form.addRow(words, field)
        EnterMoves(fields, self.save, self)
        self.count.setFocus()
        self.count.selectAll()

    def press(self) -> None:
        first, last = self.first.day(), self.last.day()
        if first is None or last is None:
            self.tell(BAD_DAY)
            return
        kind = self.kind.currentText() if self.kind.currentIndex() else ""
        scope = Scope(
            first, last, self.place.currentText().strip(), kind, self.visitor.text().strip()
        )
        self._presenter.draw(self, scope, self.count.value(), self.seed.text())
