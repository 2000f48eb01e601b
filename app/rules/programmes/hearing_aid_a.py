"""S2.214 助听器救助（甲）: what it cost up to the ceiling, once in a life."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, not_used_up
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named
from app.rules.screens.rehab import rehab_a

CITE = "S2.214"


def once_in_a_life(case: Case) -> Award:
    """不超过: the cost itself where it is lower."""
    amount = lower_of(
        "据实，不超过标准", case.amount("hearing_aid_cost"), case.money("rehab_a.hearing_aid")
    )
    first = not_used_up(
        case.number("hearing_aids_aided"),
        case.count("rehab_a.hearing_aid_times"),
        "没有超过一生次数",
    )
    gate = all_of(rehab_a(case), case.yes("hearing_impaired"), first)
    return only_if(named("听力残疾儿童首次救助", gate, CITE), flat("助听器", amount, CITE))


METHODS = (once_in_a_life,)
