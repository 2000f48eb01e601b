"""How 履职情况 looks: from when to when, and what became of the duties of each cadre."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.services.cadre_rates import CadreRate, CadreRates, cadre_rates, export_rates
from app.ui.pages.visits.cadres.columns import RATES
from app.ui.ports import WORKBOOK, Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.form_dialog import BAD_DAY
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_NOTE = "按截止日那天的情况，只统计到期的任务：在责任人负责的日子到期，按期完成或期内补上的算完成。"


class RatesDialog(QDialog):
    """Enter after the second day reads; the figures can be exported."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("责任人履职情况")
        self.resize(fitting_size(parent, 940, 600))
        self._context = context
        self._rates: CadreRates | None = None
        today = context.desk.clock.today()
        self.first, self.last = (DateField(today, past=True) for _ in range(2))
        self.first.set_day(date(today.year, 1, 1))
        self.last.set_day(today)
        self.table: RowsTable[CadreRate] = RowsTable(RATES, empty="这段时间没有到期的任务。")
        self.table.setAccessibleName("责任人履职情况")
        self._clause = plain_label("", role="quiet", wrap=True)
        self._problem = plain_label("", role="problem", wrap=True)
        self._problem.hide()
        self._lay_out()
        self.read()

    def read(self) -> None:
        """Reckon for the days that stand in the fields."""
        first, last = self.first.day(), self.last.day()
        if first is None or last is None:
            self._tell(BAD_DAY)
            return
        self._tell("")
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: cadre_rates(desk, first, last),
            self._show,
            latest="visits.rates",
            failed=self._fail,
        )

    def problem(self) -> str:
        return self._problem.text()

    def _lay_out(self) -> None:
        again = make_button("统计", self.read, primary=True)
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (
            plain_label("从"), self.first, plain_label("到"), self.last, again,
            make_button("存为表格…", self._export),
        ):  # fmt: skip
            top.addWidget(widget)
        top.addStretch(1)
        bottom = QHBoxLayout()
        bottom.addWidget(self._clause, 1)
        bottom.addWidget(make_button("关闭", self.accept))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self._problem)
        layout.addWidget(self.table, 1)
        layout.addWidget(plain_label(_NOTE, role="quiet", wrap=True))
        layout.addLayout(bottom)
        EnterMoves([self.first, self.last], again, self)

    def _show(self, rates: CadreRates) -> None:
        self._rates = rates
        self.table.show_rows(rates.rows)
        self._clause.setText(f"依据：{rates.clause}")

    def _export(self) -> None:
        rates = self._rates
        if rates is None:
            return
        path = self._context.ask.save_as("保存到", Path("责任人履职情况.xlsx"), WORKBOOK)
        if path is None:
            return
        desk = self._context.desk
        self._context.jobs.run(
            lambda progress: export_rates(desk, path, rates, progress),
            lambda count: self._context.ask.tell(f"已导出 {count} 位责任人。", str(path)),
            title="正在导出",
        )

    def _fail(self, error: UserError) -> None:
        self._tell("".join(error.sentences()))

    def _tell(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
