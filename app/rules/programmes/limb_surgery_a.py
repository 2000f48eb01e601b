"""S2.217 肢体矫治手术补助（甲）: up to the ceiling, once a year, three times in a life."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, not_used_up
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named
from app.rules.screens.rehab import rehab_a

CITE = "S2.217"


def by_year_and_life(case: Case) -> Award:
    """每人每年仅限1次、累计不超过3次: both limits hold. A refused application is no aid."""
    amount = lower_of(
        "据实，不超过标准", case.amount("surgery_self_pay"), case.money("rehab_a.surgery")
    )
    year = not_used_up(
        case.number("surgeries_aided_this_year"),
        case.count("rehab_a.surgery_times_year"),
        "没有超过本年次数",
    )
    life = not_used_up(
        case.number("surgeries_aided"), case.count("rehab_a.surgery_times_life"), "没有超过累计次数"
    )
    listed = all_of(case.yes("limb_impaired"), case.yes("surgery_listed"))
    gate = all_of(rehab_a(case), listed, year, life)
    return only_if(named("符合救助条件和次数", gate, CITE), flat("矫治手术", amount, CITE))


METHODS = (by_year_and_life,)
