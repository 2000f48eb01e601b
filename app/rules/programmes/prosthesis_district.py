"""S2.238 成人假肢补助（区）: thigh or shank, one-off, one amount a person."""

from __future__ import annotations

from app.rules.engine.arithmetic import not_used_up, times, total_of
from app.rules.engine.awards import Award, Candidate, highest_only, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import Condition, all_of, any_of, at_least, named

CITE = "S2.238"


def by_limb(case: Case) -> Award:
    """Per person of two the higher one; where the office pays each prosthesis, all together."""
    thigh, shank = case.money("district.thigh"), case.money("district.shank")
    fitted_thigh, fitted_shank = _fitted(case, "thigh"), _fitted(case, "shank")
    each = total_of(
        "各具合计",
        times(thigh, case.number("thigh_prostheses"), "大腿假肢"),
        times(shank, case.number("shank_prostheses"), "小腿假肢"),
    )
    per_piece = case.flag("district.prosthesis_per_piece")
    ways = (
        Candidate("大腿假肢", fitted_thigh, thigh, CITE),
        Candidate("小腿假肢", fitted_shank, shank, CITE),
        Candidate("按每具", all_of(per_piece, any_of(fitted_thigh, fitted_shank)), each, CITE),
    )
    first = not_used_up(
        case.number("prostheses_aided"), case.count("district.prosthesis_times"), "没有享受过"
    )
    adult = at_least(case.age(), case.count("district.adult_age"), "成年人")
    gate = named("成年肢体残疾人首次", all_of(case.yes("limb_impaired"), adult, first), CITE)
    return only_if(gate, highest_only(ways))


METHODS = (by_limb,)


def _fitted(case: Case, limb: str) -> Condition:
    return case.at_all(f"{limb}_prostheses")
