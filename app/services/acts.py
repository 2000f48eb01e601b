"""What was done here lately, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.errors import DeclinedError
from app.models.audit import AuditLine
from app.models.queries import giving, trail
from app.models.undo import undo
from app.models.unit_of_work import Session
from app.services.desk import Desk

# What has left the office, came from another, or everything stands on, cannot be called back by
# changing our own books; printed sheets are on their way to the villages.
_FINAL = frozenset({
    "set_up_office", "recode_office", "make_county_root", "share_store", "undo", "print_sheets",
    "export_ledger", "copy_ledger", "register_guomi",
    "receive_ledgers", "write_receipts", "write_reminders", "write_packages", "replace_key",
    "change_passphrase",
    "issue_certificate", "revoke_certificate", "send_transfer", "answer_transfer",
    "import_transfer_answer", "print_referrals", "print_entitlements", "print_documents",
    "draw_recheck",
})  # fmt: skip
# What a ledger tells the county: once it is sent, what changed there is no longer only ours.
REPORTED = frozenset({
    "person", "household", "membership", "holding", "responsible", "award", "contact",
})  # fmt: skip
# What a clerk takes for a step: the directory of cadres is not reported, but kept like a record.
_STEPS = REPORTED | {"cadre"}
# Acts on many records at once.
_MANY = ("import", "bulk_change", "merge_people", "give_people", "hand_over", "gather_cadres")
# A record was read and nothing came of it.
_LOOKS = (
    "view_person", "unmask_person", "view_confidential", "refuse_confidential", "view_paper",
    "open_sheet", "view_matter",
)  # fmt: skip


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
    sent_with: str = ""  # the month of the ledger that took it out of the office


def list_acts(
    desk: Desk, *, limit: int = 200, looks: bool = False, many: bool = False
) -> tuple[ActRow, ...]:
    """The newest ``limit`` acts, newest first; mere looks at a record only with ``looks``; with
    ``many`` only those that changed many records at once."""
    with desk.store.read() as session:
        found = trail.recent_lines(
            session, limit, without=() if looks else _LOOKS, only=_MANY if many else ()
        )
        return _rows(session, found)


def last_step(desk: Desk) -> ActRow | None:
    """The newest act that changed people's records or the directory of cadres and still stands;
    None when there is none. It is what “撤销上一步” means, also after a restart."""
    with desk.store.read() as session:
        # Where several desks share a store, each takes back its own steps.
        actor = desk.actor.name if desk.store.place else ""
        line = trail.last_change_of(session, _STEPS, without=("undo",), actor=actor)
        return _rows(session, [(line, True)])[0] if line is not None else None


def _rows(session: Session, found: list[tuple[AuditLine, bool]]) -> tuple[ActRow, ...]:
    sent = _Sent(session, [line.id for line, changed in found if changed])
    return tuple(
        ActRow(
            id=line.id,
            at=line.at,
            actor=line.actor,
            verb=line.verb,
            words=line.words,
            undoable=changed
            and line.undone_by is None
            and line.verb not in _FINAL
            and not sent.with_month(line.id),
            undone=line.undone_by is not None,
            sent_with="" if line.undone_by is not None else sent.with_month(line.id),
        )
        for line, changed in found
    )


class _Sent:
    """Which acts a ledger has already taken to the county."""

    def __init__(self, session: Session, lines: list[int]) -> None:
        self._exports = trail.ledgers_sent(session)
        newest = self._exports[-1][0] if self._exports else 0
        before = [line for line in lines if line < newest]
        self._reported = trail.lines_that_changed(session, before, REPORTED)

    def with_month(self, line: int) -> str:
        """The month of the first ledger after ``line``; empty when it told the county nothing."""
        if line not in self._reported:
            return ""
        return next((month for export, month in self._exports if export > line), "")


def undo_act(desk: Desk, act_id: int) -> None:
    """Take act ``act_id`` back whole. Raises ``DeclinedError`` naming what stands in the way: a
    later act, or that it has left the office, as with the ledger of its month."""
    with desk.write("undo", "撤销") as work:
        line = work.session.get(AuditLine, act_id)
        if line is not None and line.undone_by is None:
            _refuse_what_left(work.session, line)
        line = undo(work, act_id)
        _refuse_to_overdraw(work.session)
        work.describe(f"撤销：{line.words}")


def _refuse_to_overdraw(session: Session) -> None:
    """What came in cannot be taken back once it was given out."""
    session.flush()
    if giving.overdrawn(session):
        raise DeclinedError(
            "这一步不能撤销。",
            "入库或捐赠的东西后来已经发出去了，撤销后库存就不够。",
            "请先撤销后来的发放，或用盘点更正。",
        )


def _refuse_what_left(session: Session, line: AuditLine) -> None:
    if line.verb in _FINAL:
        raise DeclinedError(
            "这一步不能撤销。",
            f"“{line.words}”已经对外生效，或是其他记录的根据。",
            "要更正，请登记新的内容；台账用新的一批更正。",
        )
    if month := _Sent(session, [line.id]).with_month(line.id):
        raise DeclinedError(
            "这一步不能撤销。",
            f"“{line.words}”已随 {month} 台账上报。",
            "要更正，请登记新的内容，它会进入下一份台账。",
        )
