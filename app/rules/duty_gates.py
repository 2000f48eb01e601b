"""Duties that are not for everybody of a category: which screens they name, and what those say."""

from __future__ import annotations

from datetime import date

from app.core.terms import Answer
from app.rules.duty_rules import DutyRule
from app.rules.engine.facts import Facts
from app.rules.engine.parameters import Policy
from app.rules.screening import screen


def gated_categories(policy: Policy) -> frozenset[str]:
    """The categories of which some duty asks more: who holds none needs no ``refused``."""
    return frozenset(code for code, _ in _gates(policy))


def refused(facts: Facts, policy: Policy, *, day: date, region: str) -> frozenset[str]:
    """The screens among those that duties name that say 不符合 of the person, for
    ``DutySubject.refused``. An open answer refuses nobody: who may be owed a visit is visited."""
    names = {name for _, name in _gates(policy)}
    return frozenset(
        name
        for name in names
        if screen(name, facts, policy, day=day, region=region).answer is Answer.NO
    )


def _gates(policy: Policy) -> set[tuple[str, str]]:
    return {
        gate
        for key in policy.keys("duty")
        for version in policy.parameters[key].versions
        if isinstance(version.value, DutyRule)
        for gate in version.value.only_if
    }
