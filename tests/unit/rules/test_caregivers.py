"""What a score comes to, who is left alone, what a carer is paid: pure law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.terms import CareEnd, CareGrade
from app.rules.care_pay import PayFacts, days_of, pay_for
from app.rules.caregivers import (
    CareScored,
    CareTerm,
    ScoreSheet,
    judge,
    left_alone_by,
    points_problem,
    score_sheet,
    wanted_scores,
)
from app.rules.entries import Entry, with_entries
from app.rules.policy import shipped_policy
from tests.small_register import DAY, REGION, find, only, register_of

POLICY = shipped_policy()
MONTH = "2026-05"
SHEET = score_sheet(POLICY, MONTH, region=REGION)
TERM = CareTerm(7, "HL-1", 1, 3, date(2026, 1, 1), date(2026, 12, 31), None, None)
WHOLE = PayFacts(date(2026, 1, 1), date(2026, 12, 31), Decimal("300.00"), passed=True)


def _entered(key: str, value: object) -> object:
    entry = Entry(key, REGION, value, date(2026, 1, 1), date(2026, 1, 1), "县里通知")
    return with_entries(POLICY, [entry], office=REGION)


# --- the sheet -----------------------------------------------------------------------------------
def test_the_sheet_that_ships_is_worth_a_hundred_and_marked_as_assumed() -> None:
    assert SHEET.full == 100
    assert (SHEET.pass_mark, SHEET.excellent_mark, len(SHEET.vetoes)) == (60, 90, 2)
    versions = POLICY.parameters["caregiver.score_items"].versions
    assert all(version.default and version.reason for version in versions)


def test_before_the_document_there_is_no_sheet() -> None:
    assert score_sheet(POLICY, "2022-05", region=REGION) == ScoreSheet((), (), None, None)


@given(st.lists(st.integers(0, 10), min_size=7, max_size=7), st.booleans())
def test_a_score_is_passed_from_the_mark_on_and_never_with_a_veto(
    tenths: list[int], veto: bool
) -> None:
    points = {
        name: Decimal(worth * tenth) / 10
        for (name, worth), tenth in zip(SHEET.items, tenths, strict=True)
    }
    judged = judge(SHEET, points, SHEET.vetoes[:1] if veto else ())
    assert judged is not None
    assert points_problem(SHEET, points) is None
    assert judged.total == sum(points.values())
    assert judged.passed is (judged.total >= 60 and not veto)
    assert (judged.grade is CareGrade.FAILED) is not judged.passed


def test_without_a_pass_mark_nobody_knows() -> None:
    assert judge(replace(SHEET, pass_mark=None), {}, ()) is None


# --- who is left alone ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "alone"),
    [
        ({}, False),
        ({"end": DAY}, False),
        ({"end": date(2026, 5, 5)}, True),
        ({"ended_on": DAY, "end_reason": CareEnd.DISQUALIFIED}, True),
        ({"ended_on": date(2026, 5, 7), "end_reason": CareEnd.RESIGNED}, False),
        ({"ended_on": DAY, "end_reason": CareEnd.NOT_NEEDED}, False),
        ({"start": date(2026, 6, 1)}, False),
    ],
)
def test_who_is_left_alone(changes: dict[str, object], alone: bool) -> None:
    assert (left_alone_by([TERM._replace(**changes)], DAY) is not None) is alone  # type: ignore[arg-type]


def test_a_carer_who_is_to_begin_later_is_not_there_yet() -> None:
    ended = TERM._replace(ended_on=DAY, end_reason=CareEnd.DISQUALIFIED)
    later = TERM._replace(id=8, start=date(2026, 5, 9))
    assert left_alone_by([ended, later], DAY) == ended
    assert left_alone_by([ended, later], date(2026, 5, 9)) is None
    assert left_alone_by([], DAY) is None


def test_agreements_are_scored_that_hold_on_the_last_day_of_the_month() -> None:
    ended = TERM._replace(id=8, ended_on=date(2026, 5, 30), end_reason=CareEnd.RESIGNED)
    assert wanted_scores([TERM, ended], MONTH) == (TERM,)


def test_an_agreement_holds_from_its_first_day_to_its_last() -> None:
    held = [day for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31),
                            date(2027, 1, 1)) if TERM.holds_on(day)]  # fmt: skip
    assert held == [date(2026, 1, 1), date(2026, 12, 31)]


def test_who_cared_last_is_by_the_last_day_not_by_the_number() -> None:
    """The one who was disqualified leaves somebody alone, whatever was agreed on earlier."""
    early = TERM._replace(id=9, end=date(2026, 3, 31))
    late = TERM._replace(id=8, ended_on=date(2026, 5, 4), end_reason=CareEnd.DISQUALIFIED)
    assert left_alone_by([early, late], DAY) == late
    assert left_alone_by([late, early], DAY) == late


@pytest.mark.parametrize(
    ("total", "passed", "grade"),
    [
        ("59.9", False, CareGrade.FAILED),
        ("60", True, CareGrade.PASSED),
        ("89.9", True, CareGrade.PASSED),
        ("90", True, CareGrade.EXCELLENT),
    ],
)
def test_the_mark_itself_is_reached(total: str, passed: bool, grade: CareGrade) -> None:
    judged = judge(SHEET, {"各项": Decimal(total)}, ())
    assert judged is not None
    assert (judged.passed, judged.grade) == (passed, grade)


# --- the finders ---------------------------------------------------------------------------------
def test_an_agreement_is_told_thirty_days_before_its_end_unless_another_follows() -> None:
    near = TERM._replace(end=date(2026, 6, 5))
    assert only("care_agreement_ends", register_of(care=[near])).due == date(2026, 6, 5)
    assert find("care_agreement_ends", register_of(care=[TERM])) == []
    after = near._replace(id=8, start=date(2026, 6, 6), end=date(2027, 6, 5))
    assert find("care_agreement_ends", register_of(care=[near, after])) == []


def test_who_is_left_alone_is_found_with_the_reason() -> None:
    ended = TERM._replace(ended_on=DAY, end_reason=CareEnd.DISQUALIFIED)
    found = only("without_carer", register_of(care=[ended]))
    assert found.person_id == 1
    assert found.facts["原因"] == "取消护理资格"
    assert "无人照料" in found.words
    interim = register_of(care=[ended], interim_carers=frozenset({1}))
    assert "临时有人照料" in only("without_carer", interim).words


def test_scores_that_were_told_or_are_young_are_left_alone() -> None:
    old = CareScored(7, "2026-04", date(2026, 4, 20), None)
    found = only("score_untold", register_of(care_scored=[old, old]))
    assert found.facts == {"月份": "2026-04", "没有告知": "2份"}
    for one in (old._replace(told_on=DAY), old._replace(scored_on=DAY)):
        assert find("score_untold", register_of(care_scored=[one])) == []


# --- the pay -------------------------------------------------------------------------------------
def test_a_whole_month_is_paid_whole() -> None:
    pay = pay_for(WHOLE, MONTH, POLICY, region=REGION)
    assert (pay.amount, pay.days, pay.deducted) == (Decimal("300.00"), 31, Decimal(0))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"fee": None}, "没有写护理费"),
        ({"passed": None}, "没有考核"),
        ({"passed": False}, "待定"),
        ({"last": date(2026, 4, 30)}, "不在这个月"),
    ],
)
def test_what_is_not_known_is_not_paid_and_says_why(changes: dict[str, object], why: str) -> None:
    pay = pay_for(replace(WHOLE, **changes), MONTH, POLICY, region=REGION)  # type: ignore[arg-type]
    assert pay.amount is None
    assert why in pay.why
    assert (pay.days, pay.month_days) == (0 if "last" in changes else 31, 31)


def test_what_is_paid_whole_needs_no_word() -> None:
    assert pay_for(WHOLE, MONTH, POLICY, region=REGION).why == ""


def test_a_part_of_a_month_is_paid_by_its_days() -> None:
    part = replace(WHOLE, start=date(2026, 5, 22))
    assert pay_for(part, MONTH, POLICY, region=REGION).amount == Decimal("96.77")  # 300 × 10 ÷ 31
    whole_only = _entered("caregiver.part_month", "满月计发")
    unpaid = pay_for(part, MONTH, whole_only, region=REGION)  # type: ignore[arg-type]
    assert (unpaid.amount, unpaid.days, unpaid.why) == (None, 10, "不满一个月，不发")


def test_where_nothing_says_how_a_part_of_a_month_is_paid_that_is_said() -> None:
    part = replace(WHOLE, start=date(2026, 5, 22))
    unsaid = replace(
        POLICY,
        parameters={k: v for k, v in POLICY.parameters.items() if k != "caregiver.part_month"}
        | {"caregiver.part_month": replace(POLICY.parameters["caregiver.part_month"], versions=())},
    )
    assert pay_for(part, MONTH, unsaid, region=REGION).why == "不满一个月怎么发没有规定"


@pytest.mark.parametrize(("share", "amount"), [("0", "300.00"), ("0.3", "210.00"), ("1", None)])
def test_what_is_deducted_is_what_the_office_entered(share: str, amount: str | None) -> None:
    policy = _entered("caregiver.failed_deduction", share)
    pay = pay_for(replace(WHOLE, passed=False), MONTH, policy, region=REGION)  # type: ignore[arg-type]
    assert pay.amount == (None if amount is None else Decimal(amount))
    assert pay.deducted == Decimal(share) * 300


@given(st.dates(date(2026, 4, 20), date(2026, 6, 10)))
def test_two_carers_of_one_month_are_paid_for_its_days_together(change: date) -> None:
    first = replace(WHOLE, last=change, handed_over=True)
    second = replace(WHOLE, start=change)
    assert days_of(first, MONTH) + days_of(second, MONTH) == 31
