"""The monthly ledger (S3.218): checked, signed, written to the stick, read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.progress import Progress, silent
from app.ledger.columns import PERSONS
from app.ledger.comparing import Moved
from app.ledger.content import TWO_SIGNERS, LedgerContent, ledger_file_name
from app.ledger.sealing.package import CoSigner, sign_package
from app.ledger.stick import write_safely
from app.ledger.verifying import verify_ledger
from app.ledger.workbook import build_ledger
from app.models.exchange import LedgerExport
from app.rules.ledger_period import LedgerPeriod, ledger_period
from app.services.county_up import expect_ready
from app.services.desk import Desk
from app.services.keys import own_signer, revocations, trusted_roots, upward
from app.services.ledger_drawing import DrawnLedger, Signed, draw_ledger
from app.services.ledger_drawing import two_sign as two_sign
from app.services.ledger_preview import LedgerFault, SheetView, read_faults, show_sheets
from app.services.office import OfficeView, expect_office
from app.services.versions import expect_new_enough


@dataclass(frozen=True)
class LedgerDraft:
    """What would be sent: figures to look at and faults to mend before signing. Of a county also
    how many ``offices`` are in it, and which are ``missing``."""

    period: LedgerPeriod
    batch_no: int
    people: int
    households: int
    contacts: int
    visits_due: int
    visits_done: int
    amount: Decimal
    new: int
    left: int
    changed: int
    faults: tuple[LedgerFault, ...]
    offices: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExportedLedger:
    """A ledger that lies on the stick, read back and verified."""

    path: Path
    month: str
    batch_no: int
    sha256: str
    people: int
    visits: int
    amount: Decimal


def check_ledger(desk: Desk, month: str) -> LedgerDraft:
    """Draw the ledger of ``month`` without signing it, and say what does not agree."""
    office = expect_office(desk)
    period = ledger_period(desk.policy, month, office.code)
    drawn = draw_ledger(desk, office, period)
    content, comparison = drawn.content, drawn.comparison
    people = content.tables["persons"]
    due = [bool(value) for value in people.column("visit_due")]
    done = [bool(value) for value in people.column("visit_done")]
    return LedgerDraft(
        period=period,
        batch_no=content.head.batch_no,
        people=len(people),
        households=len(content.tables["households"]),
        contacts=len(content.tables["contacts"]),
        visits_due=sum(due),
        visits_done=sum(d and v for d, v in zip(due, done, strict=True)),
        amount=_paid(content),
        new=_people(comparison.new),
        left=_people(comparison.left),
        changed=_people(comparison.changed),
        faults=(*drawn.faults, *read_faults(desk, content)),
        offices=len(content.head.sources),
        missing=tuple(content.head.missing.values()),
    )


def preview_ledger(desk: Desk, month: str) -> tuple[SheetView, ...]:
    """The sheets of the ledger of ``month`` as they would be sent, without signing anything."""
    office = expect_office(desk)
    period = ledger_period(desk.policy, month, office.code)
    return show_sheets(draw_ledger(desk, office, period).content)


def export_ledger(
    desk: Desk,
    month: str,
    folder: Path,
    *,
    passphrase: str,
    filled_by: str,
    checked_by: str,
    second_passphrase: str = "",
    progress: Progress = silent,
) -> ExportedLedger:
    """Draw, sign, write and read back the ledger of ``month``; only then it counts as sent.

    ``second_passphrase`` is that of 填报人, in an office where two sign. Raises ``DeclinedError``
    when totals do not agree or a passphrase is wrong or missing, ``UserError`` at a county that has
    duplicates to decide or has not merged the month as it is now, ``FileError`` naming how the
    stick failed. Then nothing has changed.
    """
    office = expect_office(desk)
    period = ledger_period(desk.policy, month, office.code)
    if desk.clock.today() < period.covered.first:
        raise UserError("这个月的台账期间还没有开始。", "", "请选择本月或以前的月份。")
    expect_new_enough(desk)
    first = upward(office)[0]
    signer, also = own_signer(desk, passphrase, first), _co_signer(desk, office, second_passphrase)
    progress(0, 4, "汇总数据")
    drawn = draw_ledger(desk, office, period, Signed(filled_by, checked_by))
    expect_ready(drawn.faults)
    content = drawn.content
    progress(1, 4, "生成并签名")
    now = desk.clock.now()
    book = build_ledger(content)
    data = sign_package(book, signer, at=now, role=TWO_SIGNERS[0], comment=checked_by, also=also)
    roots, crl = trusted_roots(desk, first), revocations(desk, first)
    with desk.write("export_ledger", f"导出台账：{month}，第 {content.head.batch_no} 批") as work:
        row = _sent(drawn, data, now)
        work.session.add(row)
        work.session.flush()
        progress(2, 4, "写入并核对")
        path = write_safely(
            folder,
            row.file_name,
            data,
            check=lambda read: _holds(read, content, roots, at=now, crl=crl),
        ).path
    progress(4, 4, "已导出")
    return ExportedLedger(path, month, row.batch_no, row.sha256, row.people, row.visits, row.amount)


def _co_signer(desk: Desk, office: OfficeView, passphrase: str) -> CoSigner | None:
    if not two_sign(desk):
        return None
    if not passphrase:
        raise DeclinedError(
            "本单位双人签名，还缺填报人的口令。", "", "请填报人自己输入口令，再导出一次。"
        )
    return CoSigner(own_signer(desk, passphrase, upward(office)[1]), TWO_SIGNERS[1])


def _sent(drawn: DrawnLedger, data: bytes, at: datetime) -> LedgerExport:
    """What we keep of a ledger that leaves: its figures and its exact bytes."""
    content, head = drawn.content, drawn.content.head
    return LedgerExport(
        month=head.month,
        first=head.period_first,
        last=head.period_last,
        batch_no=head.batch_no,
        file_name=ledger_file_name(head),
        sha256=sha256(data).hexdigest(),
        exported_at=at.replace(tzinfo=None),
        people=len(content.tables["persons"]),
        visits=len(content.tables["contacts"]),
        amount=_paid(content),
        data=data,
        sources=None if drawn.runs is None else dict(drawn.runs),
    )


def _holds(
    read: bytes,
    content: LedgerContent,
    roots: tuple[bytes, ...],
    *,
    at: datetime,
    crl: bytes | None,
) -> None:
    """What was read back from the stick must verify and say what was meant."""
    if not verify_ledger(read, roots, at=at, crl=crl).content.says_the_same(content):
        raise DeclinedError("写入U盘的台账与本机的不一致。", "", "请换一个U盘再导出。")


def _people(found: tuple[Moved, ...]) -> int:
    return sum(moved.sheet == PERSONS.key for moved in found)


def _paid(content: LedgerContent) -> Decimal:
    amounts = content.tables["awards"].column("total_amount")
    return sum((a for a in amounts if isinstance(a, Decimal)), Decimal("0.00"))
