"""The store as it was: today's rows with every later change taken back, and what happened to a row.

The audit trail holds every row before and after; walking it backwards needs no copy of the register
and finds rows that are no longer there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditChange, AuditLine
from app.models.base import Base, from_json, to_json

R = TypeVar("R", bound=Base)
State = dict[str, Any]

# Acts with thousands of rows that neither delete one nor hand one to another person: a search for
# rows that are gone need not read them.
_NEVER_REMOVE = (
    "import", "record_visit", "record_contact", "print_sheets", "export_ledger", "save_person",
    "view_person", "unmask_person", "open_sheet", "copy_people", "save_people",
)  # fmt: skip


def last_act_of(session: Session, day: date) -> int:
    """The number of the last act done until the end of ``day``; 0 when there was none."""
    until = datetime.combine(day + timedelta(days=1), time.min)
    return session.scalar(select(func.max(AuditLine.id)).where(AuditLine.at < until)) or 0


class Past:
    """The store after act ``last`` (None: as it stands now). Rows of the past are copies that
    belong to no session."""

    def __init__(self, session: Session, last: int | None) -> None:
        self._session = session
        self._last = last

    def one(self, row_type: type[R], row_id: int) -> R | None:
        """The row of this number, if it was there."""
        return self.many(row_type, [row_id]).get(row_id)

    def many(self, row_type: type[R], ids: Iterable[int]) -> dict[int, R]:
        """Those of the rows that were there, by number."""
        wanted = sorted(set(ids))
        number = row_type.__table__.columns["id"]
        query = select(number, row_type).where(number.in_(wanted))
        present = {row[0]: row[1] for row in self._session.execute(query)}
        if self._last is None:
            return present
        changes = _changes_of(self._session, row_type, wanted, after=self._last)
        rows = {}
        for row_id in wanted:
            row = present.get(row_id)
            if not changes[row_id]:
                if row is not None:
                    rows[row_id] = row
                continue
            state = _state(row)
            for _, change in changes[row_id]:
                state = _before(change, state)
            if state is not None:
                rows[row_id] = _row(row_type, state)
        return rows

    def of(self, row_type: type[R], key: str, *values: int) -> list[R]:
        """The rows whose column ``key`` was one of ``values``, by number."""
        columns = row_type.__table__.columns
        ids = set(self._session.scalars(select(columns["id"]).where(columns[key].in_(values))))
        if self._last is not None:
            ids |= _gone(self._session, row_type, key, values, after=self._last)
        rows = self.many(row_type, ids)
        return [rows[row_id] for row_id in sorted(rows) if getattr(rows[row_id], key) in values]


@dataclass(frozen=True)
class Step:
    """What one act did to one row: the row before (None: it was not there) and after it, whole, and
    the columns that differ. ``change_id`` grows with time."""

    line: AuditLine
    change_id: int
    table: str
    row_id: int
    before: State | None
    after: State | None
    keys: tuple[str, ...]


def steps_of(session: Session, row_type: type[Base], key: str, value: int) -> Iterator[Step]:
    """Everything that happened to rows of ``row_type`` while their column ``key`` was ``value``,
    those that are gone included; of one row the newest first."""
    columns = row_type.__table__.columns
    present = session.scalars(select(columns["id"]).where(columns[key] == value))
    ids = set(present) | _gone(session, row_type, key, [value])
    changes = _changes_of(session, row_type, sorted(ids))
    for row_id in sorted(ids):
        state = _state(session.get(row_type, row_id))
        for line, group in groupby(changes[row_id], key=itemgetter(0)):
            within = [change for _, change in group]
            before = state
            for change in within:
                before = _before(change, before)
            if value in ((before or {}).get(key), (state or {}).get(key)):
                keys = tuple(k for k in (state or {}) if (before or {}).get(k) != (state or {})[k])
                number = within[0].id
                yield Step(line, number, row_type.__tablename__, row_id, before, state, keys)
            state = before


def _gone(
    session: Session, row_type: type[Base], key: str, values: Sequence[int], *, after: int = 0
) -> set[int]:
    """Rows whose column ``key`` was one of ``values`` until an act later than ``after`` deleted
    them or gave them to another."""
    acts = select(AuditLine.id).where(AuditLine.id > after, AuditLine.verb.not_in(_NEVER_REMOVE))
    query = select(AuditChange.row_id).where(
        AuditChange.line_id.in_(acts),
        AuditChange.table == row_type.__tablename__,
        AuditChange.before[key].as_integer().in_(values),
    )
    return set(session.scalars(query))


def _changes_of(
    session: Session, row_type: type[Base], ids: Sequence[int], *, after: int = 0
) -> dict[int, list[tuple[AuditLine, AuditChange]]]:
    """The changes of rows after act ``after``, the newest first."""
    query = (
        select(AuditLine, AuditChange)
        .join(AuditChange, AuditChange.line_id == AuditLine.id)
        .where(
            AuditChange.row_id.in_(ids),
            AuditChange.table == row_type.__tablename__,
            AuditChange.line_id > after,
        )
        .order_by(AuditChange.id.desc())
    )
    found: dict[int, list[tuple[AuditLine, AuditChange]]] = defaultdict(list)
    for line, change in session.execute(query):
        found[change.row_id].append((line, change))
    return found


def _before(change: AuditChange, after: State | None) -> State | None:
    """The row before ``change``, given the row after it."""
    if change.before is None:
        return None
    if change.after is None:
        return dict(change.before)
    return {**(after or {}), **change.before}


def _state(row: Base | None) -> State | None:
    if row is None:
        return None
    return {
        column.key: to_json(getattr(row, column.key))
        for column in row.__table__.columns
        if column.key != "data"
    }


def _row(row_type: type[R], state: State) -> R:
    return row_type(**{key: from_json(row_type, key, value) for key, value in state.items()})
