"""S3.203 特困照料护理费: by the class of self-care; the city's method sets the amounts."""

from __future__ import annotations

from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import chosen, named

CITE = "S3.203"


def by_class(case: Case) -> Award:
    """Nobody is paid for a class that was not assessed."""
    amount = chosen(
        case.text("care_class"),
        {
            "全自理": case.money("tekun.care_able"),
            "半失能": case.money("tekun.care_half"),
            "失能": case.money("tekun.care_unable"),
        },
    )
    in_tekun = named("特困供养人员", case.yes("in_tekun"), CITE)
    return only_if(in_tekun, flat("照料护理标准", amount, CITE))


METHODS = (by_class,)
