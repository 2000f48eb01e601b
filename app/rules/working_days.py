"""Working days of China: weekends, holidays and the days that are worked to make up for them.

What has long been announced comes from the package ``chinesecalendar``; a year (or a local holiday)
that the package does not have yet is entered as a version of ``calendar.announced`` and then goes
before it. A year that neither knows is counted by weekdays, and the answer names it.
"""

from __future__ import annotations

from calendar import SATURDAY
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from app.rules.engine.parameters import InForce, Policy
from app.rules.engine.values import Spot, read_days, read_table

_ANNOUNCED = "calendar.announced"
_KEYS = frozenset({"off", "worked"})
_LISTED: Mapping[date, object] = {**chinese_calendar.holidays, **chinese_calendar.workdays}
_FIRST, _LAST = min(_LISTED).year, max(_LISTED).year
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class AnnouncedYear:
    """What was announced for one year: weekdays ``off`` and weekend days ``worked``."""

    off: frozenset[date]
    worked: frozenset[date]

    def __str__(self) -> str:
        days = "、".join(f"{day:%Y-%m-%d}" for day in sorted(self.off))
        made_up = "、".join(f"{day:%Y-%m-%d}" for day in sorted(self.worked))
        return f"放假{days}；上班{made_up or '无'}"


@dataclass(frozen=True)
class WorkingDay:
    """A day found by counting; ``guessed`` are the years of which no announcement was known."""

    day: date
    guessed: tuple[int, ...] = ()

    @property
    def warning(self) -> str:
        """What to tell the clerk; empty when all years were known."""
        if not self.guessed:
            return ""
        years = "、".join(f"{year}年" for year in self.guessed)
        return f"没有{years}的放假调休安排，暂按周一至周五计算，请在政策中录入。"


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of one place."""

    policy: Policy
    region: str

    def knows(self, year: int) -> bool:
        """Whether the holidays of ``year`` are known."""
        return _FIRST <= year <= _LAST or self._announced(date(year, 1, 1)) is not None

    def works(self, day: date) -> bool:
        """Whether ``day`` is worked; in a year nobody knows, whether it is a weekday."""
        announced = self._announced(day)
        if announced is not None:
            return day in announced.worked or (_is_weekday(day) and day not in announced.off)
        if _FIRST <= day.year <= _LAST:
            return bool(chinese_calendar.is_workday(day))
        return _is_weekday(day)

    def after(self, event: date, count: int) -> WorkingDay:
        """The last of ``count`` working days after ``event``; the day of the event does not count
        (S0.215: what arrives on a day off counts from that day)."""
        day = event
        years = set()
        for _ in range(count):
            day = self._next(day)
            years.add(day.year)
        return WorkingDay(day, tuple(year for year in sorted(years) if not self.knows(year)))

    def _next(self, day: date) -> date:
        day += _DAY
        while not self.works(day):
            day += _DAY
        return day

    def _announced(self, day: date) -> AnnouncedYear | None:
        found = self.policy.value(_ANNOUNCED, day=day, region=self.region)
        if not isinstance(found, InForce):
            return None
        assert isinstance(found.value, AnnouncedYear)
        return found.value


def read_announced_year(raw: object, spot: Spot) -> AnnouncedYear:
    """The value of ``calendar.announced``. Raises PolicyFileError."""
    table = read_table(raw, spot, _KEYS)
    off = read_days(table.get("off"), spot, "off")
    worked = read_days(table.get("worked", []), spot, "worked")
    for day in worked:
        if _is_weekday(day):
            raise spot.refuse("worked", f"{day}不是周末，不能是调休上班日", "worked = [周末的日期]")
    return AnnouncedYear(frozenset(off), frozenset(worked))


def _is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY
