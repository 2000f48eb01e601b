"""How the page 县级汇总 looks: who has sent, conflicts, keys, offices."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from app.services.county import BoardRow, BoardView, ReceivedRow
from app.services.key_guides import Act
from app.ui.pages.county.columns import BOARD, OFFICES, RECEIVED
from app.ui.pages.county.conflict_pane import ConflictPane
from app.ui.pages.county.key_presenter import CountyKeyPresenter
from app.ui.pages.county.keys_pane import KeysPane
from app.ui.pages.county.presenter import CountyMonth, CountyPresenter
from app.ui.pages.county.year_pane import YearPane
from app.ui.pages.key_guide_dialog import open_key_guide
from app.ui.pages.recheck.card import RecheckCard
from app.ui.pages.verify_dialog import VerifyDialog
from app.ui.ports import Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import IdField
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import GAP, Page, card, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.table import RowsTable

_TABS = ("board", "year", "conflicts", "rechecks", "keys", "offices")


class CountyPage(Page):
    """Tabs in the order of the month."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.receiving("县级汇总"))
        self._context = context
        self.presenter = CountyPresenter(context, self)
        self.keys = CountyKeyPresenter(context)
        self.months = MonthPicker(f"{context.desk.clock.today():%Y-%m}")
        self.months.changed.connect(lambda _: self.refresh())
        self.add_beside_title(self.months)
        self.add_button("核验文件…", self.verify, tip="任何台账文件：谁签的、改动过没有；不接收")
        self.add_button("接收文件夹…", self.presenter.receive_folder)
        self.receive_button = self.add_button(
            "接收台账…", self.presenter.receive_files, primary=True, tip="Ctrl+N"
        )
        self._merge = self.add_button("汇总…", self.presenter.merge)
        self._answer = self.add_button("写回执…", self.presenter.answer)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self.conflicts = ConflictPane(context)
        self.tabs.addTab(self._board_tab(), "收表情况")
        self.year = YearPane(self.presenter.remind)
        self.tabs.addTab(self.year, "各月情况")
        self.tabs.addTab(_padded(self.conflicts), "重复与冲突")
        self.rechecks = RecheckCard(context)
        self.tabs.addTab(_padded(self.rechecks), "抽查")
        self.keys_pane = KeysPane(context, self.keys, self.open_guide)
        self.tabs.addTab(self.keys_pane, "密钥与证书")
        self.tabs.addTab(self._offices_tab(), "单位")
        self.body.addWidget(self.tabs, 1)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()
        self.rechecks.refresh()

    def open_place(self, place: str) -> None:
        if place in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(place))

    def new(self) -> None:
        self.presenter.receive_files()

    def verify(self) -> None:
        """Open 核验文件 without a file yet."""
        VerifyDialog(self, self._context).open()

    def open_guide(self) -> None:
        """What to do about keys: lost ones, those that end, a new person in charge."""
        keys = self.keys
        acts = {
            Act.ISSUE: keys.issue,
            Act.PRINT_FINGERPRINT: keys.print_sheet,
            Act.WRITE_PACKAGES: self.keys_pane.open_packages,
            Act.RENEW_OWN: keys.renew,
        }
        open_key_guide(self, self._context, acts)

    def focus_first(self) -> None:
        self.tabs.tabBar().setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def month(self) -> str:
        return self.months.month()

    def show_month(self, month: CountyMonth) -> None:
        self.keys_pane.show_keys(month.keys, month.issued)
        self._show_board(month.board)
        self.year.show_board(month.year)
        self.conflicts.presenter.show(month.conflicts)
        waiting = sum(row.decision is None for row in month.conflicts)
        count = f"　{waiting}" if waiting else ""
        self.tabs.setTabText(_TABS.index("conflicts"), f"重复与冲突{count}")

    def show_received(self, rows: tuple[ReceivedRow, ...]) -> None:
        self.received.show_rows(rows)
        self._received_title.setText(f"刚才接收的 {len(rows)} 个文件")
        self._received_title.show()
        self.received.show()
        self.open_place("board")

    def show_office_added(self) -> None:
        self._name.clear()
        self._code.clear()
        self._name.setFocus()

    # --- how it is built ---------------------------------------------------------------------
    def _show_board(self, board: BoardView | None) -> None:
        rows, say = board.rows if board else (), self._context.receiving
        self.board.show_rows(rows)
        self.offices.show_rows(rows)
        self._show_accept()
        have = len(rows) - len(board.missing) if board else 0
        for button in (self._merge, self._answer):
            button.setEnabled(have > 0)
        self.receive_button.setEnabled(board is not None)
        if board is None:
            words, role = say("请先在“密钥与证书”里生成县级根证书。"), "note"
        elif not rows:
            words = say("请先在“单位”里登记应报台账的乡镇，或给乡镇签发证书。")
            role = "note"
        elif board.missing:
            words, role = f"已收 {have} / {len(rows)}，未报：{'、'.join(board.missing)}", "quiet"
        else:
            words, role = f"{len(rows)} 个单位全部收齐，可以汇总。", "done"
        self._board_words.setText(words)
        set_role(self._board_words, role)

    def _show_accept(self) -> None:
        row = self.board.current()
        self.accept.setVisible(row is not None and row.waits)

    def _board_tab(self) -> QWidget:
        self._board_words = plain_label("", role="quiet", wrap=True)
        self.board: RowsTable[BoardRow] = RowsTable(BOARD)
        self.board.setAccessibleName("收表情况")
        self.accept = make_button(
            "收下缺上期的…", lambda: self.presenter.accept_gap(self.board.current())
        )
        self.accept.setToolTip("前面的批次不会再来（密钥已吊销、电脑丢失）时，写明原因后收下")
        self.board.moved.connect(self._show_accept)
        self._received_title = plain_label("", role="heading")
        self._received_title.hide()
        self.received: RowsTable[ReceivedRow] = RowsTable(RECEIVED)
        self.received.hide()
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        top = QHBoxLayout()
        top.addWidget(self._board_words, 1)
        top.addWidget(self.accept)
        layout.addLayout(top)
        layout.addWidget(self.board, 3)
        layout.addWidget(self._received_title)
        layout.addWidget(self.received, 2)
        return tab

    def _offices_tab(self) -> QWidget:
        self.offices: RowsTable[BoardRow] = RowsTable(OFFICES)
        frame, inside = card()
        say = self._context.receiving
        frame.setFixedWidth(320)
        self._name = QLineEdit()
        self._code = IdField()
        self._code.setMaxLength(12)
        add = make_button(
            "添加", lambda: self.presenter.add_office(self._code.text(), self._name.text())
        )
        inside.addWidget(plain_label(say("添加应报台账的乡镇"), role="heading"))
        for words, edit in (("单位名称", self._name), ("单位代码（12 位）", self._code)):
            inside.addWidget(plain_label(words, role="quiet"))
            inside.addWidget(edit)
        inside.addWidget(add)
        inside.addStretch(1)
        EnterMoves([self._name, self._code], add, self)
        tab = QWidget()
        layout = QHBoxLayout(tab)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.offices, 1)
        layout.addWidget(frame)
        return tab


def _padded(widget: QWidget) -> QWidget:
    tab = QWidget()
    layout = QVBoxLayout(tab)
    layout.setContentsMargins(0, GAP, 0, 0)
    layout.addWidget(widget)
    return tab
