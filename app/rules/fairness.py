"""How what was given is spread over those who could have had it (S0.231).

A gift to a household reaches everybody of it, but its worth is counted once, with whoever took it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.core.money import cents
from app.rules.engine.parameters import InForce, Policy

_NOTHING = cents(Decimal(0))


def again_days(policy: Policy, *, day: date, region: str) -> int | None:
    """Within how many days the same is asked about before it is given again; None: never."""
    found = policy.value("gift.again_days", day=day, region=region)
    return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None


class Subject(NamedTuple):
    """Somebody who could have been given something."""

    id: int
    home: int | None
    village: str
    categories: tuple[str, ...]


class Received(NamedTuple):
    """Something given; ``home`` where it was for the whole household; ``worth`` in yuan."""

    person_id: int
    home: int | None
    worth: Decimal | None


@dataclass(frozen=True)
class Share:
    """What a group of ``people`` got: how many of them anything, worth how much in yuan (without
    the ``unknown`` gifts that nobody has put a price on)."""

    name: str
    people: int
    served: int
    gifts: int
    worth: Decimal
    unknown: int

    @property
    def per_head(self) -> Decimal:
        """Yuan for each of the group, whether served or not."""
        return cents(self.worth / self.people) if self.people else _NOTHING


def served_by(people: Iterable[Subject], gifts: Sequence[Received]) -> frozenset[int]:
    """Who got anything, by one's own name or with the household."""
    named = {gift.person_id for gift in gifts}
    homes = {gift.home for gift in gifts if gift.home is not None}
    return frozenset(one.id for one in people if one.id in named or one.home in homes)


def worth_by_person(gifts: Iterable[Received]) -> Mapping[int, Decimal]:
    """Yuan that went to each by name."""
    found: dict[int, Decimal] = defaultdict(lambda: _NOTHING)
    for gift in gifts:
        found[gift.person_id] += gift.worth or _NOTHING
    return dict(found)


def shares(
    people: Sequence[Subject],
    gifts: Sequence[Received],
    groups_of: Callable[[Subject], Sequence[str]],
) -> tuple[Share, ...]:
    """One line a group, in the order in which the groups appear. Who is in several groups counts
    in each; a gift to somebody who is not among ``people`` counts in none."""
    served = served_by(people, gifts)
    given: dict[int, list[Received]] = defaultdict(list)
    for gift in gifts:
        given[gift.person_id].append(gift)
    groups: dict[str, list[Subject]] = defaultdict(list)
    for one in people:
        for name in groups_of(one):
            groups[name].append(one)
    return tuple(_share(name, members, served, given) for name, members in groups.items())


def _share(
    name: str,
    members: Sequence[Subject],
    served: frozenset[int],
    given: Mapping[int, Sequence[Received]],
) -> Share:
    gifts = [gift for one in members for gift in given.get(one.id, ())]
    return Share(
        name=name,
        people=len(members),
        served=sum(one.id in served for one in members),
        gifts=len(gifts),
        worth=sum((gift.worth for gift in gifts if gift.worth is not None), _NOTHING),
        unknown=sum(gift.worth is None for gift in gifts),
    )
