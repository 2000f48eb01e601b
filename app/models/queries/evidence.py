"""Photos and scans of visits, and the contacts that they belong to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.contact import Contact, Sheet
from app.models.form import PrintedForm
from app.models.person import Person
from app.models.region import Region
from app.models.upkeep import Paper


@dataclass(frozen=True)
class ContactLine:
    """A contact with whom it was, and where."""

    contact: Contact
    person: Person
    village: str
    sheet_no: str


def contact_lines(
    session: Session, *, ids: Collection[int] = (), days: tuple[date, date] | None = None
) -> list[ContactLine]:
    """Contacts by id, or of the days from–to, by village and day."""
    query = (
        select(Contact, Person, Region.name, func.coalesce(Sheet.number, PrintedForm.number))
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .outerjoin(Sheet, Sheet.contact_id == Contact.id)
        .outerjoin(PrintedForm, PrintedForm.contact_id == Contact.id)
        .order_by(Region.name, Contact.day, Contact.time, Contact.id)
    )
    if days is not None:
        query = query.where(Contact.day.between(*days))
    else:
        query = query.where(Contact.id.in_(ids))
    return [
        ContactLine(contact, person, village or "", number or "")
        for contact, person, village, number in session.execute(query)
    ]


def papers_of_contacts(session: Session, ids: Collection[int]) -> dict[int, list[Paper]]:
    """What was attached to each contact, oldest first."""
    found: dict[int, list[Paper]] = {}
    for paper in session.scalars(
        select(Paper).where(Paper.contact_id.in_(ids)).order_by(Paper.contact_id, Paper.id)
    ):
        if paper.contact_id is not None:
            found.setdefault(paper.contact_id, []).append(paper)
    return found


def attached(session: Session, sha256: str, contact_id: int) -> bool:
    """Whether the very same bytes are attached to this contact already."""
    query = select(Paper.id).where(Paper.sha256 == sha256, Paper.contact_id == contact_id)
    return session.scalar(query.limit(1)) is not None
