"""What was done here lately, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.models.queries import trail
from app.models.undo import undo
from app.services.desk import Desk

# What has left the office cannot be called back by changing our own books.
_FINAL = frozenset({"export_ledger", "undo", "set_up_office", "write_receipts", "write_reminders"})


@dataclass(frozen=True)
class ActRow:
    """One act of the audit trail."""

    id: int
    at: datetime
    actor: str
    verb: str
    words: str
    undoable: bool
    undone: bool


def list_acts(desk: Desk, *, limit: int = 200) -> tuple[ActRow, ...]:
    """The newest acts first."""
    with desk.store.read() as session:
        return tuple(
            ActRow(
                id=line.id,
                at=line.at,
                actor=line.actor,
                verb=line.verb,
                words=line.words,
                undoable=changed and line.undone_by is None and line.verb not in _FINAL,
                undone=line.undone_by is not None,
            )
            for line, changed in trail.recent_lines(session, limit)
        )


def undo_act(desk: Desk, act_id: int) -> None:
    """Take act ``act_id`` back whole. Raises ``DeclinedError`` naming what stands in the way."""
    with desk.write("undo", "撤销") as work:
        line = undo(work, act_id)
        work.describe(f"撤销：{line.words}")
