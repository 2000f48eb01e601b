"""Duties that are not for everybody of a category: which screens they name, and what those say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.core.terms import Answer
from app.rules.duty_calendar import DutyCalendar
from app.rules.engine.facts import Facts
from app.rules.engine.parameters import Policy
from app.rules.screening import screen

Gate = tuple[str, str]


def gates_in(calendar: DutyCalendar) -> frozenset[Gate]:
    """Category and screen of every gate in what the office has adopted: who holds none of these
    categories needs no ``refused``."""
    return frozenset(
        gate for row in calendar.rows for slot in row.slots for gate in slot.rule.only_if
    )


def refused(
    gates: Iterable[Gate], facts: Facts, policy: Policy, *, day: date, region: str
) -> frozenset[str]:
    """The screens of these gates that say 不符合 of the person, for ``DutySubject.refused``. An
    open answer refuses nobody: who may be owed a visit is visited."""
    return frozenset(
        name
        for name in {name for _, name in gates}
        if screen(name, facts, policy, day=day, region=region).answer is Answer.NO
    )
