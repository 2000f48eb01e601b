"""How the page 待遇 looks: people and household left, their programmes right, 试算 in a tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.home_entitlements import HomeEntitlements
from app.services.people import PeopleQuery, PersonRow
from app.services.trials import TrialView
from app.ui.pages.entitlements.columns import (
    FOUND,
    MEMBERS,
    PROGRAMMES,
    WHOLE,
    MemberRow,
    ProgrammeRow,
    member_rows,
    programme_rows,
)
from app.ui.pages.entitlements.presenter import EntitlementsPresenter
from app.ui.pages.entitlements.trial_pane import TrialPane
from app.ui.pages.people.verdict_tree import VerdictTree
from app.ui.ports import Context
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.fields import DateField
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, Page, card, link_button, make_button, side_by_side
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_REST_MS = 150  # a household is read (and the look recorded) when the cursor rests this long
_ANSWERS, _TRIAL = range(2)


class EntitlementsPage(Page):
    """What people are entitled to, why, and what would change."""

    def __init__(self, context: Context) -> None:
        super().__init__("待遇")
        self._context = context
        self.presenter = EntitlementsPresenter(context, self)
        self._full = QCheckBox("写完整号码")
        self._full.setToolTip("核算说明里写完整的身份证号，会留下记录")
        self.header.addWidget(self._full)
        self.add_button("打印核算说明", self.print_out, primary=True, tip="Ctrl+P")
        add_key(self, "核算日", ("Ctrl+D",), self._to_day)
        add_key(self, "试算", ("Ctrl+T",), self.show_trial_tab)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._open_current)
        self.filters = FilterBar("姓名、拼音首字母、身份证号、电话、住址、户主")
        self.filters.add_pick("village", "全部村（社区）")
        self.filters.add_pick("category", "全部类别", 168)
        self.filters.changed.connect(self.presenter.search)
        split = side_by_side(self._left(), self._right(), (340, 830))
        self._below = plain_label("", role="small")
        self.body.addWidget(self.filters)
        self.body.addWidget(split, 1)
        self.body.addWidget(self._below)

    # --- what the shell calls ----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def open_place(self, place: str) -> None:
        kind, _, rest = place.partition(":")
        if kind == "person":
            self.tabs.setCurrentIndex(_ANSWERS)
            self.presenter.want(int(rest))
            self.filters.clear()

    def go_back(self) -> bool:
        if self.tabs.currentIndex() == _TRIAL:
            self.tabs.setCurrentIndex(_ANSWERS)
            self.members.setFocus()
            return True
        if self.filters.search.text():
            self.filters.search.clear()
            self.search()
            return True
        return False

    def search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def focus_first(self) -> None:
        self.filters.search.setFocus()

    def print_out(self) -> None:
        self.presenter.print_out(full=self._full.isChecked())
        self._full.setChecked(False)

    def settle(self) -> None:
        self._rest.stop()
        self._open_current()

    def show_trial_tab(self) -> None:
        """Ctrl+T: change facts, and see what would come of it."""
        self.tabs.setCurrentIndex(_TRIAL)
        self.trial.day.setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def show_found(self, rows: tuple[PersonRow, ...]) -> None:
        self.found.show_rows(rows)
        self._below.setText(f"共 {len(rows)} 人")

    def show_choices(
        self, villages: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]]
    ) -> None:
        self.filters.set_choices("village", villages)
        self.filters.set_choices("category", kinds)

    def select_person(self, person_id: int) -> None:
        for place, row in enumerate(self.found.model_of_rows.rows()):
            if row.id == person_id:
                self.found.select_place(place)
                self.found.scrollTo(self.found.currentIndex())

    def show_home(self, home: HomeEntitlements, *, chosen: int | None) -> None:
        self._stack.setCurrentIndex(1)
        rows = member_rows(home)
        with QSignalBlocker(self.members):
            self.members.show_rows(rows)
            self.members.select_place([row.person_id for row in rows].index(chosen))
        self._sum.setText("\n".join(total.words() for total in home.sums))
        self._show_chosen()

    def show_nobody(self) -> None:
        self._stack.setCurrentIndex(0)
        self.members.show_rows(())
        self._sum.setText("")

    def show_trial(self, view: TrialView) -> None:
        self.trial.show_trial(view)

    def show_trial_problem(self, key: str, words: str) -> None:
        self.trial.show_problem(key, words)

    def say(self, words: str) -> None:
        self._below.setText(words)

    def words(self) -> str:
        """What is said below."""
        return self._below.text()

    def query(self) -> PeopleQuery:
        return PeopleQuery(
            text=self.filters.search.text().strip(),
            village=self.filters.value("village"),
            category=self.filters.value("category"),
        )

    # --- how it is built ---------------------------------------------------------------------
    def _left(self) -> QWidget:
        self.found: RowsTable[PersonRow] = RowsTable(FOUND)
        self.found.setAccessibleName("名单")
        self.found.moved.connect(lambda _: self._rest.start())
        self.found.opened.connect(lambda _: self._into_members())
        self.filters.down.connect(self.found.setFocus)
        self.members: RowsTable[MemberRow] = RowsTable(
            MEMBERS, sortable=False, empty="选一个人，这里列出全户。"
        )
        self.members.setAccessibleName("家庭成员")
        self.members.moved.connect(self._choose)
        self._sum = plain_label("", role="strong", wrap=True, selectable=True)
        low = QWidget()
        layout = QVBoxLayout(low)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(plain_label("全户待遇（只计已确定的）", role="heading"))
        layout.addWidget(self.members, 1)
        layout.addWidget(self._sum)
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(GAP)
        left.addWidget(self.found)
        left.addWidget(low)
        left.setSizes([250, 350])
        return left

    def _right(self) -> QWidget:
        frame, inside = card()
        inside.setContentsMargins(0, 12, 0, 4)
        inside.addLayout(self._head())
        self._past = plain_label("", role="note", wrap=True)
        self._past.hide()
        inside.addWidget(self._past)
        self.trial = TrialPane(self._try_out, self._context.desk.clock.today())
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._answers(), "核算")
        self.tabs.addTab(self.trial, "试算 Ctrl+T")
        self.tabs.currentChanged.connect(lambda _: self._start_trial())
        inside.addWidget(self.tabs, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("没有选中的人", "在左边选一个人，就能看到全户的待遇。"))
        self._stack.addWidget(frame)
        return self._stack

    def _head(self) -> QHBoxLayout:
        self._who = plain_label("", role="title", wrap=True, selectable=True)
        self.day = DateField(self._context.desk.clock.today())
        self.day.setAccessibleName("核算日")
        self.day.setToolTip("Ctrl+D")
        self.day.setFixedWidth(118)
        self.day.set_day(self._context.desk.clock.today())
        self.day.editingFinished.connect(self._take_day)
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(10)
        line.addWidget(self._who, 1)
        line.addWidget(link_button("看这个人", self.presenter.go_to_person))
        line.addWidget(plain_label("核算日", role="quiet"))
        line.addWidget(self.day)
        line.addWidget(make_button("今天", self.today))
        return line

    def _answers(self) -> QWidget:
        self.programmes: RowsTable[ProgrammeRow] = RowsTable(
            PROGRAMMES, inside=True, empty="没有适用的待遇。"
        )
        self.programmes.setAccessibleName("待遇项目")
        self.tree = VerdictTree()
        self.programmes.moved.connect(lambda row: self.tree.show_verdicts((row.verdict,)))
        self._own = plain_label("", role="strong", wrap=True, selectable=True)
        self._own.setContentsMargins(16, 2, 16, 2)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.programmes)
        split.addWidget(self.tree)
        split.setSizes([230, 250])
        face = QWidget()
        layout = QVBoxLayout(face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split, 1)
        layout.addWidget(self._own)
        return face

    # --- what happens ------------------------------------------------------------------------
    def _open_current(self) -> None:
        row = self.found.current()
        if row is not None:
            self.presenter.open(row.id)

    def _into_members(self) -> None:
        self.settle()
        self.members.setFocus()

    def _choose(self, row: MemberRow) -> None:
        self.presenter.choose(row.person_id)
        if row.person_id is None:
            self.tabs.setCurrentIndex(_ANSWERS)  # a trial is of one person
        self._show_chosen()

    def _show_chosen(self) -> None:
        home, member = self.presenter.home, self.presenter.member
        if home is None:
            return
        today = self._context.desk.clock.today()
        self._past.setText(f"按 {home.day} 的政策和类别核算；其他情况按现在登记的。")
        self._past.setVisible(home.day != today)
        age = "" if member is None or member.age is None else f"{member.age} 岁"
        parts = (WHOLE, f"{len(home.members)} 人") if member is None else (member.name, age)
        self._who.setText("　".join(part for part in parts if part))
        sums = home.sums if member is None else member.sums
        self._own.setText("合计：" + "；".join(total.words() for total in sums))
        rows = programme_rows(home, member)
        self.programmes.setColumnHidden(0, member is not None and not home.home)
        self.programmes.show_rows(rows)
        if rows:
            self.programmes.select_place(0)
        self.tree.show_verdicts((rows[0].verdict,) if rows else ())
        self._start_trial()

    def _start_trial(self) -> None:
        """Read the trial only while its tab is open: every one is a look on record."""
        home = self.presenter.home
        if self.tabs.currentIndex() != _TRIAL or home is None:
            return
        if self.presenter.member is None:
            rows = self.members.model_of_rows.rows()
            self.members.select_place([row.person_id for row in rows].index(home.person_id))
        else:
            self.trial.start(home.day)

    def _try_out(self, changes: Mapping[str, str], day: date) -> None:
        self.presenter.try_out(changes, day)

    def _to_day(self) -> None:
        self.day.setFocus()
        self.day.selectAll()

    def _take_day(self) -> None:
        if self.day.is_good():
            self.presenter.set_day(self.day.day())

    def today(self) -> None:
        """Back to today."""
        self.day.set_day(self._context.desk.clock.today())
        self.presenter.set_day(None)
