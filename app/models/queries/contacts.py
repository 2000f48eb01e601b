"""Contacts of many people at once, as the plan needs them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.contact import Contact, Sheet
from app.models.person import Person


def contacts_since(session: Session, first: date) -> list[tuple[int, date, str, bool]]:
    """(person, day, kind, done) of every contact from ``first`` on, by day."""
    query = (
        select(Contact.person_id, Contact.day, Contact.kind, Contact.done)
        .where(Contact.day >= first)
        .order_by(Contact.day)
    )
    return [(person, day, kind, done) for person, day, kind, done in session.execute(query)]


def contacts_between(
    session: Session, first: date, last: date
) -> list[tuple[Contact, Person, str | None]]:
    """(contact, person, sheet number) from ``first`` to ``last``, by day."""
    query = (
        select(Contact, Person, Sheet.number)
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Sheet, Sheet.contact_id == Contact.id)
        .where(Contact.day >= first, Contact.day <= last)
        .order_by(Contact.day, Contact.id)
    )
    return [(contact, person, number) for contact, person, number in session.execute(query)]


def registered_days(session: Session) -> dict[int, date]:
    """When each person came onto the register."""
    return {pid: day for pid, day in session.execute(select(Person.id, Person.registered_on))}
