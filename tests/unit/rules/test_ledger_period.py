"""The period of a monthly ledger and its last good day (S3.218)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from app.core.errors import UserError
from app.core.periods import Period
from app.rules.ledger_period import ledger_month_of, ledger_period
from app.rules.policy import shipped_policy

REGION = "990101101000"


def test_a_ledger_runs_from_the_28th_to_the_27th_and_is_due_on_the_28th():
    period = ledger_period(shipped_policy(), "2026-05", REGION)
    assert period.covered == Period(date(2026, 4, 28), date(2026, 5, 27))
    assert period.deadline == date(2026, 5, 28)


def test_february_works_too():
    period = ledger_period(shipped_policy(), "2026-03", REGION)
    assert period.covered == Period(date(2026, 2, 28), date(2026, 3, 27))
    assert ledger_period(shipped_policy(), "2026-02", REGION).deadline == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 5, 1), "2026-05"),
        (date(2026, 5, 28), "2026-05"),
        (date(2026, 5, 29), "2026-06"),
        (date(2026, 12, 31), "2027-01"),
    ],
)
def test_on_the_last_good_day_the_ledger_of_the_month_is_still_the_next(day, month):
    assert ledger_month_of(shipped_policy(), day, REGION).month == month


def test_periods_follow_one_another_without_a_gap():
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    periods = [ledger_period(shipped_policy(), month, REGION).covered for month in months]
    for before, after in pairwise(periods):
        assert (after.first - before.last).days == 1


def test_before_any_rule_the_question_is_answered_in_words():
    with pytest.raises(UserError, match="没有生效的规定"):
        ledger_period(shipped_policy(), "1999-05", REGION)
