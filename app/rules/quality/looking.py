"""All rules, and going through the register with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from app.core.progress import Progress, each, silent
from app.rules.quality import circumstances, homes, identity
from app.rules.quality.known import Known
from app.rules.quality.subjects import Doubt, Everything, Rule


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order in which they are listed."""
    found: dict[str, Rule] = {}
    for rule in (*identity.RULES, *homes.RULES, *circumstances.RULES):
        assert rule.id not in found, rule.id
        found[rule.id] = rule
    return MappingProxyType(found)


def find_doubts(
    register: Everything, known: Known, day: date, progress: Progress = silent
) -> Iterator[Doubt]:
    """Everything doubtful on ``day``, rule by rule of each person and household."""
    of_people = [(rule, rule.person) for rule in rules().values() if rule.person is not None]
    for one in each(register.people, progress, "核对人员"):
        for rule, judge in of_people:
            if (found := judge(one, known, day)) is not None:
                yield Doubt(rule, one, found)
    of_homes = [(rule, rule.home) for rule in rules().values() if rule.home is not None]
    for home in each(register.homes, progress, "核对家庭"):
        for rule, look in of_homes:
            if (found := look(home, known, day)) is not None:
                yield Doubt(rule, home, found)
    for rule in rules().values():
        if rule.register is not None:
            for subject, found in rule.register(register, known):
                yield Doubt(rule, subject, found)
