"""Festivals by the moon and school holidays, as they ship and as an office enters them."""

from __future__ import annotations

from datetime import date

import chinese_calendar
import pytest

from app.core.periods import Period
from app.rules.deadline_rules import NamedDays
from app.rules.engine.parameters import InForce, Version
from app.rules.parameter_table import figure_rows
from app.rules.policy import shipped_policy
from app.rules.spells import spell_over

_KEY = "calendar.school_holidays"
_MONTH = 29.530588  # days from new moon to new moon
_YEARS = range(2020, 2037)


def _festivals(year: int) -> dict[str, date]:
    found = shipped_policy().value("calendar.festivals", day=date(year, 1, 1), region="")
    assert isinstance(found, InForce)
    days: NamedDays = found.value  # type: ignore[assignment]
    return dict(days)


@pytest.mark.parametrize("year", _YEARS)
def test_the_festivals_of_a_year_stand_at_their_moons(year: int) -> None:
    days = _festivals(year)
    assert list(days) == ["春节", "元宵节", "端午节", "中秋节", "重阳节"]
    new_year = days["春节"]
    assert date(year, 1, 21) <= new_year <= date(year, 2, 20)
    assert (days["元宵节"] - new_year).days == 14
    # Day and month of each by the moon: so many days after a new moon.
    for name, moon_day in (("端午节", 5), ("中秋节", 15), ("重阳节", 9)):
        moons = ((days[name] - new_year).days - (moon_day - 1)) / _MONTH
        assert abs(moons - round(moons)) * _MONTH < 1.5, name
    assert (days["重阳节"] - days["中秋节"]).days in {23, 24}
    assert date(year, 9, 7) <= days["中秋节"] <= date(year, 10, 8)


@pytest.mark.parametrize("year", range(2020, 2027))
def test_the_festivals_are_the_holidays_that_were_announced(year: int) -> None:
    days = _festivals(year)
    off = {"春节": "Spring Festival", "端午节": "Dragon Boat Festival"}
    for name, said in {**off, "中秋节": "Mid-autumn Festival"}.items():
        # Where two fall together one name stands for both.
        assert chinese_calendar.holidays[days[name]] in {said, "National Day"}


def _entered(first: date, last: date) -> Version:
    value = (("寒假", Period(first, last)),)
    return Version(value, date(first.year, 1, 1), date(first.year, 1, 1), "县教育局通知")


def test_a_week_is_off_when_nobody_teaches_from_monday_to_friday() -> None:
    policy = shipped_policy().with_version(_KEY, _entered(date(2027, 1, 18), date(2027, 2, 19)))
    week = Period(date(2027, 1, 18), date(2027, 1, 24))
    last = Period(date(2027, 2, 15), date(2027, 2, 21))
    for one in (week, last):
        assert spell_over(policy, _KEY, one, region="") == "寒假"
        assert spell_over(shipped_policy(), _KEY, one, region="") == ""
    for day in (date(2027, 1, 11), date(2027, 2, 22)):
        one = Period(day, date.fromordinal(day.toordinal() + 6))
        assert spell_over(policy, _KEY, one, region="") == ""


def test_holidays_over_new_year_cover_its_first_week() -> None:
    policy = shipped_policy().with_version(_KEY, _entered(date(2027, 12, 20), date(2028, 1, 30)))
    week = Period(date(2027, 12, 27), date(2028, 1, 2))
    assert spell_over(policy, _KEY, week, region="") == "寒假"


def test_entered_holidays_are_shown_in_words() -> None:
    policy = shipped_policy().with_version(_KEY, _entered(date(2027, 1, 18), date(2027, 2, 19)))
    rows = {row.key: row for row in figure_rows(policy, day=date(2027, 2, 1), region="")}
    assert rows[_KEY].words == "寒假2027-01-18至2027-02-19"
