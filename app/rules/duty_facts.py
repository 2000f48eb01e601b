"""A person and the contacts with one, as the duties see them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.core.terms import ContactKind
from app.rules.duty_slots import Event


class Holding(NamedTuple):
    """A category held from ``start`` to ``end``, both included; ``end`` None: still held."""

    code: str
    start: date
    end: date | None = None


class Excuse(NamedTuple):
    """Why somebody is not contacted in these ways (none: in any) from ``start`` to ``end``, both
    included; ``end`` None: until further notice. ``words`` are what the plan says of it."""

    kinds: frozenset[ContactKind]
    start: date
    end: date | None
    words: str

    def bars(self, kind: ContactKind, day: date) -> bool:
        """Whether nobody shall come in this way on ``day``."""
        running = self.start <= day and (self.end is None or day <= self.end)
        return running and (not self.kinds or kind in self.kinds)


class DutySubject(NamedTuple):
    """A person as the duties see one. ``categories`` are those of the person and of the
    household; ``refused`` the screens that said 不符合 of the person, for rules that are not for
    everybody of a category; ``cared`` the days of agreements with a carer. Before
    ``registered_on`` this office can have missed nothing."""

    person_id: str
    categories: tuple[Holding, ...]
    registered_on: date
    died_on: date | None = None
    refused: frozenset[str] = frozenset()
    birth: date | None = None
    events: tuple[Event, ...] = ()
    excuses: tuple[Excuse, ...] = ()


class ContactFact(NamedTuple):
    """A contact with a person; ``done`` is False for an attempt (nobody home, no answer). ``hours``
    are the class hours of a lesson. A tuple, because a month's plan reads a hundred thousand."""

    person_id: str
    day: date
    kind: ContactKind
    done: bool
    hours: int | None = None
