"""What was done here lately, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.errors import DeclinedError
from app.models.queries import trail
from app.models.undo import undo
from app.services.desk import Desk

# What has left the office, came from another, or everything stands on, cannot be called back by
# changing our own books; printed sheets are on their way to the villages.
_FINAL = frozenset({
    "set_up_office", "recode_office", "undo", "print_sheets", "export_ledger", "import_receipt",
    "receive_ledgers", "write_receipts", "write_reminders", "write_packages", "replace_key",
    "issue_certificate", "revoke_certificate", "print_referrals",
})  # fmt: skip
# A record was read and nothing came of it.
_LOOKS = ("view_person", "unmask_person", "open_sheet", "view_matter")


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


def list_acts(desk: Desk, *, limit: int = 200, looks: bool = False) -> tuple[ActRow, ...]:
    """The newest ``limit`` acts, newest first; mere looks at a record only with ``looks``."""
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
            for line, changed in trail.recent_lines(session, limit, without=() if looks else _LOOKS)
        )


def undo_act(desk: Desk, act_id: int) -> None:
    """Take act ``act_id`` back whole. Raises ``DeclinedError`` naming what stands in the way."""
    with desk.write("undo", "撤销") as work:
        line = undo(work, act_id)
        if line.verb in _FINAL:
            raise DeclinedError(
                "这一步不能撤销。",
                f"“{line.words}”已经对外生效，或是其他记录的根据。",
                "要更正，请登记新的内容；台账用新的一批更正。",
            )
        work.describe(f"撤销：{line.words}")
