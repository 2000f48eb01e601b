"""A record closed and opened again, and what must no longer be paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.core.clock import fixed_clock
from app.core.errors import DeclinedError
from app.core.terms import CloseReason, ReopenReason
from app.models.person import Person
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.person.benefits import add_benefit
from app.services.person.closing import (
    ClosePerson,
    close_person,
    everybody_to_stop,
    payments_to_stop,
    reopen_person,
    stop_payments,
)
from app.services.person.household import change_head
from app.services.person.typed import FieldError
from app.services.person.view import show_person
from app.services.plan import plan_month
from app.services.register import SavePerson, save_person
from tests.factory import TODAY, dump, make_household, make_person

BENEFIT = {"kind": "高龄津贴", "rhythm": "monthly", "start": "2026-01-01", "amount": "60"}


def _planned(desk: Desk) -> set[int]:
    return {row.person_id for row in plan_month(desk, "2026-06").rows}


def test_a_dead_person_leaves_lists_plan_and_household_and_keeps_the_record(desk: Desk) -> None:
    head, child = make_person(desk, "甲"), make_person(desk, "乙", categories=("orphan",))
    make_household(desk, (head, child))
    assert child in _planned(desk)
    close_person(desk, ClosePerson(child, CloseReason.DEATH, date(2026, 5, 3)))
    assert child not in _planned(desk)
    assert [row.name for row in find_people(desk, PeopleQuery())] == ["甲"]
    assert [line.name for line in show_person(desk, head).household] == ["甲"]
    view = show_person(desk, child)
    assert (view.row.closed_on, view.row.close_reason) == (date(2026, 5, 3), "死亡")
    assert view.row.marks == ("已封存（死亡）",)
    assert {f.key: f.value for f in view.facts}["death_date"] == "2026-05-03"


def test_a_death_that_is_only_written_down_already_ends_the_duties(desk: Desk) -> None:
    person = make_person(desk, categories=("orphan",))
    assert _planned(desk) == {person}
    values = {"name": "甲", "death_date": "2026-05-03"}
    save_person(desk, SavePerson(person, values, "", "", ("orphan",)))
    assert _planned(desk) == set()
    assert "还没有封存" in "".join(show_person(desk, person).notes)


def test_what_is_still_paid_is_listed_and_the_share_of_a_household_flagged(desk: Desk) -> None:
    head, child = make_person(desk, "甲"), make_person(desk, "乙")
    make_household(desk, (head, child), amount="690.00")
    add_benefit(desk, child, BENEFIT)
    add_benefit(desk, child, {**BENEFIT, "end": "2026-02-01"})
    own, share = close_person(desk, ClosePerson(child, CloseReason.DEATH, TODAY))
    assert (own.name, own.amount, own.others) == ("高龄津贴", Decimal("60.00"), 0)
    assert (share.name, share.amount, share.others) == ("农村低保", Decimal("690.00"), 1)
    assert "应停发" in own.words
    assert "重新核算" in share.words
    assert everybody_to_stop(desk) == ((child, (own, share)),)
    assert payments_to_stop(desk, head) == ()


def test_payments_are_stopped_in_one_act_and_no_longer_listed(desk: Desk) -> None:
    person = make_person(desk)
    make_household(desk, (person,))
    add_benefit(desk, person, BENEFIT)
    found = close_person(desk, ClosePerson(person, CloseReason.MOVED_OUT, TODAY))
    with pytest.raises(FieldError, match="早于"):
        stop_payments(desk, person, found, date(2025, 1, 1))
    assert payments_to_stop(desk, person) == found
    stop_payments(desk, person, found, date(2026, 5, 31))
    assert payments_to_stop(desk, person) == ()
    assert everybody_to_stop(desk) == ()
    undo_act(desk, list_acts(desk)[0].id)
    assert payments_to_stop(desk, person) == found


def test_the_last_of_a_household_leaves_an_award_to_be_stopped_whole(desk: Desk) -> None:
    person = make_person(desk)
    make_household(desk, (person,))
    (award,) = close_person(desk, ClosePerson(person, CloseReason.DEATH, TODAY))
    assert "没有别人了" in award.words


def test_when_the_head_dies_a_member_becomes_the_head(desk: Desk) -> None:
    head, wife = make_person(desk, "甲"), make_person(desk, "乙")
    home = make_household(desk, (head, wife))
    close_person(desk, ClosePerson(head, CloseReason.DEATH, date(2026, 5, 1)))
    change_head(desk, home, wife, day=date(2026, 5, 2), relations={})
    (line,) = show_person(desk, wife).household
    assert (line.name, line.relation) == ("乙", "户主")


def test_who_no_longer_meets_the_rules_still_lives_at_home(desk: Desk) -> None:
    head, child = make_person(desk, "甲"), make_person(desk, "乙")
    make_household(desk, (head, child))
    close_person(desk, ClosePerson(child, CloseReason.NO_LONGER_MEETS, TODAY, "已就业"))
    members = show_person(desk, head).household
    assert [(line.name, line.marks) for line in members] == [
        ("甲", ()), ("乙", ("已封存（不再符合）",)),
    ]  # fmt: skip
    facts = {f.key: f.value for f in show_person(desk, child).facts}
    assert facts["note"] == "2026-05-06 封存：不再符合：已就业"


@pytest.mark.parametrize(
    ("reason", "day", "words", "key"),
    [
        (CloseReason.DEATH, TODAY + timedelta(days=1), "", "day"),
        (CloseReason.DEATH, date(1900, 1, 1), "", "death_date"),
        (CloseReason.OTHER, TODAY, " ", "words"),
    ],
)
def test_a_closing_that_cannot_be_is_refused(
    desk: Desk, reason: CloseReason, day: date, words: str, key: str
) -> None:
    person = make_person(desk)
    before = dump(desk.store)
    with pytest.raises(FieldError) as told:
        close_person(desk, ClosePerson(person, reason, day, words))
    assert told.value.key == key
    assert dump(desk.store) == before


def test_a_closed_record_is_opened_again_with_a_reason(desk: Desk) -> None:
    person = make_person(desk)
    close_person(desk, ClosePerson(person, CloseReason.DEATH, TODAY))
    with pytest.raises(DeclinedError, match="已经封存"):
        close_person(desk, ClosePerson(person, CloseReason.DEATH, TODAY))
    with pytest.raises(FieldError, match="写明"):
        reopen_person(desk, person, ReopenReason.OTHER)
    later = replace(desk, clock=fixed_clock(TODAY + timedelta(days=9)))
    reopen_person(later, person, ReopenReason.CLOSED_WRONGLY, "同名弄错")
    view = show_person(later, person)
    assert view.row.closed_on is None
    facts = {f.key: f.value for f in view.facts}
    assert (facts["death_date"], facts["note"]) == (
        "未采集", "2026-05-15 重新启用：封存有误：同名弄错",
    )  # fmt: skip
    assert [row.id for row in find_people(later, PeopleQuery())] == [person]
    with pytest.raises(DeclinedError, match="没有封存"):
        reopen_person(later, person, ReopenReason.MOVED_BACK)


def test_a_record_that_was_merged_is_not_opened_by_itself(desk: Desk) -> None:
    kept, gone = make_person(desk, "甲"), make_person(desk, "甲")
    with desk.write("merge", "合并") as work:
        person = work.session.get_one(Person, gone)
        person.closed_on, person.close_reason, person.merged_into_id = TODAY, "merged", kept
    with pytest.raises(DeclinedError, match="并入"):
        reopen_person(desk, gone, ReopenReason.CLOSED_WRONGLY)
    assert show_person(desk, gone).row.id == kept
