"""S2.216 人工耳蜗补助（甲）: what the family paid itself up to the ceiling, once in a life."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, not_used_up
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named
from app.rules.screens.rehab import rehab_a

CITE = "S2.216"


def once_in_a_life(case: Case) -> Award:
    """一次性补助: below the ceiling what was paid (实报实销)."""
    amount = lower_of(
        "据实，不超过标准", case.amount("cochlear_self_pay"), case.money("rehab_a.cochlear")
    )
    first = not_used_up(
        case.number("cochlear_aided"), case.count("rehab_a.cochlear_times"), "没有超过一生次数"
    )
    gate = all_of(rehab_a(case), case.yes("hearing_impaired"), first)
    return only_if(named("听力残疾儿童首次救助", gate, CITE), flat("人工耳蜗", amount, CITE))


METHODS = (once_in_a_life,)
