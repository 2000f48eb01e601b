"""Households: found by the name of the head or of a member, who lives in them, what is paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from app.models.circumstances import Benefit
from app.models.household import Award, Household, Membership
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
    found = select(Household.id).where(or_(head, Household.id.in_(of_members)))
    # First who it is, then how many live there: counting goes over a dozen, not over thousands.
    ids = session.scalars(found.order_by(head.desc(), Household.id).limit(limit)).all()
    return home_lines(session, ids)


def home_lines(session: Session, ids: Sequence[int]) -> list[HomeLine]:
    """The lines of these households, in this order."""
    rows = session.execute(_lines().where(Household.id.in_(ids)))
    return sorted((HomeLine(*row) for row in rows), key=lambda line: ids.index(line.id))


def homes_in(session: Session, village: str) -> list[HomeLine]:
    """The households of a village (all without one), by head."""
    query = _lines().order_by(Household.head_name, Household.id)
    if village:
        query = query.where(Region.name == village)
    return [HomeLine(*row) for row in session.execute(query)]


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
