"""S2.225 早期干预救助（乙）: by months up to the year's standard and what is left to pay."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, times
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, any_of, named
from app.rules.screens.rehab import limb_training_b, other_training_b

CITE = "S2.225"


def by_months(case: Case) -> Award:
    """Ten months' worth is the year's standard."""
    months = times(
        case.money("rehab_b.early_month"), case.number("intervention_months"), "按干预月数"
    )
    amount = lower_of(
        "剩余费用，不超过标准",
        case.amount("intervention_self_pay"),
        months,
        case.money("rehab_b.early_year"),
    )
    eligible = any_of(limb_training_b(case), other_training_b(case))
    gate = named("符合年龄并参加早期干预", all_of(eligible, case.yes("early_intervention")), CITE)
    return only_if(gate, flat("早期干预", amount, CITE))


METHODS = (by_months,)
