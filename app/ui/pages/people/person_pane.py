"""The right half of the page 人员: one person in tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.entitlements import VerdictView
from app.services.households import HouseholdView
from app.services.person.closing import Payment
from app.services.person.story import StoryLine
from app.services.person.view import PersonView
from app.ui.pages.people.person.given_tab import GivenTab
from app.ui.pages.people.person.presenter import RecordPresenter
from app.ui.pages.people.person.tabs import RecordTabs
from app.ui.ports import Context
from app.ui.tasks import Task
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import card, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.task_dialog import TaskDialog


class PersonPane(QStackedWidget):
    """Shows a person, or says that nobody is chosen. ``keys_on`` is the widget in which the keys of
    the record work (the whole page: the cursor mostly stands in the list)."""

    def __init__(
        self,
        context: Context,
        *,
        edit: Callable[[], None],
        unmask: Callable[[], None],
        print_out: Callable[[], None],
        open_person: Callable[[int], None],
        keys_on: QWidget,
    ) -> None:
        super().__init__()
        self._context = context
        self._person_id = 0
        self.presenter = RecordPresenter(context, self)
        self.addWidget(EmptyState("没有选中的人", "在左边的名单里选一个人，就能看到他的全部情况。"))
        self._edit = make_button("编辑", edit, tip="F2")
        self._unmask = make_button("显示完整号码", unmask, tip="查看会留下记录")
        self._papers = link_button("打印文书…", print_out)
        self._papers.setToolTip("Ctrl+P")
        self._as_of = link_button("某日情况…", self.presenter.start_as_of)
        self._close = link_button("封存…", self.presenter.close_or_reopen)
        self._entitled = link_button("全户待遇", self.go_to_entitlements)
        self._as_of.setToolTip("Ctrl+D")
        self._close.setToolTip("Ctrl+E")
        self.tabs = RecordTabs(self.presenter, open_person, GivenTab(context))
        self.addWidget(self._person())
        add_key(keys_on, "某日情况", ("Ctrl+D",), self.presenter.start_as_of)
        add_key(keys_on, "封存", ("Ctrl+E",), self.presenter.close_or_reopen)
        add_key(keys_on, "下一个标签", ("Ctrl+PgDown",), partial(self._turn, 1))
        add_key(keys_on, "上一个标签", ("Ctrl+PgUp",), partial(self._turn, -1))

    # --- what the page calls -----------------------------------------------------------------
    def show_nobody(self) -> None:
        self.setCurrentIndex(0)

    def show_person(self, person: PersonView, *, unmasked: bool) -> None:
        self._person_id = person.row.id
        self.presenter.show(person, unmasked=unmasked)
        self.tabs.ask_for_story()
        self.setCurrentIndex(1)

    def show_verdicts(self, verdicts: tuple[VerdictView, ...]) -> None:
        self.tabs.show_verdicts(verdicts)

    # --- what the presenter says ---------------------------------------------------------------
    def show_record(self, person: PersonView, *, unmasked: bool) -> None:
        row, past = person.row, person.day is not None
        age = "" if row.age is None else f"{row.age} 岁"
        place = " ".join(part for part in (row.village, row.group) if part)
        self._name.setText(row.name)
        self._line.setText("　".join(part for part in (row.sex, age, place) if part))
        kinds = "、".join(row.categories) or "没有类别"
        cadre = f"　包保责任人 {person.responsible}" if person.responsible else ""
        self._kinds.setText(kinds + cadre)
        self._marks.setText("　".join(row.marks))
        self._marks.setVisible(bool(row.marks))
        self._past.setText(f"这是 {person.day} 的情况，只能看，不能改。" if past else "")
        self._past_line.setVisible(past)
        self._unmask.setEnabled(not unmasked and not past)
        self._edit.setEnabled(not past and row.closed_on is None)
        self._close.setText("封存…" if row.closed_on is None else "重新启用…")
        self._close.setEnabled(not past)
        self.tabs.show_record(person)

    def show_story(self, story: tuple[StoryLine, ...]) -> None:
        self.tabs.show_story(story)

    def show_household(self, home: HouseholdView | None, person_id: int) -> None:
        self.tabs.home_tab.show_household(home, person_id)

    def show_payments(self, payments: tuple[Payment, ...]) -> None:
        self.tabs.show_payments(payments)

    def open_task(self, task: Task) -> None:
        today = self._context.desk.clock.today()
        TaskDialog(self, task, today, self.presenter.perform).open()

    def show_field(self, key: str) -> None:
        """Go to the fact of this key, or to what belongs there (categories, household …)."""
        self.tabs.show_field(key)

    def current_field(self) -> str:
        """The key of the fact under the cursor; empty when there is none."""
        line = self.tabs.facts.current()
        return line.key if line is not None else ""

    def go_to_entitlements(self) -> None:
        """The household's entitlements, on their own page."""
        self._context.go("entitlements", f"person:{self._person_id}")

    # --- how it is built -------------------------------------------------------------------------
    def _turn(self, by: int) -> None:
        tabs: QTabWidget = self.tabs
        tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())

    def _person(self) -> QWidget:
        frame, inside = card()
        inside.setContentsMargins(0, 12, 0, 4)
        self._name = plain_label("", role="title", selectable=True, wrap=True)
        self._line = plain_label("", role="quiet", wrap=True)
        self._kinds = plain_label("", wrap=True)
        self._marks = plain_label("", role="late", wrap=True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(4)
        first = _line_of(self._name, self._unmask, self._edit)
        second = _line_of(self._line, self._entitled, self._papers, self._as_of, self._close)
        head.addLayout(first)
        head.addLayout(second)
        head.addWidget(self._kinds)
        head.addWidget(self._marks)
        head.addWidget(self._past_banner())
        inside.addLayout(head)
        inside.addWidget(self.tabs, 1)
        return frame

    def _past_banner(self) -> QWidget:
        self._past = plain_label("", role="note", wrap=True)
        self._past_line = QWidget()
        line = QHBoxLayout(self._past_line)
        line.setContentsMargins(0, 4, 0, 0)
        line.addWidget(self._past, 1)
        line.addWidget(make_button("回到现在", self.presenter.back_to_now))
        return self._past_line


def _line_of(words: QWidget, *buttons: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(10)
    line.addWidget(words, 1)
    for button in buttons:
        line.addWidget(button)
    return line
