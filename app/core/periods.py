"""Calendar periods.

A duty runs by calendar week, month, quarter, half-year or year, never by rolling days, so that a
visit on the 1st satisfies the month.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Span(StrEnum):
    """The calendar periods that rules name."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF_YEAR: 6, Span.YEAR: 12}
_OF_AGE = 18  # 未成年人保护法：未满十八周岁


@dataclass(frozen=True, order=True)
class Period:
    """``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last


def month_of(day: date) -> Period:
    """The calendar month that holds ``day``."""
    return period_of(day, Span.MONTH)


def period_of(day: date, span: Span) -> Period:
    """The calendar period of this kind that holds ``day``; weeks are ISO weeks, Monday first."""
    if span is Span.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    months = _MONTHS[span]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(start, add_months(start, months) - timedelta(days=1))


def periods_in(window: Period, span: Span) -> tuple[Period, ...]:
    """All calendar periods of this kind that touch ``window``, in order."""
    found = []
    period = period_of(window.first, span)
    while period.first <= window.last:
        found.append(period)
        period = period_of(period.last + timedelta(days=1), span)
    return tuple(found)


def add_months(day: date, months: int) -> date:
    """``day`` moved by whole calendar months, clamped to the month's end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(birth: date, day: date) -> int:
    """Completed years on ``day``; someone born on 29 February has the birthday on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def is_minor(born: date | None, day: date) -> bool:
    """Whether somebody was a child on ``day``; unknown is not."""
    return born is not None and age_on(born, day) < _OF_AGE


def parse_month(text: str) -> Period:
    """``2026-10`` as a period. Raises ValueError."""
    year, month = text.split("-")
    return month_of(date(int(year), int(month), 1))
