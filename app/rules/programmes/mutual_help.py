"""S1.213 邻里互助补助: for the helping household, per person served and month."""

from __future__ import annotations

from app.rules.engine.arithmetic import times
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import named, negation

CITE = "S1.213"


def per_person_served(case: Case) -> Award:
    """Who has the legal duty to care is not paid for it."""
    amount = times(case.money("mutual_help.amount"), case.number("persons_helped"), "按服务人数")
    gate = negation(case.yes("is_legal_supporter"), "不是法定义务人")
    return only_if(named("互助家庭", gate, CITE), flat("互助补助", amount, CITE))


METHODS = (per_person_served,)
