"""The list of transfers, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.terms import TransferState
from app.services.people import PersonRow
from app.services.transfers import TransferRow
from app.ui.pages.people.transfers.forms import AnswerDialog, SendDialog
from app.ui.pages.people.transfers.presenter import Arrival, TransfersPresenter
from app.ui.ports import Context
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_TONES = {TransferState.ACCEPTED: "done", TransferState.REFUSED: "late"}
TRANSFERS = (
    Column[TransferRow]("方向", lambda row: "转出" if row.outgoing else "转入", 64),
    Column[TransferRow](
        "状态", lambda row: row.state_words, 170, tone=lambda row: _TONES.get(row.state, "")
    ),
    Column[TransferRow]("对方单位", lambda row: row.other_office, 150),
    Column[TransferRow]("人数", lambda row: str(len(row.people) or "—"), 56),
    Column[TransferRow]("发出", lambda row: f"{row.sent_on:%Y-%m-%d}", 104),
    Column[TransferRow](
        "答复", lambda row: f"{row.answered_on:%Y-%m-%d}" if row.answered_on else "", 104
    ),
    Column[TransferRow]("编号", lambda row: row.number, 236),
    Column[TransferRow]("事由或说明", lambda row: row.reason, 140, stretch=True),
)
_HOW = (
    "转出的人在对方接收、本单位导入回执之前仍在本单位名册上，走访照常。"
    "转移单和回执都有签名，用县级根证书核对。"
)


class TransfersDialog(QDialog):
    """``people`` are those selected in the list, who can be sent out."""

    def __init__(self, context: Context, people: tuple[PersonRow, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("转移")
        self.resize(1180, 520)
        self.presenter = TransfersPresenter(context, self)
        self._people = people
        self.table: RowsTable[TransferRow] = RowsTable(TRANSFERS)
        self.table.setAccessibleName("转移")
        self.table.moved.connect(lambda _: self._set_buttons())
        self._send = make_button(self._send_words(), self._press_send, primary=bool(people))
        self._send.setEnabled(bool(people))
        self._withdraw = make_button("撤回…", self._press_withdraw)
        buttons = QHBoxLayout()
        buttons.addWidget(self._send)
        buttons.addWidget(make_button("打开转移单或回执…", self.presenter.open_file))
        buttons.addWidget(self._withdraw)
        buttons.addStretch(1)
        buttons.addWidget(make_button("关闭", self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(plain_label(_HOW, role="quiet", wrap=True))
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self._set_buttons()
        self.presenter.refresh()

    def show_transfers(self, rows: tuple[TransferRow, ...]) -> None:
        self.table.show_rows(rows)
        self._set_buttons()

    def ask_answer(self, arrival: Arrival) -> None:
        AnswerDialog(self.presenter, arrival, self).open()

    def _send_words(self) -> str:
        if not self._people:
            return "转出（先在名单里选人）"
        more = f"等 {len(self._people)} 人" if len(self._people) > 1 else ""
        return f"转出 {self._people[0].name}{more}…"

    def _press_send(self) -> None:
        SendDialog(self.presenter, self._people, self).open()

    def _press_withdraw(self) -> None:
        row = self.table.current()
        if row is not None:
            self.presenter.withdraw(row)

    def _set_buttons(self) -> None:
        row = self.table.current()
        self._withdraw.setEnabled(
            row is not None and row.outgoing and row.state is TransferState.SENT
        )
