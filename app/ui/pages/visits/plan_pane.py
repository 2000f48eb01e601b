"""The tab 计划: the month's list, its calendar beside it, how far each village is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout

from app.core.terms import ContactKind
from app.services.plan import VillageProgress
from app.services.plan_days import DayRow
from app.ui.pages.people.person.contact_tasks import event_task, excuse_task
from app.ui.pages.saved_filters_presenter import SavedFiltersPresenter
from app.ui.pages.visits.balance_dialog import BalanceDialog
from app.ui.pages.visits.balance_presenter import Spread
from app.ui.pages.visits.bars import village_bars
from app.ui.pages.visits.calendar_card import MIME, CalendarCard
from app.ui.pages.visits.columns import PLAN
from app.ui.pages.visits.contact_dialog import ContactDialog
from app.ui.pages.visits.day_dialog import DayDialog
from app.ui.pages.visits.plan_presenter import (
    NO_DAY,
    Calendar,
    PlanFilter,
    PlanPresenter,
    kind_choices,
    state_choices,
)
from app.ui.ports import Context
from app.ui.tasks import Task
from app.ui.widgets.bars import Bars
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, card, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.tab_pane import TabPane
from app.ui.widgets.table import RowsTable
from app.ui.widgets.task_dialog import TaskDialog
from app.ui.words import short_day

_WITH_CALENDAR = 900  # narrower than this, the list needs the whole width
_CHANGE_TIP = "把选中的行改到另一天、另一个人"
_BALANCE_TIP = "把名单里没完成的排到工作日"
_NO_MATCH = ("没有符合条件的走访", "换一个月份，或去掉条件再看。")
_NO_PLAN = (
    "这个月没有要走访、联系的人",
    "任务来自登记的人和执行的方案：在“人员”导入名单，在“政策”看帮扶方案。",
)
_PICKS = (
    ("village", "全部村（社区）"),
    ("kind", "全部方式"),
    ("state", "全部状态"),
    ("visitor", "全部走访人"),
)

PrintPeople = Callable[[Sequence[DayRow]], None]


class PlanPane(TabPane):
    """Who is to be seen this month and when; ``month`` says which one, ``print_people`` prints the
    sheets of some."""

    def __init__(
        self, context: Context, month: Callable[[], str], print_people: PrintPeople
    ) -> None:
        super().__init__()
        self._context = context
        self._month = month
        self._print_people = print_people
        self._words = self._said = ""
        self.presenter = PlanPresenter(context, self)
        self.saved = SavedFiltersPresenter(context, "visits", self)
        self._make_filters()
        self._make_table()
        self._make_menu()
        self.calendar = CalendarCard(pick=self._pick_day, drop=self._drop_on)
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

    def go_back(self) -> bool:
        if self.filters.extra():
            self.filters.drop_extra()
            return True
        return False

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
            self._context.go("care", f"carers:score:{self.month()}")
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

    def _ask_for(self, row: DayRow, kind: ContactKind) -> None:
        ContactDialog(
            self,
            person=(row.person_id, row.name),
            kind=kind,
            today=self._context.desk.clock.today(),
            keep=self.presenter.record,
        ).open()

    def change_days(self) -> None:
        """Ask for another day or visitor for what is selected."""
        rows = [row for row in self.table.chosen() if row.is_open]
        if not rows:
            self.show_done("请先选没有完成的一行或几行。")
            return
        DayDialog(
            self,
            count=len(rows),
            visitors=self.presenter.visitors(),
            today=self._context.desk.clock.today(),
            chosen=lambda day, visitor: self.presenter.choose(rows, day=day, visitor=visitor),
            forget=lambda: self.presenter.forget(rows),
        ).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= _WITH_CALENDAR)

    # --- what the presenter says -------------------------------------------------------------
    def show_plan(self, rows: tuple[DayRow, ...], words: str) -> None:
        self.table.show_rows(rows)
        self._words = words if rows else ""
        self._tell()
        self._left.setCurrentIndex(0 if rows else 1)
        if not rows:
            everything = self.filter() == PlanFilter()
            self._nothing.say(*(_NO_PLAN if everything else _NO_MATCH))
            self._everything.setVisible(not everything)

    def show_villages(self, villages: tuple[VillageProgress, ...]) -> None:
        self.filters.set_choices("village", [(v.name, v.name) for v in villages])
        self._bars.show_bars(village_bars(villages))

    def show_visitors(self, names: tuple[str, ...]) -> None:
        self.filters.set_choices("visitor", [(name, name) for name in names])

    def show_calendar(self, calendar: Calendar) -> None:
        day = self.filters.extra()
        self.calendar.show_calendar(calendar, date.fromisoformat(day) if "-" in day else None)

    def show_done(self, words: str) -> None:
        self._said = words
        self._tell()

    def said(self) -> str:
        """What is said about the last act."""
        return self._said

    def filter(self) -> PlanFilter:
        return PlanFilter(
            text=self.filters.search.text().strip(),
            village=self.filters.value("village"),
            kind=self.filters.value("kind"),
            state=self.filters.value("state"),
            visitor=self.filters.value("visitor"),
            day=self.filters.extra(),
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

    def _tell(self) -> None:
        """How many there are, and what was done last."""
        said = self._said or ("双击或按 Enter 看这个人" if self._words else "")
        self._below.setText("　·　".join(filter(None, (self._words, said))))

    # --- days --------------------------------------------------------------------------------
    def _pick_day(self, day: date | None, *, unplaced: bool = False) -> None:
        """Show only what is on ``day``, only what has none, or everything."""
        if unplaced:
            self.filters.set_extra(NO_DAY, "未安排日子")
        elif day is not None:
            self.filters.set_extra(day.isoformat(), short_day(day))
        else:
            self.filters.drop_extra()

    def _drop_on(self, day: date) -> None:
        self.presenter.choose(self.table.chosen(), day=day)

    def _balance(self) -> None:
        keys = {row.key for row in self.table.model_of_rows.rows() if row.is_open}
        if self.presenter.plan is None or not keys:
            self.show_done("名单里没有要安排的人。")
            return
        spread = Spread(self.presenter.plan, keys)
        BalanceDialog(self, self._context, spread, self.show_done).open()

    # --- how it is built ---------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._side = QFrame()
        self._side.setFixedWidth(336)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        side.addWidget(self.calendar)
        side.addWidget(self._coverage(), 1)
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addWidget(self._left, 1)
        middle.addWidget(self._side)
        self._below = plain_label("", role="small")
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self._below, 1)
        bottom.addWidget(make_button("改到… F9", self.change_days, tip=_CHANGE_TIP))
        bottom.addWidget(make_button("建议安排…", self._balance, tip=_BALANCE_TIP))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.filters)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)

    def _make_filters(self) -> None:
        self.filters = FilterBar("姓名或走访表编号")
        for key, words in _PICKS:
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
        self.table: RowsTable[DayRow] = RowsTable(PLAN)
        self.table.let_drag(MIME)
        self.table.restore_looks(self._context.memory.recall("visits.table"))
        self.table.setAccessibleName("走访计划")
        self.table.opened.connect(self._open)
        self.filters.down.connect(self.table.setFocus)
        self._left = QStackedWidget()
        self._left.addWidget(self.table)
        self._everything = make_button("去掉条件", self.filters.clear, primary=True)
        self._nothing = EmptyState(*_NO_PLAN, self._everything)
        self._left.addWidget(self._nothing)

    def _make_menu(self) -> None:
        """What the right button offers for the rows that are selected."""
        add_key(self, "改到…", ("F9",), self.change_days)
        add_key(self, "登记这一项", ("Ins",), self._record_row)
        entries: tuple[tuple[str, Callable[[], None]], ...] = (
            ("打开这个人\tEnter", self._open_current),
            ("登记这一项\tIns", self._record_row),
            ("登记电话\tF6", lambda: self.record(ContactKind.CALL)),
            ("改到哪一天…\tF9", self.change_days),
            ("取消安排", lambda: self.presenter.forget(self.table.chosen())),
            ("登记不便走访…", partial(self._open_task, excuse_task)),
            ("登记生活事件…", partial(self._open_task, event_task)),
            ("打印所选的走访表…", lambda: self._print_people(self.table.chosen())),
            ("打印这个村的走访表…", self._print_village),
        )
        for words, press in entries:
            action = QAction(words, self.table)
            action.triggered.connect(lambda *_, press=press: press())
            self.table.addAction(action)

    def _coverage(self) -> QFrame:
        frame, inside = card()
        inside.addWidget(plain_label("各村进度", role="heading"))
        self._bars = Bars()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._bars)
        inside.addWidget(scroll, 1)
        return frame

    def _open(self, row: DayRow) -> None:
        self._context.go("people", f"person:{row.person_id}")

    def _open_current(self) -> None:
        row = self.table.current()
        if row is not None:
            self._open(row)

    def _print_village(self) -> None:
        row, plan = self.table.current(), self.presenter.plan
        if row is not None and plan is not None:
            self._print_people([one for one in plan.rows if one.village == row.village])
