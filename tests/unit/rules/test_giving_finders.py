"""What was promised and not given; festivals and activities that are on record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.periods import Period
from app.rules.findings import Finding
from app.rules.register_snapshot import Listed, Wished
from tests.small_register import find, only, register_of, someone

CLAIMED = date(2026, 4, 20)


def _wish(day: date = CLAIMED) -> Wished:
    return Wished(5, 1, "一床棉被", "某商会", day)


def test_a_claimed_wish_is_told_when_its_quarter_comes_to_an_end() -> None:
    register = register_of(someone(), wishes=[_wish()])
    assert find("wish_waiting", register, date(2026, 5, 30)) == []
    found = only("wish_waiting", register, date(2026, 5, 31))
    assert (found.key, found.person_id, found.due) == ("wish_waiting:5", 1, date(2026, 6, 30))
    assert "某商会认领的微心愿还没有实现：一床棉被" in found.words


def test_a_wish_of_an_earlier_quarter_stays_late() -> None:
    register = register_of(someone(), wishes=[_wish(date(2025, 11, 3))])
    assert only("wish_waiting", register).due == date(2025, 12, 31)


def _calendar(day: date, **parts: Any) -> dict[str, Finding]:
    adopted = {"S4A": Period(date(2026, 1, 1), date(2026, 12, 31))}
    register = register_of(someone(), adopted=adopted, **parts)
    return {finding.key: finding for finding in find("calendar", register, day)}


FESTIVAL = "calendar:festival_visit:2026-09-25"
BEFORE = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ({}, "（还没有名单）"),
        ({date(2026, 9, 25): Listed(0, 0, closed=False)}, "（还没有名单）"),
        ({date(2026, 9, 25): Listed(32, 10, closed=False)}, "（名单 32 人，已发 10 人）"),
    ],
)
def test_a_festival_says_how_far_its_list_is(listed: dict[date, Listed], words: str) -> None:
    found = _calendar(BEFORE, festivals=listed)[FESTIVAL]
    assert found.words.endswith(words)
    assert found.facts == _calendar(BEFORE)[FESTIVAL].facts


def test_a_festival_whose_lists_are_closed_is_done() -> None:
    listed = {date(2026, 9, 25): Listed(32, 32, closed=True)}
    assert FESTIVAL not in _calendar(BEFORE, festivals=listed)


LECTURE = "calendar:activity_lecture:2026-06-30"


@pytest.mark.parametrize(
    ("days", "done"),
    [
        ([], False),
        ([date(2026, 4, 1)], True),
        ([date(2026, 3, 31)], False),
        ([date(2026, 6, 20)], False),
    ],
)
def test_a_lecture_held_in_its_quarter_is_done_and_a_planned_one_is_not(
    days: list[date], done: bool
) -> None:
    found = _calendar(date(2026, 6, 5), activities={"lecture": days, "filial_star": [CLAIMED]})
    assert (LECTURE not in found) is done
