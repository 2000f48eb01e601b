"""The days and visitors that were chosen for the contacts of a month, and who lives with whom."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.duty import ContactDay
from app.models.household import Membership


def chosen_days(session: Session, month: str) -> list[ContactDay]:
    """What was chosen for ``month`` (``2026-05``)."""
    query = select(ContactDay).where(ContactDay.month == month).order_by(ContactDay.id)
    return list(session.scalars(query))


def homes(session: Session) -> dict[int, int]:
    """The household in which each person lives today."""
    query = select(Membership.person_id, Membership.household_id).where(Membership.end.is_(None))
    return dict(session.execute(query).all())
