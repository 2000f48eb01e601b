"""What a person is entitled to, as the desk tells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import UserError
from app.core.terms import Answer
from app.services.desk import Desk
from app.services.entitlements import VerdictView, assess_facts, assess_person
from app.services.office import adopt_pack
from tests.factory import make_person

DAY = date(2026, 5, 20)


def _of(desk: Desk, person_id: int, programme: str) -> VerdictView:
    return next(v for v in assess_person(desk, person_id, day=DAY) if v.programme == programme)


def test_a_severely_disabled_pupil_in_dibao_gets_the_highest_only(desk: Desk) -> None:
    person = make_person(
        desk,
        categories=("dibao_urban",),
        disability_grade="一级",
        in_school="是",
        three_withouts="否",
        seriously_ill="否",
        single_parent_family="否",
        only_child_family="否",
        two_daughter_family="否",
    )
    verdict = _of(desk, person, "dibao_supplement")
    assert (verdict.answer, verdict.amount) == (Answer.YES, Decimal("211.50"))
    assert "211.50" in verdict.headline()
    assert any("141.00" in line.words + line.result for line in verdict.lines)


def test_what_is_unknown_is_asked_and_never_paid_as_zero(desk: Desk) -> None:
    verdict = _of(desk, make_person(desk, categories=("dibao_urban",)), "dibao_supplement")
    assert (verdict.answer, verdict.amount) == (Answer.OPEN, None)
    assert verdict.missing


def test_a_programme_that_is_not_adopted_is_not_answered(desk: Desk) -> None:
    person = make_person(desk, categories=("dibao_urban",))
    assert assess_person(desk, person, day=DAY)
    adopt_pack(desk, "S3", adopted=False)
    assert assess_person(desk, person, day=DAY) == ()


def test_nobody_is_told_in_words(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有找到这个人"):
        assess_person(desk, 99, day=DAY)


def test_facts_alone_are_enough_for_an_answer() -> None:
    (verdict,) = assess_facts('{"in_tekun": true}', "tekun_basic", day=date(2022, 7, 1), region="")
    assert (verdict.answer, verdict.amount) == (Answer.YES, Decimal("1128.00"))


def test_a_fact_nobody_knows_is_refused() -> None:
    with pytest.raises(UserError, match="不认识"):
        assess_facts('{"height": 180}', "tekun_basic", day=DAY, region="")
