"""Who is in the register: lists and lookups, as plain rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.places import group_in, group_order
from app.models.contact import Contact
from app.models.holding import Holding, Responsible
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.queries.office import former_villages
from app.models.region import Region


@dataclass(frozen=True)
class PersonLine:
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


class Held(NamedTuple):
    """A category that somebody holds or held."""

    person_id: int
    code: str
    start: date
    end: date | None


def list_people(
    session: Session,
    *,
    text: str = "",
    village: str = "",
    category: str = "",
    only: Iterable[int] | None = None,
) -> list[PersonLine]:
    """People still on the register that match, in the order in which they are visited: village,
    group (where none is kept, the one the address names), household."""
    membership, household = aliased(Membership), aliased(Household)
    query = _lines(membership, household)
    if village:
        query = query.where(Region.name == village)
    if category:
        held = select(Holding.person_id).where(Holding.code == category, Holding.end.is_(None))
        query = query.where(Person.id.in_(held))
    if only is not None:
        query = query.where(Person.id.in_(list(only)))
    if text.strip():
        query = query.where(_matches(text.strip(), household, former_villages(session)))
    lines = [_with_group(PersonLine(*tuple(row))) for row in session.execute(query)]
    return sorted(lines, key=_visiting_order)


def _lines(membership: type[Membership], household: type[Household]) -> Select[*tuple[Any, ...]]:
    """The columns of a ``PersonLine``, in its order, of everybody still on the register."""
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
            func.coalesce(Person.phone, household.phone),
            func.coalesce(Person.address, household.address),
            Region.id,
            Region.name,
            func.coalesce(Person.group_name, household.group_name),
            household.id,
            household.head_name,
            membership.relation,
            last_visit,
            Person.death_date,
        )
        .outerjoin(membership, and_(membership.person_id == Person.id, membership.end.is_(None)))
        .outerjoin(household, household.id == membership.household_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .where(Person.closed_on.is_(None))
    )


def _with_group(line: PersonLine) -> PersonLine:
    return line if line.group else replace(line, group=group_in(line.address) or None)


def _visiting_order(line: PersonLine) -> tuple[object, ...]:
    nowhere = line.village_id is None
    home = line.household_id or 0
    return (nowhere, line.village_id or 0, group_order(line.group or ""), home, line.id)


def _matches(
    text: str, household: type[Household], former: Mapping[str, str]
) -> ColumnElement[bool]:
    """What a clerk may type: a name, its pinyin or initials, part of a number, a place, also under
    a name that its village had."""
    if re.fullmatch(r"[0-9]+[Xx]?", text):
        numbers = (Person.id_no, Person.phone, household.phone, Person.disability_no)
        return or_(*(number.contains(text.upper()) for number in numbers))
    if text.isascii() and text.isalpha():
        part = f" {text.lower()}"
        return or_(Person.initials.contains(part), Person.pinyin.contains(part))
    places = (
        Person.name,
        Person.former_name,
        household.head_name,
        Region.name,
        Person.address,
        household.address,
    )
    today = {now for old, now in former.items() if text in old}
    named = [place.contains(text, autoescape=True) for place in places]
    return or_(*named, Region.name.in_(today)) if today else or_(*named)


def holdings_of(session: Session, people: Sequence[int] | None = None) -> list[Holding]:
    """The categories that people hold or held."""
    query = select(Holding).order_by(Holding.person_id, Holding.start)
    if people is not None:
        query = query.where(Holding.person_id.in_(people))
    return list(session.scalars(query))


def held_by(session: Session, people: Sequence[int] | None = None) -> list[Held]:
    """The categories that people (everybody, when none are given) hold or held, as plain rows: for
    a list of thousands that is five times as fast as the records themselves."""
    query = select(Holding.person_id, Holding.code, Holding.start, Holding.end).order_by(
        Holding.person_id, Holding.start
    )
    if people is not None:
        query = query.where(Holding.person_id.in_(people))
    return [Held(*row) for row in session.execute(query)]


def disabilities_of(session: Session, people: Collection[int]) -> dict[int, dict[str, str | None]]:
    """What is registered of the disability of these people, by the keys of the register."""
    columns = (Person.disability_kind, Person.disability_grade, Person.disability_parts)
    query = select(Person.id, *columns).where(Person.id.in_(people))
    keys = [column.key for column in columns]
    return {row[0]: dict(zip(keys, row[1:], strict=True)) for row in session.execute(query)}


def responsible_of(session: Session, day: date) -> dict[int, Responsible]:
    """Who is responsible for each person on ``day``."""
    query = select(Responsible).where(
        Responsible.start <= day, or_(Responsible.end.is_(None), Responsible.end >= day)
    )
    return {row.person_id: row for row in session.scalars(query)}


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
