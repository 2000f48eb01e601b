"""S3.201 分类施保特殊困难补助金: per person and month, for those in 低保, the highest only."""

from __future__ import annotations

from decimal import Decimal

from app.rules.engine.awards import Award, Candidate, highest_only, only_if
from app.rules.engine.case import Case
from app.rules.engine.fact_names import NOT_DISABLED
from app.rules.engine.logic import (
    Amount,
    Condition,
    Term,
    all_of,
    any_of,
    at_least,
    named,
    negation,
    percentage_of,
)

CITE = "S3.201"


def four_tiers(case: Case) -> Award:
    """Three percentages of the 低保 standard and one flat amount; compared in yuan, never added."""
    elder = _elder(case)
    disabled, severe = _disabled(case), _severely_disabled(case)
    standard = case.dibao_standard()
    high = _share(standard, case.ratio("supplement.high_rate"))
    middle = _share(standard, case.ratio("supplement.middle_rate"))
    low = _share(standard, case.ratio("supplement.low_rate"))
    fixed = case.money("supplement.slight_disability_amount")
    tiers = (
        ("三无人员", case.yes("three_withouts"), high),
        ("重病患者", case.yes("seriously_ill"), high),
        ("重度残疾人", severe, high),
        ("单亲家庭", _single_parent(case), high),
        ("残疾人属于老年人", all_of(disabled, elder), high),
        ("老年人", elder, middle),
        ("在校生", case.yes("in_school"), middle),
        ("独生子女家庭成员", case.yes("only_child_family"), low),
        ("双女户家庭成员", case.yes("two_daughter_family"), low),
        ("一般残疾人", all_of(disabled, negation(severe, "不属于重度残疾人")), fixed),
    )
    candidates = [Candidate(words, condition, amount, CITE) for words, condition, amount in tiers]
    return only_if(named("纳入低保", case.yes("in_dibao"), CITE), highest_only(candidates))


METHODS = (four_tiers,)


def _share(standard: Amount, rate: Term[Decimal]) -> Amount:
    return percentage_of(standard, rate, "按低保标准的比例计算")


def _elder(case: Case) -> Condition:
    return at_least(case.age(), case.count("age.elder"), "达到老年人年龄")


def _disabled(case: Case) -> Condition:
    return negation(case.is_any("disability_grade", (NOT_DISABLED,)), "有残疾")


def _severely_disabled(case: Case) -> Condition:
    return case.is_listed("disability_grade", "disability.severe_grades")


def _single_parent(case: Case) -> Condition:
    every_member = case.flag("supplement.single_parent_every_member")
    return all_of(
        case.yes("single_parent_family"), any_of(every_member, case.yes("is_single_parent"))
    )
