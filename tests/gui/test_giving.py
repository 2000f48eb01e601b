"""What the presenters of giving do, and how what is typed is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from app.core.errors import UserError
from app.services.desk import Desk
from app.services.gift_register import list_gifts
from app.services.gifts import Thing
from app.services.people import PeopleQuery, PersonRow, find_people
from app.services.stock import KeepItem, bring_in, keep_item
from app.ui.pages.care.giving.asks import (
    MONEY,
    WORDS,
    read_places,
    read_supply,
    thing_asks,
    thing_in,
)
from app.ui.pages.care.giving.doing import Doing, Picked
from app.ui.pages.care.giving.presenters import give_form, wish_form
from app.ui.ports import Context
from app.ui.tasks import Task
from tests.gui.conftest import TODAY
from tests.gui.stand_ins import StandInAsk, Went


@dataclass
class Screen:
    """A tab that writes down what it is told."""

    said: list[tuple[str, bool]] = field(default_factory=list)
    opened: list[Task] = field(default_factory=list)
    person: tuple[int | None, str] = (None, "")

    def say(self, words: str, *, undo: bool = False) -> None:
        self.said.append((words, undo))

    def open_task(self, task: Task) -> None:
        self.opened.append(task)

    def pick_person(self, title: str, picked: Picked, *, or_other: bool = False) -> None:
        picked(*self.person)


def _somebody(desk: Desk, place: int = 0) -> PersonRow:
    return find_people(desk, PeopleQuery())[place]


def _rice(desk: Desk, count: int = 5) -> int:
    item = keep_item(desk, KeepItem("大米", "袋", Decimal("65.00")))
    bring_in(desk, item, Decimal(count), day=TODAY)
    return item


def _fill(task: Task, **typed: str) -> dict[str, str]:
    return {ask.key: ask.value for ask in task.asks} | typed


def test_giving_says_its_number_and_is_taken_back(context: Context, went: Went) -> None:
    desk, screen = context.desk, Screen()
    item, person = _rice(desk), _somebody(desk)
    screen.person = (person.id, person.name)
    doing = Doing(context, screen)
    doing.start_for(screen.pick_person, "发给谁", give_form)
    (task,) = screen.opened
    closed: list[bool] = []
    told: list[tuple[str, str]] = []
    values = _fill(task, thing=str(item), count="2")
    doing.perform(task, values, lambda: closed.append(True), lambda *words: told.append(words))
    assert (closed, told) == ([True], [])
    assert screen.said == [("发放：物资帮扶（LQ2026-00001）。", True)]
    assert went.changes == 1
    doing.undo()
    assert list_gifts(desk).rows == ()
    assert screen.said[-1] == ("已撤销：发放：物资帮扶。", False)


def test_what_was_given_lately_is_asked_before_it_is_given_again(
    context: Context, ask: StandInAsk
) -> None:
    desk, screen = context.desk, Screen()
    item, person = _rice(desk), _somebody(desk)
    task, doing = give_form(desk, person.id, person.name), Doing(context, screen)
    values = _fill(task, thing=str(item), count="1")
    told: list[tuple[str, str]] = []

    def give() -> None:
        doing.perform(task, values, lambda: None, lambda *words: told.append(words))

    give()
    ask.agrees = False
    give()
    assert len(list_gifts(desk).rows) == 1
    assert "同样的东西" in told[0][1]
    ask.agrees = True
    give()
    assert len(list_gifts(desk).rows) == 2


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(context: Context) -> None:
    desk, screen = context.desk, Screen()
    item, person = _rice(desk), _somebody(desk)
    task, doing = give_form(desk, person.id, person.name), Doing(context, screen)
    told: list[str] = []
    for typed in (
        {"thing": str(item), "count": ""},
        {"thing": str(item), "count": "两袋"},
        {"thing": MONEY, "count": "很多"},
        {"thing": WORDS, "count": "", "words": ""},
        {"thing": MONEY, "count": "5", "day": "昨天"},
    ):
        doing.perform(task, _fill(task, **typed), lambda: None, lambda key, _: told.append(key))
    assert told == ["count", "count", "count", "words", "day"]
    assert list_gifts(desk).rows == ()


def test_money_alone_says_that_the_duty_is_still_open(context: Context) -> None:
    screen, person = Screen(), _somebody(context.desk)
    task = give_form(context.desk, person.id, person.name)
    values = _fill(task, thing=MONEY, count="200")
    Doing(context, screen).perform(task, values, lambda: None, lambda *_: None)
    assert "不算物资帮扶" in screen.said[0][0]


@pytest.mark.parametrize(
    ("text", "places"),
    [("", set()), ("3 8 12-15", {3, 8, 12, 13, 14, 15}), ("1，2、3", {1, 2, 3}), ("20", {20})],
)
def test_numbers_of_lines_are_read_as_a_clerk_writes_them(text: str, places: set[int]) -> None:
    assert read_places(text, 20) == places


@pytest.mark.parametrize("text", ["0", "21", "3-", "甲", "-3", "4-21"])
def test_a_number_that_is_not_on_the_sheet_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="不是签字表上的序号"):
        read_places(text, 20)


def test_a_thing_that_is_changed_stands_in_its_fields(context: Context) -> None:
    item = _rice(context.desk)
    supply = read_supply(context.desk)
    for thing in (
        Thing(item_id=item, quantity=Decimal(2)),
        Thing(amount=Decimal("200")),
        Thing(words="棉被", worth=Decimal("120")),
        Thing(words="春联"),
    ):
        values = {ask.key: ask.value for ask in thing_asks(supply, thing)}
        assert thing_in(values) == thing
    assert thing_in({ask.key: ask.value for ask in thing_asks(supply, nothing="不发")}) is None


def test_a_wish_of_nobody_chosen_opens_no_form(context: Context) -> None:
    screen = Screen()
    Doing(context, screen).start_for(screen.pick_person, "谁的心愿", wish_form)
    assert screen.opened == []
