"""Runs the cases of screens and of indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.core.terms import ANSWER_NAMES
from app.rules.indicators import measure
from app.rules.screening import screen
from tests.rules.case_files import assumed_policy, case_facts, cases

REGION = "520122100"
SCREEN_KEYS = {
    "name", "cite", "screen", "day", "region", "facts", "assume", "answer", "grade", "missing",
}  # fmt: skip
INDICATOR_KEYS = {
    "name", "cite", "indicator", "day", "numerator", "denominator", "value", "met", "short_by",
    "applicable",
}  # fmt: skip


@pytest.mark.parametrize("case", cases("screen"))
def test_a_screen_finds_what_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= SCREEN_KEYS, "the case has a key that nobody reads"
    finding = screen(
        case["screen"],
        case_facts(case["facts"]),
        assumed_policy(case),
        day=case["day"],
        region=case.get("region", REGION),
    )
    assert ANSWER_NAMES[finding.answer] == case["answer"]
    assert finding.grade == case.get("grade", "")
    assert [missing.key for missing in finding.missing] == case.get("missing", [])


@pytest.mark.parametrize("case", cases("indicator"))
def test_an_indicator_comes_out_as_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= INDICATOR_KEYS, "the case has a key that nobody reads"
    counts = [Decimal(case[key]) if key in case else None for key in ("numerator", "denominator")]
    measured = measure(
        assumed_policy(case), case["indicator"], *counts, day=case["day"], region=REGION
    )
    assert measured is not None
    assert ANSWER_NAMES[measured.met] == case["met"]
    assert measured.short_by == case.get("short_by", 0)
    assert measured.applicable == case.get("applicable", True)
    if "value" in case:
        assert measured.value == Decimal(case["value"])
