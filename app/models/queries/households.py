"""Who belongs to which household, and what people and households are paid."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models.circumstances import Benefit
from app.models.household import Award, Household, Membership
from app.models.person import Person
from app.models.region import Region


def open_membership(session: Session, person_id: int) -> Membership | None:
    """Where the person belongs now."""
    query = select(Membership).where(Membership.person_id == person_id, Membership.end.is_(None))
    return session.scalars(query.order_by(Membership.id)).first()


def open_members(session: Session, household_id: int) -> list[Membership]:
    """Those who belong to the household now."""
    query = select(Membership).where(
        Membership.household_id == household_id, Membership.end.is_(None)
    )
    return list(session.scalars(query.order_by(Membership.id)))


def home_of_head(session: Session, head_key: str) -> Household | None:
    """The household that imports know by this head."""
    return session.scalar(select(Household).where(Household.head_key == head_key))


class Home(NamedTuple):
    """A household by its head, with how many belong to it now."""

    id: int
    head_name: str
    group: str | None
    members: int


def households_in(session: Session, village: str) -> list[Home]:
    """The households of a village (all without one), by head."""
    members = (
        select(func.count(Membership.id))
        .where(Membership.household_id == Household.id, Membership.end.is_(None))
        .correlate(Household)
        .scalar_subquery()
    )
    query = select(Household.id, Household.head_name, Household.group_name, members)
    if village:
        query = query.join(Region, Region.id == Household.village_id).where(Region.name == village)
    return [Home(*row) for row in session.execute(query.order_by(Household.head_name))]


def running_benefits(session: Session, person_id: int, day: date) -> list[Benefit]:
    """What the person receives by name beyond ``day``."""
    query = select(Benefit).where(
        Benefit.person_id == person_id, or_(Benefit.end.is_(None), Benefit.end > day)
    )
    return list(session.scalars(query.order_by(Benefit.id)))


def running_awards(
    session: Session, household_id: int, *, granted: date, beyond: date
) -> list[Award]:
    """What the household was granted until one day and is paid beyond another, every kind of
    amount."""
    query = select(Award).where(
        Award.household_id == household_id,
        Award.start <= granted,
        or_(Award.end.is_(None), Award.end > beyond),
    )
    return list(session.scalars(query.order_by(Award.id)))


def closed_and_paid(session: Session) -> list[int]:
    """People whose record is closed while something they had a part in is still paid."""
    by_name = select(Benefit.person_id).where(
        or_(Benefit.end.is_(None), Benefit.end > Person.closed_on), Benefit.person_id == Person.id
    )
    by_household = (
        select(Membership.person_id)
        .join(Award, Award.household_id == Membership.household_id)
        .where(
            Membership.person_id == Person.id,
            or_(Membership.end.is_(None), Membership.end >= Person.closed_on),
            Award.start <= Person.closed_on,
            or_(Award.end.is_(None), Award.end > Person.closed_on),
        )
    )
    query = select(Person.id).where(
        Person.closed_on.is_not(None), or_(by_name.exists(), by_household.exists())
    )
    return list(session.scalars(query.order_by(Person.id)))
