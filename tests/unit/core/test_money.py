"""Amounts: read out of what clerks write, shown with two places, unknown never zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.core.money import parse_yuan, yuan


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1,128.00元", "1128.00"), ("690/月", "690.00"), ("￥705", "705.00"), ("0.005", "0.01")],
)
def test_one_clear_amount_is_read(text: str, amount: str) -> None:
    assert parse_yuan(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "约六百", "690元×3", "NaN", "Infinity", "1E100", "-1E13"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert parse_yuan(text) is None


def test_an_unknown_amount_is_never_shown_as_zero() -> None:
    assert (yuan(None), yuan(Decimal(0))) == ("—", "0.00")
