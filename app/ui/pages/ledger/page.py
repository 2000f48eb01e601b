"""How the page 台账 looks: figures and faults left, key right, history below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from app.core.levels import COUNTY
from app.core.money import yuan
from app.services.key_guides import Act
from app.services.keys import KeyState
from app.services.ledger_down import ReceiptView
from app.services.ledger_preview import LedgerFault, SheetView
from app.services.ledger_up import LedgerDraft
from app.services.sent_ledgers import ExportRow
from app.ui.pages.key_guide_dialog import open_key_guide
from app.ui.pages.ledger.columns import EXPORTS, FAULTS
from app.ui.pages.ledger.export_dialog import ExportDialog
from app.ui.pages.ledger.key_card import KeyCard
from app.ui.pages.ledger.key_presenter import KeyPresenter
from app.ui.pages.ledger.presenter import LedgerPresenter, receipt_words
from app.ui.pages.ledger.preview_dialog import LedgerPreview
from app.ui.pages.ledger.receipt_dialog import ReceiptDialog
from app.ui.pages.verify_dialog import VerifyDialog
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import GAP, Page, card, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.table import RowsTable
from app.ui.words import month_words


class LedgerPage(Page):
    """Once a month, by somebody who does it once a month."""

    def __init__(self, context: Context) -> None:
        super().__init__("上报台账" if context.level == COUNTY else "台账")
        self._context = context
        self.presenter = LedgerPresenter(context, self)
        self.key_presenter = keys = KeyPresenter(context)
        self.months = MonthPicker(f"{context.desk.clock.today():%Y-%m}")
        self.months.changed.connect(self.presenter.choose_month)
        self.add_beside_title(self.months)
        self._deadline = plain_label("", role="quiet")
        self.add_beside_title(self._deadline)
        self._add_buttons(context)
        self.keys = KeyCard(
            make=keys.make,
            request=keys.request,
            install=keys.install,
            print_sheet=keys.print_sheet,
            guide=self.open_guide,
            say=context.sending,
        )
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self._figures_card(), 3)
        top.addWidget(self.keys.frame, 2)
        self.body.addLayout(top)
        self._receipt = plain_label("", role="note", wrap=True, selectable=True)
        self._receipt.hide()
        self.body.addWidget(self._receipt)
        self.faults: RowsTable[LedgerFault] = RowsTable(FAULTS, sortable=False)
        self.faults.setAccessibleName("导出前要改的地方")
        self.faults.opened.connect(self.presenter.open_fault)
        self._fault_box = self._faults_with_button()
        self.body.addWidget(self._fault_box, 2)
        self.exports: RowsTable[ExportRow] = RowsTable(EXPORTS)
        self.exports.opened.connect(self.presenter.open_receipt)
        self.body.addLayout(self._history_line())
        self._history = QStackedWidget()
        self._history.addWidget(self.exports)
        self._history.addWidget(
            EmptyState(
                "还没有报送过台账",
                context.sending("导出的每一批都记在这里，县里的回执导入后会标明已接收。"),
            )
        )
        self.body.addWidget(self._history, 3)

    def refresh(self) -> None:
        self.presenter.refresh()

    def new(self) -> None:
        self.presenter.start_export()

    def verify(self) -> None:
        """Open 核验文件 without a file yet."""
        VerifyDialog(self, self._context).open()

    def open_place(self, place: str) -> None:
        if place.startswith("guide:"):
            self.open_guide(place.removeprefix("guide:"))

    def open_guide(self, chosen: str = "") -> None:
        """What to do about the key: renewing, handing over, what is lost."""
        keys = self.key_presenter
        acts: dict[Act, Callable[[], None]] = {
            Act.MAKE: keys.make,
            Act.REQUEST: keys.request,
            Act.INSTALL: keys.install,
            Act.PRINT_FINGERPRINT: keys.print_sheet,
            Act.REPLACE: keys.replace,
            Act.IMPORT_PACKAGE: keys.import_package,
            Act.MAKE_SECOND: partial(keys.make, keys.second),
            Act.REQUEST_SECOND: partial(keys.request, keys.second),
            Act.INSTALL_SECOND: partial(keys.install, keys.second),
            Act.PRINT_SECOND: partial(keys.print_sheet, keys.second),
            Act.DROP_SECOND: keys.drop_second,
        }
        open_key_guide(self, self._context, acts, chosen, up=True)

    def focus_first(self) -> None:
        (self.keys.next_button() or self.export_button).setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def show_month(self, month: str) -> None:
        self.months.set_month(month)

    def show_draft(self, draft: LedgerDraft, deadline: str) -> None:
        covered = draft.period.covered
        rate = f"{draft.visits_done / draft.visits_due:.0%}" if draft.visits_due else "—"
        self._deadline.setText(deadline)
        for key, value in {
            "period": f"{covered.first:%m-%d} 至 {covered.last:%m-%d}",
            "batch": f"第 {draft.batch_no} 批",
            "people": f"{draft.people} 人　{draft.households} 户",
            "visits": f"{draft.visits_done} / {draft.visits_due}　{rate}",
            "amount": f"{yuan(draft.amount)} 元",
            "changes": f"新增 {draft.new}　退出 {draft.left}　变更 {draft.changed}",
        }.items():
            self._values[key].setText(value)
        self.faults.show_rows(draft.faults)
        self._fault_box.setVisible(bool(draft.faults))
        missing = f"，未报：{'、'.join(draft.missing)}" if draft.missing else "，没有未报的"
        self._joined.setText(f"汇总 {draft.offices} 个单位{missing}。")
        self._joined.setVisible(draft.offices > 0)
        good = "检查通过，可以导出。" if not draft.faults else ""
        self._verdict.setText(good or f"有 {len(draft.faults)} 处要先改好，才能导出。")
        set_role(self._verdict, "done" if good else "late")

    def show_no_draft(self, words: str) -> None:
        for value in self._values.values():
            value.setText("—")
        self._joined.hide()
        self._fault_box.setVisible(False)
        self._verdict.setText(words)
        set_role(self._verdict, "late")

    def show_keys(self, keys: KeyState) -> None:
        self.keys.show_keys(keys)

    def show_exports(self, rows: tuple[ExportRow, ...]) -> None:
        self.exports.show_rows(rows)
        self._history.setCurrentIndex(0 if rows else 1)
        for button in (self._answer, self._copy):
            button.setVisible(bool(rows))

    def show_receipt(self, receipt: ReceiptView) -> None:
        self._receipt.setText(receipt_words(receipt, self._context.sending("县里")))
        self._receipt.show()

    def show_preview(self, month: str, sheets: tuple[SheetView, ...]) -> None:
        LedgerPreview(self, f"{month_words(month)}台账预览", sheets).open()

    def show_answers(self, receipt: ReceiptView) -> None:
        ReceiptDialog(
            self,
            receipt,
            open_record=self.presenter.open_row,
            matters=self.presenter.open_matters,
            joined=self._context.level == COUNTY,
        ).open()

    def ask_export(self, clerk: str, *, two_sign: bool) -> None:
        ExportDialog(
            self,
            self._context.ask,
            month_words=month_words(self.months.month()),
            clerk=clerk,
            export=self.presenter.export,
            look=self.presenter.find_sticks,
            two_sign=two_sign,
        ).open()

    # --- how it is built ---------------------------------------------------------------------
    def _faults_with_button(self) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.faults, 1)
        button = make_button(
            "去处理" if self._context.level == COUNTY else "打开记录",
            lambda: self.presenter.open_fault(self.faults.current()),
            tip="Enter",
        )
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        box.hide()
        return box

    def _add_buttons(self, context: Context) -> None:
        self.add_button(
            "哪里变了…", self.presenter.compare, tip="台账被退回时，与本机留存的原文件逐格比较"
        )
        self.add_button("核验文件…", self.verify, tip="任何台账文件：谁签的、改动过没有")
        self.add_button(
            "导入资料包…",
            self.key_presenter.import_package,
            tip=context.sending("县里发来的证书、吊销名单和村名单"),
        )
        self.add_button("导入回执…", self.presenter.import_receipt)
        self.export_button = self.add_button(
            "导出台账", self.presenter.start_export, primary=True, tip="Ctrl+N"
        )

    def _history_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(plain_label("报送记录", role="heading"))
        line.addStretch(1)
        self._answer = make_button(
            "看回执…",
            lambda: self.presenter.open_receipt(self.exports.current()),
            tip="Enter　选中的一批：退回了哪些行，为什么，怎么办",
        )
        line.addWidget(self._answer)
        self._copy = make_button(
            "再拷一份…",
            lambda: self.presenter.copy(self.exports.current()),
            tip="把选中的一批原样拷到另一个U盘",
        )
        line.addWidget(self._copy)
        return line

    def _figures_card(self) -> QFrame:
        frame, inside = card()
        inside.addWidget(plain_label("本月台账", role="heading"))
        self._values = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        lines = (
            ("period", "期间"),
            ("people", "人员"),
            ("visits", "应访已访"),
            ("batch", "批次"),
            ("amount", "月保障金"),
            ("changes", "比上期"),
        )
        for place, (key, words) in enumerate(lines):
            row, column = place % 3, place // 3 * 2
            grid.addWidget(plain_label(words, role="quiet"), row, column)
            self._values[key] = plain_label("—", role="strong")
            grid.addWidget(self._values[key], row, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        inside.addLayout(grid)
        self._joined = plain_label("", role="quiet", wrap=True)
        self._joined.hide()
        inside.addWidget(self._joined)
        self._verdict = plain_label("", wrap=True)
        line = QHBoxLayout()
        line.addWidget(self._verdict, 1)
        line.addWidget(make_button("预览各表…", self.presenter.preview, tip="签名以前先看一遍"))
        inside.addLayout(line)
        inside.addStretch(1)
        return frame
