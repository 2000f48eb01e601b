"""S2.238 成人假肢补助（区）: thigh or shank, one-off, one amount a person."""

from __future__ import annotations

from app.rules.engine.arithmetic import not_used_up
from app.rules.engine.awards import Award, Candidate, highest_only, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, at_least, named

CITE = "S2.238"


def by_limb(case: Case) -> Award:
    """Per person, not per prosthesis: of two the higher one."""
    limbs = (
        Candidate("大腿假肢", case.yes("thigh_prosthesis"), case.money("district.thigh"), CITE),
        Candidate("小腿假肢", case.yes("shank_prosthesis"), case.money("district.shank"), CITE),
    )
    first = not_used_up(
        case.number("prostheses_aided"), case.count("district.prosthesis_times"), "没有享受过"
    )
    adult = at_least(case.age(), case.count("district.adult_age"), "成年人")
    gate = named("成年肢体残疾人首次", all_of(case.yes("limb_impaired"), adult, first), CITE)
    return only_if(gate, highest_only(limbs))


METHODS = (by_limb,)
