"""One person on the page 人员: tasks, the story, a day of the past."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from app.core.clock import fixed_clock
from app.core.dictionary import PERSON
from app.core.self_care import self_care_form
from app.core.terms import CloseReason
from app.services.acts import list_acts
from app.services.desk import Actor, Desk
from app.services.households import HouseholdView
from app.services.people import PeopleQuery, find_people
from app.services.person.closing import ClosePerson, Payment, close_person
from app.services.person.confidential import confidential_readers, set_confidential_readers
from app.services.person.household import leave_household
from app.services.person.story import StoryLine
from app.services.person.view import PersonView, person_as_of, show_person
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.people.person.columns import able_text, home_year_words, story_words
from app.ui.pages.people.person.presenter import RecordPresenter
from app.ui.pages.settings.readers_card import ReadersCard
from app.ui.ports import Context
from app.ui.tasks import Task, ask_for
from app.ui.widgets.task_dialog import TaskDialog
from tests.gui.clerk import Clerk
from tests.gui.conftest import TODAY, OpenWindow
from tests.gui.stand_ins import StandInAsk, Went


@dataclass
class Screen:
    """Remembers what was shown."""

    person: PersonView | None = None
    story: tuple[StoryLine, ...] = ()
    payments: tuple[Payment, ...] = ()
    tasks: list[Task] = field(default_factory=list)
    drawn: HouseholdView | None = None

    def show_record(self, person: PersonView, *, unmasked: bool) -> None:
        self.person = person

    def show_household(self, home: HouseholdView | None, person_id: int) -> None:
        self.drawn = home

    def show_story(self, story: tuple[StoryLine, ...]) -> None:
        self.story = story

    def show_payments(self, payments: tuple[Payment, ...]) -> None:
        self.payments = payments

    def open_task(self, task: Task) -> None:
        self.tasks.append(task)


@dataclass
class Office:
    """A presenter with a record open, and somebody to fill its forms."""

    context: Context
    screen: Screen
    presenter: RecordPresenter
    person: int
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def view(self) -> PersonView:
        return show_person(self.context.desk, self.person)

    def read_again(self) -> None:
        self.presenter.show(self.view, unmasked=False)

    def fill(self, **values: str) -> bool:
        """Fill the newest form by key and press its button; whether it was accepted."""
        task = self.screen.tasks[-1]
        typed = {ask.key: ask.value for ask in task.asks} | values
        done: list[bool] = []
        self.presenter.perform(
            task,
            typed,
            lambda: done.append(True),
            lambda key, words: self.told.append((key, words)),
        )
        self.read_again()
        return bool(done)


@pytest.fixture
def office(context: Context, township: Desk) -> Office:
    person = next(row.id for row in find_people(township, PeopleQuery()) if row.head_name)
    screen = Screen()
    opened = Office(context, screen, RecordPresenter(context, screen), person)
    opened.read_again()
    return opened


def test_a_guardian_is_registered_corrected_and_ended(office: Office, went: Went) -> None:
    office.presenter.add_kin()
    assert not office.fill(name="李四")
    assert office.told[-1][0] == "role"
    assert office.fill(role="guardian", name="李四", able="是")
    assert went.changes == 1
    (line,) = office.view.kin
    office.presenter.change_kin(line)
    assert {ask.key: ask.value for ask in office.screen.tasks[-1].asks}["able"] == "是"
    assert office.fill(phone="13800001111")
    office.presenter.end_kin(office.view.kin[0])
    assert not office.fill(end="昨天")
    assert office.told[-1][0] == "end"
    assert office.fill()
    assert (office.view.kin[0].phone, office.view.kin[0].end) == ("13800001111", TODAY)


def test_income_is_registered_for_the_person_or_the_household(
    office: Office, ask: StandInAsk
) -> None:
    office.presenter.add_income()
    assert office.fill(kind="wage", period="2025", amount="1200")
    office.presenter.add_income()
    assert office.fill(whose="home", kind="property", period="2025-05", amount="10")
    own = next(row for row in office.view.incomes if not row.of_household)
    office.presenter.change_income(own)
    assert office.fill(amount="1300")
    assert str(office.view.years[0].net) == "1300.00"
    ask.agrees = False
    office.presenter.remove_income(own)
    assert len(office.view.incomes) == 2
    ask.agrees = True
    office.presenter.remove_income(own)
    assert len(office.view.incomes) == 1


def test_a_benefit_is_registered_corrected_and_stopped(office: Office, ask: StandInAsk) -> None:
    office.presenter.add_benefit()
    assert office.fill(kind="高龄津贴", rhythm="monthly", start="2026-01-01", amount="60")
    own = next(line for line in office.view.benefits if not line.of_household)
    office.presenter.change_benefit(own)
    assert office.fill(amount="")
    own = next(line for line in office.view.benefits if not line.of_household)
    assert own.amount is None
    office.presenter.end_benefit(own)
    assert office.fill()
    own = next(line for line in office.view.benefits if not line.of_household)
    assert own.end is not None
    assert own.end.day == 30
    whole = next(line for line in office.view.benefits if line.of_household)
    office.presenter.end_benefit(whole)
    assert "全户" in ask.said[-1]


def test_the_six_answers_make_an_assessment(office: Office) -> None:
    office.presenter.assess()
    items = [item.key for item in self_care_form().items]
    assert not office.fill(**dict.fromkeys(items, "no"))
    assert office.told[-1][0] == "assessor"
    assert office.fill(**dict.fromkeys(items, "no"), assessor="甲、乙")
    assert office.view.self_care[0].result == "完全丧失"


@pytest.mark.parametrize("group", ["phones", "account", "disability", "staff_relative"])
def test_facts_that_belong_together_are_changed_with_whole_numbers(
    office: Office, group: str
) -> None:
    office.presenter.change_facts(group)
    task = office.screen.tasks[-1]
    assert all("*" not in ask.value for ask in task.asks)
    assert office.fill()
    assert list_acts(office.context.desk)[0].verb == "change_facts"


def test_a_person_is_closed_what_is_paid_is_stopped_and_opened_again(office: Office) -> None:
    office.presenter.close_or_reopen()
    assert not office.fill(reason="other")
    assert office.told[-1][0] == "words"
    assert office.fill(reason="death")
    assert office.screen.payments
    office.presenter.stop_payments()
    assert not office.fill(**{str(n): "" for n in range(len(office.screen.payments))})
    assert office.fill(**{str(n): "stop" for n in range(len(office.screen.payments))})
    assert office.screen.payments == ()
    office.presenter.close_or_reopen()
    assert office.screen.tasks[-1].save == "重新启用"
    assert office.fill()
    assert office.view.row.closed_on is None


def test_the_household_is_left_founded_joined_and_described(office: Office) -> None:
    office.presenter.change_home()
    assert not office.fill(house_area="很大")
    assert office.told[-1][0] == "house_area"
    assert office.fill(house_count="1")
    lone = next(
        row.id
        for row in find_people(office.context.desk, PeopleQuery())
        if len(show_person(office.context.desk, row.id).household) == 1
    )
    office.person = lone
    office.read_again()
    office.presenter.leave_home()
    assert office.fill()
    assert office.view.home is None
    office.presenter.join_home()
    homes = [value for value, _ in office.screen.tasks[-1].asks[0].choices if value]
    assert not office.fill(relation="子")
    assert office.told[-1][0] == "home"
    assert office.fill(home=homes[0], relation="子")
    own = next(line for line in office.view.household if line.person_id == lone)
    office.presenter.change_relation(own)
    assert office.fill(relation="女")
    office.presenter.change_head()
    assert not office.fill()
    assert office.told[-1][0] == "head"
    tomorrow = replace(office.context.desk, clock=fixed_clock(TODAY + timedelta(days=1)))
    office.context.desk = tomorrow
    assert office.fill(head=str(lone), day=tomorrow.clock.today().isoformat())
    own = next(line for line in office.view.household if line.person_id == lone)
    assert own.is_head


def test_a_household_of_one_has_nobody_else_to_head_it(office: Office, ask: StandInAsk) -> None:
    desk = office.context.desk
    office.person = next(
        row.id
        for row in find_people(desk, PeopleQuery())
        if len(show_person(desk, row.id).household) == 1
    )
    office.read_again()
    office.presenter.change_head()
    assert "没有别的成员" in ask.said[-1]
    leave_household(desk, office.person, TODAY)
    office.read_again()
    office.presenter.new_home()
    assert office.fill()
    assert [line.is_head for line in office.view.household] == [True]


def test_a_day_of_the_past_is_only_read(office: Office) -> None:
    desk = office.context.desk
    office.presenter.add_kin()
    office.fill(role="carer", name="李四")
    office.presenter.start_as_of()
    task = office.screen.tasks[-1]
    day = TODAY - timedelta(days=30)
    office.presenter.perform(task, {"day": day.isoformat()}, lambda: None, lambda *_: None)
    assert office.presenter.is_past
    assert office.screen.person == person_as_of(desk, office.person, day)
    forms = len(office.screen.tasks)
    office.presenter.add_kin()
    office.presenter.change_facts("phones")
    office.presenter.join_home()
    office.presenter.change_home()
    office.presenter.change_head()
    office.presenter.change_confidential()
    assert len(office.screen.tasks) == forms
    office.presenter.back_to_now()
    assert office.screen.person is not None
    assert office.screen.person.day is None


def test_a_day_that_cannot_be_is_said_in_the_form(office: Office) -> None:
    office.presenter.start_as_of()
    task = office.screen.tasks[-1]
    for typed in ("", "2030-01-01", "2020-01-01"):
        office.presenter.perform(
            task, {"day": typed}, lambda: None, lambda key, words: office.told.append((key, words))
        )
    assert [key for key, _ in office.told] == ["day", "", ""]
    assert not office.presenter.is_past


def test_nobody_open_means_nothing_to_do(context: Context) -> None:
    screen = Screen()
    presenter = RecordPresenter(context, screen)
    for do in (
        presenter.add_kin, presenter.tell_story, presenter.start_as_of, presenter.back_to_now,
        presenter.close_or_reopen, presenter.stop_payments, presenter.change_home,
    ):  # fmt: skip
        do()
    assert screen == Screen()


def test_the_story_is_told_when_it_is_asked_for(office: Office) -> None:
    assert not office.screen.story
    office.presenter.tell_story()
    story: tuple[StoryLine, ...] = office.screen.story
    assert "登记" in {line.label for line in story}
    assert all(line.source in story_words(line) for line in story)


def test_what_is_confidential_opens_for_those_on_the_list(
    office: Office, ask: StandInAsk, context: Context
) -> None:
    office.presenter.change_confidential()
    assert "没有查看保密事项的权限" in ask.said[-1]
    assert office.screen.tasks == []
    set_confidential_readers(context.desk, [context.desk.actor.name])
    office.presenter.change_confidential()
    assert office.screen.tasks[-1].asks[0].value == ""
    assert office.fill(confidential="受保护")
    assert "有保密事项" in office.view.row.marks
    context.desk = replace(context.desk, actor=Actor("别人"))
    office.presenter.change_confidential()
    assert len(office.screen.tasks) == 1


def test_the_list_of_readers_is_kept_in_the_settings(context: Context, ask: StandInAsk) -> None:
    card = ReadersCard(context)
    card.refresh()
    assert card.words() == "没有人"
    ask.typed = "张三、李四，张三"
    card.change()
    card.refresh()
    assert card.words() == "张三、李四"
    ask.typed = None
    card.change()
    assert confidential_readers(context.desk) == ("张三", "李四")
    ask.typed = "无"
    card.change()
    assert confidential_readers(context.desk) == ()


def test_words_for_what_nobody_knows(office: Office) -> None:
    assert [able_text(able) for able in (None, True, False)] == ["未采集", "能", "不能"]
    office.presenter.add_income()
    office.fill(kind="wage", period="2025-05", amount="5")
    home = office.view.home
    assert home is not None
    assert "只登记了 1 个月" in home_year_words(home.incomes[0])
    assert ask_for(PERSON["in_school"]).choices[1] == ("是", "是")


# --- with the keyboard ---------------------------------------------------------------------------
def _open(clerk: Clerk) -> PeoplePage:
    clerk.press("Ctrl+2")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.settle()
    clerk.rest()
    return page


def test_a_carer_is_registered_with_the_keyboard(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    page = _open(clerk)
    person = page.presenter.shown
    assert person is not None
    clerk.press("Ctrl+PgDown", "Ctrl+PgDown")
    assert page.pane.tabs.currentIndex() == 2
    page.pane.tabs.kin.table.setFocus()
    clerk.press("Ins")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TaskDialog)
    clerk.press("Ctrl+Return")
    assert dialog.isVisible()
    role = dialog.edit("role")
    assert isinstance(role, QComboBox)
    role.setCurrentIndex(role.findData("carer"))
    clerk.press("Enter")
    clerk.fill("李四")
    clerk.press("Ctrl+Return")
    assert [line.name for line in show_person(township, person.row.id).kin] == ["李四"]


def test_the_story_is_read_when_its_tab_is_opened(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    page = _open(clerk)
    assert page.pane.tabs.story.model_of_rows.rows() == ()
    clerk.press("Ctrl+PgUp")
    assert page.pane.tabs.story.model_of_rows.rows()


def test_closing_with_the_keyboard_and_esc_changes_nothing(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = _open(clerk)
    assert page.presenter.shown is not None
    clerk.press("Ctrl+E", "Esc", "Ctrl+D", "Esc")
    assert show_person(township, page.presenter.shown.row.id).row.closed_on is None


def test_a_closed_person_is_shown_with_what_still_runs(
    township: Desk, sit_down: OpenWindow
) -> None:
    person = next(row.id for row in find_people(township, PeopleQuery()) if row.head_name)
    close_person(township, ClosePerson(person, CloseReason.MOVED_OUT, TODAY))
    clerk = sit_down(township)
    page = _open(clerk)
    page.presenter.open_person(person)
    clerk.rest()
    assert page.presenter.shown is not None
    assert page.presenter.shown.row.close_reason == "迁出"
