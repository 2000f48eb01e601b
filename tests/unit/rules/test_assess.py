"""Programmes, their choice by day and region, verdicts and explanations."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import UserError
from app.core.terms import Answer
from app.rules.assess import ALL, assess, programme_keys
from app.rules.engine.case import Case
from app.rules.engine.explain import lines, verdict_data
from app.rules.engine.facts import facts_of
from app.rules.engine.logic import MissingKind
from app.rules.engine.parameters import Version
from app.rules.engine.verdict import Verdict
from app.rules.policy import shipped_policy
from app.rules.programmes import methods

DAY = date(2026, 10, 10)
PUPIL = facts_of({
    "in_dibao": True,
    "dibao_area": "城市",
    "disability_grade": "一级",
    "in_school": True,
    "birth_date": date(2012, 3, 1),
    "in_tekun": False,
})


def _verdict(programme: str = "dibao_supplement", day: date = DAY) -> Verdict:
    (verdict,) = assess(programme, PUPIL, shipped_policy(), day=day, region="520122")
    return verdict


def test_every_programme_has_a_policy_file_and_every_method_is_reachable() -> None:
    policy = shipped_policy()
    assert {programme for programme, _ in methods()} == set(programme_keys(policy))


def test_all_programmes_in_force_are_answered_in_order() -> None:
    verdicts = assess(ALL, PUPIL, shipped_policy(), day=DAY, region="520122")
    assert [verdict.programme for verdict in verdicts] == [
        "dibao_supplement",
        "retro_medical",
        "tekun_basic",
        "tekun_care",
    ]


def test_all_leaves_out_what_is_not_yet_law_but_naming_it_says_so() -> None:
    day = date(2022, 6, 26)
    verdicts = assess(ALL, PUPIL, shipped_policy(), day=day, region="520122")
    assert [verdict.programme for verdict in verdicts] == ["tekun_basic"]
    verdict = _verdict(day=day)
    assert (verdict.answer, verdict.amount) == (Answer.OPEN, None)
    assert [(m.kind, m.key) for m in verdict.missing] == [
        (MissingKind.PARAMETER, "programme.dibao_supplement")
    ]
    assert "没有规定" in verdict.explanation.result


def test_a_programme_that_does_not_exist_is_refused_with_the_names_that_do() -> None:
    with pytest.raises(UserError, match=r"dibao_supplement、.*、tekun_basic"):
        _verdict("dibao")


def test_a_programme_may_hold_in_one_region_only() -> None:
    policy = shipped_policy()
    key = "programme.tekun_basic"
    local = Version(None, DAY, DAY, "县通知", scope="520122", repeal=True)
    changed = policy.with_version(key, local)
    here = assess("tekun_basic", PUPIL, changed, day=DAY, region="520122")[0]
    there = assess("tekun_basic", PUPIL, changed, day=DAY, region="520123")[0]
    assert "废止" in here.explanation.result
    assert (here.answer, here.amount) == (Answer.NO, Decimal(0))
    assert there.cite == "S3.202"


def test_a_verdict_says_what_it_rests_on() -> None:
    verdict = _verdict()
    assert verdict.winner is not None
    assert verdict.winner.words == "重度残疾人"
    assert [placed.words for placed in verdict.losers if placed.answer is Answer.YES] == ["在校生"]
    assert verdict.title == "分类施保特殊困难补助金"
    assert verdict.unit == "元/人·月"
    assert "就高原则，发放不累加" in verdict.clause
    checks = {check.words: check for check in verdict.checks}
    assert checks["纳入低保"].answer is Answer.YES
    severe = checks["重度残疾人"]
    assert severe.cite == "S3.201"
    assert [figure.key for figure in severe.figures] == [
        "disability.severe_grades",
        "standard.dibao_urban",
        "supplement.high_rate",
    ]
    assert {"age.elder", "supplement.middle_rate"} <= {figure.key for figure in verdict.figures}


def test_the_explanation_is_plain_data_for_json() -> None:
    data = verdict_data(_verdict())
    again = json.loads(json.dumps(data, ensure_ascii=False))
    assert again == data
    assert (again["answer"], again["amount"], again["day"]) == ("符合", "211.50", "2026-10-10")
    assert again["winners"][0]["words"] == "重度残疾人"
    assert again["explanation"]["words"] == "分类施保特殊困难补助金"
    (grades,) = [f for c in again["checks"] if c["words"] == "重度残疾人" for f in c["figures"]
                 if f["key"] == "disability.severe_grades"]  # fmt: skip
    assert grades["value"] == ["一级", "二级", "重度"]
    assert grades["default"]
    assert grades["reason"]


def test_an_open_verdict_has_no_amount_in_json_either() -> None:
    (verdict,) = assess("tekun_basic", facts_of({}), shipped_policy(), day=DAY, region="")
    data = verdict_data(verdict)
    assert data["amount"] is None
    assert data["missing"] == [
        {"kind": "fact", "key": "in_tekun", "question": "是否已认定为特困供养人员？"}
    ]
    assert verdict.questions == ("是否已认定为特困供养人员？",)
    assert verdict.winner is None
    assert "未采集" in [line.result for line in lines(verdict.explanation)]


def test_an_unknown_choice_between_standards_is_shown_as_not_collected() -> None:
    key = "standard.dibao_rural"
    policy = shipped_policy().with_version(key, Version(Decimal(600), DAY, DAY, "县通知"))
    facts = PUPIL.learn(dibao_area=None)
    (verdict,) = assess("dibao_supplement", facts, policy, day=DAY, region="")
    assert verdict.answer is Answer.OPEN
    assert ("低保类别", "未采集") in [(n.words, n.result) for n in lines(verdict.explanation)]


def test_the_explanation_reads_as_lines_from_the_answer_down_to_the_figures() -> None:
    found = [(line.depth, line.words, line.result) for line in lines(_verdict().explanation)]
    assert found[0] == (0, "分类施保特殊困难补助金", "符合，211.50元")
    assert (1, "纳入低保", "是") in found
    assert (2, "在校生", "符合，141.00元") in found
    standard = "705.00元/人·月（2022年1月1日起，默认值，待县级录入）"
    assert (4, "城市低保标准", standard) in found
    assert all(words for _, words, _ in found)


def test_reading_a_fact_or_figure_as_the_wrong_type_is_our_own_fault() -> None:
    case = Case(PUPIL, shipped_policy(), DAY, "520122")
    with pytest.raises(TypeError, match="disability_grade"):
        case.yes("disability_grade")
    with pytest.raises(TypeError, match=r"age\.elder"):
        case.money("age.elder")


def test_a_missing_list_of_grades_keeps_the_condition_open() -> None:
    before = date(2019, 12, 31)
    condition = Case(PUPIL, shipped_policy(), before, "").is_listed(
        "disability_grade", "disability.severe_grades"
    )
    assert condition.value is None
    assert [missing.key for missing in condition.missing] == ["disability.severe_grades"]
