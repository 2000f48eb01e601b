"""Working days: what is announced, what is entered, what is only guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.engine.parameters import Version
from app.rules.engine.values import PolicyFileError, Spot
from app.rules.policy import shipped_policy
from app.rules.working_days import AnnouncedYear, WorkCalendar, WorkingDay, read_announced_year

CALENDAR = WorkCalendar(shipped_policy(), "520122100")
NEW_YEAR = AnnouncedYear(frozenset({date(2027, 1, 4)}), frozenset({date(2027, 1, 10)}))


def _entered(scope: str = "") -> WorkCalendar:
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    version = Version(NEW_YEAR, first, first, "通知", until=last, scope=scope)
    return WorkCalendar(shipped_policy().with_version("calendar.announced", version), "520122100")


def test_a_saturday_that_is_made_up_for_is_worked_and_a_holiday_is_not() -> None:
    assert CALENDAR.works(date(2020, 5, 9))
    assert not CALENDAR.works(date(2020, 5, 5))
    assert not CALENDAR.works(date(2020, 5, 10))


def test_an_entered_year_goes_before_weekdays_and_before_the_package() -> None:
    calendar = _entered()
    assert [calendar.works(date(2027, 1, day)) for day in (4, 5, 9, 10)] == [
        False,
        True,
        False,
        True,
    ]
    old = Version(NEW_YEAR, date(2020, 1, 1), date(2020, 1, 1), "通知")
    changed = shipped_policy().with_version("calendar.announced", old)
    assert WorkCalendar(changed, "52").works(date(2020, 5, 5))


def test_a_year_is_known_from_the_package_or_where_it_was_entered() -> None:
    assert CALENDAR.knows(2004)
    assert CALENDAR.knows(2026)
    assert not CALENDAR.knows(2003)
    assert not CALENDAR.knows(2027)
    assert _entered().knows(2027)
    assert not _entered("45").knows(2027)


def test_an_unknown_year_is_counted_by_weekdays_and_named() -> None:
    found = CALENDAR.after(date(2026, 12, 31), 1)
    assert found == WorkingDay(date(2027, 1, 1), (2027,))
    assert "2027年" in found.warning
    assert not CALENDAR.works(date(2027, 1, 2))
    assert CALENDAR.after(date(2026, 12, 30), 1).warning == ""


@given(st.dates(date(2004, 1, 1), date(2026, 11, 1)), st.integers(1, 15))
def test_between_the_event_and_the_last_day_lie_exactly_so_many_working_days(
    event: date, count: int
) -> None:
    last = CALENDAR.after(event, count).day
    between = [event + timedelta(days=n) for n in range(1, (last - event).days + 1)]
    assert sum(CALENDAR.works(day) for day in between) == count
    assert CALENDAR.works(last)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"off": [date(2027, 1, 4)], "worked": [date(2027, 1, 5)]}, "不是周末"),
        ({"off": ["2027-01-04"]}, "不是日期"),
        ({"worked": []}, "日期的列表"),
        ({"off": [], "days": []}, "不认识“days”"),
    ],
)
def test_a_year_that_is_not_as_it_must_be_is_refused(value: object, words: str) -> None:
    with pytest.raises(PolicyFileError, match=words):
        read_announced_year(value, Spot("calendar/announced.toml", ""))


def test_the_first_and_the_last_announced_year_are_used_whole() -> None:
    assert not CALENDAR.works(date(2004, 1, 1))
    assert not CALENDAR.works(date(2026, 10, 1))
    assert CALENDAR.works(date(2003, 1, 1))
