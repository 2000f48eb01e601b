"""Households: found by the name of the head or of a member, and who lives in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from app.models.household import Household, Membership
from app.models.person import Person
from app.models.region import Region


class HomeLine(NamedTuple):
    """One household in a list; ``size`` counts the present members."""

    id: int
    head_name: str
    village: str | None
    group: str | None
    address: str | None
    size: int


def find_homes(session: Session, text: str, limit: int) -> list[HomeLine]:
    """Households whose head or a present member has a name (pinyin, initials) like ``text``;
    those whose head is meant come first."""
    if text.isascii() and text.isalpha():
        part = f" {text.lower()}"
        meant = or_(Person.initials.contains(part), Person.pinyin.contains(part))
    else:
        meant = Person.name.contains(text, autoescape=True)
    of_members = (
        select(Membership.household_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.end.is_(None), Person.closed_on.is_(None), meant)
    )
    head = Household.head_name.contains(text, autoescape=True)
    query = _lines().where(or_(head, Household.id.in_(of_members)))
    query = query.order_by(head.desc(), Household.id).limit(limit)
    return [HomeLine(*row) for row in session.execute(query)]


def home_lines(session: Session, ids: Sequence[int]) -> list[HomeLine]:
    """The lines of these households."""
    return [HomeLine(*row) for row in session.execute(_lines().where(Household.id.in_(ids)))]


def _lines() -> Select[*tuple[Any, ...]]:
    size = (
        select(func.count(Membership.id))
        .where(Membership.household_id == Household.id, Membership.end.is_(None))
        .correlate(Household)
        .scalar_subquery()
    )
    return select(
        Household.id,
        Household.head_name,
        Region.name,
        Household.group_name,
        Household.address,
        size,
    ).outerjoin(Region, Region.id == Household.village_id)


def home_by_head(session: Session, head_key: str) -> Household | None:
    """The household of the head with this identity number."""
    return session.scalar(select(Household).where(Household.head_key == head_key))
