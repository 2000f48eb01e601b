"""S2.239 成人矫治手术补助（区）: half of what was paid up to the ceiling, by quota."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, at_least, named, percentage_of

CITE = "S2.239"


def half_of_the_cost(case: Case) -> Award:
    """不超过: the ceiling itself can be reached."""
    share = percentage_of(
        case.amount("surgery_self_pay"), case.ratio("district.surgery_rate"), "自付费用的比例"
    )
    amount = lower_of("按比例，不超过标准", share, case.money("district.surgery"))
    adult = at_least(case.age(), case.count("district.adult_age"), "成年人")
    gate = all_of(case.yes("limb_impaired"), adult, case.yes("place_left"))
    return only_if(named("符合条件并有名额", gate, CITE), flat("矫治手术", amount, CITE))


METHODS = (half_of_the_cost,)
