"""How the page 走访 looks: the month's plan; printing and typing in take its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.core.terms import ContactKind
from app.services.plan import PlanRow, VillageProgress
from app.ui.pages.saved_filters_presenter import SavedFiltersPresenter
from app.ui.pages.visits.bars import village_bars
from app.ui.pages.visits.columns import PLAN
from app.ui.pages.visits.contact_dialog import ContactDialog
from app.ui.pages.visits.entry_pane import EntryPane
from app.ui.pages.visits.presenter import (
    PlanFilter,
    VisitsPresenter,
    kind_choices,
    state_choices,
)
from app.ui.pages.visits.print_pane import PrintPane
from app.ui.ports import Context
from app.ui.widgets.bars import Bars
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.keys import add_key
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import GAP, Page, card, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_PLAN, _ENTRY, _PRINT = range(3)
_WITH_BARS = 960  # narrower than this, the list needs the whole width
_NO_MATCH = ("没有符合条件的走访", "换一个月份，或去掉条件再看。")
_NO_PLAN = (
    "这个月没有要走访、联系的人",
    "任务来自登记的人和执行的方案：在“人员”导入名单，在“政策”看帮扶方案。",
)
_KEYS = (("F6", ContactKind.CALL), ("F7", ContactKind.WISH), ("F8", ContactKind.AID))


class VisitsPage(Page):
    """Who is to be seen this month."""

    def __init__(self, context: Context) -> None:
        super().__init__("走访")
        self._context = context
        self.presenter = VisitsPresenter(context, self)
        self.saved = SavedFiltersPresenter(context, "visits", self)
        self.months = MonthPicker(f"{context.desk.clock.today():%Y-%m}")
        self.months.changed.connect(lambda _: self.refresh())
        self.add_beside_title(self.months)
        self._contact_buttons: list[QWidget] = []
        for key, kind in _KEYS:
            words = {"F6": "电话", "F7": "心愿", "F8": "物资"}[key]
            self._contact_buttons.append(
                self.add_button(f"{words} {key}", partial(self._record, kind))
            )
            add_key(self, words, (key,), partial(self._record, kind))
        self.add_button("打印走访表", self.print_out, tip="Ctrl+P")
        self.add_button("录入走访表", self.new, primary=True, tip="Ctrl+N")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._plan_face())
        self.entry = EntryPane(context)
        self._stack.addWidget(self.entry)
        self.printing = PrintPane(context)
        self._stack.addWidget(self.printing)
        self._stack.currentChanged.connect(self._fit_header)
        self.body.addWidget(self._stack, 1)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()
        self.saved.refresh()

    def open_place(self, place: str) -> None:
        kind, _, rest = place.partition(":")
        self._stack.setCurrentIndex(_PLAN)
        if kind == "entry":
            self.new()
        elif kind == "sheet":
            self.new()
            self.entry.open_sheet(rest)
        elif kind in {"state", "village"}:
            self.filters.clear()
            self.filters.set_value(kind, rest)

    def go_back(self) -> bool:
        if self._stack.currentIndex() == _PLAN:
            return False
        self._stack.setCurrentIndex(_PLAN)
        self.focus_first()
        return True

    def new(self) -> None:
        self._stack.setCurrentIndex(_ENTRY)
        self.entry.focus_first()

    def print_out(self) -> None:
        self.printing.start(self.months.month())
        self._stack.setCurrentIndex(_PRINT)
        self.printing.focus_first()

    def search(self) -> None:
        self._stack.setCurrentIndex(_PLAN)
        self.filters.search.setFocus()

    def focus_first(self) -> None:
        if self._stack.currentIndex() == _ENTRY:
            self.entry.focus_first()
        else:
            self.table.setFocus()

    def keep_looks(self) -> None:
        self._context.memory.keep("visits.filter", self.filters.picked())
        self._context.memory.keep("visits.table", self.table.looks())

    def keep_drafts(self) -> None:
        self.entry.keeper.write_now()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._villages.setVisible(self.width() >= _WITH_BARS)

    # --- what the presenter says -------------------------------------------------------------
    def show_plan(self, rows: tuple[PlanRow, ...], words: str) -> None:
        self.table.show_rows(rows)
        self._below.setText(f"{words}　·　双击或按 Enter 看这个人" if rows else "")
        self._left.setCurrentIndex(0 if rows else 1)
        if not rows:
            everything = self.filter() == PlanFilter()
            self._nothing.say(*(_NO_PLAN if everything else _NO_MATCH))
            self._everything.setVisible(not everything)

    def show_villages(self, villages: tuple[VillageProgress, ...]) -> None:
        self.filters.set_choices("village", [(v.name, v.name) for v in villages])
        self._bars.show_bars(village_bars(villages))

    def filter(self) -> PlanFilter:
        return PlanFilter(
            text=self.filters.search.text().strip(),
            village=self.filters.value("village"),
            kind=self.filters.value("kind"),
            state=self.filters.value("state"),
        )

    def month(self) -> str:
        return self.months.month()

    # --- saved filters -----------------------------------------------------------------------
    def show_saved(self, names: Sequence[str]) -> None:
        self.filters.show_saved(names)

    def chosen(self) -> dict[str, str]:
        return self.filters.chosen() | self.table.order()

    def choose(self, values: Mapping[str, str]) -> None:
        self._stack.setCurrentIndex(_PLAN)
        self.table.set_order(values)
        self.filters.choose(values)

    # --- how it is built ---------------------------------------------------------------------
    def _plan_face(self) -> QWidget:
        self.filters = FilterBar("姓名或走访表编号")
        for key, words in (
            ("village", "全部村（社区）"),
            ("kind", "全部方式"),
            ("state", "全部状态"),
        ):
            self.filters.add_pick(key, words)
        self.filters.set_choices("kind", kind_choices())
        self.filters.set_choices("state", state_choices())
        self.filters.add_saved()
        self.filters.save_wanted.connect(self.saved.keep)
        self.filters.pick_wanted.connect(self.saved.pick)
        self.filters.drop_wanted.connect(self.saved.drop)
        self.filters.restore(self._context.memory.recall("visits.filter"))
        self.filters.changed.connect(self.presenter.show_filtered)
        self.table: RowsTable[PlanRow] = RowsTable(PLAN)
        self.table.restore_looks(self._context.memory.recall("visits.table"))
        self.table.setAccessibleName("走访计划")
        self.table.opened.connect(lambda row: self._context.go("people", f"person:{row.person_id}"))
        self.filters.down.connect(self.table.setFocus)
        self._left = QStackedWidget()
        self._left.addWidget(self.table)
        self._everything = make_button("去掉条件", self.filters.clear, primary=True)
        self._nothing = EmptyState(*_NO_PLAN, self._everything)
        self._left.addWidget(self._nothing)
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addWidget(self._left, 1)
        self._villages = self._coverage()
        middle.addWidget(self._villages)
        self._below = plain_label("", role="small")
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.filters)
        layout.addLayout(middle, 1)
        layout.addWidget(self._below)
        return face

    def _coverage(self) -> QFrame:
        frame, inside = card()
        frame.setFixedWidth(292)
        inside.addWidget(plain_label("各村进度", role="heading"))
        self._bars = Bars()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._bars)
        inside.addWidget(scroll, 1)
        return frame

    def _fit_header(self, face: int) -> None:
        """A call is kept from the plan; the other faces have their own buttons."""
        for button in self._contact_buttons:
            button.setVisible(face == _PLAN)

    def _record(self, kind: ContactKind) -> None:
        row = self.table.current()
        if row is None or self._stack.currentIndex() != _PLAN:
            return
        ContactDialog(
            self,
            person=(row.person_id, row.name),
            kind=kind,
            today=self._context.desk.clock.today(),
            keep=self.presenter.record,
        ).open()
