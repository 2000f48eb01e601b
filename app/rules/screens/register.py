"""What the register itself gives away: two records that cannot both be right (S0.206 to S4.209).

The facts are put together from the register by ``app/rules/finders``.
"""

from __future__ import annotations

from app.rules.engine.case import Case
from app.rules.engine.facts_of_register import CARD_GRADES
from app.rules.engine.logic import Condition, all_of, any_of, at_least, negation

_MILD = "一般"
_SEVERE = "重度"


def dibao_and_tekun(case: Case) -> Condition:
    """S3.202: in 低保 and in 特困 at once."""
    return all_of(case.yes("in_dibao"), case.yes("in_tekun"))


def orphan_over_age(case: Case) -> Condition:
    """S3.216: 孤儿 or 事实无人抚养儿童, and grown up; on the birthday itself one is."""
    child = any_of(case.yes("orphan"), case.yes("unsupported_child"))
    return all_of(child, at_least(case.age(), case.count("age.child_until"), "已成年"))


def grade_against_card(case: Case) -> Condition:
    """S0.206: the grade on record is another one than the card's; 重度 and 一般 on record are
    compared with whether the card's grade counts as severe."""
    severe = case.is_listed("card_grade", "disability.severe_grades")
    exact = case.is_any("disability_grade", CARD_GRADES)
    same = any_of(
        *(
            all_of(case.is_any("disability_grade", (grade,)), case.is_any("card_grade", (grade,)))
            for grade in CARD_GRADES
        )
    )
    too_mild = all_of(case.is_any("disability_grade", (_MILD,)), severe)
    too_severe = all_of(
        case.is_any("disability_grade", (_SEVERE,)), negation(severe, "证上不是重度")
    )
    return any_of(all_of(exact, negation(same, "等级不同")), too_mild, too_severe)


def exclusive_lines(case: Case) -> Condition:
    """S3.201: two categories or payments that exclude each other (``codes/categories.toml``)."""
    return case.yes("exclusive_held")


def shared_account(case: Case) -> Condition:
    """S2.234: one account is used by two households."""
    return case.yes("account_in_two_households")


def recheck_missing(case: Case) -> Condition:
    """S4.206, S4.209: in 低保 or 特困, and not checked in the last period."""
    paid = any_of(case.yes("in_dibao"), case.yes("in_tekun"))
    return all_of(paid, negation(case.yes("rechecked"), "没有复核"))


METHODS = (
    dibao_and_tekun,
    orphan_over_age,
    grade_against_card,
    exclusive_lines,
    shared_account,
    recheck_missing,
)
