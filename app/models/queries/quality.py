"""The whole register as plain values, as the rules of quality look at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS
from app.models.contact import Contact
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
from app.models.person import Person
from app.models.upkeep import IgnoredDoubt

_PERSON_KEYS = tuple(field.key for field in PERSON_FIELDS)
_HOUSEHOLD_KEYS = tuple(field.key for field in HOUSEHOLD_FIELDS)


@dataclass(frozen=True)
class PlainRow:
    """A person or a household: its id, where it stands, the facts that are known."""

    id: int
    village_id: int | None
    group: str | None
    category: str | None
    facts: Mapping[str, object]


def plain_people(session: Session) -> list[PlainRow]:
    """Everybody still on the register."""
    columns = [getattr(Person, key) for key in _PERSON_KEYS]
    query = select(Person.id, Person.village_id, Person.group_name, *columns)
    rows = session.execute(query.where(Person.closed_on.is_(None)).order_by(Person.id))
    return [PlainRow(row[0], row[1], row[2], None, _known(_PERSON_KEYS, row[3:])) for row in rows]


def plain_households(session: Session) -> list[PlainRow]:
    """Every household, also those in which nobody is left."""
    columns = [getattr(Household, key) for key in _HOUSEHOLD_KEYS]
    query = select(
        Household.id, Household.village_id, Household.group_name, Household.category, *columns
    )
    rows = session.execute(query.order_by(Household.id))
    keys = _HOUSEHOLD_KEYS
    return [PlainRow(row[0], row[1], row[2], row[3], _known(keys, row[4:])) for row in rows]


def _known(keys: tuple[str, ...], values: Any) -> dict[str, object]:
    return {key: value for key, value in zip(keys, values, strict=True) if value is not None}


def living_together(session: Session) -> dict[int, tuple[int, str]]:
    """The household and the relation to its head of each person who belongs to one now."""
    query = select(Membership.person_id, Membership.household_id, Membership.relation).where(
        Membership.end.is_(None)
    )
    return {person: (home, relation or "") for person, home, relation in session.execute(query)}


def spans_held(session: Session) -> dict[int, list[tuple[str, date, date | None]]]:
    """The categories of each person with their days."""
    spans: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    query = select(Holding.person_id, Holding.code, Holding.start, Holding.end)
    for person, code, start, end in session.execute(query.order_by(Holding.id)):
        spans[person].append((code, start, end))
    return spans


def repeated_contacts(session: Session) -> dict[int, list[tuple[date, str]]]:
    """Contacts of one kind that one person has twice on one day."""
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    key = (Contact.person_id, Contact.day, Contact.kind)
    query = select(*key).where(Contact.done).group_by(*key).having(func.count() > 1).order_by(*key)
    for person, day, kind in session.execute(query):
        found[person].append((day, kind))
    return found


def amounts_paid(session: Session, day: date) -> dict[int, dict[str, dict[str, Decimal]]]:
    """What each household is paid a month on ``day``, in yuan by category and kind."""
    paid: dict[int, dict[str, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    columns = (Award.household_id, Award.category, Award.kind, Award.amount, Award.start, Award.end)
    for home, category, kind, amount, start, end in session.execute(select(*columns)):
        if start <= day and (end is None or end >= day):
            paid[home][category][kind] = amount
    return paid


def ignored_doubts(session: Session) -> dict[tuple[str, str, int], IgnoredDoubt]:
    """What the office lets stand, by (rule, table, id)."""
    rows = session.scalars(select(IgnoredDoubt))
    return {(row.rule, row.subject_table, row.subject_id): row for row in rows}
