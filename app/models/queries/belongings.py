"""Everything that hangs on a person, whatever the table: who merges records must forget nothing."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.circumstances import Kin
from app.models.household import Household, Membership

R = TypeVar("R", bound=Base)


def tables_about_people() -> tuple[type[Base], ...]:
    """Every table with a row's owner in ``person_id``."""
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    found = [table for table in mapped if "person_id" in table.__table__.columns]
    return tuple(sorted(found, key=lambda table: table.__tablename__))


def rows_about(session: Session, table: type[R], *people: int) -> list[R]:
    """The rows of ``table`` that belong to these people, oldest first."""
    columns = table.__table__.columns
    query = select(table).where(columns["person_id"].in_(people)).order_by(columns["id"])
    return list(session.scalars(query))


def kin_naming(session: Session, person_id: int) -> list[Kin]:
    """Where this person stands by somebody else."""
    return list(session.scalars(select(Kin).where(Kin.other_id == person_id)))


def empty_households(session: Session, *households: int) -> list[Household]:
    """Those of ``households`` in which nobody lives any more."""
    lived_in = select(Membership.household_id).where(Membership.end.is_(None))
    query = select(Household).where(Household.id.in_(households), Household.id.not_in(lived_in))
    return list(session.scalars(query))
