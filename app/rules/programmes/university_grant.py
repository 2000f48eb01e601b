"""S0.224 大学一次性补助: for monitored families, by the level of the studies begun this year."""

from __future__ import annotations

from app.rules.engine.arithmetic import not_used_up
from app.rules.engine.awards import Award, Candidate, exclusive, only_if
from app.rules.engine.case import Case
from app.rules.engine.logic import all_of, named

CITE = "S0.224"


def one_off_by_level(case: Case) -> Award:
    """One amount for 专科, one for 本科; full-time only."""
    levels = (
        ("专科", case.money("grant.college")),
        ("本科", case.money("grant.university")),
    )
    tiers = [
        Candidate(words, case.is_any("admitted_level", (words,)), amount, CITE)
        for words, amount in levels
    ]
    begun = all_of(case.yes("admitted_this_year"), case.yes("full_time_study"))
    first = not_used_up(
        case.number("university_grants"), case.count("grant.times"), "没有超过补助次数"
    )
    gate = all_of(case.yes("monitored"), begun, first)
    return only_if(named("监测对象当年考取全日制大学", gate, CITE), exclusive(tiers))


METHODS = (one_off_by_level,)
