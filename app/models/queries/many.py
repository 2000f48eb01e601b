"""Rows of many people at once, by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.holding import Holding
from app.models.person import Person

R = TypeVar("R", bound=Base)
_AT_ONCE = 10_000  # SQLite takes so many values in one statement, and some more


def people_by_id(session: Session, ids: Sequence[int]) -> dict[int, Person]:
    """The records of ``ids``, closed ones included; who is not there is left out."""
    found = {}
    for part in _parts(ids):
        for person in session.scalars(select(Person).where(Person.id.in_(part))):
            found[person.id] = person
    return found


def holdings_by_person(session: Session, ids: Sequence[int]) -> dict[int, list[Holding]]:
    """Everything that each of ``ids`` holds or held, oldest first."""
    found: dict[int, list[Holding]] = {person_id: [] for person_id in ids}
    for part in _parts(ids):
        query = select(Holding).where(Holding.person_id.in_(part))
        for row in session.scalars(query.order_by(Holding.start)):
            found[row.person_id].append(row)
    return found


def rows_by_person(session: Session, table: type[R], ids: Sequence[int]) -> dict[int, list[R]]:
    """The rows of ``table`` that belong to each of ``ids``, in the order of their entry."""
    columns = table.__table__.columns
    found: dict[int, list[R]] = {person_id: [] for person_id in ids}
    for part in _parts(list(found)):
        query = select(columns["person_id"], table).where(columns["person_id"].in_(part))
        for person_id, row in session.execute(query.order_by(columns["id"])):
            found[person_id].append(row)
    return found


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
