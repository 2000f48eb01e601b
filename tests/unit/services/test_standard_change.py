"""A new standard: who goes up, down, in, out, what is owed, before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.errors import UserError
from app.models.queries.people import holdings_of
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.figures import Entry
from app.services.standard_change import Affected, Move, preview_change
from tests.factory import TOWNSHIP_CODE, make_household, make_person

STANDARD = Entry(
    "standard.dibao_rural",
    TOWNSHIP_CODE[:6],
    "800",
    date(2026, 1, 1),
    date(2026, 5, 4),
    "县民发3号",
)

# Every other tier of the supplement is known not to hold.
NOTHING_ELSE: dict[str, Any] = dict.fromkeys(
    ("three_withouts", "single_parent_family", "only_child_family", "two_daughter_family"), "否"
) | {"health": "健康"}


def pupil(desk: Desk, name: str = "张小明") -> int:
    return make_person(
        desk, name, in_school="是", birth_date="2012-05-01", id_no="", **NOTHING_ELSE
    )


def held_since(desk: Desk, person: int, day: date) -> None:
    with desk.write("correct_holding", "更正") as work:
        for holding in holdings_of(work.session, [person]):
            holding.start = day


def home(desk: Desk, name: str, *categories: str, year: str) -> int:
    """A household of one with so many yuan a year and head."""
    person = make_person(desk, name, categories=categories, hukou_kind="农村户口")
    make_household(desk, (person,), amount=None, per_capita_income=Decimal(year))
    return person


def by_name(desk: Desk, *entries: Entry) -> dict[str, Affected]:
    return {one.name: one for one in preview_change(desk, entries or (STANDARD,)).affected}


def test_who_is_paid_a_share_of_the_standard_goes_up_with_it(desk: Desk) -> None:
    pupil(desk)
    (one,) = preview_change(desk, [STANDARD]).affected
    assert (one.move, one.before, one.after) == (Move.UP, Decimal("141.00"), Decimal("160.00"))
    assert one.difference == Decimal("19.00")


def test_months_between_the_day_it_holds_from_and_today_are_owed(desk: Desk) -> None:
    held_since(desk, pupil(desk), date(2025, 1, 1))
    preview = preview_change(desk, [STANDARD])
    (one,) = preview.affected
    assert (one.months, one.arrears) == (4, Decimal("76.00"))  # January to April; May is paid anew
    assert preview.arrears() == Decimal("76.00")
    assert preview.monthly() == Decimal("19.00")


def test_months_before_somebody_was_in_dibao_are_not_owed(desk: Desk) -> None:
    held_since(desk, pupil(desk), date(2026, 3, 1))
    (one,) = preview_change(desk, [STANDARD]).affected
    assert one.arrears == Decimal("38.00")


def test_a_standard_of_next_year_owes_nothing_yet(desk: Desk) -> None:
    pupil(desk)
    later = replace(STANDARD, first=date(2027, 1, 1))
    preview = preview_change(desk, [later])
    assert preview.day == date(2027, 1, 1)
    assert [(one.months, one.arrears) for one in preview.affected] == [(0, None)]


def test_a_lower_standard_sends_people_down_and_out(desk: Desk) -> None:
    pupil(desk)
    home(desk, "李在线上", "dibao_rural", year="8000")
    found = by_name(desk, replace(STANDARD, value="600"))
    assert found["张小明"].move is Move.DOWN
    assert found["李在线上"].move is Move.OUT


def test_a_higher_standard_takes_in_who_is_below_it_now(desk: Desk) -> None:
    home(desk, "王在边缘", "dibao_edge", year="9000")
    home(desk, "赵够高了", "dibao_edge", year="12000")
    edge = by_name(desk)
    assert edge["王在边缘"].move is Move.IN
    assert "赵够高了" not in edge


def test_an_unknown_income_is_neither_in_nor_out(desk: Desk) -> None:
    make_person(desk, "没人问过", categories=("dibao_edge",))
    assert by_name(desk) == {}


def test_nothing_is_written_before_somebody_confirms(desk: Desk) -> None:
    pupil(desk)
    before = list_acts(desk, looks=True)
    preview_change(desk, [STANDARD])
    assert list_acts(desk, looks=True) == before


def test_an_entry_without_a_document_is_not_even_looked_at(desk: Desk) -> None:
    with pytest.raises(UserError, match="不能这样录入"):
        preview_change(desk, [replace(STANDARD, citation="")])
