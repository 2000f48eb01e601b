"""Which bills retroactive medical aid counts (S3.209)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.core.periods import Period
from app.rules.medical_bills import MedicalBill, paid_within, retro_window
from app.rules.policy import shipped_policy

REGION = "520122100"


def _bill(day: date, yuan: int) -> MedicalBill:
    return MedicalBill(day, Decimal(yuan))


def test_bills_of_the_six_months_before_recognition_count() -> None:
    window = retro_window(shipped_policy(), date(2022, 12, 15), REGION)
    assert window == Period(date(2022, 6, 15), date(2022, 12, 15))
    bills = [
        _bill(date(2022, 5, 30), 500),
        _bill(date(2022, 6, 20), 8000),
        _bill(date(2022, 9, 2), 12000),
    ]
    assert paid_within(bills, window) == Decimal(20000)


def test_both_ends_of_the_window_count_and_nothing_beyond() -> None:
    window = Period(date(2022, 6, 15), date(2022, 12, 15))
    days = [date(2022, 6, 14), window.first, window.last, date(2022, 12, 16)]
    assert [paid_within([_bill(day, 1)], window) for day in days] == [0, 1, 1, 0]


def test_the_window_clamps_to_the_end_of_the_month() -> None:
    window = retro_window(shipped_policy(), date(2023, 8, 31), REGION)
    assert window is not None
    assert window.first == date(2023, 2, 28)


def test_before_the_rule_there_is_no_window() -> None:
    assert retro_window(shipped_policy(), date(2022, 6, 26), REGION) is None


def test_no_bills_are_nothing() -> None:
    assert paid_within([], Period(date(2022, 1, 1), date(2022, 12, 31))) == 0
