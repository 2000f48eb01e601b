"""低保: who is to be included, kept, stopped, looked into (S2.263, S3.204, S4.203 to S4.213)."""

from __future__ import annotations

from app.rules.engine.arithmetic import excess_of, total_of
from app.rules.engine.case import Case
from app.rules.engine.grading import first_of
from app.rules.engine.logic import (
    Amount,
    Condition,
    Term,
    all_of,
    any_of,
    less_than,
    more_than,
    named,
    negation,
)


def include_in_dibao(case: Case) -> Condition:
    """S2.263: income per head below the standard; at the standard is not below."""
    return less_than(_income(case), case.dibao_standard(), "月人均收入低于低保标准")


def kept_while_consolidating(case: Case) -> Condition:
    """S3.204: who was relocated keeps 低保 during the consolidation period, unless dead."""
    return all_of(
        case.flag("dibao.consolidation_period"),
        case.yes("in_dibao"),
        case.yes("relocated"),
        negation(case.yes("dead"), "在世"),
    )


def dibao_change(case: Case) -> Term[str]:
    """S4.203: above the standard is a stop after review; exactly at it is not above."""
    standard = case.dibao_standard()
    return first_of((
        ("停发", more_than(_income(case), standard, "月人均收入超过低保标准")),
        ("调整金额", less_than(_income(case), standard, "月人均收入低于低保标准")),
        ("由经办人员决定", case.yes("in_dibao")),
    ))


def dead_but_paid(case: Case) -> Condition:
    """S4.209: dead, and still among those who are paid."""
    return all_of(case.yes("dead"), any_of(case.yes("in_dibao"), case.yes("in_tekun")))


def dibao_disqualified(case: Case) -> Condition:
    """S4.212: luxury goods or hidden income."""
    return any_of(case.yes("luxury_goods"), case.yes("income_concealed"))


def declared_too_little(case: Case) -> Condition:
    """S4.213: what was found is more than what was declared, beyond the tolerance; only with the
    family's authorisation."""
    declared, found = case.amount("declared_income"), case.amount("found_income")
    larger = excess_of(found, declared, "核对收入多于申报收入")
    smaller = excess_of(declared, found, "申报收入多于核对收入")
    difference = total_of("申报与核对的差额", larger, smaller)
    beyond = more_than(difference, case.money("check.tolerance"), "差额超过允许的误差")
    return all_of(named("已签核对授权", case.yes("check_authorised")), beyond)


METHODS = (
    include_in_dibao,
    kept_while_consolidating,
    dibao_change,
    dead_but_paid,
    dibao_disqualified,
    declared_too_little,
)


def _income(case: Case) -> Amount:
    return case.amount("month_income_per_head")
