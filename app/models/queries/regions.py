"""Villages, what lies below them, who lives there; places by code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.household import Household
from app.models.person import Person
from app.models.region import Region

Resident = Person | Household


def people_by_group(session: Session) -> dict[int, Counter[str]]:
    """How many people on the register live in each group of each village ("": none is kept)."""
    query = (
        select(Person.village_id, func.coalesce(Person.group_name, ""), func.count())
        .where(Person.closed_on.is_(None), Person.village_id.is_not(None))
        .group_by(Person.village_id, Person.group_name)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for village, group, count in session.execute(query):
        found[village or 0][group] += count
    return found


def regions_below_villages(session: Session) -> list[Region]:
    """Groups and former names of all villages."""
    query = select(Region).where(Region.level.in_(("group", "former"))).order_by(Region.id)
    return list(session.scalars(query))


def below(session: Session, village_id: int) -> list[Region]:
    """Groups and former names of one village."""
    query = select(Region).where(Region.parent_id == village_id).order_by(Region.id)
    return list(session.scalars(query))


def residents(session: Session, village_id: int) -> Sequence[Resident]:
    """Every record of a person (also closed ones) and household of a village."""
    return [
        *session.scalars(select(Person).where(Person.village_id == village_id)),
        *session.scalars(select(Household).where(Household.village_id == village_id)),
    ]


def is_person(record: Resident) -> bool:
    return isinstance(record, Person)


def places(session: Session, levels: Sequence[str]) -> list[Region]:
    """Every region of these levels, present and past."""
    query = select(Region).where(Region.level.in_(levels)).order_by(Region.id)
    return list(session.scalars(query))
