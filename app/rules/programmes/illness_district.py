"""S2.242 大病慢性病医药补助（区）: a household and year, to the ceiling, less than was paid."""

from __future__ import annotations

from app.rules.engine.arithmetic import kept_below, lower_of
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import named

CITE = "S2.242"


def per_household(case: Case) -> Award:
    """What all members of the household paid counts together, once."""
    paid = case.amount("household_illness_self_pay")
    ceiling = lower_of("每户每年不超过", paid, case.money("district.illness_year"))
    amount = kept_below(ceiling, paid, case.money("district.less_than_step"), "小于自付费用")
    gate = named("家有大病、慢性病残疾人", case.yes("family_serious_illness"), CITE)
    return only_if(gate, flat("医药补助", amount, CITE))


METHODS = (per_household,)
