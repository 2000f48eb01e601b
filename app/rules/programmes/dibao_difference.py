"""S4.203 低保差额: what each covered member's income falls short of the standard."""

from __future__ import annotations

from app.rules.engine.arithmetic import excess_of, times
from app.rules.engine.awards import Award, flat, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import named

CITE = "S4.203"


def shortfall_per_head(case: Case) -> Award:
    """At the standard the difference is nothing; who stops is another question (S4.203)."""
    shortfall = excess_of(case.dibao_standard(), case.amount("month_income_per_head"), "人均差额")
    amount = times(shortfall, case.number("covered_size"), "按保障人口")
    return only_if(named("纳入低保", case.yes("in_dibao"), CITE), flat("低保金", amount, CITE))


METHODS = (shortfall_per_head,)
