"""The two forms over the dialog 类别: what is kept of a holding, and how it ends."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from app.services.holdings import END_REASONS, HoldingFacts, HoldingRow
from app.ui.pages.people.holdings_presenter import HoldingsPresenter, HoldingsView
from app.ui.widgets.category_pick import CategoryPick
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import DateField
from app.ui.widgets.form_dialog import BAD_DAY, FormDialog
from app.ui.widgets.page import fitting_size


class HoldingForm(FormDialog):
    """``row`` None: another category for the person; otherwise its days and basis are corrected."""

    def __init__(
        self,
        parent: QWidget,
        presenter: HoldingsPresenter,
        view: HoldingsView,
        row: HoldingRow | None,
    ) -> None:
        super().__init__(parent, "登记类别" if row is None else f"更正　{row.name}")
        self._presenter, self._view, self._row = presenter, view, row
        self._pick = CategoryPick()
        self._start, self._end = DateField(presenter.today), DateField(presenter.today)
        self._end.setPlaceholderText("空着就是现在仍有")
        self._basis, self._confirmed = QLineEdit(), QLineEdit(presenter.clerk)
        self._basis.setPlaceholderText("证件号、认定文号")
        self._start.set_day(presenter.today)
        if row is None:
            self._offer()
        else:
            self._fill(row)
        self.form.addRow("从", self._start)
        self.form.addRow("到", self._end)
        self.form.addRow("依据", self._basis)
        self.form.addRow("确认人", self._confirmed)
        first = [self._pick.search] if row is None else []
        edits: list[QWidget] = [*first, self._start, self._end, self._basis, self._confirmed]
        EnterMoves(edits, self.save, self)
        edits[0].setFocus()

    def press(self) -> None:
        start = self._start.day()
        if start is None or not self._end.is_good():
            self.tell(BAD_DAY)
            return
        facts = HoldingFacts(start, self._end.day(), self._basis.text(), self._confirmed.text())
        if self._row is None:
            self._presenter.add(self._pick.code(), facts, self.close_saved, self.tell)
        else:
            self._presenter.correct(self._row, facts, self.close_saved, self.tell)

    def _offer(self) -> None:
        self.resize(fitting_size(self, 560, 620))
        every = QCheckBox("也列出由其他资料得出的和帮扶一方的类别")
        every.toggled.connect(
            lambda on: self._pick.show_groups(self._view.every if on else self._view.offered)
        )
        self._pick.show_groups(self._view.offered)
        self.body.insertWidget(0, self._pick, 1)
        self.body.insertWidget(1, every)

    def _fill(self, row: HoldingRow) -> None:
        self._start.set_day(row.start)
        self._end.set_day(row.end)
        self._basis.setText(row.basis)
        self._confirmed.setText(row.confirmed_by)


class EndForm(FormDialog):
    """The last day and why."""

    def __init__(self, parent: QWidget, presenter: HoldingsPresenter, row: HoldingRow) -> None:
        super().__init__(parent, f"结束　{row.name}")
        self._presenter, self._row = presenter, row
        self._last = DateField(presenter.today, past=True)
        self._last.set_day(presenter.today)
        self._reason = QComboBox()
        self._reason.setEditable(True)
        self._reason.addItems(["", *END_REASONS])
        self.form.addRow("最后一天", self._last)
        self.form.addRow("原因", self._reason)
        EnterMoves([self._last, self._reason], self.save, self)
        self._last.setFocus()

    def press(self) -> None:
        last = self._last.day()
        if last is None:
            self.tell(BAD_DAY)
            return
        self._presenter.end(
            self._row,
            last=last,
            reason=self._reason.currentText(),
            done=self.close_saved,
            tell=self.tell,
        )
