"""The whole register as an import is compared with it."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditChange
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
from app.models.person import Person


def edition(session: Session) -> int:
    """A number that grows with every change of the register."""
    return session.scalar(select(func.max(AuditChange.id))) or 0


def all_people(session: Session) -> list[Person]:
    return list(session.scalars(select(Person)))


def all_households(session: Session) -> list[Household]:
    return list(session.scalars(select(Household)))


def open_memberships(session: Session) -> dict[int, Membership]:
    """The present membership of each person."""
    query = select(Membership).where(Membership.end.is_(None))
    return {row.person_id: row for row in session.scalars(query)}


def open_holdings(session: Session) -> dict[int, dict[str, Holding]]:
    """The categories each person holds now, by code."""
    held: dict[int, dict[str, Holding]] = defaultdict(dict)
    for row in session.scalars(select(Holding).where(Holding.end.is_(None))):
        held[row.person_id][row.code] = row
    return held


def open_awards(session: Session) -> dict[int, dict[tuple[str, str], Award]]:
    """What each household is paid now, by (category, kind)."""
    paid: dict[int, dict[tuple[str, str], Award]] = defaultdict(dict)
    for row in session.scalars(select(Award).where(Award.end.is_(None))):
        paid[row.household_id][row.category, row.kind] = row
    return paid
