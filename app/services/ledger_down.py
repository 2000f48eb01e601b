"""What comes back from the county: the receipt that closes a month."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from app.core.errors import DeclinedError
from app.ledger.receipts import DecisionRow, RefusedRow, verify_receipt
from app.models.queries import ledger as queries
from app.services.desk import Desk
from app.services.files import read_file
from app.services.keys import revocations, trusted_roots
from app.services.office import expect_office, expect_our_county


@dataclass(frozen=True)
class ReceiptView:
    """What the county says of one of our ledgers."""

    month: str
    batch_no: int
    made_at: datetime
    accepted: int
    added: int
    changed: int
    refused: tuple[RefusedRow, ...]
    decisions: tuple[DecisionRow, ...]


def import_receipt(desk: Desk, path: Path) -> ReceiptView:
    """Verify a receipt and mark its month as received; the same receipt again changes nothing.

    Raises ``LedgerRefused`` when it does not hold, ``DeclinedError`` when it answers another
    office or a ledger that we did not send.
    """
    office = expect_office(desk)
    verified = verify_receipt(
        read_file(path), trusted_roots(desk), at=desk.clock.now(), crl=revocations(desk)
    )
    receipt, head = verified.receipt, verified.receipt.head
    if head.to_office_code != office.code:
        raise DeclinedError(
            "这份回执是发给别的单位的。",
            f"回执写给 {head.to_office_name}（{head.to_office_code}）。",
            "请选择发给本单位的回执。",
        )
    expect_our_county(office, head.office_code, head.office_name)
    with desk.write("import_receipt", f"导入回执：{head.month}，第 {head.batch_no} 批") as work:
        sent = {row.sha256: row for row in queries.exports(work.session)}
        row = sent.get(head.ledger_sha256)
        if row is None:
            raise DeclinedError(
                "这份回执对应的台账不是本机导出的。",
                f"回执的是 {head.month} 第 {head.batch_no} 批。",
                "请核对是否换过电脑；若恢复过备份，请与县级联系。",
            )
        if row.received_at is None:
            row.received_at = desk.clock.now().replace(tzinfo=None)
        row.receipt = {
            "results": [asdict(result) for result in receipt.results],
            "refused": [asdict(refused) for refused in receipt.refused],
            "decisions": [asdict(decision) for decision in receipt.decisions],
        }
    return ReceiptView(
        month=head.month,
        batch_no=head.batch_no,
        made_at=head.made_at,
        accepted=sum(result.accepted for result in receipt.results),
        added=sum(result.added for result in receipt.results),
        changed=sum(result.changed for result in receipt.results),
        refused=receipt.refused,
        decisions=receipt.decisions,
    )
