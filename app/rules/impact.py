"""Who is touched when a figure changes, for a whole register at once.

A verdict depends only on the facts and the figures that its programme reads. Programmes read all of
both whatever the facts are, so what they read is found by asking them about somebody of whom
nothing is known. People who are alike in these facts share a verdict, which is worked out once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.periods import Span, age_on, period_of
from app.core.terms import Answer
from app.rules.assess import assess
from app.rules.engine.facts import Facts, FactValue
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.screening import screen

_BIRTH = "birth_date"


@dataclass(frozen=True)
class Reads:
    """What a rule reads: names of facts, keys of figures."""

    facts: frozenset[str]
    keys: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """A verdict as far as two of them are compared: ``amount`` in yuan, None while it is open;
    ``grade`` is the class of a screen."""

    answer: Answer
    amount: Decimal | None = None
    grade: str = ""


@dataclass(frozen=True)
class Reckoner:
    """One rule under one policy; people who are alike for it share an outcome."""

    name: str
    policy: Policy
    day: date
    region: str
    reads: Reads
    is_screen: bool = False
    _known: dict[Hashable, Outcome] = field(default_factory=dict)

    def outcome(self, facts: Facts) -> Outcome:
        """What the rule says of somebody."""
        alike = _likeness(facts, self.reads, self.day)
        found = self._known.get(alike)
        if found is None:
            found = self._known[alike] = self._reckon(facts)
        return found

    def _reckon(self, facts: Facts) -> Outcome:
        if self.is_screen:
            seen = screen(self.name, facts, self.policy, day=self.day, region=self.region)
            return Outcome(seen.answer, grade=seen.grade)
        (verdict,) = assess(self.name, facts, self.policy, day=self.day, region=self.region)
        return Outcome(verdict.answer, verdict.amount)


def reads_of(
    name: str, policy: Policy, day: date, *, region: str, is_screen: bool = False
) -> Reads:
    """The facts and figures that a programme (or screen) reads on ``day`` in ``region``."""
    watched = _Watched(policy.parameters, policy.sources, policy.packs)
    nothing = _Nothing()
    ask = screen if is_screen else assess
    ask(name, Facts(nothing), watched, day=day, region=region)
    return Reads(frozenset(nothing.asked), frozenset(watched.asked))


@dataclass(frozen=True)
class _Watched(Policy):
    """A policy that remembers what it was asked for."""

    asked: set[str] = field(default_factory=set)

    def value(
        self, key: str, *, day: date, region: str, known_on: date | None = None
    ) -> InForce | NotInForce:
        self.asked.add(key)
        return super().value(key, day=day, region=region, known_on=known_on)


class _Nothing(Mapping[str, FactValue]):
    """Nobody of whom anything is known; remembers what was asked."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> FactValue:
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _likeness(facts: Facts, reads: Reads, day: date) -> Hashable:
    """Equal for people whom the rule cannot tell apart. Of a birth date rules see completed years
    only: on the day, and on the first and last day of its year."""
    known = facts.values
    alike = tuple(sorted((name, known[name]) for name in reads.facts & known.keys() - {_BIRTH}))
    birth = known.get(_BIRTH)
    if _BIRTH not in reads.facts or not isinstance(birth, date):
        return alike
    year = period_of(day, Span.YEAR)
    days = (day, year.first, year.last)
    return alike, tuple(age_on(birth, when) for when in days)
