"""One transaction, one audit line.

Whatever a service changes through the session is recorded, row by row, before and after, in the
same transaction as the change itself. That record is the history a clerk reads and what an undo
goes by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from app.models.audit import AuditChange, AuditLine
from app.models.base import Base, to_json
from app.models.shared import take_turn

__all__ = ["NOT_RECORDED", "Act", "Session", "Work", "unit_of_work"]

# Blobs are kept once, in their own row, never again in the audit trail; how a name is read follows
# from the name, and may be read better by a later version.
NOT_RECORDED = frozenset({"data", "pinyin", "initials"})


@dataclass(frozen=True)
class Act:
    """Who does what; the words are Chinese and hold no personal data."""

    actor: str
    verb: str
    words: str
    at: datetime
    subject: tuple[str, int] | None = None


@dataclass
class Work:
    """The open transaction: its session and its audit line, whose words may be made precise."""

    session: Session
    line: AuditLine
    _changes: list[dict[str, Any]]

    @property
    def act_id(self) -> int:
        return self.line.id

    def describe(self, words: str) -> None:
        """Say what really happened, once it is known."""
        self.line.words = words

    def insert_many(self, row_type: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """New rows of one table, each with its ``id`` and with every column that is not empty,
        recorded like any others. For thousands of them: a quarter of the time that as many objects
        take, which the session then does not know."""
        if not rows:
            return
        self.session.flush()
        empty = dict.fromkeys(key for row in rows for key in row)
        table = row_type.metadata.tables[row_type.__tablename__]
        self.session.execute(insert(table), [{**empty, **row} for row in rows])
        self._changes.extend(
            {
                "line_id": self.line.id,
                "table": row_type.__tablename__,
                "row_id": row["id"],
                "before": None,
                "after": _known(row, _recorded(row_type)),
            }
            for row in rows
        )


@contextmanager
def unit_of_work(session: Session, act: Act) -> Iterator[Work]:
    """Open ``act``; commit it with its audit line and changes, or leave nothing behind."""
    table, row = act.subject or (None, None)
    line = AuditLine(
        at=act.at.replace(tzinfo=None),
        actor=act.actor,
        verb=act.verb,
        words=act.words,
        subject_table=table,
        subject_id=row,
    )
    changes: list[dict[str, Any]] = []

    def record(flushed: Session, _context: UOWTransaction) -> None:
        changes.extend({"line_id": line.id, **change} for change in _changes(flushed))

    with session, session.begin():
        take_turn(session)
        session.add(line)
        session.flush()
        event.listen(session, "after_flush", record)
        yield Work(session, line, changes)
        session.flush()
        if changes:
            session.execute(insert(AuditChange), changes)


def _changes(session: Session) -> Iterator[dict[str, Any]]:
    """What a flush has just written, row by row."""
    for row in session.new:
        yield from _change(row, None, _facts(row))
    for row in session.dirty:
        before, after = _difference(row)
        if after:
            yield from _change(row, before, after)
    for row in session.deleted:
        # What it was in the store: it may have been changed on the way to being deleted.
        yield from _change(row, {**_facts(row), **_difference(row)[0]}, None)


def _change(
    row: object, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Iterator[dict[str, Any]]:
    if isinstance(row, Base) and not isinstance(row, AuditLine | AuditChange):
        state: InstanceState[Any] = inspect(row)
        row_id = state.mapper.primary_key_from_instance(row)[0]
        table = row.__tablename__
        yield {"table": table, "row_id": row_id, "before": before, "after": after}


def _facts(row: Base) -> dict[str, Any]:
    """What the row holds; what is unknown is left out."""
    return _known(vars(row), _recorded(type(row)))


def _known(values: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: to_json(values[key]) for key in keys if values.get(key) is not None}


@cache
def _recorded(row_type: type[Base]) -> tuple[str, ...]:
    """The columns that the trail keeps."""
    columns = inspect(row_type).column_attrs
    return tuple(column.key for column in columns if column.key not in NOT_RECORDED)


def _difference(row: object) -> tuple[dict[str, Any], dict[str, Any]]:
    state: InstanceState[Any] = inspect(row)
    before, after = {}, {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.key in NOT_RECORDED or not history.has_changes():
            continue
        before[column.key] = to_json(history.deleted[0]) if history.deleted else None
        after[column.key] = to_json(history.added[0]) if history.added else None
    return before, after
