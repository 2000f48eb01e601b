"""One transaction, one audit line.

Whatever a service changes through the session is recorded, row by row, before and after, in the
same transaction as the change itself. That record is the history a clerk reads and what an undo
goes by.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
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

    @property
    def act_id(self) -> int:
        return self.line.id

    def describe(self, words: str) -> None:
        """Say what really happened, once it is known."""
        self.line.words = words


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
        yield Work(session, line)
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


def _facts(row: object) -> dict[str, Any]:
    """What the row holds; what is unknown is left out."""
    state: InstanceState[Any] = inspect(row)
    return {
        column.key: to_json(state.dict[column.key])
        for column in state.mapper.column_attrs
        if column.key not in NOT_RECORDED and state.dict.get(column.key) is not None
    }


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
