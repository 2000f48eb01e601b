"""The county's answer to a month: one merged workbook, and a signed receipt for each township."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.core.errors import UserError
from app.core.progress import Progress, silent
from app.ledger.columns import SHEETS
from app.ledger.comparing import Comparison, compare
from app.ledger.conflicts import CONFLICT_NAMES, Conflict, find_conflicts
from app.ledger.content import LedgerContent
from app.ledger.merging import (
    Accepted,
    Decided,
    MergedHead,
    MissingOffice,
    build_merged,
    merged_file_name,
    verify_merged,
)
from app.ledger.receipts import (
    DecisionRow,
    Receipt,
    ReceiptHead,
    SheetResult,
    build_receipt,
    receipt_file_name,
    verify_receipt,
)
from app.ledger.receiving import ReceiveState
from app.ledger.sealing.package import sign_package
from app.ledger.stick import write_safely
from app.ledger.verifying import Verified, verify_ledger
from app.models.queries import ledger as queries
from app.models.queries import office as office_queries
from app.services.county import BoardView, accepted_contents, board_of, expect_county, paid_in
from app.services.desk import Desk
from app.services.keys import own_signer, revocations, trusted_roots

UNDECIDED = "待核实"


@dataclass(frozen=True)
class MergedView:
    """The merged workbook of a month; ``missing`` are the offices that are not in it."""

    path: Path
    month: str
    offices: int
    people: int
    visits: int
    amount: Decimal
    conflicts: int
    missing: tuple[str, ...]


def merge_month(
    desk: Desk, month: str, folder: Path, *, passphrase: str, progress: Progress = silent
) -> MergedView:
    """Merge what was accepted for ``month`` into one signed workbook in ``folder``.

    Raises ``UserError`` when nothing has been accepted yet, ``DeclinedError`` for a wrong
    passphrase, ``FileError`` when the folder cannot take the file.
    """
    county = expect_county(desk)
    signer = own_signer(desk, passphrase)
    progress(0, 4, "读取各单位台账")
    ledgers = accepted_contents(desk, month)
    if not ledgers:
        raise UserError(f"{month} 还没有核验通过的台账。", "", "请先接收各乡镇的台账。")
    contents = [verified.content for verified in ledgers.values()]
    board = board_of(desk, month, ledgers)
    progress(1, 4, "查找重复和冲突")
    conflicts = find_conflicts(contents)
    now = desk.clock.now()
    with desk.write("merge_month", f"合并台账：{month}，{len(contents)} 个单位") as work:
        number = int(office_queries.setting(work.session, f"merge_no:{month}", 0)) + 1
        office_queries.remember(work.session, f"merge_no:{month}", number)
        head = MergedHead(
            county_code=county.code,
            county_name=county.county,
            month=month,
            merge_no=number,
            made_at=now,
            made_by=desk.actor.name,
        )
        progress(2, 4, "生成汇总表")
        book = build_merged(
            head,
            [Accepted(verified.content, verified.sha256) for verified in ledgers.values()],
            missing=_missing(board),
            decided=[Decided(conflict) for conflict in conflicts],
        )
        data = sign_package(book, signer, at=now)
        roots, crl = trusted_roots(desk), revocations(desk)
        progress(3, 4, "写入并核对")
        written = write_safely(
            folder,
            merged_file_name(head),
            data,
            check=lambda read: _verify_merged(read, roots, desk, crl),
        )
    return MergedView(
        path=written.path,
        month=month,
        offices=len(contents),
        people=sum(len(content.tables["persons"].rows) for content in contents),
        visits=sum(len(content.tables["contacts"].rows) for content in contents),
        amount=sum((paid_in(content) for content in contents), Decimal("0.00")),
        conflicts=len(conflicts),
        missing=board.missing,
    )


def _verify_merged(read: bytes, roots: Sequence[bytes], desk: Desk, crl: bytes | None) -> None:
    verify_merged(read, roots, at=desk.clock.now(), crl=crl)


def _missing(board: BoardView) -> list[MissingOffice]:
    return [
        MissingOffice(row.office_code, row.office, row.state)
        for row in board.rows
        if row.office in board.missing
    ]


def write_receipts(desk: Desk, month: str, folder: Path, *, passphrase: str) -> tuple[Path, ...]:
    """A signed receipt for each ledger accepted for ``month``, written into ``folder``."""
    expect_county(desk)
    signer = own_signer(desk, passphrase)
    ledgers = accepted_contents(desk, month)
    if not ledgers:
        raise UserError(f"{month} 还没有核验通过的台账。", "", "请先接收各乡镇的台账。")
    conflicts = find_conflicts([verified.content for verified in ledgers.values()])
    now, roots, crl = desk.clock.now(), trusted_roots(desk), revocations(desk)
    paths = []
    with desk.write("write_receipts", f"写出回执：{month}，{len(ledgers)} 份"):
        for code, verified in ledgers.items():
            receipt = _receipt(desk, verified, _before(desk, code, verified), conflicts)
            data = sign_package(build_receipt(receipt), signer, at=now)
            written = write_safely(
                folder,
                receipt_file_name(receipt.head),
                data,
                check=lambda read: _verify_receipt(read, roots, desk, crl),
            )
            paths.append(written.path)
    return tuple(paths)


def _verify_receipt(read: bytes, roots: Sequence[bytes], desk: Desk, crl: bytes | None) -> None:
    verify_receipt(read, roots, at=desk.clock.now(), crl=crl)


def _before(desk: Desk, code: str, verified: Verified) -> LedgerContent | None:
    """The accepted ledger before this one, which additions and changes are counted against."""
    with desk.store.read() as session:
        earlier = [
            (row.data, row.received_at)
            for row in queries.received(session)
            if row.office_code == code
            and row.batch_no < verified.head.batch_no
            and row.state == ReceiveState.VERIFIED
        ]
    if not earlier:
        return None
    data, at = earlier[-1]
    return verify_ledger(data, trusted_roots(desk), at=at.astimezone()).content


def _receipt(
    desk: Desk,
    verified: Verified,
    before: LedgerContent | None,
    conflicts: Sequence[Conflict],
) -> Receipt:
    county = expect_county(desk)
    head = verified.head
    return Receipt(
        head=ReceiptHead(
            office_code=county.code,
            office_name=county.name,
            to_office_code=head.office_code,
            to_office_name=head.office_name,
            month=head.month,
            batch_no=head.batch_no,
            ledger_sha256=verified.sha256,
            state=ReceiveState.VERIFIED,
            made_at=desk.clock.now(),
            made_by=desk.actor.name,
        ),
        results=_results(verified, compare(before, verified.content)),
        decisions=tuple(_decisions(head.office_code, conflicts)),
    )


def _results(verified: Verified, comparison: Comparison) -> tuple[SheetResult, ...]:
    """Row by row of the workbook: everything that verified is accepted."""
    added = Counter(moved.sheet for moved in comparison.new)
    changed = Counter(moved.sheet for moved in comparison.changed)
    sizes: Mapping[str, int] = {key: len(table.rows) for key, table in verified.tables.items()}
    return tuple(
        SheetResult(
            sheet=sheet.title,
            received=sizes[sheet.key],
            accepted=sizes[sheet.key],
            added=added[sheet.key],
            changed=changed[sheet.key],
            refused=0,
        )
        for sheet in SHEETS
        if sheet.key in sizes
    )


def _decisions(office_code: str, conflicts: Sequence[Conflict]) -> list[DecisionRow]:
    """What this office's rows have against others', undecided until a person decides."""
    return [
        DecisionRow(
            kind=CONFLICT_NAMES[conflict.kind],
            sheet=side.sheet,
            row=side.row,
            name=side.name,
            key=side.key,
            other_office="、".join(
                dict.fromkeys(
                    other.office_name
                    for other in conflict.sides
                    if other.office_code != office_code
                )
            ),
            decision=UNDECIDED,
            reason="请核实后在下期台账中更正或说明",
        )
        for conflict in conflicts
        for side in conflict.sides
        if side.office_code == office_code
    ]
