"""How sheets as a workbook look: out above, back below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.sheet_books import BackRow, RowState
from app.ui.pages.visits.book_presenter import STATE_NAMES, BookPresenter
from app.ui.ports import Context
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_TONES = {RowState.READY: "done", RowState.REFUSED: "late"}
COLUMNS = (
    Column[BackRow]("行", lambda row: str(row.row), 50),
    Column[BackRow]("走访表", lambda row: row.number, 120),
    Column[BackRow]("姓名", lambda row: row.name, 90),
    Column[BackRow](
        "情况",
        lambda row: STATE_NAMES[row.state],
        100,
        tone=lambda row: _TONES.get(row.state, ""),
    ),
    Column[BackRow]("说明", lambda row: row.words, 300, stretch=True),
)
_HOW = "还没有读回。村里填好的表，按“读回 Excel…”，先看再录入。"


class BookDialog(QDialog):
    """Write sheets for a village, read them back."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("走访表 Excel")
        self.resize(fitting_size(parent, 1000, 600))
        self.presenter = BookPresenter(context, self)
        self._batch, self._village = QComboBox(), QComboBox()
        self._batch.setAccessibleName("批次")
        self._village.setAccessibleName("村（社区）")
        for pick in (self._batch, self._village):
            pick.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._batch.currentIndexChanged.connect(lambda _: self._pick())
        self._out = make_button("做成 Excel…", self._press_out)
        self._words = plain_label(_HOW, role="quiet", wrap=True)
        self.table: RowsTable[BackRow] = RowsTable(COLUMNS)
        self.table.setAccessibleName("读回的走访表")
        self._back = make_button("退回有问题的…", self.presenter.hand_back)
        self._commit = make_button("录入", self._press_commit, primary=True, tip="Ctrl+Enter")
        add_key(self, "录入", SAVE_KEYS, self._press_commit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(10)
        layout.addLayout(self._top())
        layout.addWidget(self._words)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._bottom())
        self._set_buttons(())
        self.presenter.start()

    # --- what the presenter says -------------------------------------------------------------
    def show_batches(self, batches: tuple[tuple[str, str], ...]) -> None:
        self._batch.clear()
        for number, words in batches:
            self._batch.addItem(words, number)
        self._out.setEnabled(bool(batches))

    def show_villages(self, villages: tuple[str, ...]) -> None:
        self._village.clear()
        self._village.addItem("全部村（社区）", "")
        for village in villages:
            if village:
                self._village.addItem(village, village)

    def show_back(self, rows: tuple[BackRow, ...], words: str) -> None:
        self.table.show_rows(rows)
        self._words.setText(words)
        self._set_buttons(rows)

    # --- how it is built ---------------------------------------------------------------------
    def _top(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(plain_label("批次"))
        line.addWidget(self._batch)
        line.addWidget(self._village)
        line.addWidget(self._out)
        line.addStretch(1)
        line.addWidget(make_button("读回 Excel…", self.presenter.read))
        return line

    def _bottom(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        for button in (self._back, make_button("关闭", self.reject), self._commit):
            line.addWidget(button)
        return line

    def _set_buttons(self, rows: tuple[BackRow, ...]) -> None:
        ready = sum(row.state is RowState.READY for row in rows)
        self._commit.setText(f"录入 {ready} 张" if ready else "录入")
        self._commit.setEnabled(ready > 0)
        self._back.setEnabled(any(row.state is RowState.REFUSED for row in rows))

    def _pick(self) -> None:
        if self._batch.currentData():
            self.presenter.pick(str(self._batch.currentData()))

    def _press_out(self) -> None:
        self.presenter.hand_out(
            str(self._batch.currentData()), str(self._village.currentData() or "")
        )

    def _press_commit(self) -> None:
        if self._commit.isEnabled():
            self.presenter.commit()
