"""The tab 计划: the month's plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout

from app.core.terms import ContactKind
from app.services.plan import PlanRow, VillageProgress
from app.ui.pages.people.person.contact_tasks import event_task, excuse_task
from app.ui.pages.people.person.task_dialog import TaskDialog
from app.ui.pages.people.person.tasks import Task
from app.ui.pages.saved_filters_presenter import SavedFiltersPresenter
from app.ui.pages.visits.bars import village_bars
from app.ui.pages.visits.columns import PLAN
from app.ui.pages.visits.contact_dialog import ContactDialog
from app.ui.pages.visits.presenter import (
    PlanFilter,
    VisitsPresenter,
    kind_choices,
    state_choices,
)
from app.ui.ports import Context
from app.ui.widgets.bars import Bars
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, card, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.tab_pane import TabPane
from app.ui.widgets.table import RowsTable

_WITH_BARS = 960  # narrower than this, the list needs the whole width
_NO_MATCH = ("没有符合条件的走访", "换一个月份，或去掉条件再看。")
_NO_PLAN = (
    "这个月没有要走访、联系的人",
    "任务来自登记的人和执行的方案：在“人员”导入名单，在“政策”看帮扶方案。",
)


class PlanPane(TabPane):
    """Who is to be seen this month; ``month`` says which one."""

    def __init__(self, context: Context, month: Callable[[], str]) -> None:
        super().__init__()
        self._context = context
        self._month = month
        self.presenter = VisitsPresenter(context, self)
        self.saved = SavedFiltersPresenter(context, "visits", self)
        self._lay_out()

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()
        self.saved.refresh()

    def open_place(self, place: str) -> None:
        key, _, value = place.partition(":")
        if key in {"state", "village"}:
            self.filters.clear()
            self.filters.set_value(key, value)

    def search(self) -> bool:
        self.filters.search.setFocus()
        return True

    def focus_first(self) -> None:
        self.table.setFocus()

    def keep_looks(self) -> None:
        self._context.memory.keep("visits.filter", self.filters.picked())
        self._context.memory.keep("visits.table", self.table.looks())

    def record(self, kind: ContactKind) -> None:
        """Ask for a contact without a sheet with the current person."""
        row = self.table.current()
        if row is not None:
            self._ask_for(row, kind)

    def _record_row(self) -> None:
        """What the current row asks for, whatever its way; a carer is assessed elsewhere."""
        row = self.table.current()
        if row is None:
            return
        if row.kind is ContactKind.SCORE:
            self._context.go("care", "")
        elif row.kind is ContactKind.VISIT and row.sheet_no:
            self._context.go("visits", f"sheet:{row.sheet_no}")
        else:
            self._ask_for(row, row.kind)

    def _open_task(self, make: Callable[[int, date], Task]) -> None:
        """A form about how the current person may be contacted."""
        row = self.table.current()
        if row is not None:
            today = self._context.desk.clock.today()
            TaskDialog(self, make(row.person_id, today), today, self.presenter.perform).open()

    def _ask_for(self, row: PlanRow, kind: ContactKind) -> None:
        ContactDialog(
            self,
            person=(row.person_id, row.name),
            kind=kind,
            today=self._context.desk.clock.today(),
            keep=self.presenter.record,
        ).open()

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
        return self._month()

    # --- saved filters -----------------------------------------------------------------------
    def show_saved(self, names: Sequence[str]) -> None:
        self.filters.show_saved(names)

    def chosen(self) -> dict[str, str]:
        return self.filters.chosen() | self.table.order()

    def choose(self, values: Mapping[str, str]) -> None:
        self.table.set_order(values)
        self.filters.choose(values)

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._make_filters()
        self._make_table()
        self._villages = self._coverage()
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addWidget(self._left, 1)
        middle.addWidget(self._villages)
        self._below = plain_label("", role="small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.filters)
        layout.addLayout(middle, 1)
        layout.addLayout(self._acts())

    def _acts(self) -> QHBoxLayout:
        """What can be done with the current row, below the list."""
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._below, 1)
        for words, key, press in (
            ("登记这一项", "F9", self._record_row),
            ("不便走访…", "", partial(self._open_task, excuse_task)),
            ("生活事件…", "", partial(self._open_task, event_task)),
        ):
            line.addWidget(link_button(f"{words} {key}".strip(), press))
            if key:
                add_key(self, words, (key,), press)
        return line

    def _make_filters(self) -> None:
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

    def _make_table(self) -> None:
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
