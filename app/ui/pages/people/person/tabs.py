"""The tabs of one person: facts, household, those around, money, categories, visits, the story."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.services.entitlements import VerdictView
from app.services.person.closing import Payment
from app.services.person.contacting import EventLine, ExcuseLine
from app.services.person.lines import IncomeRow, MemberLine
from app.services.person.story import StoryLine
from app.services.person.typed import FactLine
from app.services.person.view import PersonView
from app.ui.pages.people.person import columns
from app.ui.pages.people.person.given_tab import GivenTab
from app.ui.pages.people.person.home_tab import HomeTab
from app.ui.pages.people.person.part import Part
from app.ui.pages.people.person.presenter import RecordPresenter
from app.ui.pages.people.verdict_tree import VerdictTree
from app.ui.widgets.page import link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable

_STORY = "经过"
_TOLD_LINES = 4


class RecordTabs(QTabWidget):
    """Everything about one person; the story is read when its tab is opened. Who wants to change
    the categories is heard by ``holdings_wanted``, who opens a contact by ``contact_wanted``."""

    holdings_wanted = Signal()
    contact_wanted = Signal(object)

    def __init__(
        self, presenter: RecordPresenter, open_person: Callable[[int], None], given: GivenTab
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self.given = given
        self._open_person = open_person
        self.tabBar().setDrawBase(False)
        self.tabBar().setProperty("crowded", True)  # nine of them beside the list
        self.setUsesScrollButtons(True)
        self._make_home_parts()
        self._make_parts_around()
        self._make_contact_parts()
        self._make_money_parts()
        self._make_lists()
        self.home_tab = HomeTab(_stacked(self.members, self.home), open_person)
        self.home_tab.wanted.connect(presenter.draw_household)
        for words, widget in (
            ("基本", self._facts_tab()),
            ("家庭", self.home_tab),
            ("照料人", _stacked(self.kin, self.self_care)),
            ("收入待遇", self._money_tab()),
            ("类别", self._holdings_tab()),
            ("走访", _stacked(self.named, self.contacts, self.bends)),
            ("帮扶", self.given),
            ("核算", self._verdicts),
            (_STORY, self._story_tab()),
        ):
            self.addTab(widget, words)
        self.currentChanged.connect(lambda _: self.ask_for_story())

    def ask_for_story(self) -> None:
        if self.tabText(self.currentIndex()) == _STORY:
            self._presenter.tell_story()

    def show_record(self, person: PersonView) -> None:
        self._notes.setText("\n".join(person.notes))
        self._notes.setVisible(bool(person.notes))
        self.facts.show_rows(person.facts)
        former = person.home.former if person.home else ()
        self.members.show_rows((*person.household, *former))
        self.home.show_rows(person.home.facts if person.home else ())
        self.kin.show_rows(person.kin)
        self.self_care.show_rows(person.self_care)
        self.benefits.show_rows(person.benefits)
        self.incomes.show_rows(person.incomes)
        self.bends.show_rows((*person.excuses, *person.events))
        self._sums.setText(_sums(person))
        self.holdings.show_rows(person.holdings)
        self.named.show_rows(person.named)
        self.contacts.show_rows(person.contacts)
        only_read = person.day is not None or person.row.closed_on is not None
        self.given.show_person(person.row.id, person.row.name, only_read=only_read)
        self._allow(past=person.day is not None)
        self.home_tab.ask()

    def show_story(self, story: tuple[StoryLine, ...]) -> None:
        self.story.show_rows(story)
        self._told.setText(
            "选中一行，这里显示全部内容：谁、什么时候、从什么改成什么、来自哪个文件。"
        )

    def show_verdicts(self, verdicts: tuple[VerdictView, ...]) -> None:
        self._verdicts.show_verdicts(verdicts)

    def show_payments(self, payments: tuple[Payment, ...]) -> None:
        names = "；".join(f"{payment.name}：{payment.words}" for payment in payments)
        self._running.setText(f"已封存，还有 {len(payments)} 项待遇没有停。{names}")
        self._running_line.setVisible(bool(payments))

    def show_field(self, key: str) -> None:
        """Go to the fact of this key, or to what belongs there (categories, household …)."""
        places: dict[str, QWidget] = {
            "categories": self.holdings,
            "household": self.members,
            "contacts": self.contacts,
            "responsible": self.named.table,
        }
        inside = places.get(key, self.facts)
        for place in range(self.count()):
            if self.widget(place) is inside or self.widget(place).isAncestorOf(inside):
                self.setCurrentIndex(place)
        keys = [line.key for line in self.facts.model_of_rows.rows()]
        if inside is self.facts and key in keys:
            self.facts.select_place(keys.index(key))
            self.facts.scrollTo(self.facts.currentIndex())
        inside.setFocus()

    # --- how it is built -------------------------------------------------------------------------
    def _make_home_parts(self) -> None:
        do = self._presenter
        self.members: Part[MemberLine] = Part(
            "家庭成员",
            columns.MEMBERS,
            empty="没有登记所在的家庭。按 Ins 加入一户，或新立一户。",
            add=("加入一户…", do.join_home),
            change=lambda line: self._open_person(line.person_id),
            others=(
                ("新立一户…", do.new_home),
                ("退出…", do.leave_home),
                ("户主…", do.change_head),
                ("关系…", self._press_relation),
            ),
        )
        self.home: Part[FactLine] = Part(
            "家庭情况",
            columns.FACTS,
            empty="没有登记所在的家庭。",
            change=lambda _: do.change_home(),
            others=(("修改家庭…", do.change_home),),
        )

    def _make_parts_around(self) -> None:
        do = self._presenter
        self.kin = Part(
            "监护人、照料人、赡养人",
            columns.KIN,
            empty="还没有登记。按 Ins 登记监护人、照料人或赡养人。",
            add=("登记…", do.add_kin),
            change=do.change_kin,
            end=("结束…", do.end_kin),
        )
        self.self_care = Part(
            "自理能力评估",
            columns.SELF_CARE,
            empty="还没有评估过。按 Ins 按评估表登记六项。",
            add=("登记评估…", do.assess),
        )

    def _make_contact_parts(self) -> None:
        do = self._presenter
        self.bends: Part[ExcuseLine | EventLine] = Part(
            "不便走访、生活事件",
            columns.BENDS,
            empty="没有登记过。不愿走访、住院、外出，或出院、新生子女等。",
            add=("不便…", do.add_excuse),
            change=do.renew_excuse,
            end=("结束…", do.end_bend),
            others=(("事件…", do.add_event),),
        )

    def _make_money_parts(self) -> None:
        do = self._presenter
        self.benefits = Part(
            "享受的待遇",
            columns.BENEFITS,
            empty="还没有登记待遇。按 Ins 登记发给本人的待遇。",
            add=("登记…", do.add_benefit),
            change=do.change_benefit,
            end=("停发…", do.end_benefit),
            others=(("发放账户…", partial(do.change_facts, "account")),),
        )
        self.incomes: Part[IncomeRow] = Part(
            "收入",
            columns.INCOMES,
            empty="还没有登记收入，不等于没有收入。按 Ins 登记。",
            add=("登记…", do.add_income),
            change=do.change_income,
            end=("删去…", do.remove_income),
        )

    def _make_lists(self) -> None:
        self.holdings = RowsTable(
            columns.HOLDINGS,
            sortable=False,
            inside=True,
            empty="还没有类别。按“登记、更正、结束…”添加，或按 F2 编辑时勾选。",
        )
        self.holdings.opened.connect(lambda _: self.holdings_wanted.emit())
        do = self._presenter
        self.named = Part(
            "包保责任人",
            columns.NAMED,
            empty="还没有责任人。按 Ins 从名单里指定。",
            add=("换人…", do.name_responsible),
            change=do.name_responsible,
            end=("结束…", do.end_named),
        )
        self.contacts = RowsTable(
            columns.CONTACTS,
            sortable=False,
            inside=True,
            empty="还没有走访、联系过。在“走访”页录入。",
        )
        self.contacts.setToolTip("双击或按 Enter 添加这次的照片、扫描件")
        self.contacts.opened.connect(self.contact_wanted)
        self._verdicts = VerdictTree()
        self.story = RowsTable(columns.STORY, sortable=False, inside=True, empty="还没有变动过。")

    def _holdings_tab(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 16, 0)
        head.addStretch(1)
        self._change_holdings = link_button("登记、更正、结束…", self.holdings_wanted.emit)
        head.addWidget(self._change_holdings)
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.holdings, 1)
        return tab

    def _facts_tab(self) -> QWidget:
        do = self._presenter
        self._notes = plain_label("", role="warning", wrap=True)
        self.facts: RowsTable[FactLine] = RowsTable(columns.FACTS, sortable=False, inside=True)
        self._fact_buttons = [
            link_button(words, press)
            for words, press in (
                ("电话…", partial(do.change_facts, "phones")),
                ("残疾证…", partial(do.change_facts, "disability")),
                ("近亲属…", partial(do.change_facts, "staff_relative")),
                ("保密事项…", do.change_confidential),
            )
        ]
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 16, 0)
        head.setSpacing(14)
        head.addWidget(plain_label("单独修改", role="quiet"), 1)
        for button in self._fact_buttons:
            head.addWidget(button)
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(_indented(self._notes))
        layout.addWidget(self.facts, 1)
        return tab

    def _money_tab(self) -> QWidget:
        self._running = plain_label("", role="warning", wrap=True)
        self._stop = make_button("停发…", self._presenter.stop_payments)
        self._running_line = QWidget()
        line = QHBoxLayout(self._running_line)
        line.setContentsMargins(16, 8, 16, 0)
        line.addWidget(self._running, 1)
        line.addWidget(self._stop)
        self._sums = plain_label("", role="quiet", wrap=True, selectable=True)
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._running_line)
        layout.addWidget(_stacked(self.benefits, self.incomes), 1)
        layout.addWidget(_indented(self._sums))
        return tab

    def _story_tab(self) -> QWidget:
        self._told = plain_label("", role="quiet", wrap=True, selectable=True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._told.setMinimumHeight(_TOLD_LINES * self._told.fontMetrics().lineSpacing())
        self.story.moved.connect(lambda line: self._told.setText(columns.story_words(line)))
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.story, 1)
        layout.addWidget(_indented(self._told))
        return tab

    def _allow(self, *, past: bool) -> None:
        """A day of the past is only read."""
        parts = (
            self.members, self.home, self.kin, self.self_care, self.benefits, self.incomes,
            self.bends, self.named,
        )  # fmt: skip
        every = [button for part in parts for button in part.buttons]
        for button in (*every, *self._fact_buttons, self._stop, self._change_holdings):
            button.setEnabled(not past)

    def _press_relation(self) -> None:
        line = self.members.table.current()
        if line is not None:
            self._presenter.change_relation(line)


def _sums(person: PersonView) -> str:
    """What is known of the years, of the person and of the household."""
    own = [
        f"{year.year} 年本人合计 {columns.yuan_or_unknown(year.net)}"
        + ("" if year.months is None else f"（{year.months} 个月）")
        for year in person.years[:2]
    ]
    whole = [
        f"{year.year} 年全户合计 {columns.yuan_or_unknown(year.net)}，"
        f"人均 {columns.yuan_or_unknown(year.per_head)}（{columns.home_year_words(year)}）"
        for year in (person.home.incomes[:2] if person.home else ())
    ]
    return "\n".join((*own, *whole)) or "收入未采集。"


def _indented(label: QLabel) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(16, 4, 16, 4)
    layout.addWidget(label)
    return holder


def _stacked(*parts: QWidget) -> QWidget:
    split = QSplitter(Qt.Orientation.Vertical)
    split.setChildrenCollapsible(False)
    for part in parts:
        split.addWidget(part)
    return split
