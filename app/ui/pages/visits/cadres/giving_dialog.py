"""How 交给他 looks: people to choose from, the programme and the first day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.cadre_board import CadreRow
from app.services.cadre_choices import Candidate
from app.services.pairing import Given, Programme
from app.ui.pages.visits.cadres.columns import CANDIDATES
from app.ui.pages.visits.cadres.giving_presenter import CandidateFilter, GivingPresenter
from app.ui.ports import Context
from app.ui.widgets.fields import DateField
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.keys import SAVE_KEYS, add_key
from app.ui.widgets.page import fitting_size, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_HINT = "Enter 进名单，Shift+↑↓ 连选，Ctrl+A 全选，Ctrl+Enter 交给他，Esc 取消"


class GivingDialog(QDialog):
    """Search, choose rows, Ctrl+Enter."""

    def __init__(
        self,
        context: Context,
        row: CadreRow,
        only: Collection[int],
        *,
        parent: QWidget,
        done: Callable[[Given], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"交给　{row.name}")
        self.resize(fitting_size(parent, 980, 640))
        self._done = done
        self.presenter = GivingPresenter(context, self, row.id, only)
        self.filters = FilterBar("姓名、现在的责任人")
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("category", "全部类别")
        self.filters.add_check("without", "只看没有责任人的", "已经有责任人的不列")
        self.filters.changed.connect(self.presenter.show_filtered)
        self.table: RowsTable[Candidate] = RowsTable(CANDIDATES, empty="没有符合条件的人。")
        self.table.setAccessibleName("可以交给他的人")
        self.filters.down.connect(self.table.setFocus)
        self.table.opened.connect(lambda _: self._press())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._count())
        self.programme = QComboBox()
        self.programme.setAccessibleName("方案")
        self.start = DateField(self.presenter.today, past=True)
        self.start.set_day(self.presenter.today)
        self.start.setAccessibleName("从哪天起")
        self._lay_out()
        add_key(self, "交给他", SAVE_KEYS, self._press)
        self.presenter.start()
        self.filters.search.setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def show_choices(
        self, programmes: Sequence[Programme], villages: Sequence[str], kinds: Sequence[str]
    ) -> None:
        for one in programmes:
            self.programme.addItem(one.title, one.key)
        self.filters.set_choices("village", [(name, name) for name in villages])
        self.filters.set_choices("category", [(name, name) for name in kinds])

    def show_people(self, rows: tuple[Candidate, ...]) -> None:
        self.table.show_rows(rows)
        self._count()

    def filter(self) -> CandidateFilter:
        return CandidateFilter(
            text=self.filters.search.text().strip(),
            village=self.filters.value("village"),
            category=self.filters.value("category"),
            without=bool(self.filters.value("without")),
        )

    def tell(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def close_done(self, given: Given) -> None:
        self.accept()
        self._done(given)

    def problem(self) -> str:
        return self._problem.text()

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._chosen = plain_label("", role="strong")
        self._problem = plain_label("", role="problem", wrap=True)
        self._problem.hide()
        how = QHBoxLayout()
        how.setSpacing(8)
        how.addWidget(plain_label("方案"))
        how.addWidget(self.programme, 1)
        how.addWidget(plain_label("从哪天起"))
        how.addWidget(self.start)
        buttons = QHBoxLayout()
        buttons.addWidget(plain_label(_HINT, role="small"), 1)
        buttons.addWidget(make_button("取消", self.reject))
        buttons.addWidget(make_button("交给他", self._press, primary=True, tip="Ctrl+Enter"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._chosen)
        layout.addLayout(how)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)

    def _count(self) -> None:
        there = len(self.table.model_of_rows.rows())
        self._chosen.setText(f"共 {there} 人，选中 {len(self.table.chosen())} 人")

    def _press(self) -> None:
        self.tell("")
        programme = str(self.programme.currentData() or "")
        self.presenter.give(self.table.chosen(), self.start.day(), programme)
