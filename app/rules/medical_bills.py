"""Bills that retroactive medical aid reaches back to (S3.209)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.periods import Period, add_months
from app.rules.engine.parameters import InForce, Policy

_MONTHS = "medical.retro_months"


@dataclass(frozen=True)
class MedicalBill:
    """What a family paid itself (yuan) on ``day``."""

    day: date
    self_pay: Decimal


def retro_window(policy: Policy, recognised_on: date, region: str) -> Period | None:
    """The days of bills that count, both ends included: from so many months before the recognition
    as 低保, clamped to the month's end. None where no rule is in force on that day."""
    found = policy.value(_MONTHS, day=recognised_on, region=region)
    if not isinstance(found, InForce):
        return None
    assert isinstance(found.value, int)
    return Period(add_months(recognised_on, -found.value), recognised_on)


def paid_within(bills: Sequence[MedicalBill], window: Period) -> Decimal:
    """The sum of the bills inside the window: the fact ``retro_medical_bills``."""
    return sum((bill.self_pay for bill in bills if bill.day in window), Decimal(0))
