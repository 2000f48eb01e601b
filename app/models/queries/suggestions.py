"""What suggestions of categories go by, of everybody or of some, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models.holding import Holding
from app.models.household import Award, Membership
from app.models.person import Person


@dataclass
class Known:
    """One person on the register; ``held`` are (code, start, end) of every holding, ``home`` the
    codes that anybody of the household holds on the day, ``paid`` the categories under which the
    household is paid, told of one member only."""

    person: Person
    held: list[tuple[str, date, date | None]] = field(default_factory=list)
    home: set[str] = field(default_factory=set)
    paid: set[str] = field(default_factory=set)


def known_people(
    session: Session, day: date, people: Collection[int] | None = None
) -> dict[int, Known]:
    """Everybody still on the register (or those of ``people``), with the household around them."""
    found = {
        person.id: Known(person)
        for person in session.scalars(select(Person).where(Person.closed_on.is_(None)))
    }
    held_on: dict[int, set[str]] = defaultdict(set)
    for holding in session.scalars(select(Holding).order_by(Holding.start)):
        if holding.person_id in found:
            line = (holding.code, holding.start, holding.end)
            found[holding.person_id].held.append(line)
        if holding.start <= day and (holding.end is None or holding.end >= day):
            held_on[holding.person_id].add(holding.code)
    paid = _paid(session, day)
    for home, members in _homes(session).items():
        codes = set[str]().union(*(held_on[member] for member in members))
        here = [found[member] for member in members if member in found]
        for known in here:
            known.home = codes
        for category in paid[home]:
            _tell(here, category)
    return {pid: known for pid, known in found.items() if people is None or pid in people}


def _tell(members: Iterable[Known], category: str) -> None:
    """What the household is paid is told of the first member that ever held it, once."""
    for known in members:
        if any(code == category for code, _, _ in known.held):
            known.paid.add(category)
            return


def _homes(session: Session) -> dict[int, list[int]]:
    homes: dict[int, list[int]] = defaultdict(list)
    query = select(Membership).where(Membership.end.is_(None)).order_by(Membership.id)
    for membership in session.scalars(query):
        homes[membership.household_id].append(membership.person_id)
    return homes


def _paid(session: Session, day: date) -> dict[int, set[str]]:
    """The categories under which each household is paid on ``day``."""
    paid: dict[int, set[str]] = defaultdict(set)
    going_on = or_(Award.end.is_(None), Award.end >= day)
    for award in session.scalars(select(Award).where(Award.start <= day, going_on)):
        if award.amount:
            paid[award.household_id].add(award.category)
    return paid
