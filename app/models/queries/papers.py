"""Papers attached to a person, to the household and to the visits."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models.contact import Contact
from app.models.upkeep import Paper


def papers_of(session: Session, person_id: int, household_id: int | None) -> list[Paper]:
    """Those of the person, of the household and of visits to the person, oldest first."""
    visits = select(Contact.id).where(Contact.person_id == person_id)
    owners = [Paper.person_id == person_id, Paper.contact_id.in_(visits)]
    if household_id is not None:
        owners.append(Paper.household_id == household_id)
    return list(session.scalars(select(Paper).where(or_(*owners)).order_by(Paper.id)))


def same_paper(session: Session, sha256: str, person_id: int) -> Paper | None:
    """The paper of this person with the very same bytes."""
    query = select(Paper).where(Paper.sha256 == sha256, Paper.person_id == person_id)
    return session.scalar(query.limit(1))
