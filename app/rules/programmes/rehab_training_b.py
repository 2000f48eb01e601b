"""S2.224 康复训练补助（乙）: by months up to the year's standard, never above what is left to pay.

Who gives up midway is paid for the whole months trained, by the same formula (S2.267).
"""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of, times
from app.rules.engine.awards import Award, Candidate, highest_only, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import Amount, any_of, at_least, either, named, negation
from app.rules.screens.rehab import limb_training_b, other_training_b

CITE = "S2.224"


def by_months(case: Case) -> Award:
    """不足10个月的按月: ten months' worth is the year's standard. Whether an average standard is
    the ceiling of one person, and the year's that of vision training, parameters say."""
    other = any_of(
        limb_training_b(case),
        case.yes("hearing_impaired"),
        case.yes("intellectually_impaired"),
        case.yes("autistic"),
    )
    tiers = (
        Candidate("听力、肢体、智力、孤独症", other, _in_general(case), CITE),
        Candidate("视力", case.yes("vision_impaired"), _for_vision(case), CITE),
    )
    eligible = any_of(limb_training_b(case), other_training_b(case))
    not_early = negation(case.yes("early_intervention"), "没有同时享受早期干预救助")
    gated = only_if(named("符合年龄", eligible, "S2.221"), highest_only(tiers))
    return only_if(not_early, gated)


METHODS = (by_months,)


def _in_general(case: Case) -> Amount:
    return either(
        case.flag("rehab_b.average_is_ceiling"),
        _paid(case, case.money("rehab_b.training_year")),
        _paid(case),
    )


def _for_vision(case: Case) -> Amount:
    capped = _paid(case, case.money("rehab_b.training_vision_year"))
    whole_year = at_least(
        case.number("training_months"), case.count("rehab_b.full_months"), "满全年月数"
    )
    return either(any_of(case.flag("rehab_b.vision_capped"), whole_year), capped, _paid(case))


def _paid(case: Case, *ceiling: Amount) -> Amount:
    months = times(
        case.money("rehab_b.training_month"), case.number("training_months"), "按训练月数"
    )
    self_pay = case.amount("training_self_pay")
    return lower_of("剩余费用，不超过标准", self_pay, months, *ceiling)
