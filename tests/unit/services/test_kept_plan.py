"""The kept plan says what the records say, whoever writes whatever and whatever day it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.clock import fixed_clock
from app.core.errors import DeclinedError, UserError
from app.core.periods import parse_month
from app.core.terms import ContactKind, DutyState, ExcuseKind
from app.models.contact import Contact
from app.models.holding import Holding
from app.models.household import Household, Membership
from app.models.person import Person
from app.rules.entries import Entry, EntryError
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.figures import enter_figures
from app.services.merge_people import merge_people
from app.services.office import adopt_pack
from app.services.person.contacting import AddEvent, AddExcuse, add_event, add_excuse
from app.services.plan import MonthPlan, PlanFigures, plan_figures, plan_month, plan_window
from app.services.plan_duties import work_out
from tests.conftest import desk_at
from tests.factory import TODAY, VILLAGES, make_household, make_person, make_responsible
from tests.shared_stores import copy_office

DAYS = (
    TODAY,
    date(2026, 5, 7),
    date(2026, 5, 11),  # a new week
    date(2026, 5, 31),
    date(2026, 6, 1),
    date(2026, 7, 1),
    date(2027, 1, 1),
    date(2026, 4, 30),  # the clock was put back
)
CODES = (
    "orphan", "dibao_rural", "key_guardianship", "severe_disabled", "no_labour_no_selfcare",
    "tekun_scattered", "high_risk_infant",
)  # fmt: skip
URGENT = 3


@dataclass(frozen=True)
class Chance:
    """What a deed draws from: a person, a day near today, a category, a kind of contact."""

    number: int
    days: int
    code: str
    kind: ContactKind


def _long_known(desk: Desk) -> None:
    """Let everybody be owed something today already."""
    with desk.write("age", "早已登记") as work:
        work.session.execute(text("UPDATE person SET registered_on = '2025-01-01'"))
        work.session.execute(text("UPDATE holding SET start = '2025-01-01'"))


def _month(desk: Desk) -> str:
    return f"{desk.clock.today():%Y-%m}"


def from_nothing(desk: Desk) -> MonthPlan:
    month = _month(desk)
    return plan_window(desk, month, parse_month(month))


def figures_from_nothing(desk: Desk) -> PlanFigures:
    with patch("app.services.plan.with_kept_plan", lambda *_: None):
        return plan_figures(desk, _month(desk), urgent=URGENT)


def expect_the_same(desk: Desk) -> None:
    expected = figures_from_nothing(desk)
    assert plan_figures(desk, _month(desk), urgent=URGENT) == expected
    assert plan_month(desk, _month(desk)) == from_nothing(desk)


def _someone(desk: Desk, chance: Chance) -> int:
    with desk.store.read() as session:
        ids = list(session.scalars(text("SELECT id FROM person ORDER BY id")))
    return int(ids[chance.number % len(ids)])


def _near(desk: Desk, chance: Chance) -> date:
    return desk.clock.today() + timedelta(days=chance.days)


def _register(desk: Desk, chance: Chance) -> None:
    village = (*VILLAGES, "")[chance.number % 3]
    make_person(desk, f"甲{chance.number}", village=village, categories=(chance.code,))


def _contact(desk: Desk, chance: Chance) -> None:
    """As undone attempts and by tomorrow's date too: the plan reads what is there."""
    with desk.write("contact", "登记") as work:
        work.session.add(
            Contact(
                person_id=_someone(desk, chance),
                day=_near(desk, chance),
                kind=chance.kind,
                done=chance.number % 4 != 0,
                entered_at=desk.clock.now().replace(tzinfo=None),
                entered_by="甲",
            )
        )


def _sql(words: str) -> Callable[[Desk, Chance], None]:
    """What somebody does to the tables without asking the program."""

    def deed(desk: Desk, chance: Chance) -> None:
        values = {
            "id": _someone(desk, chance),
            "day": _near(desk, chance).isoformat(),
            "code": chance.code,
            "kind": chance.kind.value,
        }
        with desk.write("sql", "直接修改") as work:
            asked = {key: value for key, value in values.items() if f":{key}" in words}
            work.session.execute(text(words), asked)

    return deed


def _excuse(desk: Desk, chance: Chance) -> None:
    start = _near(desk, chance)
    ways = ("all", "visits", "calls")[chance.number % 3]
    end = start + timedelta(days=chance.number) if chance.number % 2 else None
    person = _someone(desk, chance)
    add_excuse(desk, AddExcuse(person, ExcuseKind.AWAY, ways, start, "外出", end))


def _event(desk: Desk, chance: Chance) -> None:
    day = min(_near(desk, chance), desk.clock.today())
    kind, hour = (("discharge", ""), ("disaster", "14:30"))[chance.number % 2]
    add_event(desk, AddEvent(_someone(desk, chance), kind, day, hour))


def _hold(desk: Desk, chance: Chance) -> None:
    with desk.write("hold", "登记类别") as work:
        person = _someone(desk, chance)
        work.session.add(
            Holding(person_id=person, code=chance.code, start=_near(desk, chance), basis="")
        )


def _home(desk: Desk, chance: Chance) -> None:
    make_household(desk, tuple({1, _someone(desk, chance)}))


def _join(desk: Desk, chance: Chance) -> None:
    with desk.write("join", "入户") as work:
        homes = list(work.session.scalars(text("SELECT id FROM household")))
        person = work.session.get_one(Person, _someone(desk, chance))
        if homes:
            home = work.session.get_one(Household, homes[chance.number % len(homes)])
            work.session.add(
                Membership(person_id=person.id, household_id=home.id, start=desk.clock.today())
            )


def _adopt(desk: Desk, chance: Chance) -> None:
    last = _near(desk, chance)
    adopt_pack(desk, "S1", adopted=chance.number % 3 > 0, first=date(2026, 1, 1), last=last)
    adopt_pack(desk, "S0E", adopted=chance.number % 2 > 0, first=date(2026, 1, 1))
    adopt_pack(desk, "S2P4", adopted=chance.number % 5 > 0, first=date(2026, 1, 1))


def _law(desk: Desk, chance: Chance) -> None:
    times, first = chance.number % 3 + 1, _near(desk, chance)
    entry = Entry("four_ones.call_month", "", times, first, date(2026, 1, 1), "本县文件")
    try:
        enter_figures(desk, [entry])
    except (UserError, EntryError):
        assert desk.policy.digest


def _undo(desk: Desk, chance: Chance) -> None:
    for act in list_acts(desk)[chance.number % 3 :][:1]:
        if act.undoable:
            try:
                undo_act(desk, act.id)
            except DeclinedError:
                expect_the_same(desk)


def _merge(desk: Desk, chance: Chance) -> None:
    one, other = 1, _someone(desk, chance)
    try:
        merge_people(desk, one, other, {}, reason="同一人")
    except DeclinedError:
        expect_the_same(desk)


def _look(desk: Desk, chance: Chance) -> None:
    """Nothing is written, only the day goes on."""


DEEDS = (
    _register, _contact, _contact, _excuse, _event, _hold, _home, _join, _adopt, _law,
    _undo, _undo, _merge, _look,
    _sql("UPDATE person SET death_date = :day WHERE id = :id"),
    _sql("UPDATE person SET registered_on = :day WHERE id = :id"),
    _sql("UPDATE person SET closed_on = iif(closed_on IS NULL, :day, NULL) WHERE id = :id"),
    _sql("UPDATE person SET disability_kind = '精神', disability_grade = '一级' WHERE id = :id"),
    _sql("UPDATE person SET village_id = NULL, group_name = '九组' WHERE id = :id"),
    _sql("UPDATE holding SET \"end\" = :day WHERE person_id = :id"),
    _sql("UPDATE holding SET code = :code WHERE person_id = :id"),
    _sql("UPDATE contact SET person_id = :id WHERE day <= :day"),
    _sql("UPDATE contact SET done = NOT done, kind = :kind WHERE person_id = :id"),
    _sql("UPDATE membership SET \"end\" = :day WHERE person_id = :id AND \"end\" IS NULL"),
    _sql("UPDATE membership SET person_id = :id WHERE person_id <> :id AND \"end\" IS NOT NULL"),
    _sql("DELETE FROM membership WHERE person_id = :id"),
    _sql("DELETE FROM contact WHERE person_id = :id AND day > :day"),
    _sql("DELETE FROM holding WHERE code = :code"),
    _sql("UPDATE person SET birth_date = :day WHERE id = :id"),
    _sql("UPDATE contact_excuse SET \"end\" = :day, person_id = :id WHERE start <= :day"),
    _sql("UPDATE life_event SET day = :day, person_id = :id"),
    _sql("DELETE FROM life_event WHERE person_id = :id"),
)  # fmt: skip
CHANCES = st.builds(
    Chance,
    st.integers(0, 40),
    st.integers(-70, 20),
    st.sampled_from(CODES),
    st.sampled_from((ContactKind.VISIT, ContactKind.VISIT, ContactKind.CALL, ContactKind.AID)),
)
STEPS = st.tuples(st.sampled_from(DEEDS), CHANCES, st.sampled_from(DAYS))


@settings(max_examples=25)
@given(st.lists(STEPS, min_size=4, max_size=12))
def test_it_says_what_the_records_say_after_anything_on_any_day(
    made_offices: Path, steps: list[tuple[Callable[[Desk, Chance], None], Chance, date]]
) -> None:
    with TemporaryDirectory() as name:
        folder = copy_office(made_offices / "plain", Path(name) / "data")
        with desk_at(folder) as desk:
            for place, code in enumerate(CODES):
                make_person(desk, f"乙{place}", categories=(code,), village=VILLAGES[place % 2])
            make_household(desk, (1, 2))
            _long_known(desk)
            _adopt(desk, Chance(1, 300, "", ContactKind.VISIT))
            assert len(from_nothing(desk).rows) > len(CODES)
            expect_the_same(desk)
            for deed, chance, day in steps:
                then = replace(desk, clock=fixed_clock(day))
                deed(then, chance)
                expect_the_same(then)


def _kept(desk: Desk) -> set[int]:
    with desk.store.read() as session:
        return set(session.scalars(text("SELECT person_id FROM plan_person")))


def test_a_contact_makes_only_its_household_be_worked_out_anew(desk: Desk) -> None:
    first, second, third = (make_person(desk, name) for name in "甲乙丙")
    make_household(desk, (first, second))
    plan_month(desk, _month(desk))
    assert _kept(desk) == {first, second, third}
    _contact(desk, Chance(1, 0, "", ContactKind.VISIT))
    assert _kept(desk) == {third}


def test_what_moves_no_duty_leaves_the_plan_kept(desk: Desk) -> None:
    person = make_person(desk)
    _long_known(desk)
    plan_month(desk, _month(desk))
    with desk.write("write", "修改") as work:
        work.session.get_one(Person, person).phone = "13900008765"
    make_responsible(desk, person)
    assert _kept(desk) == {person}
    (row,) = plan_month(desk, _month(desk)).rows
    assert (row.phone, row.responsible) == ("13900008765", "李主任")


def test_tomorrow_it_is_still_kept_and_next_month_it_is_not(desk: Desk) -> None:
    make_person(desk)
    plan_month(desk, _month(desk))
    for day, worked_out in ((date(2026, 5, 31), 0), (date(2026, 6, 1), 1)):
        with patch("app.services.kept_plan.work_out", side_effect=work_out) as worked:
            plan_month(replace(desk, clock=fixed_clock(day)), f"{day:%Y-%m}")
        assert worked.call_count == worked_out


def test_the_trail_hears_nothing_of_it(desk: Desk) -> None:
    make_person(desk)
    before = list_acts(desk, looks=True)
    plan_month(desk, _month(desk))
    assert list_acts(desk, looks=True) == before


def test_a_check_begins_it_anew(desk: Desk) -> None:
    make_person(desk)
    _long_known(desk)
    good = plan_month(desk, _month(desk))
    with desk.write("damage", "损坏") as work:
        work.session.execute(
            text("UPDATE plan_contact SET state = :done"), {"done": DutyState.DONE}
        )
    assert plan_month(desk, _month(desk)) != good
    assert desk.store.check() == ()
    assert plan_month(desk, _month(desk)) == good


def test_while_another_writes_the_plan_is_read_without_being_kept(desk: Desk) -> None:
    make_person(desk)
    _long_known(desk)
    other = sqlite3.connect(desk.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with desk.store._engine.connect() as ours:
            ours.exec_driver_sql("PRAGMA busy_timeout = 0")
        assert plan_month(desk, _month(desk)) == from_nothing(desk)
        assert _kept(desk) == set()
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_store_without_it_has_the_same_plan(desk: Desk) -> None:
    make_person(desk)
    _long_known(desk)
    expected = figures_from_nothing(desk)
    with patch("app.models.kept_plan.exists", lambda _: False):
        assert plan_month(desk, _month(desk)) == from_nothing(desk)
        assert plan_figures(desk, _month(desk), urgent=URGENT) == expected
    assert _kept(desk) == set()


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_the_most_urgent_come_in_visiting_order(desk: Desk, limit: int) -> None:
    for group in ("三组", "二组", "十一组", "一组"):
        make_person(desk, group=group, village=VILLAGES[len(group) % 2])
    _long_known(desk)
    rows = plan_month(desk, _month(desk)).rows
    assert plan_figures(desk, _month(desk), urgent=limit).urgent == rows[:limit]
