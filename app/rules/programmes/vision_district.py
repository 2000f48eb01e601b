"""S2.235 视功能康复补助（区）: one-off, in a general hospital of the second grade or above."""

from __future__ import annotations

from app.rules.engine.arithmetic import not_used_up
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named

CITE = "S2.235"


def one_off(case: Case) -> Award:
    """Aid or training, once."""
    first = not_used_up(
        case.number("vision_aided"), case.count("district.vision_times"), "没有享受过"
    )
    gate = all_of(case.yes("vision_impaired"), case.yes("grade_two_hospital"), first)
    return only_if(
        named("首次", gate, CITE), flat("视功能康复", case.money("district.vision"), CITE)
    )


METHODS = (one_off,)
