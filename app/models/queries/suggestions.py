"""What suggestions of categories go by, of everybody or of some, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models.household import Award, Membership
from app.models.person import Person
from app.models.queries.people import held_by


class Facts(NamedTuple):
    """The columns that are looked at; thousands of whole records would take seconds."""

    id: int
    birth_date: date | None
    death_date: date | None
    disability_no: str | None
    disability_grade: str | None
    disability_valid_until: date | None
    self_care: str | None
    in_school: bool | None


@dataclass
class Known:
    """One person on the register; ``held`` are (code, start, end) of every holding, ``home`` the
    codes that anybody of the household holds on the day, ``paid`` the categories under which the
    household is paid, told of one member only."""

    person: Facts
    held: list[tuple[str, date, date | None]] = field(default_factory=list)
    home: set[str] = field(default_factory=set)
    paid: set[str] = field(default_factory=set)


def known_people(
    session: Session, day: date, people: Collection[int] | None = None
) -> dict[int, Known]:
    """Everybody still on the register (or those of ``people``), with the household around them."""
    homes = _homes(session, people)
    around = (
        None if people is None else {*people, *(one for home in homes.values() for one in home)}
    )
    columns = [getattr(Person, name) for name in Facts._fields]
    query = select(*columns).where(Person.closed_on.is_(None))
    if around is not None:
        query = query.where(Person.id.in_(around))
    found = {row[0]: Known(Facts(*row)) for row in session.execute(query)}
    held_on: dict[int, set[str]] = defaultdict(set)
    for person_id, code, start, end in held_by(session, None if around is None else list(around)):
        if person_id in found:
            found[person_id].held.append((code, start, end))
        if start <= day and (end is None or end >= day):
            held_on[person_id].add(code)
    paid = _paid(session, day)
    for home, members in homes.items():
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


def _homes(session: Session, people: Collection[int] | None) -> dict[int, list[int]]:
    """Who belongs to each household, or to those of ``people``."""
    homes: dict[int, list[int]] = defaultdict(list)
    present = Membership.end.is_(None)
    query = select(Membership.household_id, Membership.person_id).where(present)
    if people is not None:
        theirs = select(Membership.household_id).where(present, Membership.person_id.in_(people))
        query = query.where(Membership.household_id.in_(theirs))
    for home, person_id in session.execute(query.order_by(Membership.id)):
        homes[home].append(person_id)
    return homes


def _paid(session: Session, day: date) -> dict[int, set[str]]:
    """The categories under which each household is paid on ``day``."""
    paid: dict[int, set[str]] = defaultdict(set)
    query = select(Award.household_id, Award.category, Award.amount)
    going_on = or_(Award.end.is_(None), Award.end >= day)
    for home, category, amount in session.execute(query.where(Award.start <= day, going_on)):
        if amount:
            paid[home].add(category)
    return paid
