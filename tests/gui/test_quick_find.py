"""Ctrl+K: finding somebody from any page, without a mouse."""

from __future__ import annotations

import pytest

from app.models.person import Person
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.register import SavePerson, save_person
from app.ui.pages.people.page import PeoplePage
from app.ui.shell.quick_find import QuickFind
from tests.factory import dump
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow


def box(clerk: Clerk) -> QuickFind:
    (found,) = [each for each in clerk.window.findChildren(QuickFind) if each.isVisible()]
    return found


def is_open(clerk: Clerk) -> bool:
    return any(each.isVisible() for each in clerk.window.findChildren(QuickFind))


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5])
def test_ctrl_k_finds_somebody_from_every_page(
    township: Desk, sit_down: OpenWindow, page: int
) -> None:
    clerk = sit_down(township)
    wanted = find_people(township, PeopleQuery())[30]
    clerk.press(f"Ctrl+{page}", "Ctrl+K")
    clerk.type(wanted.name)
    clerk.rest()
    assert wanted.name in {row.name for row in box(clerk).people.model_of_rows.rows()}
    clerk.press("Enter")
    people = clerk.page()
    assert isinstance(people, PeoplePage)
    current = people.table.current()
    assert current is not None
    assert current.name == wanted.name
    assert not is_open(clerk)


def test_the_arrows_choose_while_the_cursor_stays_in_the_box(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+K")
    clerk.type("w")
    clerk.rest()
    finder = box(clerk)
    second = finder.people.row_at(1)
    clerk.press("Down")
    assert finder.box.hasFocus()
    assert finder.people.current() == second
    clerk.press("Enter")
    people = clerk.page()
    assert isinstance(people, PeoplePage)
    current = people.table.current()
    assert current is not None
    assert current.id == second.id


def test_esc_closes_and_leaves_everything_as_it_was(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+5")
    before, page = dump(township.store), clerk.page()
    clerk.press("Ctrl+K")
    clerk.type("zhang")
    clerk.rest()
    clerk.press("Esc")
    assert not is_open(clerk)
    assert clerk.page() is page
    assert dump(township.store) == before


def test_ctrl_enter_lists_everybody_who_is_found(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+K")
    clerk.type("w")
    clerk.press("Ctrl+Return")
    people = clerk.page()
    assert isinstance(people, PeoplePage)
    assert people.query() == PeopleQuery(text="w")
    wanted = find_people(township, PeopleQuery(text="w"))
    assert people.table.model_of_rows.rows() == wanted


def test_the_box_says_when_nobody_is_found_and_enter_then_does_nothing(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+K")
    clerk.type("没有这个人")
    clerk.rest()
    assert "没有找到" in box(clerk).words()
    clerk.press("Enter")
    assert is_open(clerk)


def test_somebody_who_has_left_is_found_and_opened(township: Desk, sit_down: OpenWindow) -> None:
    gone = save_person(township, SavePerson(None, {"name": "龘小山"}, "", "", ()))
    with township.write("close", "注销") as work:
        person = work.session.get(Person, gone)
        assert person is not None
        person.closed_on = township.clock.today()
    clerk = sit_down(township)
    clerk.press("Ctrl+K")
    clerk.type("龘")
    clerk.rest()
    (row,) = box(clerk).people.model_of_rows.rows()
    assert row.closed_on is not None
    clerk.press("Enter")
    people = clerk.page()
    assert isinstance(people, PeoplePage)
    people.settle()
    clerk.rest()
    assert people.presenter.shown is not None
    assert people.presenter.shown.row.id == gone
