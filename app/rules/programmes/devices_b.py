"""S2.226 辅助器具补助（乙）: each kind up to its standard; what was issued free is not paid for."""

from __future__ import annotations

from app.rules.engine.arithmetic import lower_of
from app.rules.engine.awards import Award, Candidate, additive, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import Amount, Condition, all_of, any_of, either, named, negation
from app.rules.screens.rehab import limb_training_b, other_training_b

CITE = "S2.226"


def each_kind(case: Case) -> Award:
    """Different devices add up; an average standard is the ceiling of one person or it is none."""
    kinds = (
        ("助听器", "hearing_aid_cost", ("hearing_aid_issued_free",), "rehab_b.hearing_aid"),
        (
            "假肢、矫形器",
            "brace_cost",
            ("brace_issued_free", "brace_in_surgery"),
            "rehab_b.brace",
        ),
        (
            "轮椅、坐姿椅、站立架、助行器",
            "mobility_cost",
            ("mobility_issued_free",),
            "rehab_b.mobility",
        ),
    )
    devices = [
        Candidate(
            words,
            _bought(case, cost, given),
            _paid(case, cost, standard),
            CITE,
        )
        for words, cost, given, standard in kinds
    ]
    eligible = any_of(limb_training_b(case), other_training_b(case))
    return only_if(named("符合年龄", eligible, "S2.221"), additive(devices))


METHODS = (each_kind,)


def _bought(case: Case, cost: str, given: tuple[str, ...]) -> Condition:
    """Paid for by the family; what was issued free, or paid with a surgery, is not paid again."""
    already = any_of(*(case.yes(name) for name in given))
    return all_of(case.spent(cost), negation(already, "没有免费配发或另行补助"))


def _paid(case: Case, cost: str, standard: str) -> Amount:
    spent = case.amount(cost)
    capped = lower_of("据实，不超过标准", spent, case.money(standard))
    return either(case.flag("rehab_b.average_is_ceiling"), capped, spent)
