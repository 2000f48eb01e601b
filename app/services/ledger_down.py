"""What comes back from the office above: the receipt that closes a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.errors import DeclinedError
from app.core.levels import Level
from app.core.terms import Role
from app.ledger.receipts import (
    DecisionRow,
    Receipt,
    ReceiptHead,
    RefusedRow,
    verify_receipt,
)
from app.models.exchange import LedgerExport
from app.models.queries import ledger as queries
from app.models.unit_of_work import Session
from app.services.county_up import Origin, origins
from app.services.desk import Desk
from app.services.files import read_file
from app.services.keys import revocations, trusted_roots, upward
from app.services.ledger_keys import NOBODY, subjects_of
from app.services.matter_finding import Kept
from app.services.office import OfficeView, expect_office, expect_our_county
from app.services.refused_rows import keep_refusals


@dataclass(frozen=True)
class ReceiptView:
    """What the office above says of one of our ledgers; ``asked`` are the matters that it opened
    here, ``settled`` those that it closed. ``origins`` says of a county's rows, by the title of
    their sheet and their number, from which township they came: it has no records of its own."""

    month: str
    batch_no: int
    made_at: datetime | None
    accepted: int
    added: int
    changed: int
    refused: tuple[RefusedRow, ...]
    decisions: tuple[DecisionRow, ...]
    asked: int = 0
    settled: int = 0
    origins: Mapping[tuple[str, int], Origin] = field(default_factory=dict)


def import_receipt(desk: Desk, path: Path) -> ReceiptView:
    """Verify a receipt, mark its month as received and make matters of what it refuses, as one act
    that can be undone; the same receipt again changes nothing.

    Matters follow the newest ledger that was answered: a receipt for an earlier one is kept with
    it and opens or closes none, nor does one at a county, where nobody has a record.

    Raises ``LedgerRefused`` when it does not hold, ``DeclinedError`` when it answers another office
    or a ledger that we did not send, or is older than one that was taken in for the same ledger.
    """
    office = expect_office(desk)
    receipt = _verified(desk, office, path)
    head = receipt.head
    with desk.write("import_receipt", f"导入回执：{head.month}，第 {head.batch_no} 批") as work:
        sent = queries.exports(work.session)
        row = _expect_sent(sent, head, office.level.above)
        kept, first = Kept(), row.receipt is None
        _keep(desk, row, receipt)
        newest = all(other.receipt is None for other in sent if other.batch_no > row.batch_no)
        if newest and office.role is Role.TOWNSHIP:
            kept = keep_refusals(work, desk, row, receipt.refused, first=first)
            work.describe(f"{work.line.words}，退回 {len(receipt.refused)} 行，{kept.words}")
        return replace(
            _view(work.session, row), asked=kept.opened + kept.reopened, settled=kept.gone
        )


def read_receipt(desk: Desk, export_id: int) -> ReceiptView | None:
    """The newest receipt for a ledger that we sent; None while there is none."""
    with desk.store.read() as session:
        row = session.get(LedgerExport, export_id)
        return None if row is None or row.receipt is None else _view(session, row)


def subject_of_row(desk: Desk, key: str) -> int | None:
    """The person whom a row of a receipt leads to (of a household its head), None for nobody."""
    with desk.store.read() as session:
        return subjects_of(session, {key}).get(key, NOBODY).person_id


def _verified(desk: Desk, office: OfficeView, path: Path) -> Receipt:
    slot = upward(office)[0]
    receipt = verify_receipt(
        read_file(path), trusted_roots(desk, slot), at=desk.clock.now(), crl=revocations(desk, slot)
    ).receipt
    head = receipt.head
    if head.to_office_code != office.code:
        raise DeclinedError(
            "这份回执是发给别的单位的。",
            f"回执写给 {head.to_office_name}（{head.to_office_code}）。",
            "请选择发给本单位的回执。",
        )
    expect_our_county(office, head.office_code, head.office_name)
    return receipt


def _expect_sent(sent: Sequence[LedgerExport], head: ReceiptHead, above: Level) -> LedgerExport:
    row = next((row for row in sent if row.sha256 == head.ledger_sha256), None)
    if row is None:
        raise DeclinedError(
            "这份回执对应的台账不是本机导出的。",
            f"回执的是 {head.month} 第 {head.batch_no} 批。",
            f"请核对是否换过电脑；若恢复过备份，请与{above.there}联系。",
        )
    known = _made_at(row.receipt)
    if known is not None and head.made_at < known:
        raise DeclinedError(
            "已经导入过这一批更新的回执。",
            f"这份是 {head.made_at:%Y-%m-%d %H:%M} 写出的，导入过的是 {known:%Y-%m-%d %H:%M} 的。",
            f"请选择{above.there}最近发来的回执。",
        )
    return row


def _keep(desk: Desk, row: LedgerExport, receipt: Receipt) -> None:
    if row.received_at is None:
        row.received_at = desk.clock.now().replace(tzinfo=None)
    row.receipt = {
        "made_at": receipt.head.made_at.isoformat(),
        "results": [asdict(result) for result in receipt.results],
        "refused": [asdict(refused) for refused in receipt.refused],
        "decisions": [asdict(decision) for decision in receipt.decisions],
    }


def _made_at(kept: Mapping[str, Any] | None) -> datetime | None:
    """When a receipt was made; unknown of those kept before this was."""
    made = (kept or {}).get("made_at")
    return datetime.fromisoformat(made) if made else None


def _view(session: Session, row: LedgerExport) -> ReceiptView:
    kept = row.receipt or {}
    results = kept.get("results", ())
    told = [*kept.get("refused", ()), *kept.get("decisions", ())]
    return ReceiptView(
        month=row.month,
        batch_no=row.batch_no,
        made_at=_made_at(kept),
        accepted=sum(result["accepted"] for result in results),
        added=sum(result["added"] for result in results),
        changed=sum(result["changed"] for result in results),
        refused=tuple(RefusedRow(**refused) for refused in kept.get("refused", ())),
        decisions=tuple(DecisionRow(**decision) for decision in kept.get("decisions", ())),
        origins=origins(session, row.sources, [(one["sheet"], one["row"]) for one in told]),
    )
