"""S2.241 精神病住院补助（区）: by months up to the year's ceiling, and less than what was paid."""

from __future__ import annotations

from app.rules.engine.arithmetic import kept_below, lower_of, times
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import named

CITE = "S2.241"


def below_self_pay(case: Case) -> Award:
    """小于自付费用: equal is not less. Stays of one year count together, whole months only."""
    months = times(
        case.money("district.inpatient_month"), case.number("mental_hospital_months"), "按住院月数"
    )
    ceiling = lower_of("每年不超过", months, case.money("district.inpatient_year"))
    paid = case.amount("mental_hospital_self_pay")
    amount = kept_below(ceiling, paid, case.money("district.less_than_step"), "小于自付费用")
    gate = named("精神病患者", case.yes("mentally_ill"), CITE)
    return only_if(gate, flat("住院补助", amount, CITE))


METHODS = (below_self_pay,)
