"""The record of any day, out of the audit trail: as it was stored then, whatever came later."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clock import fixed_clock
from app.core.errors import UserError
from app.core.self_care import self_care_form
from app.core.terms import CloseReason, ContactKind, ReopenReason
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.person.benefits import add_benefit, change_benefit
from app.services.person.closing import ClosePerson, close_person, reopen_person
from app.services.person.facts import change_facts
from app.services.person.household import (
    SaveHousehold,
    change_head,
    join_household,
    leave_household,
    save_household,
)
from app.services.person.incomes import IncomeOf, add_income, remove_income
from app.services.person.kin import add_kin, change_kin, end_kin
from app.services.person.self_care import Assessment, record_self_care
from app.services.person.view import PersonView, person_as_of, show_person
from app.services.register import SavePerson, save_person
from app.services.visits import RecordContact, record_contact
from tests.conftest import desk_at
from tests.factory import TODAY, VILLAGES, make_household, make_person
from tests.shared_stores import copy_office

FIRST = date(2026, 3, 2)
Edit = Callable[[Desk, "World", random.Random], object]


class World:
    """The ids that the edits are about."""

    def __init__(self, desk: Desk) -> None:
        self.person = make_person(desk, "甲")
        self.other = make_person(desk, "乙")
        self.home = make_household(desk, (self.other, self.person), since=FIRST)
        self.elsewhere = make_household(desk, (make_person(desk, "丙"),), since=FIRST)


def _kin(desk: Desk, world: World, chance: random.Random) -> None:
    known = show_person(desk, world.person).kin
    choice = chance.randrange(3)
    if not known or choice == 0:
        add_kin(desk, world.person, {"role": "carer", "name": chance.choice("子丑寅卯")})
    elif choice == 1:
        change_kin(desk, chance.choice(known).id, {"phone": str(chance.randrange(10**10, 10**11))})
    else:
        end_kin(desk, chance.choice(known).id, desk.clock.today())


def _income(desk: Desk, world: World, chance: random.Random) -> None:
    lines = show_person(desk, world.person).incomes
    if lines and chance.random() < 0.3:
        remove_income(desk, chance.choice(lines).id)
        return
    whose = IncomeOf(world.person) if chance.random() < 0.6 else IncomeOf(None, world.home)
    values = {"kind": "wage", "period": f"2025-{chance.randint(1, 12)}", "amount": "100.50"}
    add_income(desk, whose, values)


def _benefit(desk: Desk, world: World, chance: random.Random) -> None:
    known = [line for line in show_person(desk, world.person).benefits if line.id is not None]
    if known and chance.random() < 0.5:
        change_benefit(desk, known[0].id or 0, {"amount": str(chance.randint(1, 900))})
    else:
        values = {"kind": "高龄津贴", "rhythm": "monthly", "start": "2026-01-01", "amount": ""}
        add_benefit(desk, world.person, values)


def _assess(desk: Desk, world: World, chance: random.Random) -> None:
    answers = {item.key: chance.choice((True, False, None)) for item in self_care_form().items}
    record_self_care(desk, Assessment(world.person, desk.clock.today(), answers, "甲、乙"))


def _move(desk: Desk, world: World, chance: random.Random) -> None:
    day = desk.clock.today()
    choice = chance.randrange(4)
    if choice == 0:
        leave_household(desk, world.person, day)
    elif choice == 1:
        home = chance.choice((world.home, world.elsewhere))
        join_household(desk, world.person, home, relation="子", day=day)
    elif choice == 2:
        change_head(desk, world.home, world.person, day=day, relations={world.other: "父"})
    else:
        change = {"house_count": chance.choice(("1", "无", "")), "note": chance.choice("甲乙丙")}
        save_household(desk, SaveHousehold(world.home, change))


def _close(desk: Desk, world: World, chance: random.Random) -> None:
    if show_person(desk, world.person).row.closed_on is None:
        reason = chance.choice((CloseReason.DEATH, CloseReason.MOVED_OUT, CloseReason.WRONG_ENTRY))
        close_person(desk, ClosePerson(world.person, reason, desk.clock.today(), "说明"))
    else:
        reopen_person(desk, world.person, ReopenReason.MOVED_BACK)


def _facts(desk: Desk, world: World, chance: random.Random) -> None:
    change_facts(
        desk,
        world.person,
        {
            "phone": chance.choice(("无", "", "—", "13800001111")),
            "disability_valid_until": chance.choice(("无", "", "—", "2030-01-01")),
        },
    )


def _save(desk: Desk, world: World, chance: random.Random) -> None:
    person = chance.choice((world.person, world.other))
    kinds = chance.choice((("orphan",), ("disabled", "orphan"), ()))
    values = {
        "name": chance.choice(("甲", "甲二")),
        "annual_income": chance.choice(("", "无", "9")),
    }
    save_person(desk, SavePerson(person, values, chance.choice(VILLAGES), "二组", kinds))


def _visit(desk: Desk, world: World, chance: random.Random) -> None:
    record_contact(
        desk, RecordContact(world.person, desk.clock.today(), ContactKind.CALL, note="好")
    )


def _undo(desk: Desk, world: World, chance: random.Random) -> None:
    acts = [act for act in list_acts(desk, limit=3) if act.undoable and act.at.date() >= FIRST]
    ours = [act for act in acts if act.verb not in {"save_person", "make_household"}]
    if ours:
        undo_act(desk, ours[0].id)


EDITS: tuple[Edit, ...] = (
    _kin, _income, _benefit, _assess, _move, _close, _facts, _save, _visit, _undo, _undo,
)  # fmt: skip


def _on(desk: Desk, day: date) -> Desk:
    return replace(desk, clock=fixed_clock(day))


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32), days=st.integers(3, 12))
def test_the_record_of_a_day_is_what_was_stored_on_that_day(
    made_offices: Path, seed: int, days: int
) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        copy_office(made_offices / "plain", Path(folder) / "data")
        with desk_at(Path(folder) / "data", FIRST) as first:
            world = World(first)
            stored: dict[date, PersonView] = {}
            for place in range(days):
                desk = _on(first, FIRST + timedelta(days=3 * place))
                for _ in range(chance.randint(1, 5)):
                    with suppress(UserError):  # what may not be done is refused, not half done
                        chance.choice(EDITS)(desk, world, chance)
                stored[desk.clock.today()] = show_person(desk, world.person, unmask=True)
            for day, view in stored.items():
                found = person_as_of(desk, world.person, day, unmask=True)
                assert replace(found, day=None) == view
                if day < desk.clock.today():  # nothing was done until the next day of edits
                    after = person_as_of(desk, world.person, day + timedelta(days=1), unmask=True)
                    assert replace(after, day=None, row=view.row) == view


def test_a_day_before_the_registration_and_one_to_come_are_refused(desk: Desk) -> None:
    person = make_person(desk)
    with pytest.raises(UserError, match="还没有登记"):
        person_as_of(desk, person, TODAY - timedelta(days=1))
    with pytest.raises(UserError, match="还没有到"):
        person_as_of(desk, person, TODAY + timedelta(days=1))


def test_what_was_taken_back_later_still_stood_on_its_day(desk: Desk) -> None:
    person = make_person(desk)
    add_kin(desk, person, {"role": "guardian", "name": "李四"})
    later = _on(desk, TODAY + timedelta(days=5))
    undo_act(later, list_acts(later)[0].id)
    assert show_person(later, person).kin == ()
    assert [line.name for line in person_as_of(later, person, TODAY).kin] == ["李四"]


def test_who_lived_together_on_a_day_is_told_with_the_names_of_that_day(desk: Desk) -> None:
    head, child = make_person(desk, "甲"), make_person(desk, "乙")
    make_household(desk, (head, child))
    later = _on(desk, TODAY + timedelta(days=30))
    save_person(later, SavePerson(head, {"name": "甲改名"}, "", "", ()))
    leave_household(later, child, later.clock.today())
    assert show_person(later, child).household == ()
    then = person_as_of(later, child, TODAY)
    assert [line.name for line in then.household] == ["甲", "乙"]
    assert then.home is not None


def test_a_clock_that_once_ran_ahead_hides_nothing(desk: Desk) -> None:
    person = make_person(desk, phone="111")
    change_facts(_on(desk, date(2031, 1, 1)), person, {"phone": "222"})
    change_facts(desk, person, {"phone": "333"})
    phone = {f.key: f.value for f in person_as_of(desk, person, TODAY).facts}["phone"]
    assert phone == "333"
