"""How the pay sheet of a month looks: who is paid above, who is not and why below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.care.pay import PayLine, PaySheet
from app.ui.pages.care.carers.columns import PAID, UNPAID
from app.ui.pages.care.carers.pay_presenter import PayPresenter
from app.ui.ports import Context
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import GAP, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable


class PayPane(QWidget):
    """A month, two tables, and the two files that come of it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = PayPresenter(context, self)
        self.months = MonthPicker(f"{context.desk.clock.today():%Y-%m}")
        self.months.changed.connect(lambda _: self.refresh())
        self.paid: RowsTable[PayLine] = RowsTable(PAID, empty="这个月还没有可以发放的。")
        self.paid.setAccessibleName("发放")
        self.unpaid: RowsTable[PayLine] = RowsTable(UNPAID, empty="没有。")
        self.unpaid.setAccessibleName("没有发放的")
        self._words = plain_label("", role="heading")
        self._said = plain_label("", role="small")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.months)
        line.addSpacing(GAP)
        line.addWidget(self._words, 1)
        line.addWidget(make_button("存为表格…", self._write))
        line.addWidget(make_button("打印发放表", self.print_out, primary=True, tip="Ctrl+P"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(line)
        layout.addWidget(self.paid, 3)
        layout.addWidget(plain_label("没有发放的", role="heading"))
        layout.addWidget(self.unpaid, 2)
        layout.addWidget(self._said)

    def refresh(self) -> None:
        self.presenter.read(self.months.month())

    def focus_first(self) -> None:
        self.paid.setFocus()

    def print_out(self) -> None:
        self.presenter.print_sheet(self.months.month())

    def words(self) -> str:
        """What is said about the month, then about the last file."""
        return f"{self._words.text()} {self._said.text()}".strip()

    # --- what the presenter says -------------------------------------------------------------
    def show_sheet(self, sheet: PaySheet, words: str) -> None:
        self.paid.show_rows(sheet.paid)
        self.unpaid.show_rows(sheet.unpaid)
        self._words.setText(words)

    def say(self, words: str) -> None:
        self._said.setText(words)

    def _write(self) -> None:
        self.presenter.write_workbook(self.months.month())
