"""How what was given is spread."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.rules.fairness import Received, Subject, served_by, shares, worth_by_person

PEOPLE = (
    Subject(1, 10, "清水村", ("低保", "残疾")),
    Subject(2, 10, "清水村", ("低保",)),
    Subject(3, 11, "石桥村", ("特困",)),
)


def test_worth_is_divided_by_everybody_of_a_group_served_or_not() -> None:
    found = shares(PEOPLE, [Received(1, None, Decimal(100))], lambda one: (one.village,))
    clear, stone = found
    assert (clear.people, clear.served, str(clear.worth), str(clear.per_head)) == (
        2, 1, "100.00", "50.00"
    )  # fmt: skip
    assert (stone.people, stone.served, str(stone.per_head)) == (1, 0, "0.00")


def test_who_is_in_two_categories_counts_in_each() -> None:
    found = shares(PEOPLE, [Received(1, None, Decimal(60))], lambda one: one.categories)
    assert {share.name: share.worth for share in found} == {"低保": 60, "残疾": 60, "特困": 0}


def test_a_gift_to_the_household_reaches_all_of_it_and_is_counted_once() -> None:
    gifts = [Received(1, 10, Decimal(80))]
    assert served_by(PEOPLE, gifts) == {1, 2}
    (clear, _) = shares(PEOPLE, gifts, lambda one: (one.village,))
    assert (clear.served, clear.gifts, str(clear.worth)) == (2, 1, "80.00")
    assert worth_by_person(gifts) == {1: 80}


def test_a_gift_without_a_price_is_told_apart_from_nothing() -> None:
    (clear, _) = shares(PEOPLE, [Received(2, None, None)], lambda one: (one.village,))
    assert (clear.served, str(clear.worth), clear.unknown) == (1, "0.00", 1)


def test_nobody_is_no_group() -> None:
    assert shares((), [Received(9, None, Decimal(1))], lambda one: (one.village,)) == ()


@given(
    st.lists(
        st.builds(
            Received,
            st.integers(1, 3),
            st.none() | st.integers(10, 11),
            st.none() | st.decimals(0, 999, places=2),
        )
    )
)
def test_the_villages_together_got_what_was_given(gifts: list[Received]) -> None:
    found = shares(PEOPLE, gifts, lambda one: (one.village,))
    assert sum(share.worth for share in found) == sum(gift.worth or 0 for gift in gifts)
    assert sum(share.gifts for share in found) == len(gifts)
    assert sum(share.served for share in found) == len(served_by(PEOPLE, gifts))
