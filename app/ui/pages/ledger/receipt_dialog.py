"""What the county answered to one ledger, row by row, with the way to each record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.ledger_down import ReceiptView
from app.ui.pages.ledger.presenter import origin_words
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable
from app.ui.words import month_words


@dataclass(frozen=True)
class Answer:
    """A refused row, or a decision about one that another office claims, too."""

    what: str
    sheet: str
    row: int
    name: str
    reason: str
    remedy: str
    key: str
    refused: bool
    origin: str = ""


_ANSWERS = (
    Column[Answer](
        "情况", lambda row: row.what, 206, tone=lambda row: "late" if row.refused else ""
    ),
    Column[Answer]("表", lambda row: row.sheet, 80),
    Column[Answer]("行", lambda row: str(row.row), 52, right=True, key=lambda row: row.row),
    Column[Answer]("姓名", lambda row: row.name, 100),
    Column[Answer]("原因", lambda row: row.reason, 200, stretch=True),
    Column[Answer]("请这样处理", lambda row: row.remedy, 280),
)


_ORIGIN = Column[Answer]("来源", lambda row: row.origin.strip("（）"), 150)


class ReceiptDialog(QDialog):
    """Enter or 打开记录 leads to the person and closes it; ``matters`` to what is left to do. Of a
    ``joined`` ledger nobody has a record here: it says from which township each row came."""

    def __init__(
        self,
        parent: QWidget,
        receipt: ReceiptView,
        *,
        open_record: Callable[[str], None],
        matters: Callable[[], None],
        joined: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{month_words(receipt.month)}第 {receipt.batch_no} 批的回执")
        self._open, self._matters = open_record, matters
        self.table: RowsTable[Answer] = RowsTable(
            (*_ANSWERS[:4], _ORIGIN, *_ANSWERS[4:]) if joined else _ANSWERS,
            empty="没有退回的行，也没有重复。",
        )
        self.table.setAccessibleName("退回和重复")
        self.table.show_rows(answers(receipt))
        self.table.opened.connect(lambda _: self._press_open())
        self._whole = plain_label("", role="note", wrap=True, selectable=True)
        self.table.moved.connect(self._show_whole)
        made = f"{receipt.made_at:%Y-%m-%d %H:%M} 写出。" if receipt.made_at else ""
        words = (
            f"{made}接收 {receipt.accepted} 行，新增 {receipt.added}，变更 {receipt.changed}，"
            f"退回 {len(receipt.refused)} 行。"
        )
        self._record = make_button("打开记录", self._press_open, primary=True, tip="Enter")
        self._record.setEnabled(bool(receipt.refused or receipt.decisions))
        buttons = QHBoxLayout()
        if joined:
            buttons.addWidget(
                plain_label("选中几行按 Ctrl+C 可以复制，转给来源单位。", role="small")
            )
            self._record.hide()
        else:
            buttons.addWidget(make_button("看要办的事项", self._press_matters))
        buttons.addStretch(1)
        buttons.addWidget(make_button("关闭", self.reject, tip="Esc"))
        buttons.addWidget(self._record)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(plain_label(words, wrap=True))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._whole)
        layout.addLayout(buttons)
        self.resize(fitting_size(parent, 1100, 480))
        self.table.setFocus()
        self._show_whole(self.table.current())

    def _show_whole(self, row: Answer | None) -> None:
        """The chosen row in full: reasons are longer than a column."""
        parts = (row.name, row.origin, row.what, row.reason, row.remedy) if row else ()
        self._whole.setText("　".join(part for part in parts if part))
        self._whole.setVisible(row is not None)

    def _press_open(self) -> None:
        row = self.table.current()
        if row is not None and not self._record.isHidden():
            self.accept()
            self._open(row.key)

    def _press_matters(self) -> None:
        self.accept()
        self._matters()


def answers(receipt: ReceiptView) -> tuple[Answer, ...]:
    """Refused rows first, then what was decided of rows that others claim, too."""
    refused = (
        Answer(
            "退回",
            r.sheet,
            r.row,
            r.name,
            r.reason,
            r.remedy,
            r.key,
            refused=True,
            origin=origin_words(receipt, r.sheet, r.row),
        )
        for r in receipt.refused
    )
    decided = (
        Answer(
            f"{d.kind}：{d.decision}",
            d.sheet,
            d.row,
            d.name,
            f"涉及 {d.other_office}" if d.other_office else "",
            d.reason,
            d.key,
            refused=False,
            origin=origin_words(receipt, d.sheet, d.row),
        )
        for d in receipt.decisions
    )
    return (*refused, *decided)
