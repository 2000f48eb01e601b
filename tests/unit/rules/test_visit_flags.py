"""Contacts that are worth a second look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.rules.visit_flags import Flag, MadeContact, flag_contacts

DAY = date(2026, 5, 12)
PLAIN = MadeContact(1, "清水村", DAY, "09:30", ("王干部", "赵干部"), DAY)


def flags(*made: MadeContact, late_days: int | None = 31) -> list[tuple[int, Flag]]:
    return [(one.contact_id, one.flag) for one in flag_contacts(made, late_days=late_days)]


def test_nobody_is_in_two_villages_at_once() -> None:
    other = replace(PLAIN, id=2, village="石桥村", visitors=("赵干部",))
    assert flags(PLAIN, other) == [(1, Flag.TWO_PLACES), (2, Flag.TWO_PLACES)]
    (first, _) = flag_contacts([PLAIN, other], late_days=31)
    assert first.words == "赵干部 09:30 同时在清水村、石桥村"


def test_two_doors_of_a_village_and_two_visitors_are_nothing_strange() -> None:
    assert flags(PLAIN, replace(PLAIN, id=2)) == []
    assert flags(PLAIN, replace(PLAIN, id=2, village="石桥村", visitors=("李干部",))) == []
    assert flags(PLAIN, replace(PLAIN, id=2, village="石桥村", time="09:31")) == []
    assert flags(PLAIN, replace(PLAIN, id=2, village="石桥村", day=date(2026, 5, 11))) == []


def test_without_a_time_or_a_village_nothing_is_said_of_places() -> None:
    for change in ({"time": None}, {"village": ""}):
        made = [replace(PLAIN, **change), replace(PLAIN, id=2, village="石桥村", time=None)]
        assert flags(*made) == []


def test_a_contact_after_its_entry_is_flagged() -> None:
    assert flags(replace(PLAIN, entered_on=date(2026, 5, 11))) == [(1, Flag.FUTURE)]


def test_an_entry_long_after_is_flagged_unless_somebody_says_why() -> None:
    entered = replace(PLAIN, entered_on=date(2026, 6, 13))
    assert flags(entered) == [(1, Flag.LATE_ENTRY)]
    assert flags(replace(entered, entered_on=date(2026, 6, 12))) == []
    assert flags(replace(entered, explained=True)) == []
    assert flags(entered, late_days=None) == []


@given(
    st.lists(
        st.builds(
            MadeContact,
            id=st.integers(1, 10**6),
            village=st.sampled_from(["", "甲村", "乙村"]),
            day=st.dates(date(2026, 5, 1), date(2026, 5, 3)),
            time=st.sampled_from([None, "09:00", "10:00"]),
            visitors=st.lists(st.sampled_from("王赵"), max_size=2, unique=True).map(tuple),
            entered_on=st.dates(date(2026, 4, 1), date(2026, 7, 3)),
        ),
        unique_by=lambda one: one.id,
    )
)
def test_each_contact_is_named_at_most_once_for_each_reason(made: list[MadeContact]) -> None:
    found = flags(*made)
    assert len(found) == len(set(found))
    assert {number for number, _ in found} <= {one.id for one in made}
