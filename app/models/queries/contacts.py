"""Contacts of many people at once, as the plan needs them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.contact import Contact
from app.models.person import Person


def contacts_since(session: Session, first: date) -> list[tuple[int, date, str, bool]]:
    """(person, day, kind, done) of every contact from ``first`` on, by day."""
    query = (
        select(Contact.person_id, Contact.day, Contact.kind, Contact.done)
        .where(Contact.day >= first)
        .order_by(Contact.day)
    )
    return [(person, day, kind, done) for person, day, kind, done in session.execute(query)]


def registered_days(session: Session) -> dict[int, date]:
    """When each person came onto the register."""
    return dict(session.execute(select(Person.id, Person.registered_on)).all())
