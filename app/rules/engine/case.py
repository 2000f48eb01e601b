"""One person under the law of one day and place: where facts and figures become terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.core.periods import age_on
from app.core.terms import ANSWER_NAMES, UNKNOWN
from app.rules.engine.fact_names import FACT_NAMES
from app.rules.engine.facts import Facts, FactValue
from app.rules.engine.logic import (
    Amount,
    Condition,
    Missing,
    MissingKind,
    Node,
    Term,
    answer_of,
    missing_figure,
)
from app.rules.engine.parameters import InForce, NotInForce, Policy

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """Facts, policy, day, region; ``known_on`` asks with what was issued by then."""

    facts: Facts
    policy: Policy
    day: date
    region: str
    known_on: date | None = None

    # --- facts of the person ---------------------------------------------------------------------

    def yes(self, name: str) -> Condition:
        """A yes-or-no fact as a condition."""
        return self._condition(name, self._fact(name, bool))

    def is_any(self, name: str, choices: tuple[str, ...]) -> Condition:
        """Whether a fact with choices is one of ``choices``."""
        value = self._fact(name, str)
        return self._condition(name, None if value is None else value in choices)

    def is_listed(self, name: str, key: str) -> Condition:
        """Whether a fact with choices is in the list that the parameter ``key`` holds."""
        value, listed = self._fact(name, str), self.texts(key)
        if value is None:
            return self._condition(name, None)
        inside = None if listed.value is None else value in listed.value
        fact = Node(FACT_NAMES[name].label, value)
        answer = answer_of(inside)
        node = Node("", ANSWER_NAMES[answer], answer, children=(fact, listed.node))
        return Term(inside, node, listed.missing)

    def text(self, name: str) -> Term[str]:
        """A fact with choices, as it is."""
        value = self._fact(name, str)
        return self._term(name, value, value or UNKNOWN)

    def age(self) -> Term[int]:
        """Completed years on the day."""
        birth = self._fact("birth_date", date)
        if birth is None:
            return self._term("birth_date", None, UNKNOWN)
        years = age_on(birth, self.day)
        return Term(years, Node("年龄", f"{years}周岁（{birth:%Y-%m-%d}出生）"))

    # --- figures of the law ----------------------------------------------------------------------

    def money(self, key: str) -> Amount:
        """A parameter in yuan."""
        return self._figure(key, Decimal)

    def ratio(self, key: str) -> Term[Decimal]:
        """A parameter that is a share or a multiple."""
        return self._figure(key, Decimal)

    def count(self, key: str) -> Term[int]:
        """A parameter that is a whole number: years, times, days."""
        return self._figure(key, int)

    def flag(self, key: str) -> Condition:
        """A parameter that is yes or no."""
        return self._figure(key, bool)

    def texts(self, key: str) -> Term[tuple[str, ...]]:
        """A parameter that is a list."""
        return self._figure(key, tuple)

    # --- inside ----------------------------------------------------------------------------------

    def _fact(self, name: str, kind: type[T]) -> T | None:
        value: FactValue | None = self.facts.get(name)
        if value is not None and not isinstance(value, kind):
            raise TypeError(f"fact {name} is no {kind.__name__}")
        return value

    def _term(self, name: str, value: T | None, result: str) -> Term[T]:
        fact = FACT_NAMES[name]
        missing = (Missing(MissingKind.FACT, name, fact.question),) if value is None else ()
        return Term(value, Node(fact.label, result), missing)

    def _condition(self, name: str, value: bool | None) -> Condition:
        fact = FACT_NAMES[name]
        missing = (Missing(MissingKind.FACT, name, fact.question),) if value is None else ()
        known = _fact_words(self.facts.get(name))
        return Term(value, Node(fact.label, known, answer_of(value)), missing)

    def _find(self, key: str) -> InForce | NotInForce:
        return self.policy.value(key, day=self.day, region=self.region, known_on=self.known_on)

    def _figure(self, key: str, kind: type[T]) -> Term[T]:
        found = self._find(key)
        if isinstance(found, NotInForce):
            return Term(None, Node(found.parameter.title, found.words), (missing_figure(found),))
        value = found.value
        if not isinstance(value, kind):
            raise TypeError(f"parameter {key} is no {kind.__name__}")
        title, cite = found.parameter.title, found.version.cite
        return Term(value, Node(title, found.words, cite=cite, figures=(found,)))


def _fact_words(value: FactValue | None) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return UNKNOWN if value is None else str(value)
