"""A deadline as dated data: after an event, inside each calendar period, at an age, on days that
are entered year by year (festivals, the first days of term)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.core.periods import Span
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.engine.references import References, referred, split_references
from app.rules.engine.values import (
    Spot,
    read_choice,
    read_count,
    read_day,
    read_flag,
    read_month_day,
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
_PLACEHOLDERS: Mapping[str, object] = {
    "after": "另行规定", "first_days": 1, "last_days": 1, "day": 1, "opens": "01-01",
    "closes": "12-31",
}  # fmt: skip
"""What stands for a figure that is taken from a parameter, until the day is known."""
_NAMED_DAY_COUNTS = "calendar.named_day_counts"


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

    ``inclusive``: the named day is the last good one; otherwise the day before it; None: the
    document says 前 or 之前, and a parameter says what that means. ``soft``: the document says
    原则上, being late is shown but is no breach. ``references``: what the schedule takes from
    parameters of its own.
    """

    pack: str
    task: str
    who: str
    schedule: Schedule
    inclusive: bool | None
    soft: bool
    references: References = ()

    @property
    def names_a_day(self) -> bool:
        """Whether it runs up to one named day: “28日前”, “11月20日前”."""
        schedule = self.schedule
        if not isinstance(schedule, Every) or schedule.opens:
            return False
        return bool(schedule.day or schedule.closes)


def read_deadline_rule(raw: object, spot: Spot, packs: Collection[str]) -> DeadlineRule:
    """The value of a ``deadline`` parameter. Raises PolicyFileError."""
    whole = read_table(raw, spot, _COMMON | _AFTER | _EVERY | _AGES | _ON_DAYS)
    table, references = split_references(whole, _PLACEHOLDERS, spot)
    inclusive = table.get("inclusive")
    return DeadlineRule(
        pack=read_choice(table.get("pack"), spot, "pack", packs),
        task=read_text(table.get("task"), spot, "task"),
        who=read_text(table.get("who"), spot, "who"),
        schedule=_schedule(table, spot),
        inclusive=None if inclusive is None else read_flag(inclusive, spot, "inclusive"),
        soft=read_flag(table.get("soft", False), spot, "soft"),
        references=references,
    )


def deadline_in_force(
    policy: Policy, key: str, *, day: date, region: str
) -> tuple[InForce, DeadlineRule] | NotInForce:
    """The deadline that holds on ``day``, its references and the meaning of 前 filled in."""
    found = policy.value(key, day=day, region=region)
    if isinstance(found, NotInForce):
        return found
    rule = found.value
    assert isinstance(rule, DeadlineRule)
    if rule.references:
        values = referred(rule.references, policy, day=day, region=region)
        if isinstance(values, NotInForce):
            return values
        event = values.pop("after", None)
        changes = values if event is None else {**values, "event": event}
        rule = replace(rule, schedule=replace(rule.schedule, **changes))  # type: ignore[arg-type]
    if rule.inclusive is None and rule.names_a_day:
        meaning = policy.value(_NAMED_DAY_COUNTS, day=day, region=region)
        rule = replace(rule, inclusive=not isinstance(meaning, InForce) or meaning.value is True)
    return found, rule


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
        opens=read_month_day(table["opens"], spot, "opens") if "opens" in table else None,
        closes=read_month_day(table["closes"], spot, "closes") if "closes" in table else None,
    )


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
