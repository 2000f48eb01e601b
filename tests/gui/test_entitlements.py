"""The page 待遇 by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from app.services.desk import Desk
from app.services.home_entitlements import HomeEntitlements
from app.services.office import show_office
from app.services.people import PeopleQuery, PersonRow
from app.services.trials import TrialView
from app.ui.pages.entitlements.columns import WHOLE
from app.ui.pages.entitlements.page import EntitlementsPage
from app.ui.pages.entitlements.presenter import EntitlementsPresenter
from app.ui.pages.people.page import PeoplePage
from app.ui.ports import Context
from tests.factory import make_household, make_person
from tests.gui.clerk import Clerk
from tests.gui.conftest import TODAY, OpenWindow
from tests.gui.stand_ins import StandInAsk, Went


@dataclass
class Screen:
    """Remembers what it was told to show."""

    homes: list[HomeEntitlements | None] = field(default_factory=list)
    chosen: int | None = None
    trials: list[TrialView] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    selected: list[int] = field(default_factory=list)
    rows: tuple[PersonRow, ...] = ()
    asked: PeopleQuery = field(default_factory=PeopleQuery)

    def show_found(self, rows: tuple[PersonRow, ...]) -> None:
        self.rows = rows

    def show_choices(
        self, villages: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]]
    ) -> None:
        assert kinds

    def select_person(self, person_id: int) -> None:
        self.selected.append(person_id)

    def show_home(self, home: HomeEntitlements, *, chosen: int | None) -> None:
        self.homes.append(home)
        self.chosen = chosen

    def show_nobody(self) -> None:
        self.homes.append(None)

    def show_trial(self, view: TrialView) -> None:
        self.trials.append(view)

    def show_trial_problem(self, key: str, words: str) -> None:
        self.problems.append((key, words))

    def say(self, words: str) -> None:
        self.said.append(words)

    def query(self) -> PeopleQuery:
        return self.asked


def _family(desk: Desk) -> tuple[int, ...]:
    office = show_office(desk)
    assert office is not None
    village = office.villages[0]
    people = (
        make_person(desk, "阿卜杜热合曼·买买提依明·吐尔逊", village=village, seriously_ill="是"),
        make_person(desk, "古丽巴哈尔·阿卜杜热合曼", village=village),
        make_person(desk, "司马相如", village=village, categories=("tekun_scattered",)),
    )
    make_household(desk, people)
    return people


def _chosen(page: EntitlementsPage) -> int | None:
    member = page.presenter.member
    return None if member is None else member.person_id


def _open(clerk: Clerk, person_id: int) -> EntitlementsPage:
    clerk.turn_to("entitlements")
    clerk.window.context.go("entitlements", f"person:{person_id}")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, EntitlementsPage)
    page.settle()
    clerk.rest()
    return page


def test_somebody_is_found_and_the_household_shown(township: Desk, sit_down: OpenWindow) -> None:
    people = _family(township)
    clerk = sit_down(township)
    clerk.turn_to("entitlements")
    page = clerk.page()
    assert isinstance(page, EntitlementsPage)
    clerk.type("司马相如")
    clerk.press("Enter", "Enter")
    assert page.members.hasFocus()
    assert page.members.model_of_rows.row(0).name == WHOLE
    assert _chosen(page) == people[2]
    rows = page.programmes.model_of_rows.rows()
    assert {row.name for row in rows} == {"司马相如"}
    clerk.press("Ctrl+Home")
    assert _chosen(page) is None
    assert len({row.name for row in page.programmes.model_of_rows.rows()}) == len(people)


def test_a_trial_is_made_with_the_keyboard_and_esc_leaves_it(
    township: Desk, sit_down: OpenWindow
) -> None:
    people = _family(township)
    clerk = sit_down(township)
    page = _open(clerk, people[1])
    clerk.press("Ctrl+T")
    assert page.trial.day.hasFocus()
    pick = page.trial.edit("seriously_ill")
    assert isinstance(pick, QComboBox)
    assert pick.currentText() == "未采集"
    pick.setFocus()
    clerk.press("Down")
    assert pick.currentText() == "是"
    page.trial.try_now()
    clerk.rest()
    line = page.trial.table.model_of_rows.row(0)
    assert line.before is not None
    assert line.after is not None
    assert (line.before.amount, line.after.amount) == (None, Decimal("211.50"))
    assert page.trial.changes() == {"seriously_ill": "是"}
    clerk.press("Esc")
    assert page.members.hasFocus()
    clerk.press("Ctrl+T")
    assert page.trial.changes() == {}


def test_a_trial_is_of_one_person_never_of_the_household(
    township: Desk, sit_down: OpenWindow
) -> None:
    people = _family(township)
    clerk = sit_down(township)
    page = _open(clerk, people[1])
    page.members.setFocus()
    clerk.press("Ctrl+Home")
    assert _chosen(page) is None
    clerk.press("Ctrl+T")
    assert _chosen(page) == people[1]
    page.members.setFocus()
    clerk.press("Ctrl+Home")
    assert _chosen(page) is None
    assert page.tabs.currentIndex() == 0


def test_a_date_that_cannot_be_read_is_marked_and_tells_why(
    township: Desk, sit_down: OpenWindow
) -> None:
    people = _family(township)
    clerk = sit_down(township)
    page = _open(clerk, people[1])
    clerk.press("Ctrl+T")
    edit = page.trial.edit("birth_date")
    edit.setFocus()
    clerk.press("Ctrl+A")
    clerk.type("昨天")
    page.trial.try_now()
    clerk.rest()
    assert edit.property("bad")
    assert "出生日期" in page.trial.problem()


def test_another_day_is_typed_and_today_comes_back(township: Desk, sit_down: OpenWindow) -> None:
    people = _family(township)
    clerk = sit_down(township)
    page = _open(clerk, people[2])
    clerk.press("Ctrl+D")
    clerk.type("20210105")
    clerk.press("Enter")
    home = page.presenter.home
    assert home is not None
    assert home.day == date(2021, 1, 5)
    assert page.programmes.model_of_rows.rows() == ()
    page.today()
    clerk.rest()
    assert page.presenter.home is not None
    assert page.presenter.home.day == TODAY


def test_the_record_of_a_person_leads_here(township: Desk, sit_down: OpenWindow) -> None:
    people = _family(township)
    clerk = sit_down(township)
    clerk.press("Ctrl+2")
    clerk.window.context.go("people", f"person:{people[0]}")
    clerk.rest()
    record = clerk.page()
    assert isinstance(record, PeoplePage)
    record.settle()
    clerk.rest()
    record.pane.go_to_entitlements()
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, EntitlementsPage)
    page.settle()
    clerk.rest()
    assert page.presenter.home is not None
    assert page.presenter.home.person_id == people[0]


def test_a_statement_is_printed_with_the_keyboard(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    people = _family(township)
    ask.saves_as = tmp_path / "说明.pdf"
    clerk = sit_down(township)
    page = _open(clerk, people[0])
    page.members.setFocus()
    clerk.press("Ctrl+Home", "Ctrl+P")
    assert ask.saves_as.exists()
    assert page.words().startswith("已生成 3 人的核算说明")


# --- the presenter alone -------------------------------------------------------------------------
@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def presenter(context: Context, screen: Screen) -> EntitlementsPresenter:
    return EntitlementsPresenter(context, screen)


def test_the_full_number_is_printed_only_when_it_is_confirmed(
    presenter: EntitlementsPresenter, context: Context, ask: StandInAsk, tmp_path: Path
) -> None:
    presenter.open(_family(context.desk)[0])
    ask.saves_as, ask.agrees = tmp_path / "说明.pdf", False
    presenter.print_out(full=True)
    assert not ask.saves_as.exists()
    presenter.print_out(full=False)
    assert ask.saves_as.exists()


def test_nothing_is_printed_or_tried_for_nobody(
    presenter: EntitlementsPresenter, screen: Screen, ask: StandInAsk
) -> None:
    presenter.print_out(full=False)
    presenter.try_out({}, TODAY)
    presenter.go_to_person()
    assert "没有选中" in ask.said[-1]
    assert screen.trials == []


def test_the_same_day_is_not_read_again(
    presenter: EntitlementsPresenter, screen: Screen, context: Context
) -> None:
    presenter.open(_family(context.desk)[0])
    presenter.set_day(TODAY)
    presenter.open(presenter.home.person_id if presenter.home else 0)
    assert len(screen.homes) == 1
    presenter.set_day(date(2026, 7, 1))
    presenter.set_day(None)
    assert [home.day for home in screen.homes if home] == [TODAY, date(2026, 7, 1), TODAY]


def test_who_is_gone_is_no_longer_shown(
    presenter: EntitlementsPresenter, screen: Screen, ask: StandInAsk
) -> None:
    presenter.open(4711)
    assert screen.homes == [None]
    assert "没有找到" in ask.said[-1]


def test_a_wanted_person_is_selected_when_the_list_has_come(
    presenter: EntitlementsPresenter, screen: Screen, context: Context, went: Went
) -> None:
    person = _family(context.desk)[1]
    presenter.want(person)
    presenter.refresh()
    assert screen.selected == [person]
    presenter.open(person)
    presenter.refresh()
    assert len(screen.homes) == 2
    presenter.go_to_person()
    assert went.to == [("people", f"person:{person}")]


def test_an_empty_list_shows_nobody(presenter: EntitlementsPresenter, screen: Screen) -> None:
    screen.asked = PeopleQuery(text="没有这个名字")
    presenter.search()
    assert screen.homes == [None]
