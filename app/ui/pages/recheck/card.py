"""抽查 as a card: the samples, drawing one, opening one."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.services.rechecks import RecheckRow, RecheckView
from app.ui.pages.recheck.answer_dialog import AnswerDialog
from app.ui.pages.recheck.draw_dialog import DrawDialog
from app.ui.pages.recheck.presenter import Offer, RecheckPresenter
from app.ui.ports import Context
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_SAMPLES = (
    Column[RecheckRow]("编号", lambda row: row.number, 84),
    Column[RecheckRow]("抽取日期", lambda row: row.drawn_on.isoformat(), 98),
    Column[RecheckRow]("已查", lambda row: f"{row.answered} / {row.drawn}", 70),
    Column[RecheckRow]("属实率", lambda row: row.rate, 116),
    Column[RecheckRow]("范围", lambda row: row.scope, 180, stretch=True),
)


class RecheckCard(QFrame):
    """The samples that were drawn; Enter opens one to type the results."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self.presenter = RecheckPresenter(context, self)
        self.table: RowsTable[RecheckRow] = RowsTable(
            _SAMPLES, inside=True, empty="还没有抽查过。按“抽取…”从走访记录里随机抽几条去核实。"
        )
        self.table.setAccessibleName("抽查")
        self.table.opened.connect(self.presenter.open)
        self._words = plain_label("", role="small", wrap=True)
        self._words.hide()
        head = QHBoxLayout()
        head.addWidget(plain_label("抽查", role="heading"), 1)
        head.addWidget(make_button("录入结果…", self._press_open, tip="Enter"))
        head.addWidget(make_button("抽取…", self.draw))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._words)

    def refresh(self) -> None:
        self.presenter.refresh()

    def draw(self) -> None:
        """Ask what to draw from."""
        self.presenter.ask()

    # --- what the presenter says -------------------------------------------------------------
    def show_offer(self, offer: Offer) -> None:
        DrawDialog(self, self.presenter, offer, self._context.desk.clock.today()).open()

    def show_rechecks(self, rows: tuple[RecheckRow, ...]) -> None:
        self.table.show_rows(rows)

    def show_recheck(self, view: RecheckView) -> None:
        AnswerDialog(self, self.presenter, view).open()

    def say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def words(self) -> str:
        """What is said about the last act."""
        return self._words.text()

    def _press_open(self) -> None:
        row = self.table.current() or next(iter(self.table.model_of_rows.rows()), None)
        if row is not None:
            self.presenter.open(row)
