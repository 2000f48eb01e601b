"""How the page 县级汇总 looks: who has sent, conflicts, keys, offices."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from app.services.county import BoardRow, BoardView, ReceivedRow
from app.services.keys import KeyState
from app.ui.pages.county.columns import BOARD, OFFICES, RECEIVED
from app.ui.pages.county.conflict_pane import ConflictPane
from app.ui.pages.county.key_presenter import CountyKeyPresenter
from app.ui.pages.county.presenter import CountyMonth, CountyPresenter
from app.ui.pages.county.year_pane import YearPane
from app.ui.ports import Context
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.fields import IdField
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import GAP, Page, card, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.table import RowsTable

_TABS = ("board", "year", "conflicts", "keys", "offices")


class CountyPage(Page):
    """Tabs in the order of the month."""

    def __init__(self, context: Context) -> None:
        super().__init__("县级汇总")
        self.presenter = CountyPresenter(context, self)
        self.keys = CountyKeyPresenter(context)
        self.months = MonthPicker(f"{context.desk.clock.today():%Y-%m}")
        self.months.changed.connect(lambda _: self.refresh())
        self.add_beside_title(self.months)
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
        self.tabs.addTab(self._keys_tab(), "密钥与证书")
        self.tabs.addTab(self._offices_tab(), "单位")
        self.body.addWidget(self.tabs, 1)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def open_place(self, place: str) -> None:
        if place in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(place))

    def new(self) -> None:
        self.presenter.receive_files()

    def focus_first(self) -> None:
        self.tabs.tabBar().setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def month(self) -> str:
        return self.months.month()

    def show_month(self, month: CountyMonth) -> None:
        self._show_keys(month.keys)
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
        rows = board.rows if board else ()
        self.board.show_rows(rows)
        self.offices.show_rows(rows)
        have = len(rows) - len(board.missing) if board else 0
        for button in (self._merge, self._answer):
            button.setEnabled(have > 0)
        self.receive_button.setEnabled(board is not None)
        if board is None:
            words, role = "请先在“密钥与证书”里生成县级根证书。", "note"
        elif not rows:
            words, role = "请先在“单位”里登记应报台账的乡镇，或给乡镇签发证书。", "note"
        elif board.missing:
            words, role = f"已收 {have} / {len(rows)}，未报：{'、'.join(board.missing)}", "quiet"
        else:
            words, role = f"{len(rows)} 个单位全部收齐，可以汇总。", "done"
        self._board_words.setText(words)
        set_role(self._board_words, role)

    def _show_keys(self, keys: KeyState) -> None:
        made = keys.has_certificate
        until = f"，签名证书有效至 {keys.valid_until:%Y-%m-%d}" if keys.valid_until else ""
        self._root_words.setText(
            f"县级根证书已生成{until}。"
            if made
            else "还没有县级根证书。它是全县台账签名的根，只生成一次。"
        )
        set_role(self._root_words, "done" if made else "")
        self._make_root.setVisible(not made)
        self._issue.setEnabled(made)
        self._fingerprint.setText(keys.county_fingerprint)
        self._fingerprint_title.setVisible(made)

    def _board_tab(self) -> QWidget:
        self._board_words = plain_label("", role="quiet", wrap=True)
        self.board: RowsTable[BoardRow] = RowsTable(BOARD)
        self.board.setAccessibleName("收表情况")
        self._received_title = plain_label("", role="heading")
        self._received_title.hide()
        self.received: RowsTable[ReceivedRow] = RowsTable(RECEIVED)
        self.received.hide()
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._board_words)
        layout.addWidget(self.board, 3)
        layout.addWidget(self._received_title)
        layout.addWidget(self.received, 2)
        return tab

    def _keys_tab(self) -> QWidget:
        left, root = card()
        root.addWidget(plain_label("县级根证书", role="heading"))
        self._root_words = plain_label("", wrap=True)
        self._make_root = make_button("生成县级根证书", self.keys.make_root, primary=True)
        self._fingerprint_title = plain_label(
            "根证书指纹（乡镇安装证书时打电话核对）", role="quiet"
        )
        self._fingerprint = plain_label("", role="mono", wrap=True, selectable=True)
        for widget in (
            self._root_words,
            self._make_root,
            self._fingerprint_title,
            self._fingerprint,
        ):
            root.addWidget(widget)
        root.addStretch(1)
        right, issue = card()
        issue.addWidget(plain_label("给乡镇签发证书", role="heading"))
        for words in (
            "1　乡镇用U盘送来证书申请文件。",
            "2　打电话核对指纹，一组一组念，完全一样才能签发。",
            "3　把签发的证书文件交回乡镇安装。",
        ):
            issue.addWidget(plain_label(words, wrap=True))
        self._issue = make_button("签发证书…", self.keys.issue)
        line = QHBoxLayout()
        line.addWidget(self._issue)
        line.addStretch(1)
        issue.addLayout(line)
        issue.addStretch(1)
        return _beside(left, right)

    def _offices_tab(self) -> QWidget:
        self.offices: RowsTable[BoardRow] = RowsTable(OFFICES)
        frame, inside = card()
        frame.setFixedWidth(320)
        self._name = QLineEdit()
        self._code = IdField()
        self._code.setMaxLength(12)
        add = make_button(
            "添加", lambda: self.presenter.add_office(self._code.text(), self._name.text())
        )
        inside.addWidget(plain_label("添加应报台账的乡镇", role="heading"))
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


def _beside(*frames: QFrame) -> QWidget:
    tab = QWidget()
    layout = QHBoxLayout(tab)
    layout.setContentsMargins(0, GAP, 0, 0)
    layout.setSpacing(GAP)
    for frame in frames:
        layout.addWidget(frame, 1)
    return tab


def _padded(widget: QWidget) -> QWidget:
    tab = QWidget()
    layout = QVBoxLayout(tab)
    layout.setContentsMargins(0, GAP, 0, 0)
    layout.addWidget(widget)
    return tab
