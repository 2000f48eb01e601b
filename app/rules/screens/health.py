"""医疗、护理、疫情: cover, settlement, care (S3.210, S3.217, S3.224, S4.223)."""

from __future__ import annotations

from app.rules.engine.arithmetic import per_head
from app.rules.engine.case import Case
from app.rules.engine.grading import first_of
from app.rules.engine.logic import (
    Condition,
    Term,
    all_of,
    any_of,
    at_least,
    less_than,
    named,
    negation,
)


def medical_cover(case: Case) -> Term[str]:
    """S3.210: basic insurance, then serious illness, then medical aid; 低保 families below the
    provincial standard have a further one on top."""
    insured = case.yes("medically_insured")
    income = per_head(
        case.amount("household_annual_income"), case.heads("household_size"), "年人均可支配收入"
    )
    below = less_than(income, case.money("monitor.standard_provincial"), "低于省扶贫标准")
    return first_of((
        ("先办参保", negation(insured, "没有参保")),
        (
            "基本医保—大病医保—医疗救助—精准扶贫医疗叠加保险",
            all_of(case.yes("in_dibao"), below),
        ),
        ("基本医保—大病医保—医疗救助", insured),
    ))


def caregiver_failed(case: Case) -> Condition:
    """S3.217: below the pass mark; on it is a pass."""
    return less_than(case.number("caregiver_score"), case.count("caregiver.pass_mark"), "不合格")


def epidemic_watch(case: Case) -> Term[str]:
    """S3.224: while an epidemic lasts, whoever is suspicious goes to hospital, the others are
    watched."""
    lasting = case.flag("epidemic.under_way")
    return first_of((
        ("送指定医疗机构", all_of(lasting, case.yes("suspicious_symptoms"))),
        ("每日观察并记录", lasting),
    ))


def one_stop(case: Case) -> Term[str]:
    """S4.223: settled when leaving a designated hospital; elsewhere by the papers."""
    aided = named("低保、五保对象", any_of(case.yes("in_dibao"), case.yes("in_tekun")))
    designated = case.yes("designated_hospital")
    return first_of((
        ("出院时一站式结算", all_of(aided, designated)),
        ("凭票据申请报销", aided),
    ))


def over_treatment(case: Case) -> Condition:
    """S4.223 小病大治: a 五保 person again and again in hospital with a minor illness."""
    often = at_least(
        case.number("stays_this_month"), case.count("medical.stays_month"), "住院次数较多"
    )
    return all_of(case.yes("in_tekun"), case.yes("minor_illness"), often)


METHODS = (medical_cover, caregiver_failed, epidemic_watch, one_stop, over_treatment)
