"""The monthly ledger (S3.218): checked, signed, written to the stick, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.progress import Progress, silent
from app.ledger.columns import (
    CHANGE_EDITED,
    CHANGE_LEFT,
    CHANGE_NEW,
    PERSONS,
    SUBJECT_HOUSEHOLD,
    SUBJECT_PERSON,
)
from app.ledger.comparing import Comparison, Moved, compare
from app.ledger.content import (
    TWO_SIGNERS,
    LedgerContent,
    LedgerHead,
    ledger_file_name,
    make_content,
)
from app.ledger.sealing.package import CoSigner, sign_package
from app.ledger.stick import write_safely
from app.ledger.verifying import verify_ledger
from app.ledger.workbook import build_ledger
from app.models.exchange import LedgerExport
from app.models.queries import ledger as queries
from app.rules.ledger_period import LedgerPeriod, ledger_period
from app.services.desk import Desk
from app.services.keys import Slot, own_chain, own_signer, revocations, trusted_roots
from app.services.ledger_preview import LedgerFault, SheetView, read_faults, show_sheets
from app.services.ledger_rows import ledger_rows
from app.services.office import OfficeView, expect_office
from app.services.versions import expect_new_enough


@dataclass(frozen=True)
class LedgerDraft:
    """What would be sent: figures to look at and faults to mend before signing."""

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
    last = _last_content(desk)
    content, comparison = _draw(desk, office, period, last, filled_by="", checked_by="")
    people = content.tables["persons"]
    due = [bool(value) for value in people.column("visit_due")]
    done = [bool(value) for value in people.column("visit_done")]
    return LedgerDraft(
        period=period,
        batch_no=content.head.batch_no,
        people=len(people.rows),
        households=len(content.tables["households"].rows),
        contacts=len(content.tables["contacts"].rows),
        visits_due=sum(due),
        visits_done=sum(d and v for d, v in zip(due, done, strict=True)),
        amount=_paid(content),
        new=_people(comparison.new),
        left=_people(comparison.left),
        changed=_people(comparison.changed),
        faults=read_faults(desk, content),
    )


def preview_ledger(desk: Desk, month: str) -> tuple[SheetView, ...]:
    """The sheets of the ledger of ``month`` as they would be sent, without signing anything."""
    office = expect_office(desk)
    period = ledger_period(desk.policy, month, office.code)
    last = _last_content(desk)
    content, _ = _draw(desk, office, period, last, filled_by="", checked_by="")
    return show_sheets(content)


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
    when totals do not agree or a passphrase is wrong or missing, ``FileError`` naming how the stick
    failed. Then nothing has changed.
    """
    office = expect_office(desk)
    period = ledger_period(desk.policy, month, office.code)
    if desk.clock.today() < period.covered.first:
        raise UserError("这个月的台账期间还没有开始。", "", "请选择本月或以前的月份。")
    expect_new_enough(desk)
    signer, also = own_signer(desk, passphrase), _co_signer(desk, second_passphrase)
    progress(0, 4, "汇总数据")
    last = _last_content(desk)
    content, _ = _draw(desk, office, period, last, filled_by=filled_by, checked_by=checked_by)
    progress(1, 4, "生成并签名")
    now = desk.clock.now()
    book = build_ledger(content)
    data = sign_package(book, signer, at=now, role=TWO_SIGNERS[0], comment=checked_by, also=also)
    roots, crl = trusted_roots(desk), revocations(desk)
    with desk.write("export_ledger", f"导出台账：{month}，第 {content.head.batch_no} 批") as work:
        row = _sent(content, data, now)
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


def two_sign(desk: Desk) -> bool:
    """Whether this office signs with two people: the second has a certificate."""
    return bool(own_chain(desk, Slot.SECOND))


def _co_signer(desk: Desk, passphrase: str) -> CoSigner | None:
    if not two_sign(desk):
        return None
    if not passphrase:
        raise DeclinedError(
            "本单位双人签名，还缺填报人的口令。", "", "请填报人自己输入口令，再导出一次。"
        )
    return CoSigner(own_signer(desk, passphrase, Slot.SECOND), TWO_SIGNERS[1])


def _sent(content: LedgerContent, data: bytes, at: datetime) -> LedgerExport:
    """What we keep of a ledger that leaves: its figures and its exact bytes."""
    head = content.head
    return LedgerExport(
        month=head.month,
        first=head.period_first,
        last=head.period_last,
        batch_no=head.batch_no,
        file_name=ledger_file_name(head),
        sha256=sha256(data).hexdigest(),
        exported_at=at.replace(tzinfo=None),
        people=len(content.tables["persons"].rows),
        visits=len(content.tables["contacts"].rows),
        amount=_paid(content),
        data=data,
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
    if verify_ledger(read, roots, at=at, crl=crl).content != content:
        raise DeclinedError("写入U盘的台账与本机的不一致。", "", "请换一个U盘再导出。")


def _last_content(desk: Desk) -> LedgerContent | None:
    """Our own ledger before this one, read from the bytes that were kept."""
    with desk.store.read() as session:
        sent = queries.exports(session)
        if not sent:
            return None
        data, at = sent[0].data, sent[0].exported_at
    # It was verified when it was sent; the certificate is judged as of that day.
    return verify_ledger(data, trusted_roots(desk), at=at.astimezone()).content


def _draw(
    desk: Desk,
    office: OfficeView,
    period: LedgerPeriod,
    last: LedgerContent | None,
    *,
    filled_by: str,
    checked_by: str,
) -> tuple[LedgerContent, Comparison]:
    """The ledger with its changes since ``last``."""
    head = LedgerHead(
        office_code=office.code,
        office_name=office.name,
        county_name=office.county,
        period_first=period.covered.first,
        period_last=period.covered.last,
        month=period.month,
        batch_no=last.head.batch_no + 1 if last else 1,
        previous_sha256=_last_sha256(desk),
        made_at=desk.clock.now(),
        filled_by=filled_by,
        checked_by=checked_by,
        rule_versions={pack.key: f"{pack.first}" for pack in office.packs if pack.adopted},
        signers=TWO_SIGNERS if two_sign(desk) else (),
    )
    rows = ledger_rows(desk, period.month, period.covered)
    comparison = compare(last, make_content(head, rows))
    rows["changes"] = list(_changes(comparison, period.covered.last))
    return make_content(head, rows), comparison


def _last_sha256(desk: Desk) -> str | None:
    with desk.store.read() as session:
        sent = queries.exports(session)
        return sent[0].sha256 if sent else None


def _changes(comparison: Comparison, day: date) -> Iterator[dict[str, object]]:
    for word, found in ((CHANGE_NEW, comparison.new), (CHANGE_LEFT, comparison.left)):
        for moved in found:
            yield _change(word, moved, day)
    for moved in comparison.changed:
        for difference in moved.differences:
            yield _change(CHANGE_EDITED, moved, day) | {
                "field": difference.field,
                "field_label": difference.label,
                "before": difference.before,
                "after": difference.after,
            }


def _change(word: str, moved: Moved, day: date) -> dict[str, object]:
    return {
        "change": word,
        "subject": SUBJECT_PERSON if moved.sheet == PERSONS.key else SUBJECT_HOUSEHOLD,
        "key": moved.key,
        "name": moved.name,
        "village": moved.village or None,
        "day": day,
        "reason": moved.reason,
    }


def _people(found: tuple[Moved, ...]) -> int:
    return sum(moved.sheet == PERSONS.key for moved in found)


def _paid(content: LedgerContent) -> Decimal:
    amounts = content.tables["awards"].column("total_amount")
    return sum((a for a in amounts if isinstance(a, Decimal)), Decimal("0.00"))
