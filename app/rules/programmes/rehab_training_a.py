"""S2.213 康复训练补助（甲）: a year; of several disabilities the highest, not the sum."""

from __future__ import annotations

from app.rules.engine.awards import Award, Candidate, highest_only, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import any_of, named
from app.rules.screens.rehab import rehab_a

CITE = "S2.213"


def by_kind(case: Case) -> Award:
    """One amount for limb disability, another for the other kinds that are trained."""
    other = any_of(
        case.yes("hearing_impaired"),
        case.yes("speech_impaired"),
        case.yes("intellectually_impaired"),
        case.yes("autistic"),
    )
    tiers = (
        Candidate(
            "脑瘫（肢体）", case.yes("limb_impaired"), case.money("rehab_a.training_limb"), CITE
        ),
        Candidate("听力、言语、智力、孤独症", other, case.money("rehab_a.training_other"), CITE),
    )
    return only_if(named("符合救助条件", rehab_a(case), "S2.212"), highest_only(tiers))


METHODS = (by_kind,)
