"""What an import has to know of the register beside its rows: who changed what last, which lists
came before, and what stands around people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditChange, AuditLine
from app.models.base import Base
from app.models.circumstances import Benefit, IncomeLine, Kin
from app.models.exchange import ImportBatch
from app.models.holding import Holding
from app.models.household import Household
from app.models.person import Person
from app.models.upkeep import ImportProfile

_AT_ONCE = 500  # SQLite takes so many parameters in one question


@dataclass(frozen=True)
class LastChange:
    """Who gave a field the value it has, when, and by which verb."""

    at: datetime
    actor: str
    verb: str


def last_changes(
    session: Session, table: str, row_ids: Collection[int]
) -> dict[tuple[int, str], LastChange]:
    """By (row, column): the act that wrote what stands there now."""
    found: dict[tuple[int, str], LastChange] = {}
    for ids in _in_parts(sorted(row_ids)):
        query = (
            select(
                AuditChange.row_id,
                AuditChange.after,
                AuditLine.at,
                AuditLine.actor,
                AuditLine.verb,
            )
            .join(AuditLine, AuditChange.line_id == AuditLine.id)
            .where(AuditChange.table == table, AuditChange.row_id.in_(ids))
            .order_by(AuditChange.id)
        )
        for row_id, after, at, actor, verb in session.execute(query):
            change = LastChange(at, actor, verb)
            for key in after or ():
                found[row_id, key] = change
    return found


def people_rows(session: Session) -> Iterator[RowMapping]:
    """Every person as plain columns (a quarter of the time of whole records)."""
    return iter(session.execute(select(Person.__table__)).mappings())


def household_rows(session: Session) -> Iterator[RowMapping]:
    """Every household as plain columns."""
    return iter(session.execute(select(Household.__table__)).mappings())


def batches(session: Session) -> list[ImportBatch]:
    """Every import that was not taken back, newest first."""
    return list(session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())))


def holdings_by_basis(
    session: Session, codes: Collection[str], bases: Collection[str]
) -> list[tuple[Holding, Person]]:
    """Who holds one of these categories now, because one of these lists said so."""
    query = (
        select(Holding, Person)
        .join(Person, Person.id == Holding.person_id)
        .where(Holding.end.is_(None), Holding.code.in_(codes), Holding.basis.in_(bases))
        .where(Person.closed_on.is_(None))
        .order_by(Holding.code, Person.village_id, Person.id)
    )
    return [(holding, person) for holding, person in session.execute(query)]


def open_kin(session: Session) -> list[Kin]:
    """Who stands by people now, oldest first."""
    return list(session.scalars(select(Kin).where(Kin.end.is_(None)).order_by(Kin.id)))


def incomes(session: Session) -> dict[tuple[str, int], dict[tuple[str, str], IncomeLine]]:
    """Income lines of each person and household (``("person", id)``), by (kind, period)."""
    found: dict[tuple[str, int], dict[tuple[str, str], IncomeLine]] = defaultdict(dict)
    for line in session.scalars(select(IncomeLine)):
        if line.person_id is not None:
            found["person", line.person_id][line.kind, line.period] = line
        elif line.household_id is not None:
            found["household", line.household_id][line.kind, line.period] = line
    return found


def open_benefits(session: Session) -> dict[int, dict[str, Benefit]]:
    """What each person receives by name now, by kind."""
    found: dict[int, dict[str, Benefit]] = defaultdict(dict)
    for benefit in session.scalars(select(Benefit).where(Benefit.end.is_(None))):
        found[benefit.person_id][benefit.kind] = benefit
    return found


class FreshIds:
    """Ids for new rows, counted up from the highest: rows that bring their own are written
    together, while SQLite would number them one by one. Within one transaction only."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._next: dict[type[Base], int] = {}

    def take(self, table: type[Base]) -> int:
        """The next free id of ``table``."""
        known = self._next.get(table)
        if known is None:
            column = table.__table__.c.id
            known = (self._session.scalar(select(func.max(column))) or 0) + 1
        self._next[table] = known + 1
        return known


def profiles(session: Session) -> list[ImportProfile]:
    """The saved ways of reading sheets, by name."""
    return list(session.scalars(select(ImportProfile).order_by(ImportProfile.name)))


def profile_named(session: Session, name: str) -> ImportProfile | None:
    return session.scalar(select(ImportProfile).where(ImportProfile.name == name))


def _in_parts(ids: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]
