"""The county's answer to a month: one merged workbook, and a signed receipt for each township."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.progress import Progress, silent
from app.ledger.conflicts import Conflict
from app.ledger.content import LedgerContent
from app.ledger.deciding import Ruling, decision_words, left_out
from app.ledger.merging import (
    Accepted,
    Decided,
    MergedHead,
    MissingOffice,
    build_merged,
    check_merged,
    merged_file_name,
)
from app.ledger.receipts import build_receipt, receipt_file_name, verify_receipt
from app.ledger.receiving import ReceiveState
from app.ledger.sealing.package import sign_package
from app.ledger.stick import write_safely
from app.ledger.table import FIRST_ROW
from app.ledger.verifying import Verified
from app.models.exchange import MergedMonth
from app.models.queries import exchange as exchange_queries
from app.models.queries import ledger as queries
from app.models.unit_of_work import Work
from app.services.county import accepted_contents, county_board, expect_county, read_kept
from app.services.county_brake import merge_brake
from app.services.county_conflicts import rulings_on
from app.services.desk import Desk
from app.services.keys import own_signer, revocations, trusted_roots
from app.services.receipt_rows import make_receipt

MERGE_VERB = "merge_month"
_LOOK_FIRST = "请先核对是不是收错了表，在“重复与冲突”里处理；确实没错，再确认一次“仍要汇总”。"


@dataclass(frozen=True)
class MergedView:
    """The merged workbook of a month; people, visits and yuan are those that count in it, rows
    ``left_out`` by decisions do not. ``missing`` are the offices that are not in it, ``undecided``
    the conflicts that nobody has decided."""

    path: Path
    month: str
    offices: int
    people: int
    visits: int
    amount: Decimal
    conflicts: int
    missing: tuple[str, ...]
    left_out: int = 0
    undecided: int = 0


@dataclass(frozen=True)
class MergeRow:
    """One merge in the county's history."""

    number: int
    month: str
    file_name: str
    sha256: str
    made_at: datetime
    people: int
    visits: int
    amount: Decimal
    offices: int


class HeldBackError(DeclinedError):
    """The figures of a merge are so unlikely that somebody has to say that they are right."""


def merge_month(
    desk: Desk,
    month: str,
    folder: Path,
    *,
    passphrase: str,
    anyway: bool = False,
    progress: Progress = silent,
) -> MergedView:
    """Merge what was accepted for ``month`` into one signed workbook in ``folder``.

    One act, which can be undone: the county's own record of the merge goes, the file that was
    written stays where it is, and its number is never given again. Raises ``UserError`` when
    nothing has been accepted yet, ``HeldBackError`` when the figures are unlikely and nobody said
    to go on ``anyway`` (the record then tells why it was asked), ``DeclinedError`` for a wrong
    passphrase or contradicting rulings, ``FileError`` when the folder cannot take the file.
    """
    signer = own_signer(desk, passphrase)
    progress(0, 4, "读取各单位台账")
    ledgers = expect_ledgers(desk, month)
    progress(1, 4, "查找重复和冲突")
    conflicts, rulings = rulings_on(desk, [verified.content for verified in ledgers.values()])
    known = {conflict.id for conflict, _ in rulings}
    doubts = merge_brake(desk, month, ledgers, conflicts=conflicts, decided=known)
    words = f"合并台账：{month}，{len(ledgers)} 个单位{_asked(doubts, anyway=anyway)}"
    accepted = [accepted_for(verified, rulings) for verified in ledgers.values()]
    missing = _missing(desk, month)
    with desk.write(MERGE_VERB, words) as work:
        head = _head(desk, work, month)
        progress(2, 4, "生成汇总表")
        decided = _decided(conflicts, rulings)
        book = build_merged(head, accepted, missing=missing, decided=decided)
        data = sign_package(book, signer, at=head.made_at)
        row = _record(head, accepted, data)
        work.session.add(row)
        work.session.flush()
        progress(3, 4, "写入并核对")
        written = write_safely(folder, row.file_name, data, check=_check(desk, check_merged))
    return MergedView(
        path=written.path,
        month=month,
        offices=len(accepted),
        people=row.people,
        visits=row.visits,
        amount=row.amount,
        conflicts=len(conflicts),
        missing=tuple(office.office_name for office in missing),
        left_out=sum(len(one.left_out) for one in accepted),
        undecided=len(conflicts) - len(rulings),
    )


def _asked(doubts: Sequence[str], *, anyway: bool) -> str:
    """What the record says of doubts that were waved through; raises where nobody did."""
    if doubts and not anyway:
        why = f"{'；'.join(doubts)}。"
        raise HeldBackError("这次汇总先停下了，什么也没有写。", why, _LOOK_FIRST)
    return f"（问过仍要合并：{'；'.join(doubts)}）" if doubts else ""


def accepted_for(verified: Verified, rulings: Sequence[Ruling]) -> Accepted:
    """A ledger as it goes into the county's figures: without the rows that rulings left out."""
    gone = frozenset((row.sheet, row.row) for row in left_out(verified.content, rulings))
    return Accepted(verified.content, verified.sha256, gone)


def list_merges(desk: Desk, month: str | None = None) -> tuple[MergeRow, ...]:
    """The merges that count, newest first."""
    with desk.store.read() as session:
        return tuple(
            MergeRow(
                number=row.number,
                month=row.month,
                file_name=row.file_name,
                sha256=row.sha256,
                made_at=row.made_at,
                people=row.people,
                visits=row.visits,
                amount=row.amount,
                offices=len(row.sources),
            )
            for row in exchange_queries.merges(session, month)
        )


def write_receipts(desk: Desk, month: str, folder: Path, *, passphrase: str) -> tuple[Path, ...]:
    """A signed receipt for each ledger accepted for ``month``, written into ``folder``."""
    county = expect_county(desk)
    signer = own_signer(desk, passphrase)
    ledgers = expect_ledgers(desk, month)
    conflicts, rulings = rulings_on(desk, [verified.content for verified in ledgers.values()])
    now, paths = desk.clock.now(), []
    with desk.write("write_receipts", f"写出回执：{month}，{len(ledgers)} 份"):
        for code, verified in ledgers.items():
            receipt = make_receipt(
                county,
                verified,
                _before(desk, code, verified),
                conflicts=conflicts,
                rulings=rulings,
                made=(now, desk.actor.name),
            )
            data = sign_package(build_receipt(receipt), signer, at=now)
            name = receipt_file_name(receipt.head)
            check = _check(desk, verify_receipt)
            paths.append(write_safely(folder, name, data, check=check).path)
    return tuple(paths)


def expect_ledgers(desk: Desk, month: str) -> dict[str, Verified]:
    """What was accepted for ``month``, by office. Raises ``UserError`` while there is nothing."""
    expect_county(desk)
    ledgers = accepted_contents(desk, month)
    if not ledgers:
        raise UserError(f"{month} 还没有核验通过的台账。", "", "请先接收各单位的台账。")
    return ledgers


def _head(desk: Desk, work: Work, month: str) -> MergedHead:
    """The head of the merge that ``work`` is; its number counts merges undone since, too."""
    county = expect_county(desk)
    return MergedHead(
        county_code=county.code,
        county_name=county.county,
        month=month,
        merge_no=exchange_queries.acts_so_far(work.session, MERGE_VERB),
        made_at=desk.clock.now(),
        made_by=desk.actor.name,
    )


def _record(head: MergedHead, accepted: Sequence[Accepted], data: bytes) -> MergedMonth:
    kept = [_kept_figures(one) for one in accepted]
    return MergedMonth(
        month=head.month,
        number=head.merge_no,
        file_name=merged_file_name(head),
        sha256=sha256(data).hexdigest(),
        made_at=head.made_at.replace(tzinfo=None),
        people=sum(people for people, _, _ in kept),
        visits=sum(visits for _, visits, _ in kept),
        amount=sum((amount for _, _, amount in kept), Decimal("0.00")),
        sources={one.content.head.office_code: one.sha256 for one in accepted},
    )


def _kept_figures(one: Accepted) -> tuple[int, int, Decimal]:
    """People, visits and yuan of a ledger without the rows left out."""
    gone = [sheet for sheet, _ in one.left_out]
    tables = one.content.tables
    people = len(tables["persons"]) - gone.count("persons")
    visits = len(tables["contacts"]) - gone.count("contacts")
    amounts = enumerate(tables["awards"].column("total_amount"), FIRST_ROW)
    paid = [
        value
        for row, value in amounts
        if isinstance(value, Decimal) and ("awards", row) not in one.left_out
    ]
    return people, visits, sum(paid, Decimal("0.00"))


def _decided(conflicts: Sequence[Conflict], rulings: Sequence[Ruling]) -> list[Decided]:
    """All conflicts with what was decided, for 冲突与处理."""
    known = {conflict.id: decision for conflict, decision in rulings}
    return [
        Decided(
            conflict,
            decision_words((conflict, decision)),
            decision.reason,
            decision.decided_by,
            decision.decided_on,
        )
        if (decision := known.get(conflict.id)) is not None
        else Decided(conflict)
        for conflict in conflicts
    ]


def _check(desk: Desk, verify: Callable[..., object]) -> Callable[[bytes], None]:
    """What was read back from the folder must verify."""
    roots, crl = trusted_roots(desk), revocations(desk)

    def check(read: bytes) -> None:
        verify(read, roots, at=desk.clock.now(), crl=crl)

    return check


def _missing(desk: Desk, month: str) -> list[MissingOffice]:
    board = county_board(desk, month)
    return [
        MissingOffice(row.office_code, row.office, row.state)
        for row in board.rows
        if row.office in board.missing
    ]


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
    return read_kept(desk, data, at).content
