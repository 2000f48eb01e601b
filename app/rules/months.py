"""Months that are paid or counted: from when to when a subsidy runs (S3.201, S2.231), how many
months a stay or a training makes (S2.224, S2.225, S2.241)."""

from __future__ import annotations

from datetime import date

from app.core.periods import Period, Span, add_months, month_of, periods_in
from app.rules.engine.parameters import NotInForce, Policy

START = "payment.start_after_months"
STOP = "payment.stop_after_months"
_PART_COUNTS = "months.part_counts"


def months_paid(
    policy: Policy,
    approved_on: date,
    ended_on: date | None,
    window: Period,
    *,
    region: str,
) -> tuple[Period, ...] | NotInForce:
    """The calendar months of ``window`` that are paid: so many months after the approval on, up to
    so many months after the event that ends it. A month that nobody has ruled on is not paid; the
    answer then is the parameter that is missing."""
    start = _months(policy, START, approved_on, region)
    if isinstance(start, NotInForce):
        return start
    first = add_months(month_of(approved_on).first, start)
    found = [month for month in periods_in(window, Span.MONTH) if month.first >= first]
    if ended_on is None:
        return tuple(found)
    stop = _months(policy, STOP, ended_on, region)
    if isinstance(stop, NotInForce):
        return stop
    end = add_months(month_of(ended_on).first, stop)
    return tuple(month for month in found if month.first < end)


def months_within(policy: Policy, stay: Period, *, region: str) -> int | NotInForce:
    """How many months ``stay`` makes from day to day: whole ones only, or a part counted as one."""
    found = policy.value(_PART_COUNTS, day=stay.last, region=region)
    if isinstance(found, NotInForce):
        return found
    whole = 0
    while add_months(stay.first, whole + 1) <= _after(stay):
        whole += 1
    rest = add_months(stay.first, whole) < _after(stay)
    return whole + 1 if rest and found.value is True else whole


def _after(stay: Period) -> date:
    return date.fromordinal(stay.last.toordinal() + 1)


def _months(policy: Policy, key: str, day: date, region: str) -> int | NotInForce:
    found = policy.value(key, day=day, region=region)
    if isinstance(found, NotInForce):
        return found
    assert isinstance(found.value, int)
    return found.value
