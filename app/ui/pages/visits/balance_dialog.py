"""How spreading the month looks: who and when above, the suggestion below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.services.plan_days import Suggestion
from app.ui.pages.visits.balance_presenter import Asked, BalancePresenter, Spread
from app.ui.pages.visits.columns import SUGGESTED
from app.ui.pages.visits.day_dialog import DayDialog
from app.ui.ports import Context
from app.ui.widgets.fields import DateField
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable


class BalanceDialog(QDialog):
    """Spreads the rows of ``spread``; ``done`` is told what was adopted."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        spread: Spread,
        done: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("建议安排")
        self.resize(fitting_size(parent, 880, 640))
        self._today = context.desk.clock.today()
        self.presenter = BalancePresenter(context, self, spread, done)
        self._make_fields()
        self._lay_out(len(spread.keys))
        add_key(self, "采用", SAVE_KEYS, self._press_adopt)
        add_key(self, "改到…", ("F9",), self._press_change)
        self.presenter.start()

    # --- what the presenter says -------------------------------------------------------------
    def show_asked(self, asked: Asked) -> None:
        if not isValid(self):
            return
        self.first.set_day(asked.first)
        self.last.set_day(asked.last)
        self.visitors.setText(asked.visitors)
        self.most.setValue(asked.most)
        self.by_responsible.setChecked(asked.by_responsible)
        self.keep.setChecked(asked.keep)
        self.visitors.setFocus()

    def show_suggested(self, rows: tuple[Suggestion, ...], words: str) -> None:
        if not isValid(self):
            return
        self.table.show_rows(rows)
        self._words.setText(words)
        self.adopt.setEnabled(any(row.choice.day for row in rows))

    def tell(self, words: str) -> None:
        if isValid(self):
            self._problem.setText(words)
            self._problem.setVisible(bool(words))

    def close_saved(self) -> None:
        if isValid(self):
            self.accept()

    # --- how it is built ---------------------------------------------------------------------
    def _make_fields(self) -> None:
        self.first, self.last = DateField(self._today), DateField(self._today)
        self.visitors = QLineEdit()
        self.visitors.setPlaceholderText("如 王干部、赵干部；不写就只排日子")
        self.visitors.setAccessibleName("走访人")
        self.visitors.returnPressed.connect(self._press_spread)
        self.most = QSpinBox()
        self.most.setRange(1, 200)
        self.most.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.most.setFixedWidth(64)
        self.by_responsible = QCheckBox("有责任人的由责任人去")
        self.keep = QCheckBox("已经安排的不动")
        self.keep.setChecked(True)
        self.table: RowsTable[Suggestion] = RowsTable(
            SUGGESTED, empty="填好上面的几项，按“排一排”。排好以后可以先看、先改，按“采用”才保存。"
        )
        self.table.setAccessibleName("建议的日子")
        self._words = plain_label("", role="quiet", wrap=True)
        self._problem = plain_label("", role="problem", wrap=True)
        self._problem.hide()
        self.adopt = make_button("采用", self._press_adopt, primary=True, tip="Ctrl+Enter")
        self.adopt.setEnabled(False)

    def _lay_out(self, count: int) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for column, (words, field) in enumerate((
            ("从", self.first), ("到", self.last), ("每人每天最多（人次）", self.most),
        )):  # fmt: skip
            grid.addWidget(plain_label(words), 0, 2 * column)
            grid.addWidget(field, 0, 2 * column + 1)
        grid.addWidget(plain_label("走访人"), 1, 0)
        grid.addWidget(self.visitors, 1, 1, 1, 5)
        ticks = QHBoxLayout()
        ticks.setSpacing(20)
        ticks.addWidget(self.by_responsible)
        ticks.addWidget(self.keep)
        ticks.addStretch(1)
        ticks.addWidget(make_button("排一排", self._press_spread))
        buttons = QHBoxLayout()
        buttons.addWidget(make_button("改到…", self._press_change, tip="F9"))
        buttons.addWidget(self._problem, 1)
        buttons.addStretch(1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(self.adopt)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(
            plain_label(
                f"把名单里没完成的 {count} 人次排到工作日：先排快到期和逾期的，"
                "一户同一天，一个村连着走，不排到到期以后。",
                role="quiet",
                wrap=True,
            )
        )
        layout.addLayout(grid)
        layout.addLayout(ticks)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._words)
        layout.addLayout(buttons)

    def _press_spread(self) -> None:
        self.presenter.spread(
            Asked(
                first=self.first.day(),
                last=self.last.day(),
                visitors=self.visitors.text(),
                most=self.most.value(),
                by_responsible=self.by_responsible.isChecked(),
                keep=self.keep.isChecked(),
            )
        )

    def _press_change(self) -> None:
        rows = self.table.chosen()
        if rows:
            DayDialog(
                self,
                count=len(rows),
                visitors=sorted({row.choice.visitor for row in rows if row.choice.visitor}),
                today=self._today,
                chosen=lambda day, visitor: self.presenter.change(rows, day, visitor),
            ).open()

    def _press_adopt(self) -> None:
        if self.adopt.isEnabled():
            self.presenter.adopt()
