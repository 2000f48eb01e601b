"""Matters with whom they are about, and their story."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.core.terms import MatterState
from app.models.audit import AuditChange, AuditLine
from app.models.household import Household, Membership
from app.models.matter import Matter
from app.models.person import Person
from app.models.region import Region


class MatterLine(NamedTuple):
    """One matter with the names of whom it is about."""

    matter: Matter
    name: str | None
    id_no: str | None
    phone: str | None
    head_name: str | None
    village: str | None


def matters(
    session: Session, *, closed: bool | None = None, ids: Collection[int] | None = None
) -> list[MatterLine]:
    """All matters, or those that are (not) ``closed``, or these; oldest first."""
    own, home = aliased(Region), aliased(Region)
    query = (
        select(
            Matter,
            Person.name,
            Person.id_no,
            func.coalesce(Person.phone, Household.phone),
            Household.head_name,
            func.coalesce(own.name, home.name),
        )
        .outerjoin(Person, Person.id == Matter.person_id)
        .outerjoin(Household, Household.id == Matter.household_id)
        .outerjoin(own, own.id == Person.village_id)
        .outerjoin(home, home.id == Household.village_id)
        .order_by(Matter.id)
    )
    if closed is not None:
        shut = Matter.state == MatterState.CLOSED
        query = query.where(shut if closed else ~shut)
    if ids is not None:
        query = query.where(Matter.id.in_(ids))
    return [MatterLine(*row) for row in session.execute(query)]


def matters_of_kinds(session: Session, kinds: Collection[str]) -> dict[str, Matter]:
    """Every matter of these kinds, closed or not, by key."""
    query = select(Matter).where(Matter.kind.in_(kinds))
    return {row.key: row for row in session.scalars(query)}


def matters_by_key(session: Session, keys: Collection[str]) -> dict[str, Matter]:
    """The matters of these keys, by key."""
    query = select(Matter).where(Matter.key.in_(keys))
    return {row.key: row for row in session.scalars(query)}


def some_matters(session: Session, ids: Sequence[int]) -> list[Matter]:
    """These matters, in this order, as far as there are such."""
    found = {row.id: row for row in session.scalars(select(Matter).where(Matter.id.in_(ids)))}
    return [found[one] for one in ids if one in found]


def head_person(session: Session, household_id: int) -> int | None:
    """The person on the register who is the household's head."""
    query = (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .join(Household, Household.id == Membership.household_id)
        .where(
            Membership.household_id == household_id,
            Membership.end.is_(None),
            Person.closed_on.is_(None),
        )
        .order_by(Person.name != Household.head_name, Membership.id)
    )
    return session.scalars(query).first()


def open_and_late(session: Session, day: date) -> tuple[int, int]:
    """How many matters are not closed, and how many of them were due before ``day``."""
    waiting = Matter.state != MatterState.CLOSED
    late = func.count().filter(Matter.due_on < day)
    row = session.execute(select(func.count(), late).select_from(Matter).where(waiting)).one()
    return row[0], row[1]


def last_act(session: Session, verb: str) -> datetime | None:
    """When this was last done and not taken back."""
    query = select(func.max(AuditLine.at)).where(
        AuditLine.verb == verb, AuditLine.undone_by.is_(None)
    )
    return session.scalar(query)


def story(session: Session, matter_id: int) -> list[tuple[AuditLine, AuditChange]]:
    """Every act that changed one matter, oldest first."""
    query = (
        select(AuditLine, AuditChange)
        .join(AuditChange, AuditChange.line_id == AuditLine.id)
        .where(AuditChange.table == "matter", AuditChange.row_id == matter_id)
        .order_by(AuditChange.id)
    )
    return [(line, change) for line, change in session.execute(query)]
