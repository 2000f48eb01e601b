"""Who is in the register: lists and lookups, as plain rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, null, select
from sqlalchemy.orm import Session

from app.core.places import group_in, group_order
from app.models.contact import Contact
from app.models.holding import Holding
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.region import Region


class PersonLine(NamedTuple):
    """One line of the list of people."""

    id: int
    name: str
    id_no: str | None
    sex: str | None
    birth_date: date | None
    phone: str | None
    address: str | None
    village_id: int | None
    village: str | None
    group: str | None
    household_id: int | None
    head_name: str | None
    relation: str | None
    last_visit: date | None
    death_date: date | None
    closed_on: date | None


_ADDRESS, _GROUP = (PersonLine._fields.index(name) for name in ("address", "group"))
_AT_ONCE = 500  # people asked for by number in one question


class Held(NamedTuple):
    """A category that somebody holds or held."""

    person_id: int
    code: str
    start: date
    end: date | None


def list_people(
    session: Session, *, only: Iterable[int] | None = None, visits: bool = True
) -> list[PersonLine]:
    """Everybody on the register, or ``only`` these, who may have left it, in the order in which
    they are visited: village, group (where none is kept, the one the address names), household.
    Without ``visits`` the last visit is left out, which costs more than all the rest."""
    if only is not None:
        lines = lines_of(session, list(only))
    else:
        lines = _read(session, _lines(visits=visits).where(Person.closed_on.is_(None)))
    return sorted(lines, key=_visiting_order)


def lines_of(session: Session, ids: Sequence[int]) -> list[PersonLine]:
    """The lines of these people, in this order."""
    found: dict[int, PersonLine] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = {"ids": ids[start : start + _AT_ONCE]}
        found.update((line.id, line) for line in _read(session, _some_lines(), part))
    return [found[person_id] for person_id in ids if person_id in found]


def _read(
    session: Session, query: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
) -> list[PersonLine]:
    return [
        PersonLine._make((
            *row[:_GROUP],
            row[_GROUP] or group_in(row[_ADDRESS]) or None,
            *row[_GROUP + 1 :],
        ))
        for row in session.execute(query, values)
    ]


@cache
def _some_lines() -> Select[*tuple[Any, ...]]:
    return _lines().where(Person.id.in_(bindparam("ids", expanding=True)))


@cache
def _lines(*, visits: bool = True) -> Select[*tuple[Any, ...]]:
    """The columns of a ``PersonLine``, in its order."""
    # Looked up person by person: a search that finds ten people must not read every contact.
    last_visit = (
        select(func.max(Contact.day))
        .where(Contact.person_id == Person.id, Contact.done)
        .correlate(Person)
        .scalar_subquery()
    )
    return (
        select(
            Person.id,
            Person.name,
            Person.id_no,
            Person.sex,
            Person.birth_date,
            func.coalesce(Person.phone, Household.phone),
            func.coalesce(Person.address, Household.address),
            Region.id,
            Region.name,
            func.coalesce(Person.group_name, Household.group_name),
            Household.id,
            Household.head_name,
            Membership.relation,
            last_visit if visits else null(),
            Person.death_date,
            Person.closed_on,
        )
        .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.end.is_(None)))
        .outerjoin(Household, Household.id == Membership.household_id)
        .outerjoin(Region, Region.id == Person.village_id)
    )


def _visiting_order(line: PersonLine) -> tuple[object, ...]:
    nowhere = line.village_id is None
    home = line.household_id or 0
    return (nowhere, line.village_id or 0, group_order(line.group or ""), home, line.id)


def holdings_of(session: Session, people: Sequence[int] | None = None) -> list[Holding]:
    """The categories that people hold or held."""
    query = select(Holding).order_by(Holding.person_id, Holding.start)
    if people is not None:
        query = query.where(Holding.person_id.in_(people))
    return list(session.scalars(query))


def held_by(session: Session, people: Sequence[int] | None = None) -> list[Held]:
    """The categories that people (everybody, when none are given) hold or held, as plain rows: for
    a list of thousands that is five times as fast as the records themselves."""
    if people is None:
        found = session.execute(_held())
    else:
        found = session.execute(_some_held(), {"people": people})
    return [Held(*row) for row in found]


@cache
def _held() -> Select[int, str, date, date | None]:
    query = select(Holding.person_id, Holding.code, Holding.start, Holding.end)
    return query.order_by(Holding.person_id, Holding.start)


@cache
def _some_held() -> Select[int, str, date, date | None]:
    return _held().where(Holding.person_id.in_(bindparam("people", expanding=True)))


def disabilities_of(session: Session, people: Collection[int]) -> dict[int, dict[str, str | None]]:
    """What is registered of the disability of these people, by the keys of the register."""
    columns = (Person.disability_kind, Person.disability_grade, Person.disability_parts)
    query = select(Person.id, *columns).where(Person.id.in_(people))
    keys = [column.key for column in columns]
    return {row[0]: dict(zip(keys, row[1:], strict=True)) for row in session.execute(query)}


def household_members(session: Session, household_id: int) -> list[tuple[Person, str | None]]:
    """The present members of a household with their relation to the head."""
    query = (
        select(Person, Membership.relation)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.household_id == household_id, Membership.end.is_(None))
        .order_by(Membership.id)
    )
    return [(person, relation) for person, relation in session.execute(query)]


def household_of(session: Session, person_id: int) -> tuple[Household, Membership] | None:
    """The household a person belongs to now, with the membership."""
    query = (
        select(Household, Membership)
        .join(Membership, Membership.household_id == Household.id)
        .where(Membership.person_id == person_id, Membership.end.is_(None))
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None


def contacts_of(session: Session, person_id: int) -> list[Contact]:
    """All contacts with a person, newest first."""
    query = select(Contact).where(Contact.person_id == person_id).order_by(Contact.day.desc())
    return list(session.scalars(query))


def count_people(session: Session) -> int:
    return session.scalar(select(func.count()).where(Person.closed_on.is_(None))) or 0


def count_households(session: Session) -> int:
    return session.scalar(select(func.count(Household.id))) or 0


def person_by_key(session: Session, id_key: str) -> Person | None:
    """The one record of an identity number."""
    return session.scalar(select(Person).where(Person.id_key == id_key))
