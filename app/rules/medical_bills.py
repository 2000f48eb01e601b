"""Bills that retroactive medical aid reaches back to (S3.209), and what is deducted (S4.211)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.core.periods import Period, add_months
from app.rules.engine.case import Case
from app.rules.engine.facts import Facts
from app.rules.engine.logic import Amount, any_of, either, named
from app.rules.engine.parameters import InForce, Policy

_MONTHS = "medical.retro_months"


@dataclass(frozen=True)
class MedicalBill:
    """What a family paid itself (yuan) on ``day``."""

    day: date
    self_pay: Decimal


def retro_window(policy: Policy, recognised_on: date, region: str) -> Period | None:
    """The days of bills that count: from so many months before the recognition as 低保, clamped to
    the month's end, up to the recognition. Whether the first day counts, and whether the whole of
    its month does, are parameters. None where no rule is in force on that day."""
    found = policy.value(_MONTHS, day=recognised_on, region=region)
    if not isinstance(found, InForce):
        return None
    assert isinstance(found.value, int)
    first = add_months(recognised_on, -found.value)
    if _is_on(policy, "medical.retro_by_month", recognised_on, region):
        return Period(first.replace(day=1), recognised_on)
    if not _is_on(policy, "medical.retro_start_counts", recognised_on, region):
        first += timedelta(days=1)
    return Period(first, recognised_on)


def paid_within(bills: Sequence[MedicalBill], window: Period) -> Decimal:
    """The sum of the bills inside the window: the fact ``retro_medical_bills``."""
    return sum((bill.self_pay for bill in bills if bill.day in window), Decimal(0))


def deductible(
    facts: Facts, policy: Policy, *, admitted: date, discharged: date, region: str
) -> Amount:
    """S4.211 起付线 (yuan) of a stay in hospital: lower or none for 低保 and 五保. Which day's rule
    holds where it changed in between is a parameter."""
    by = policy.value("medical.deductible_day", day=discharged, region=region)
    at_admission = isinstance(by, InForce) and by.value == "入院当天"
    case = Case(facts, policy, admitted if at_admission else discharged, region)
    return either(
        named("低保、五保对象", any_of(case.yes("in_dibao"), case.yes("in_tekun"))),
        case.money("medical.deductible_livelihood"),
        case.money("medical.deductible"),
    )


def _is_on(policy: Policy, key: str, day: date, region: str) -> bool:
    found = policy.value(key, day=day, region=region)
    return isinstance(found, InForce) and found.value is True
