"""结对、就业、公益性劳动: who is chosen, placed, approved first (S2.244 to S2.259, S4.204)."""

from __future__ import annotations

from app.rules.engine.arithmetic import per_head
from app.rules.engine.case import Case
from app.rules.engine.grading import first_of
from app.rules.engine.logic import (
    Condition,
    Node,
    Term,
    all_of,
    any_of,
    at_least,
    chosen,
    less_than,
    named,
    negation,
)


def party_pair_object(case: Case) -> Term[str]:
    """S2.244: holders of the second-generation certificate, those with one of the marks first."""
    second = all_of(
        case.yes("poor_disabled_family"), case.is_any("certificate_generation", ("第二代",))
    )
    renew = all_of(
        case.yes("poor_disabled_family"), case.is_any("certificate_generation", ("第一代",))
    )
    marked = any_of(*(mark for _, mark in marks(case)))
    return first_of((
        ("先换发第二代残疾人证", renew),
        ("重点考虑", all_of(second, marked)),
        ("一般考虑", second),
    ))


def marks(case: Case) -> tuple[tuple[str, Condition], ...]:
    """The marks that put a family first, where the parameter lists them."""
    listed = case.texts("party_pair.priorities")
    known = (
        ("一户多残", case.yes("several_disabled")),
        ("病残交加", case.yes("ill_and_disabled")),
        ("重度残疾", case.is_listed("disability_grade", "disability.severe_grades")),
        ("零就业", case.yes("unemployed_household")),
    )
    return tuple((words, all_of(_is_in(listed, words), mark)) for words, mark in known)


def shop_placement(case: Case) -> Condition:
    """S2.257: a rural poor disabled person with a certificate, or one of the family; of working
    age and able to work."""
    certified = any_of(case.yes("disability_certificate"), case.yes("family_certified"))
    return all_of(
        negation(case.yes("urban_resident"), "农村居民"),
        case.yes("poor_disabled_family"),
        certified,
        _of_working_age(case),
        case.yes("has_labour"),
    )


def shop_founder(case: Case) -> Condition:
    """S2.257: rural, with a certificate, in 低保 or below the local poverty standard."""
    income = per_head(
        case.amount("household_annual_income"), case.heads("household_size"), "家庭年人均收入"
    )
    poor = less_than(income, case.poverty_standard(), "年人均收入低于当地贫困标准")
    return all_of(
        negation(case.yes("urban_resident"), "农村居民"),
        case.yes("disability_certificate"),
        any_of(case.yes("in_dibao"), poor),
    )


def equal_pay(case: Case) -> Condition:
    """S2.257: paid no less than able-bodied workers."""
    return at_least(case.amount("wage"), case.amount("wage_of_others"), "不低于健全职工")


def shop_first(case: Case) -> Condition:
    """S2.259: applications of poor disabled families are approved before others."""
    return all_of(case.yes("poor_disabled_family"), case.yes("disability_certificate"))


def public_labour(case: Case) -> Condition:
    """S4.204: in 低保, of working age, able to work, without an excuse."""
    return all_of(
        case.yes("in_dibao"),
        _of_working_age(case),
        case.yes("has_labour"),
        negation(case.yes("excused_from_labour"), "没有正当理由"),
    )


METHODS = (
    party_pair_object,
    shop_placement,
    shop_founder,
    equal_pay,
    shop_first,
    public_labour,
)


def _is_in(listed: Term[tuple[str, ...]], words: str) -> Condition:
    value = None if listed.value is None else words in listed.value
    return Term(value, Node("", listed.node.result, children=(listed.node,)), listed.missing)


def _of_working_age(case: Case) -> Condition:
    """From the lower bound on, below the age of retirement, which differs by sex."""
    age = case.age()
    retired = chosen(
        case.text("sex"),
        {"男": case.count("labour.men_below"), "女": case.count("labour.women_below")},
    )
    grown = at_least(age, case.count("labour.age_from"), "达到法定劳动年龄")
    return named("法定劳动年龄", all_of(grown, less_than(age, retired, "未到退休年龄")))
