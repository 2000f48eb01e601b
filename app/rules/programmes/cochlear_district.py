"""S2.237 人工耳蜗补助（区）: what was paid up to the ceiling, once a year, by quota."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, not_used_up
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named

CITE = "S2.237"


def once_a_year(case: Case) -> Award:
    """The places of the year are given by ``within_quota``; here only whether there is one."""
    amount = lower_of(
        "据实，不超过标准", case.amount("cochlear_self_pay"), case.money("district.cochlear")
    )
    year = not_used_up(
        case.number("cochlear_aided_this_year"),
        case.count("district.cochlear_times_year"),
        "没有超过本年次数",
    )
    child = case.not_older("district.cochlear_age_to")
    gate = all_of(case.yes("hearing_impaired"), child, case.yes("grade_two_hospital"), year)
    named_gate = named("符合条件并有名额", all_of(gate, case.yes("place_left")), CITE)
    return only_if(named_gate, flat("人工耳蜗", amount, CITE))


METHODS = (once_a_year,)
