"""S2.224 康复训练补助（乙）: by months up to the year's standard, never above what is left to pay.

Who gives up midway is paid for the whole months trained, by the same formula (S2.267).
"""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, times
from app.rules.engine.awards import Award, Candidate, highest_only, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import Amount, any_of, named, negation
from app.rules.screens.rehab import limb_training_b, other_training_b

CITE = "S2.224"


def by_months(case: Case) -> Award:
    """不足10个月的按月: ten months' worth is the year's standard, and the year's standard is the
    ceiling of vision training too."""
    other = any_of(
        limb_training_b(case),
        case.yes("hearing_impaired"),
        case.yes("intellectually_impaired"),
        case.yes("autistic"),
    )
    tiers = (
        Candidate("听力、肢体、智力、孤独症", other, _capped(case, "rehab_b.training_year"), CITE),
        Candidate(
            "视力", case.yes("vision_impaired"), _capped(case, "rehab_b.training_vision_year"), CITE
        ),
    )
    eligible = any_of(limb_training_b(case), other_training_b(case))
    not_early = negation(case.yes("early_intervention"), "没有同时享受早期干预救助")
    gated = only_if(named("符合年龄", eligible, "S2.221"), highest_only(tiers))
    return only_if(not_early, gated)


METHODS = (by_months,)


def _capped(case: Case, year: str) -> Amount:
    months = times(
        case.money("rehab_b.training_month"), case.number("training_months"), "按训练月数"
    )
    return lower_of(
        "剩余费用，不超过标准", case.amount("training_self_pay"), months, case.money(year)
    )
