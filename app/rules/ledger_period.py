"""Which days a monthly ledger covers, and by when it is sent (S3.218)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import UserError
from app.core.periods import Period, add_months, parse_month
from app.rules.engine.parameters import InForce, Policy


@dataclass(frozen=True)
class LedgerPeriod:
    """The ledger of ``month``: the days it covers and the last good day to send it."""

    month: str
    covered: Period
    deadline: date


def ledger_period(policy: Policy, month: str, region: str) -> LedgerPeriod:
    """The period of the ledger of ``month`` (``2026-05``). Raises UserError where no rule holds."""
    calendar = parse_month(month)
    last = _day_of(policy, "ledger.period_last_day", calendar, region)
    deadline = _day_of(policy, "ledger.deadline_day", calendar, region)
    counts = policy.value("calendar.named_day_counts", day=deadline, region=region)
    if isinstance(counts, InForce) and counts.value is False:
        deadline -= timedelta(days=1)
    before = _day_of(policy, "ledger.period_last_day", parse_month(_month_before(month)), region)
    return LedgerPeriod(month, Period(before + timedelta(days=1), last), deadline)


def ledger_month_of(policy: Policy, day: date, region: str) -> LedgerPeriod:
    """The ledger that is next to be sent on ``day``: this month's up to its deadline."""
    period = ledger_period(policy, f"{day:%Y-%m}", region)
    if day <= period.deadline:
        return period
    return ledger_period(policy, f"{add_months(day.replace(day=1), 1):%Y-%m}", region)


def _day_of(policy: Policy, key: str, month: Period, region: str) -> date:
    """The day of the month that parameter ``key`` names, clamped to the month's end."""
    found = policy.value(key, day=month.last, region=region)
    if not isinstance(found, InForce) or not isinstance(found.value, int):
        raise UserError(
            f"政策参数“{found.parameter.title}”没有生效的规定。", "", "请在政策中录入。"
        )
    return month.first.replace(day=min(found.value, month.last.day))


def _month_before(month: str) -> str:
    return f"{add_months(parse_month(month).first, -1):%Y-%m}"
