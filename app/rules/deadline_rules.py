"""A deadline as dated data: after an event, inside each calendar period, at an age, on days that
are entered year by year (festivals, the first days of term)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.periods import Span
from app.rules.engine.values import (
    Spot,
    read_choice,
    read_count,
    read_day,
    read_flag,
    read_table,
    read_text,
    read_texts,
)

_AFTER = frozenset({"after", "working_days", "days", "months"})
_EVERY = frozenset({"every", "first_days", "last_days", "day", "opens", "closes"})
_AGES = frozenset({"age_days", "age_months", "age_years", "age_names"})
_ON_DAYS = frozenset({"calendar", "names", "days_before"})
_COMMON = frozenset({"pack", "task", "who", "inclusive", "soft"})
_SPANS = tuple(span.value for span in Span)
_LEAP = 12  # a year with a 29 February, so that every day of a year can be named
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")


@dataclass(frozen=True)
class After:
    """``count`` working days, days or months after the event that ``event`` names."""

    event: str
    unit: str
    count: int


@dataclass(frozen=True)
class Every:
    """Once in each calendar period: in its first or last days, up to a day of the month, between
    two days of the year (``opens`` to ``closes`` as month and day; a school year opens in the
    year before it closes), or anywhere in it.

    A day that the month does not have is the month's last.
    """

    span: Span
    first_days: int = 0
    last_days: int = 0
    day: int = 0
    opens: tuple[int, int] | None = None
    closes: tuple[int, int] | None = None


@dataclass(frozen=True)
class Ages:
    """At so many days, months and years of age; ``names`` says what each is for, if it differs."""

    days: tuple[int, ...]
    months: tuple[int, ...]
    years: tuple[int, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnDays:
    """On the days of these names in the parameter ``calendar``, from ``days_before`` earlier."""

    calendar: str
    names: tuple[str, ...]
    days_before: int


Schedule = After | Every | Ages | OnDays
NamedDays = tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class DeadlineRule:
    """One deadline of one pack: what is to be done and by whom.

    ``inclusive``: the named day is the last good one (以前, 之前); otherwise the day before it.
    ``soft``: the document says 原则上, being late is shown but is no breach.
    """

    pack: str
    task: str
    who: str
    schedule: Schedule
    inclusive: bool
    soft: bool


def read_deadline_rule(raw: object, spot: Spot, packs: Collection[str]) -> DeadlineRule:
    """The value of a ``deadline`` parameter. Raises PolicyFileError."""
    table = read_table(raw, spot, _COMMON | _AFTER | _EVERY | _AGES | _ON_DAYS)
    return DeadlineRule(
        pack=read_choice(table.get("pack"), spot, "pack", packs),
        task=read_text(table.get("task"), spot, "task"),
        who=read_text(table.get("who"), spot, "who"),
        schedule=_schedule(table, spot),
        inclusive=read_flag(table.get("inclusive", True), spot, "inclusive"),
        soft=read_flag(table.get("soft", False), spot, "soft"),
    )


def _schedule(table: Mapping[str, object], spot: Spot) -> Schedule:
    keys = table.keys() - _COMMON
    if "after" in keys and keys <= _AFTER:
        return _after(table, keys - {"after"}, spot)
    if "every" in keys and keys <= _EVERY:
        return _every(table, spot)
    if keys and keys <= _AGES:
        return _ages(table, spot)
    if "calendar" in keys and keys <= _ON_DAYS:
        return _on_days(table, spot)
    raise spot.refuse(
        "value", "期限的写法不对", "after、every、age_…、calendar 四种写法之一，不混用"
    )


def _after(table: Mapping[str, object], units: Collection[str], spot: Spot) -> After:
    if len(units) != 1:
        raise spot.refuse("after", "没有写明期限", "working_days、days、months 之一")
    (unit,) = units
    event = read_text(table["after"], spot, "after")
    return After(event, unit, read_count(table[unit], spot, unit))


def _every(table: Mapping[str, object], spot: Spot) -> Every:
    span = Span(read_choice(table["every"], spot, "every", _SPANS))
    places = table.keys() & {"first_days", "last_days", "day", "closes"}
    if len(places) > 1 or ("opens" in table and "closes" not in table):
        raise spot.refuse("every", "期限写了不止一种", "first_days、last_days、day、closes 之一")
    counts = {
        key: read_count(table[key], spot, key)
        for key in ("first_days", "last_days", "day")
        if key in table
    }
    return Every(
        span,
        **counts,
        opens=_month_day(table["opens"], spot, "opens") if "opens" in table else None,
        closes=_month_day(table["closes"], spot, "closes") if "closes" in table else None,
    )


def _month_day(raw: object, spot: Spot, key: str) -> tuple[int, int]:
    found = _MONTH_DAY.fullmatch(read_text(raw, spot, key))
    try:
        if not found:
            raise ValueError
        month, day = int(found[1]), int(found[2])
        date(_LEAP, month, day)
    except ValueError as error:
        raise spot.refuse(key, "不是月-日", f'{key} = "11-20"') from error
    return month, day


def _ages(table: Mapping[str, object], spot: Spot) -> Ages:
    ages = Ages(
        days=_counts(table.get("age_days", []), spot, "age_days"),
        months=_counts(table.get("age_months", []), spot, "age_months"),
        years=_counts(table.get("age_years", []), spot, "age_years"),
        names=read_texts(table["age_names"], spot, "age_names") if "age_names" in table else (),
    )
    if ages.names and len(ages.names) != len(ages.days + ages.months + ages.years):
        raise spot.refuse("age_names", "名称与年龄的个数不同", "每个年龄一个名称")
    return ages


def _on_days(table: Mapping[str, object], spot: Spot) -> OnDays:
    return OnDays(
        calendar=read_text(table["calendar"], spot, "calendar"),
        names=read_texts(table.get("names"), spot, "names"),
        days_before=read_count(table.get("days_before", 0), spot, "days_before"),
    )


def read_named_days(raw: object, spot: Spot) -> NamedDays:
    """The value of a ``named_days`` parameter: the days of one year by name. Raises
    PolicyFileError."""
    if not isinstance(raw, dict) or not raw:
        raise spot.refuse("value", "应为名称和日期的表", '[version.value]，其下每行 "名称" = 日期')
    return tuple((name, read_day(day, spot, name)) for name, day in raw.items())


def _counts(raw: object, spot: Spot, key: str) -> tuple[int, ...]:
    if not isinstance(raw, list):
        raise spot.refuse(key, "应为整数的列表", f"{key} = [整数, 整数]")
    return tuple(read_count(item, spot, key) for item in raw)
