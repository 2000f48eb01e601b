"""S2.213 康复训练补助（甲）: a year; of several disabilities the highest, not the sum."""

from __future__ import annotations

from app.rules.engine.arithmetic import nothing, total_of
from app.rules.engine.awards import Award, Candidate, highest_only, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, any_of, either, named
from app.rules.screens.rehab import rehab_a

CITE = "S2.213"
OTHER_KINDS = ("hearing_impaired", "speech_impaired", "intellectually_impaired", "autistic")


def by_kind(case: Case) -> Award:
    """One amount for limb disability, another for each other kind that is trained; together only
    where the office adds them up."""
    limb, other = case.money("rehab_a.training_limb"), case.money("rehab_a.training_other")
    limbs, others = case.yes("limb_impaired"), any_of(*(case.yes(kind) for kind in OTHER_KINDS))
    none = nothing("没有此类残疾")
    each = total_of(
        "各类合计",
        either(limbs, limb, none),
        *(either(case.yes(kind), other, none) for kind in OTHER_KINDS),
    )
    together = all_of(case.flag("rehab_a.kinds_add_up"), any_of(limbs, others))
    tiers = (
        Candidate("脑瘫（肢体）", limbs, limb, CITE),
        Candidate("听力、言语、智力、孤独症", others, other, CITE),
        Candidate("多重残疾累加", together, each, CITE),
    )
    return only_if(named("符合救助条件", rehab_a(case), "S2.212"), highest_only(tiers))


METHODS = (by_kind,)
