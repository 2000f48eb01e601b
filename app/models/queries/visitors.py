"""Who goes visiting, and where they were at a minute."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.visitors import visitor_names
from app.models.contact import Contact
from app.models.holding import Cadre, Responsible
from app.models.person import Person
from app.models.region import Region


def known_visitors(session: Session) -> set[str]:
    """The names of the cadres, of everybody responsible, and of whoever visited before."""
    written = session.scalars(select(Contact.visitors).where(Contact.visitors.is_not(None)))
    names = {name for words in set(written) if words for name in visitor_names(words)}
    names |= set(session.scalars(select(Cadre.name)))
    return names | set(session.scalars(select(Responsible.name).distinct()))


def at_the_minute(session: Session, day: date, time: str) -> list[tuple[int, str, str]]:
    """(contact, village, visitors) of every contact at that minute."""
    query = (
        select(Contact.id, Region.name, Contact.visitors)
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .where(Contact.day == day, Contact.time == time)
        .order_by(Contact.id)
    )
    return [(at, village or "", words or "") for at, village, words in session.execute(query)]
