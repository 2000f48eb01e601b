"""A year of a small township under every programme."""

from __future__ import annotations

from app.core.terms import DutyState
from tests.journeys.year import invent, law, live_a_year

PEOPLE = 300


def test_in_a_year_no_duty_is_lost_and_none_is_doubled() -> None:
    ended = live_a_year(invent(PEOPLE, 7), 7, law())
    assert ended[DutyState.DONE] > PEOPLE
    assert ended[DutyState.LATE]
    assert ended[DutyState.EXCUSED]
