"""S2.240 精神病服药补助（区）: the livelihood programme's amount, the district's on top."""

from __future__ import annotations

from app.rules.engine.awards import Award, Candidate, additive, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import any_of, named, negation

CITE = "S2.240"


def amount_on_top(case: Case) -> Award:
    """在……基础上再给予: both add up; whether the second needs the first is a parameter."""
    listed = case.yes("livelihood_medicine_list")
    free = negation(case.flag("district.medicine_needs_list"), "不要求列入民生工程名单")
    parts = (
        Candidate("民生工程服药补助", listed, case.money("district.medicine_livelihood"), CITE),
        Candidate("区精神医疗费补助", any_of(listed, free), case.money("district.medicine"), CITE),
    )
    return only_if(named("精神病患者", case.yes("mentally_ill"), CITE), additive(parts))


METHODS = (amount_on_top,)
