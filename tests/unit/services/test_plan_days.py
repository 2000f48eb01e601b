"""Choosing the day and the visitor of a contact, by hand and by suggestion."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from app.core.errors import UserError
from app.core.terms import ContactKind, DutyState
from app.models.duty import ContactDay
from app.models.holding import Holding
from app.models.person import Person
from app.services.acts import undo_act
from app.services.desk import Desk
from app.services.plan_days import (
    Balance,
    DayChoice,
    DayRow,
    choose_days,
    day_plan,
    most_a_day,
    suggest,
)
from app.services.visits import RecordContact, record_contact
from tests.conftest import Offices
from tests.factory import MONTH, TODAY, VILLAGES, make_household, make_person, make_responsible

DAY = date(2026, 5, 12)


def _person(desk: Desk, **facts: str) -> int:
    """An orphan who is to be visited every month since this one began."""
    person_id = make_person(desk, categories=("orphan",), **facts)
    with desk.write("backdate", "改登记日期") as work:
        work.session.execute(update(Person).values(registered_on=date(2026, 5, 1)))
        work.session.execute(update(Holding).values(start=date(2026, 5, 1)))
    return person_id


def _rows(desk: Desk) -> tuple[DayRow, ...]:
    return day_plan(desk, MONTH).rows


def _choice(row: DayRow, day: date | None = DAY, visitor: str = "王干部") -> DayChoice:
    return DayChoice(row.person_id, row.kind, day, visitor)


def _balance(**changes: object) -> Balance:
    values: dict[str, object] = {
        "first": TODAY, "last": date(2026, 5, 31), "visitors": ("王干部",), "most": 12,
    }  # fmt: skip
    return Balance(**{**values, **changes})  # type: ignore[arg-type]


def test_a_day_and_a_visitor_stand_in_the_plan(desk: Desk) -> None:
    _person(desk)
    (row,) = _rows(desk)
    assert (row.planned_on, row.visitor) == (None, "")
    choose_days(desk, MONTH, [_choice(row)])
    (row,) = _rows(desk)
    assert (row.planned_on, row.visitor) == (DAY, "王干部")


def test_a_second_choice_takes_the_place_of_the_first(desk: Desk) -> None:
    _person(desk)
    (row,) = _rows(desk)
    choose_days(desk, MONTH, [_choice(row)])
    choose_days(desk, MONTH, [_choice(row, date(2026, 5, 20), "")])
    (row,) = _rows(desk)
    assert (row.planned_on, row.visitor) == (date(2026, 5, 20), "")
    choose_days(desk, MONTH, [_choice(row, None, "")])
    (row,) = _rows(desk)
    assert (row.planned_on, row.visitor) == (None, "")


def test_many_days_are_chosen_in_one_act_and_taken_back_at_once(desk: Desk) -> None:
    for _ in range(3):
        _person(desk)
    act = choose_days(desk, MONTH, [_choice(row) for row in _rows(desk)])
    assert {row.planned_on for row in _rows(desk)} == {DAY}
    undo_act(desk, act)
    assert {row.planned_on for row in _rows(desk)} == {None}


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 6, 1), "不在这个月里"), (date(2026, 5, 5), "已经过去")]
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, day: date, words: str
) -> None:
    for _ in range(2):
        _person(desk)
    first, second = _rows(desk)
    with pytest.raises(UserError, match=words):
        choose_days(desk, MONTH, [_choice(first), _choice(second, day)])
    assert {row.planned_on for row in _rows(desk)} == {None}
    with pytest.raises(UserError, match="没有选"):
        choose_days(desk, MONTH, [])


def test_a_day_of_one_month_says_nothing_about_the_next(desk: Desk) -> None:
    _person(desk)
    (row,) = _rows(desk)
    choose_days(desk, MONTH, [_choice(row)])
    assert {row.planned_on for row in day_plan(desk, "2026-06").rows} == {None}


def test_of_two_merged_people_the_newer_choice_stays(desk: Desk) -> None:
    people = [_person(desk), _person(desk)]
    for row, day in zip(_rows(desk), (DAY, date(2026, 5, 20)), strict=True):
        choose_days(desk, MONTH, [_choice(row, day)])
    with desk.write("merge", "合并") as work:
        work.session.execute(update(ContactDay).values(person_id=people[0]))
    row = next(row for row in _rows(desk) if row.person_id == people[0])
    assert row.planned_on == date(2026, 5, 20)
    choose_days(desk, MONTH, [_choice(row, None, "")])
    assert {row.planned_on for row in _rows(desk)} == {None}


def test_weekends_and_holidays_are_off(desk: Desk) -> None:
    off = day_plan(desk, MONTH).off
    assert {date(2026, 5, 1), date(2026, 5, 10)} <= off
    assert date(2026, 5, 9) not in off  # a Saturday that is worked for the holiday
    assert day_plan(desk, MONTH).warning == ""
    assert "2099年" in day_plan(desk, "2099-05").warning


def test_a_suggestion_writes_nothing_and_puts_a_household_on_one_day(desk: Desk) -> None:
    people = [_person(desk) for _ in range(6)]
    make_household(desk, (people[0], people[5]))
    plan = day_plan(desk, MONTH)
    found = suggest(desk, plan, {row.key for row in plan.rows}, _balance())
    assert len(found) == len(plan.rows)
    days = {one.row.person_id: one.choice.day for one in found}
    assert days[people[0]] == days[people[5]]
    assert all(day is not None and day not in plan.off for day in days.values())
    assert {row.planned_on for row in _rows(desk)} == {None}
    choose_days(desk, MONTH, [one.choice for one in found])
    assert {row.person_id: row.planned_on for row in _rows(desk)} == days


def test_only_what_is_open_and_asked_for_is_spread(desk: Desk) -> None:
    done, first, second = (_person(desk) for _ in range(3))
    record_contact(desk, RecordContact(done, TODAY, ContactKind.VISIT))
    plan = day_plan(desk, MONTH)
    assert {row.state for row in plan.rows} == {DutyState.DONE, DutyState.DUE}
    keys = {row.key for row in plan.rows if row.person_id != second}
    assert [one.row.person_id for one in suggest(desk, plan, keys, _balance())] == [first]


def test_what_was_chosen_by_hand_is_kept_unless_told_otherwise(desk: Desk) -> None:
    for _ in range(4):
        _person(desk)
    row = _rows(desk)[3]
    choose_days(desk, MONTH, [_choice(row, date(2026, 5, 29), "赵干部")])
    plan = day_plan(desk, MONTH)
    keys = {one.key for one in plan.rows}
    kept = {s.row.key: s.choice for s in suggest(desk, plan, keys, _balance())}
    assert kept[row.key] == _choice(row, date(2026, 5, 29), "赵干部")
    again = {s.row.key: s.choice for s in suggest(desk, plan, keys, _balance(keep=False))}
    assert again[row.key].visitor == "王干部"


def test_whoever_is_responsible_goes(desk: Desk) -> None:
    first = _person(desk)
    _person(desk, village=VILLAGES[1])
    make_responsible(desk, first, "李主任")
    plan = day_plan(desk, MONTH)
    keys = {row.key for row in plan.rows}
    found = suggest(desk, plan, keys, _balance(by_responsible=True))
    assert {one.row.person_id == first: one.choice.visitor for one in found} == {
        True: "李主任", False: "王干部",
    }  # fmt: skip


def test_a_day_that_passed_without_the_contact_is_chosen_anew(offices: Offices) -> None:
    with offices.township(day=TODAY) as desk:
        _person(desk)
        choose_days(desk, MONTH, [_choice(row) for row in _rows(desk)])
    with offices.township(day=date(2026, 5, 20)) as desk:
        plan = day_plan(desk, MONTH)
        choose_days(desk, MONTH, [_choice(row, visitor="赵干部") for row in plan.rows])
        (found,) = suggest(desk, plan, {row.key for row in plan.rows}, _balance())
    assert found.choice.day == date(2026, 5, 20)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first": date(2026, 5, 30), "last": date(2026, 5, 31)}, "没有工作日"),
        ({"most": 0}, "至少安排一人次"),
    ],
)
def test_a_question_without_an_answer_is_refused(
    desk: Desk, changes: dict[str, object], words: str
) -> None:
    _person(desk)
    plan = day_plan(desk, MONTH)
    with pytest.raises(UserError, match=words):
        suggest(desk, plan, {row.key for row in plan.rows}, _balance(**changes))
    with pytest.raises(UserError, match="没有要安排的人"):
        suggest(desk, plan, (), _balance())


def test_the_most_a_day_is_data(desk: Desk) -> None:
    assert most_a_day(desk) == 12
