"""Contacts of many people at once, as the plan needs them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.periods import Period
from app.models.contact import Contact
from app.models.person import Person
from app.models.region import Region


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


class ContactLine(NamedTuple):
    """A contact with whom it was."""

    contact: Contact
    name: str
    id_no: str | None
    village: str | None


def contacts_in(session: Session, window: Period, kinds: Collection[str]) -> list[ContactLine]:
    """The contacts and attempts of these kinds in ``window``, the newest first."""
    query = (
        select(Contact, Person.name, Person.id_no, Region.name)
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .where(Contact.kind.in_(kinds), Contact.day.between(window.first, window.last))
        .order_by(Contact.day.desc(), Contact.id.desc())
    )
    return [ContactLine(*row) for row in session.execute(query)]
