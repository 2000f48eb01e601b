"""Records of one person: which may be, what was decided, which were merged into which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.models.household import Household, Membership
from app.models.person import Person
from app.models.upkeep import SamenessVerdict


@dataclass(frozen=True)
class Comparable:
    """Somebody on the register, with what tells people apart."""

    id: int
    name: str
    former_name: str | None
    pinyin: str
    id_no: str | None
    id_key: str | None
    sex: str | None
    birth_date: date | None
    village_id: int | None
    phone: str | None
    second_phone: str | None
    address: str | None
    household_id: int | None
    home_phone: str | None
    home_address: str | None


def comparable_people(session: Session) -> list[Comparable]:
    """Everybody still on the register, once."""
    query = (
        select(
            Person.id,
            Person.name,
            Person.former_name,
            Person.pinyin,
            Person.id_no,
            Person.id_key,
            Person.sex,
            Person.birth_date,
            Person.village_id,
            Person.phone,
            Person.second_phone,
            Person.address,
            Household.id,
            Household.phone,
            Household.address,
        )
        .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.end.is_(None)))
        .outerjoin(Household, Household.id == Membership.household_id)
        .where(Person.closed_on.is_(None))
        .order_by(Person.id)
    )
    found = {row[0]: Comparable(*tuple(row)) for row in session.execute(query)}
    return list(found.values())


def verdicts(session: Session) -> list[SamenessVerdict]:
    """Everything that was decided about two records."""
    return list(session.scalars(select(SamenessVerdict)))


def verdict_on(session: Session, first: int, second: int) -> SamenessVerdict | None:
    """What was decided about these two, in either order."""
    low, high = sorted((first, second))
    return session.scalar(
        select(SamenessVerdict).where(
            SamenessVerdict.first_id == low, SamenessVerdict.second_id == high
        )
    )


def verdicts_about(session: Session, person_id: int) -> list[SamenessVerdict]:
    """What was decided about this record and any other."""
    about = or_(SamenessVerdict.first_id == person_id, SamenessVerdict.second_id == person_id)
    return list(session.scalars(select(SamenessVerdict).where(about)))


def kept_id(session: Session, person_id: int) -> int:
    """The record that ``person_id`` was merged into, over however many steps; itself if none."""
    while True:
        into = session.scalar(select(Person.merged_into_id).where(Person.id == person_id))
        if into is None:
            return person_id
        person_id = into


def merged_into(session: Session, person_id: int) -> list[int]:
    """The records that were merged into ``person_id``, also those merged into them before."""
    found: list[int] = []
    around: Sequence[int] = [person_id]
    while around:
        around = session.scalars(
            select(Person.id).where(Person.merged_into_id.in_(around)).order_by(Person.id)
        ).all()
        found += around
    return found


def merged_keys(session: Session) -> dict[str, int]:
    """Numbers of records that were merged away → the record that was kept."""
    query = select(Person.id_key, Person.id).where(
        Person.merged_into_id.is_not(None), Person.id_key.is_not(None)
    )
    return {str(key): kept_id(session, person_id) for key, person_id in session.execute(query)}
