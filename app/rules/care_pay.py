"""What a carer is paid for a month: by the days of the agreement and by the score.

Unknown stays unknown: without a fee, a score or a rule there is no amount, and the reason is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.core.money import cents
from app.core.periods import Period, parse_month
from app.rules.engine.parameters import InForce, Policy

_BY_DAY, _WHOLE_ONLY = "按天折算", "满月计发"


@dataclass(frozen=True)
class PayFacts:
    """One agreement as it stands for a month: ``fee`` in yuan a month, ``last`` its last day (of
    its own, of the person's life or stay on the register), ``passed`` the score of the month (None:
    no score); ``handed_over``: on its last day another carer begins, whose day it is."""

    start: date
    last: date
    fee: Decimal | None
    passed: bool | None
    handed_over: bool = False


@dataclass(frozen=True)
class Pay:
    """``days`` of the month that count; ``amount`` in yuan, None when nothing is paid, ``why`` not
    or why less than the fee. ``deducted`` in yuan, out of what the days come to."""

    days: int
    month_days: int
    amount: Decimal | None
    deducted: Decimal
    why: str


def days_of(facts: PayFacts, month: str) -> int:
    """The days of ``month`` on which the agreement holds."""
    whole = parse_month(month)
    last = facts.last - timedelta(days=1) if facts.handed_over else facts.last
    first, last = max(facts.start, whole.first), min(last, whole.last)
    return max(0, (last - first).days + 1)


def pay_for(facts: PayFacts, month: str, policy: Policy, *, region: str) -> Pay:
    """What is paid for ``month``, by the rules in force on its last day."""
    whole = parse_month(month)
    days, length = days_of(facts, month), (whole.last - whole.first).days + 1

    def unpaid(why: str) -> Pay:
        return Pay(days, length, None, cents(Decimal(0)), why)

    if days == 0:
        return unpaid("协议不在这个月")
    if facts.fee is None:
        return unpaid("协议没有写护理费")
    if facts.passed is None:
        return unpaid("这个月没有考核")
    earned = facts.fee
    if days < length:
        how = _held(policy, "caregiver.part_month", whole, region)
        if how != _BY_DAY:
            return unpaid("不满一个月，不发" if how == _WHOLE_ONLY else "不满一个月怎么发没有规定")
        earned = cents(facts.fee * days / length)
    if facts.passed:
        return Pay(days, length, earned, cents(Decimal(0)), "")
    share = _held(policy, "caregiver.failed_deduction", whole, region)
    if not isinstance(share, Decimal):
        return unpaid("考核不合格，扣发多少没有规定，待定")
    deducted = cents(earned * share)
    if deducted == earned:
        return Pay(days, length, None, deducted, "考核不合格，不发")
    return Pay(days, length, earned - deducted, deducted, "考核不合格，扣发")


def _held(policy: Policy, key: str, month: Period, region: str) -> object:
    found = policy.value(key, day=month.last, region=region)
    return found.value if isinstance(found, InForce) else None
