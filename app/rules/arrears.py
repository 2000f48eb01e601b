"""补发: what a standard that was issued later, but holds from earlier on, adds to months gone by.

Two clocks. What was paid is explained as the law was known then, what is owed as it is known now;
neither explanation changes the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.money import cents
from app.core.periods import Period, Span, periods_in
from app.rules.assess import assess
from app.rules.engine.awards import NOTHING
from app.rules.engine.facts import Facts, facts_of
from app.rules.engine.parameters import Policy
from app.rules.engine.verdict import Verdict


@dataclass(frozen=True)
class ArrearsMonth:
    """One month: ``then`` as it was known, ``now`` as it is. ``paid`` is what was really paid, or
    what ``then`` came to; ``difference`` (yuan; below nothing: paid too much) is None while either
    is open."""

    month: Period
    then: Verdict
    now: Verdict
    paid: Decimal | None
    difference: Decimal | None


@dataclass(frozen=True)
class Arrears:
    """The months in order. ``total`` (yuan) is None while any month is open; ``at_least`` is what
    the settled months come to."""

    months: tuple[ArrearsMonth, ...]

    @property
    def total(self) -> Decimal | None:
        """What is owed for all months together."""
        return None if any(month.difference is None for month in self.months) else self.at_least

    @property
    def at_least(self) -> Decimal:
        """What the settled months come to."""
        return cents(sum((month.difference or NOTHING for month in self.months), NOTHING))

    @property
    def open_months(self) -> tuple[ArrearsMonth, ...]:
        """The months that cannot be settled yet; their verdicts name what is missing."""
        return tuple(month for month in self.months if month.difference is None)


@dataclass(frozen=True)
class Clock:
    """What somebody reckons by: a policy and the day up to which documents were known (None: all
    of them; for months gone by: each as it was known on its last day)."""

    policy: Policy
    known_on: date | None = None


def arrears(
    programme: str,
    facts_by_month: Mapping[date, Facts],
    then: Clock,
    now: Clock,
    *,
    months: Period,
    region: str,
    paid: Mapping[date, Decimal] | None = None,
) -> Arrears:
    """What ``programme`` still owes for the calendar months that touch ``months``.

    Months are named by their first day, and the law of that day holds for all of the month; a month
    without facts is open. ``paid`` goes before what ``then`` would have come to. Raises UserError
    for a programme that does not exist.
    """
    return Arrears(
        tuple(
            _month(programme, facts_by_month, (then, now), month, region=region, paid=paid or {})
            for month in periods_in(months, Span.MONTH)
        )
    )


def _month(
    programme: str,
    facts_by_month: Mapping[date, Facts],
    clocks: tuple[Clock, Clock],
    month: Period,
    *,
    region: str,
    paid: Mapping[date, Decimal],
) -> ArrearsMonth:
    then, now = clocks
    facts = facts_by_month.get(month.first, facts_of({}))
    known_then = then.known_on or month.last
    (before,) = assess(
        programme, facts, then.policy, day=month.first, region=region, known_on=known_then
    )
    (after,) = assess(
        programme, facts, now.policy, day=month.first, region=region, known_on=now.known_on
    )
    was_paid = paid.get(month.first, before.amount)
    owed = None if was_paid is None or after.amount is None else cents(after.amount - was_paid)
    return ArrearsMonth(month, before, after, was_paid, owed)
