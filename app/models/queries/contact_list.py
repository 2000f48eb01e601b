"""Contacts of some days as a list, each with whom, where and by whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.places import group_in
from app.models.contact import Contact
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.region import Region


class ContactLine(NamedTuple):
    """One contact; what is not known is None."""

    id: int
    person_id: int
    name: str
    village: str | None
    group: str | None
    day: date
    time: str | None
    kind: str
    done: bool
    visitors: str | None
    entered_at: datetime
    late_reason: str | None


_ADDRESS = ContactLine._fields.index("group") + 2  # an address stands behind the group


def contacts_between(session: Session, first: date, last: date) -> list[ContactLine]:
    """The contacts from ``first`` to ``last``, oldest first."""
    return _read(session, Contact.day >= first, Contact.day <= last)


def contacts_entered(session: Session, first: date, last: date) -> list[ContactLine]:
    """The contacts that were typed in from ``first`` to ``last``, whatever their own day."""
    entered = func.date(Contact.entered_at)
    return _read(session, entered >= first.isoformat(), entered <= last.isoformat())


def _read(session: Session, *conditions: object) -> list[ContactLine]:
    query = (
        select(
            Contact.id,
            Contact.person_id,
            Person.name,
            Region.name,
            func.coalesce(Person.group_name, Household.group_name),
            func.coalesce(Person.address, Household.address),
            Contact.day,
            Contact.time,
            Contact.kind,
            Contact.done,
            Contact.visitors,
            Contact.entered_at,
            Contact.late_reason,
        )
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.end.is_(None))
        .outerjoin(Household, Household.id == Membership.household_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(Contact.day, Contact.id)
    )
    found = []
    for row in session.execute(query):
        *before, group, address = row[:_ADDRESS]
        group = group or group_in(address) or None
        found.append(ContactLine._make((*before, group, *row[_ADDRESS:])))
    return found
