"""When things are due, and how one stands on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.periods import Period, Span, add_months, periods_in
from app.rules.deadline_rules import (
    After,
    Ages,
    DeadlineRule,
    Every,
    NamedDays,
    OnDays,
    deadline_in_force,
)
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.working_days import WorkCalendar

_FOLDER = "deadline"
_LEAP_BIRTHDAY = "age.leap_birthday_on_1_march"


class Standing(StrEnum):
    """How one thing to be done stands on a day."""

    DONE = "done"
    DONE_LATE = "done_late"
    DUE = "due"
    LATE = "late"
    UPCOMING = "upcoming"
    BEFORE_REGISTRATION = "before_registration"


STANDING_NAMES = {
    Standing.DONE: "按期完成",
    Standing.DONE_LATE: "逾期完成",
    Standing.DUE: "待办",
    Standing.LATE: "逾期",
    Standing.UPCOMING: "未到期",
    Standing.BEFORE_REGISTRATION: "登记以前",
}


@dataclass(frozen=True)
class Due:
    """One thing to be done from ``first`` to ``last``, both good days. ``warning`` says that the
    day was counted without knowing the holidays; ``soft`` that being late is no breach."""

    deadline: str
    task: str
    who: str
    first: date
    last: date
    cite: str
    soft: bool
    warning: str = ""

    def standing(
        self, day: date, done_on: date | None = None, *, registered_on: date = date.min
    ) -> Standing:
        """How it stands on ``day``; what was due before registration was never missed."""
        if done_on is not None and done_on <= day:
            return Standing.DONE if done_on <= self.last else Standing.DONE_LATE
        if self.last < registered_on:
            return Standing.BEFORE_REGISTRATION
        if day > self.last:
            return Standing.LATE
        return Standing.DUE if day >= self.first else Standing.UPCOMING


def deadline_keys(policy: Policy) -> tuple[str, ...]:
    """Every deadline, without its folder."""
    return tuple(key.partition(".")[2] for key in policy.keys(_FOLDER))


def due_after(policy: Policy, deadline: str, event: date, *, region: str) -> Due | NotInForce:
    """What falls due after ``event``, by the version that was in force on that day."""
    held = _held(policy, deadline, event, region)
    if isinstance(held, NotInForce):
        return held
    schedule = held.rule.schedule
    assert isinstance(schedule, After), f"{deadline} does not run from an event"
    last, warning = _last_day(schedule, event, WorkCalendar(policy, region))
    return _due(held, event, _good(held.rule, last), warning=warning)


def due_in(policy: Policy, deadline: str, window: Period, *, region: str) -> tuple[Due, ...]:
    """What is due by a day inside ``window``, each period by the version on its last good day."""
    asked = _Asked(policy, deadline, window, region)
    parameter = policy.parameters[f"{_FOLDER}.{deadline}"]
    schedules = {v.value.schedule for v in parameter.versions if isinstance(v.value, DeadlineRule)}
    spans = {schedule.span for schedule in schedules if isinstance(schedule, Every)}
    periods = [(span, period) for span in spans for period in periods_in(window, span)]
    every = [
        due
        for span, period in periods
        if (due := _due_of(_held(policy, deadline, period.last, region), span, period))
    ]
    named = [due for s in schedules if isinstance(s, OnDays) for due in _on_days(asked, s)]
    found = [due for due in (*every, *named) if due.last in window]
    return tuple(sorted(found, key=lambda due: due.last))


def due_at_ages(policy: Policy, deadline: str, birth: date, *, region: str) -> tuple[Due, ...]:
    """What is due at the ages of somebody born on ``birth``, by the version in force on each age's
    day. Months clamp to the month's end; who is born on 29 February: see the parameter."""
    parameter = policy.parameters[f"{_FOLDER}.{deadline}"]
    dues = []
    for version in parameter.versions:
        rule = version.value
        if isinstance(rule, DeadlineRule) and isinstance(rule.schedule, Ages):
            for number, day in enumerate(_age_days(policy, rule.schedule, birth, region)):
                held = _held(policy, deadline, day, region)
                if isinstance(held, _Held) and held.found.version == version:
                    names = rule.schedule.names
                    task = names[number] if names else rule.task
                    dues.append(_due(held, day, day, task=task))
    return tuple(sorted(dues, key=lambda due: due.last))


def years_not_entered(
    policy: Policy, deadline: str, window: Period, *, region: str
) -> tuple[int, ...]:
    """The years of ``window`` whose days (festivals, terms) nobody has entered: what falls due in
    them is not known."""
    parameter = policy.parameters[f"{_FOLDER}.{deadline}"]
    calendars = {
        version.value.schedule.calendar
        for version in parameter.versions
        if isinstance(version.value, DeadlineRule) and isinstance(version.value.schedule, OnDays)
    }
    asked = _Asked(policy, deadline, window, region)
    return tuple(
        year for year in asked.years if any(not _days_of(asked, key, year) for key in calendars)
    )


@dataclass(frozen=True)
class _Asked:
    policy: Policy
    deadline: str
    window: Period
    region: str

    @property
    def years(self) -> range:
        return range(self.window.first.year, self.window.last.year + 1)


def _on_days(asked: _Asked, schedule: OnDays) -> Iterator[Due]:
    """One for each named day, by the version of the deadline that is in force on it."""
    for year in asked.years:
        for name, day in _days_of(asked, schedule.calendar, year):
            held = _held(asked.policy, asked.deadline, day, asked.region)
            # A year's days that nobody ended are not those of the next year too.
            if name not in schedule.names or day.year != year or isinstance(held, NotInForce):
                continue
            if held.rule.schedule == schedule:
                first = day - timedelta(days=schedule.days_before)
                last = _good(held.rule, day)
                yield _due(held, first, last, task=f"{name}：{held.rule.task}")


def _days_of(asked: _Asked, calendar: str, year: int) -> NamedDays:
    found = asked.policy.value(calendar, day=date(year, 1, 1), region=asked.region)
    if isinstance(found, NotInForce):
        return ()
    assert isinstance(found.value, tuple)
    return found.value


def _due_of(held: _Held | NotInForce, span: Span, period: Period) -> Due | None:
    if isinstance(held, NotInForce):
        return None
    schedule = held.rule.schedule
    if not isinstance(schedule, Every) or schedule.span is not span:
        return None
    place = _place(schedule, period)
    return _due(held, place.first, _good(held.rule, place.last))


def _good(rule: DeadlineRule, named: date) -> date:
    """The last good day: the day that is named, or the one before it."""
    return named - timedelta(days=1) if rule.inclusive is False else named


def _place(schedule: Every, period: Period) -> Period:
    """Where in the calendar period the good days lie."""
    if schedule.first_days:
        return Period(period.first, period.first + timedelta(days=schedule.first_days - 1))
    if schedule.last_days:
        return Period(period.last - timedelta(days=schedule.last_days - 1), period.last)
    if schedule.day:
        return Period(period.first, _on(period.first, period.first.month, schedule.day))
    if schedule.closes:
        closes = _on(period.first, *schedule.closes)
        opens = _on(period.first, *schedule.opens) if schedule.opens else period.first
        return Period(opens if opens <= closes else add_months(opens, -12), closes)
    return period


def _on(first: date, month: int, day: int) -> date:
    """``day`` of ``month`` in the year of ``first``, clamped to the month's end."""
    start = first.replace(month=month, day=1)
    return min(start + timedelta(days=day - 1), add_months(start, 1) - timedelta(days=1))


def _last_day(schedule: After, event: date, calendar: WorkCalendar) -> tuple[date, str]:
    if schedule.unit == "working_days":
        found = calendar.after(event, schedule.count)
        return found.day, found.warning
    if schedule.unit == "days":
        return event + timedelta(days=schedule.count), ""
    return add_months(event, schedule.count), ""


def _age_days(policy: Policy, ages: Ages, birth: date, region: str) -> Iterator[date]:
    for days in ages.days:
        yield birth + timedelta(days=days)
    for months in ages.months:
        yield add_months(birth, months)
    for years in ages.years:
        yield _birthday(policy, birth, years, region)


def _birthday(policy: Policy, birth: date, years: int, region: str) -> date:
    day = add_months(birth, years * 12)
    found = policy.value(_LEAP_BIRTHDAY, day=day, region=region)
    late = isinstance(found, InForce) and found.value is True
    return day + timedelta(days=1) if late and day.day < birth.day else day


@dataclass(frozen=True)
class _Held:
    """A deadline in force, with what it takes from parameters of its own filled in."""

    found: InForce
    rule: DeadlineRule


def _held(policy: Policy, deadline: str, day: date, region: str) -> _Held | NotInForce:
    found = deadline_in_force(policy, f"{_FOLDER}.{deadline}", day=day, region=region)
    return found if isinstance(found, NotInForce) else _Held(*found)


def _due(held: _Held, first: date, last: date, *, task: str = "", warning: str = "") -> Due:
    return Due(
        deadline=held.found.key.partition(".")[2],
        task=task or held.rule.task,
        who=held.rule.who,
        first=first,
        last=last,
        cite=held.found.version.cite,
        soft=held.rule.soft,
        warning=warning,
    )
