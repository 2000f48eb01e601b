"""Places of a year (S2.236, S2.237) and who pays first (S2.227)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.rules.payers import family_share, left_to_pay
from app.rules.quota import Approved, within_quota

FIRST = date(2023, 3, 1)
MONEY = st.decimals(0, 100000, places=2)


def _approved(count: int) -> list[Approved]:
    return [Approved(f"第{n}人", FIRST + timedelta(days=n)) for n in range(1, count + 1)]


def test_fewer_than_the_places_all_have_one() -> None:
    places = within_quota(_approved(8), 10)
    assert (len(places.granted), places.waiting) == (8, ())


def test_those_approved_later_wait_in_order() -> None:
    places = within_quota(list(reversed(_approved(14))), 10)
    assert [one.person_id for one in places.waiting] == ["第11人", "第12人", "第13人", "第14人"]
    assert places.granted[0].person_id == "第1人"


def test_when_one_withdraws_the_first_who_waits_moves_up() -> None:
    approved = _approved(14)
    del approved[2]
    assert within_quota(approved, 10).granted[-1].person_id == "第11人"


def test_of_one_day_the_order_given_decides() -> None:
    same = [Approved("甲", FIRST), Approved("乙", FIRST)]
    assert within_quota(same, 1).granted == (same[0],)


@given(st.lists(st.builds(Approved, st.text(), st.dates())), st.integers(0, 20))
def test_nobody_is_lost_and_no_place_too_many_is_given(
    approved: list[Approved], places: int
) -> None:
    found = within_quota(approved, places)
    assert len(found.granted) == min(places, len(approved))
    assert sorted(found.granted + found.waiting, key=repr) == sorted(approved, key=repr)


def _yuan(*amounts: str) -> list[Decimal | None]:
    return [Decimal(amount) for amount in amounts]


def test_what_four_payers_leave_is_left() -> None:
    left = left_to_pay(Decimal(60000), _yuan("30000", "10000", "2000", "3000"))
    assert left == Decimal(15000)
    assert family_share(Decimal(15000), Decimal(15000)) == 0
    assert family_share(Decimal(20000), Decimal(17200)) == Decimal(2800)


def test_a_payer_who_has_not_settled_leaves_it_unknown() -> None:
    assert left_to_pay(Decimal(60000), [Decimal(30000), None]) is None
    assert left_to_pay(Decimal(60000), []) == Decimal(60000)


def test_payers_who_paid_more_than_it_cost_are_an_error() -> None:
    with pytest.raises(UserError) as caught:
        left_to_pay(Decimal(100), [Decimal("100.01"), None])
    told = "各项报销之和超过了总费用。请核对总费用和每一项报销金额。"
    assert str(caught.value).replace("\n", "") == told
    assert left_to_pay(Decimal(100), _yuan("100")) == 0


@given(MONEY, MONEY)
def test_the_family_never_pays_less_than_nothing(left: Decimal, subsidy: Decimal) -> None:
    assert family_share(left, subsidy) + min(left, subsidy) == left
