"""Contacts of many people at once, as the plan needs them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.contact import Contact
from app.models.person import Person


def contacts_made_since(session: Session, first: date) -> Iterator[tuple[int, date, str]]:
    """(person, day, kind) of every contact from ``first`` on that was made (attempts are not), by
    day."""
    query = (
        select(Contact.person_id, Contact.day, Contact.kind)
        .where(Contact.day >= first, Contact.done)
        .order_by(Contact.day)
    )
    yield from session.execute(query)


def registered_days(session: Session) -> dict[int, date]:
    """When each person came onto the register."""
    return dict(session.execute(select(Person.id, Person.registered_on)).all())
