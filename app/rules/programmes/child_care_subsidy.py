"""S2.231 残疾儿童关爱补贴: a rise for those with the nursing subsidy, an amount of its own for the
others, never both."""

from __future__ import annotations

from app.rules.engine.awards import Award, Candidate, exclusive, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named, negation

CITE = "S2.231"


def rise_or_amount(case: Case) -> Award:
    """The living subsidy for the disabled is not the nursing subsidy."""
    nursing = case.yes("nursing_subsidy")
    ways = (
        Candidate("在护理补贴标准上提高", nursing, case.money("care_subsidy.rise"), CITE),
        Candidate(
            "没有护理补贴",
            negation(nursing, "没有护理补贴"),
            case.money("care_subsidy.amount"),
            CITE,
        ),
    )
    child = case.not_older("care_subsidy.age_to")
    gate = named("持证残疾儿童", all_of(case.yes("disability_certificate"), child), CITE)
    return only_if(gate, exclusive(ways))


METHODS = (rise_or_amount,)
