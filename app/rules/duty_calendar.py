"""The periods of a plan: every period of every adopted duty that a window and its look-back touch.

Made once for a window and then used for every person, because looking up dated rules is the part
that costs time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from app.core.periods import Period, add_months
from app.rules.duty_slots import Asked, Event, OwnSlots, Slot, calendar_slots, own_slots, rules_of
from app.rules.engine.parameters import InForce, Policy

_FOLDER = "duty"
_LATE_MONTHS = "plan.late_months"


@dataclass(frozen=True)
class DutyRow:
    """One duty: its slots, earliest first, and what makes those that are a person's own; ``codes``
    are the categories of any of them, ``kin`` those of its whole group."""

    rule_id: str
    slots: tuple[Slot, ...]
    own: OwnSlots | None
    codes: frozenset[str]
    kin: frozenset[str]

    def slots_of(self, birth: date | None, events: Iterable[Event]) -> tuple[Slot, ...]:
        """The slots of somebody born on ``birth`` to whom ``events`` happened."""
        if self.own is None:
            return self.slots
        return tuple(sorted((*self.slots, *self.own.of(birth, events)), key=_period))


@dataclass(frozen=True)
class DutyCalendar:
    """All rows of a window, as seen on ``day``. ``tells_missed``: what was missed is told although
    nobody can make it good any more, the person having died or left the category meanwhile.
    ``claims`` is where the duties note what each kind of person is owed, so that it is worked out
    once."""

    rows: tuple[DutyRow, ...]
    window: Period
    reach: Period
    day: date
    tells_missed: bool = False
    claims: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def asks_ages(self) -> bool:
        """Whether it matters when somebody was born."""
        return any(row.own is not None and row.own.by_age for row in self.rows)

    @property
    def first_day(self) -> date:
        """Contacts before this day count for nothing in the calendar."""
        firsts = [slot.period.first for row in self.rows for slot in row.slots]
        own = [row.own.begins for row in self.rows if row.own is not None]
        return min(self.window.first, *firsts, *own)


def duty_calendar(
    policy: Policy, *, adopted: Mapping[str, Period], window: Period, day: date, region: str
) -> DutyCalendar:
    """The slots of the packs in ``adopted`` (pack → days of adoption; open end: ``date.max``) that
    touch ``window`` or were over less than the look-back before it."""
    found = policy.value(_LATE_MONTHS, day=day, region=region)
    months = found.value if isinstance(found, InForce) else 0
    assert isinstance(months, int)
    reach = Period(add_months(window.first, -months), window.last)
    asked = Asked(policy, adopted, window, reach, region)
    rows = [row for key in policy.keys(_FOLDER) if (row := _row(key, asked))]
    return DutyCalendar(tuple(rows), window, reach, day)


def _row(key: str, asked: Asked) -> DutyRow | None:
    rules = [rule for rule in rules_of(key, asked.policy) if rule.pack in asked.adopted]
    slots, own = calendar_slots(key, asked), own_slots(key, asked)
    if not slots and own is None:
        return None
    held = [slot.rule for slot in slots] if own is None else rules
    codes = frozenset[str]().union(*(rule.categories for rule in held))
    groups = {rule.group for rule in held if rule.group}
    kin = [
        rule.categories
        for other in asked.policy.keys(_FOLDER)
        for rule in rules_of(other, asked.policy)
        if rule.group in groups and rule.pack in asked.adopted
    ]
    return DutyRow(key.partition(".")[2], slots, own, codes, codes.union(*kin))


def _period(slot: Slot) -> Period:
    return slot.period
