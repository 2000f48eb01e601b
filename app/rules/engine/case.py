"""One person under the law of one day and place: where facts and figures become terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from app.core.money import yuan
from app.core.periods import add_months, age_on
from app.core.terms import ANSWER_NAMES, UNKNOWN
from app.rules.engine.arithmetic import higher_of
from app.rules.engine.fact_names import AREAS, FACT_NAMES
from app.rules.engine.facts import Facts, FactValue
from app.rules.engine.logic import (
    Amount,
    Condition,
    Missing,
    MissingKind,
    Node,
    Term,
    all_of,
    answer_of,
    any_of,
    at_least,
    at_most,
    chosen,
    less_than,
    missing_figure,
    named,
    union,
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
        return self._age(self.day)

    def not_older(self, key: str, words: str = "年龄") -> Condition:
        """0—14岁: completed years up to the bound that the parameter ``key`` sets. Whether the
        bound itself counts, and on which day the years are complete, are parameters too."""
        bound, age = self.count(key), self._age_for_bounds()
        within = all_of(self.flag("age.upper_inclusive"), at_most(age, bound, "不超过上限"))
        return named(words, any_of(less_than(age, bound, "未到上限"), within))

    def not_younger(self, key: str, words: str = "年龄") -> Condition:
        """7—14岁: completed years from the bound on, on the same day as ``not_older``."""
        return at_least(self._age_for_bounds(), self.count(key), words)

    def amount(self, name: str) -> Amount:
        """A fact in yuan."""
        value = self._fact(name, Decimal)
        return self._term(name, value, UNKNOWN if value is None else yuan(value) + "元")

    def spent(self, name: str) -> Condition:
        """Whether a fact in yuan is more than nothing."""
        value = self._fact(name, Decimal)
        return self._condition(name, None if value is None else value > 0)

    def number(self, name: str) -> Term[int]:
        """A fact that is a whole number."""
        value = self._fact(name, int)
        return self._term(name, value, UNKNOWN if value is None else str(value))

    def at_all(self, name: str) -> Condition:
        """Whether a fact that counts is more than none."""
        value = self._fact(name, int)
        return self._condition(name, None if value is None else value > 0)

    def heads(self, name: str) -> Term[int]:
        """A fact that counts the people something is shared by. A zero is a slip, asked again."""
        found = self.number(name)
        return found if found.value != 0 else self.asked_again(name)

    def asked_again(self, name: str) -> Term[Any]:
        """A fact whose value is no answer: as if it were not known."""
        return self._term(name, None, UNKNOWN)

    def months_passed(self, name: str, months: Term[int], words: str) -> Condition:
        """满几个月: so many months since the day of a fact, the last day included."""
        return self._passed(name, months, words, strict=False)

    def months_exceeded(self, name: str, months: Term[int], words: str) -> Condition:
        """超过几个月: more than so many months since the day of a fact."""
        return self._passed(name, months, words, strict=True)

    # --- figures of the law ----------------------------------------------------------------------

    def money(self, key: str) -> Amount:
        """A parameter in yuan."""
        return self._figure(key, Decimal)

    def dibao_standard(self) -> Amount:
        """The 低保 standard of the area that the family belongs to."""
        urban, rural = AREAS
        return chosen(
            self.text("dibao_area"),
            {urban: self.money("standard.dibao_urban"), rural: self.money("standard.dibao_rural")},
        )

    def poverty_standard(self) -> Amount:
        """The national or the provincial poverty standard, whichever the office goes by."""
        national = self.money("monitor.standard_national")
        provincial = self.money("monitor.standard_provincial")
        higher = higher_of("较高的扶贫标准", national, provincial)
        choices = {"较高的": higher, "国家": national, "省": provincial}
        return chosen(self.word("monitor.standard_choice"), choices)

    def ratio(self, key: str) -> Term[Decimal]:
        """A parameter that is a share or a multiple."""
        return self._figure(key, Decimal)

    def word(self, key: str) -> Term[str]:
        """A parameter that is one of its choices."""
        return self._figure(key, str)

    def count(self, key: str) -> Term[int]:
        """A parameter that is a whole number: years, times, days."""
        return self._figure(key, int)

    def flag(self, key: str) -> Condition:
        """A parameter that is yes or no."""
        return self._figure(key, bool)

    def texts(self, key: str) -> Term[tuple[str, ...]]:
        """A parameter that is a list."""
        return self._figure(key, tuple)

    def has_come(self, name: str, words: str) -> Condition:
        """Whether the day of a fact has come."""
        when = self._fact(name, date)
        if when is None:
            return self._condition(name, None)
        answer = answer_of(when <= self.day)
        return Term(when <= self.day, Node(words, f"{when:%Y-%m-%d}", answer))

    def _age(self, day: date) -> Term[int]:
        birth = self._fact("birth_date", date)
        if birth is None:
            return self._term("birth_date", None, UNKNOWN)
        years = age_on(birth, day)
        return Term(years, Node("年龄", f"{years}周岁（{birth:%Y-%m-%d}出生）"))

    def _age_for_bounds(self) -> Term[int]:
        """The age that bounds are compared with, on the day of the year that a parameter names."""
        first = self.day.replace(month=1, day=1)
        ages = {
            "申请当天": self._age(self.day),
            "当年1月1日": self._age(first),
            "当年12月31日": self._age(add_months(first, 12) - timedelta(days=1)),
        }
        return chosen(self.word("age.reference"), ages)

    def _passed(self, name: str, months: Term[int], words: str, *, strict: bool) -> Condition:
        start = self._fact(name, date)
        since = self._term(name, start, UNKNOWN if start is None else f"{start:%Y-%m-%d}")
        value = None
        if start is not None and months.value is not None:
            reached = add_months(start, months.value)
            value = self.day > reached if strict else self.day >= reached
        answer = answer_of(value)
        node = Node(words, ANSWER_NAMES[answer], answer, children=(since.node, months.node))
        return Term(value, node, union((since.missing, months.missing)) if value is None else ())

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
