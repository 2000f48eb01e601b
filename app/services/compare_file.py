"""「哪里变了」: a file that was refused, beside the copy that this office kept when it sent it (the
county: when it accepted it), or where there is none, beside the digests in its own manifest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.progress import Progress, silent
from app.core.terms import Role
from app.exporters.roster_xlsx import Roster, RosterColumn, write_roster
from app.importers.book import Book
from app.importers.reading import open_book
from app.importers.xlsx import read_xlsx
from app.ledger.refusals import LedgerRefused
from app.ledger.sealed_digests import find_by_digests, sealed_head, sealed_sheets
from app.ledger.verifying import verify_ledger
from app.ledger.what_changed import CellChange, Texts, find_changes
from app.models.exchange import LedgerExport, ReceivedLedger
from app.models.queries import ledger as queries
from app.services.desk import Desk
from app.services.files import read_file
from app.services.key_slots import Slot, revocations, trusted_roots, upward
from app.services.office import OfficeView, expect_office

__all__ = ["CellChange", "WhatChanged", "compare_file", "write_changes"]

_NAME = re.compile(r"_\d{4}-\d{2}_(\d+)")
_COLUMNS = (
    RosterColumn("工作表", width=12),
    RosterColumn("行", width=7),
    RosterColumn("姓名", width=14),
    RosterColumn("列", width=18),
    RosterColumn("改动前", width=34),
    RosterColumn("改动后（这个文件）", width=34),
    RosterColumn("情况", width=12),
)


KEPT = "本机留存的原文件"
SEALED = "文件里隐藏的《清单》"
_Copy = LedgerExport | ReceivedLedger


@dataclass(frozen=True)
class WhatChanged:
    """The file against batch ``batch_no``: ``identical`` to the byte, or the ``changes`` (none:
    it was only saved again). ``verdict`` says what the strict check says of the file, ``against``
    what it was compared with; with the digests in its own manifest nothing is proven."""

    file: str
    month: str
    batch_no: int
    identical: bool
    verdict: str
    changes: tuple[CellChange, ...]
    against: str = KEPT


def compare_file(
    desk: Desk, path: Path, *, batch_no: int | None = None, progress: Progress = silent
) -> WhatChanged:
    """Lay the file at ``path`` beside the kept copy of the same batch, or where there is none,
    beside the digests of rows in its own manifest (then which rows differ, seldom which cells).

    The batch is read from the file, from its name, or is the newest one, unless it is given.
    Nothing is stored. Raises ``UserError`` when there is neither copy nor manifest or the given
    batch is not ours, ``DeclinedError`` when a township is given another office's file,
    ``FileError`` when it cannot be read.
    """
    office = expect_office(desk)
    data = read_file(path)
    kept = _kept_copies(desk)
    same = next((row for row in kept if row.sha256 == sha256(data).hexdigest()), None)
    if same is not None:
        verdict = "与本机留存的原文件完全相同。"
        return WhatChanged(path.name, same.month, same.batch_no, True, verdict, ())
    progress(0, 3, f"读取 {path.name}")
    now = _texts(open_book(path))
    head = sealed_head(now)
    township = office.role is Role.TOWNSHIP
    if township:
        _expect_ours(head, office.code)
    whose = head.get("office_code", office.code if township else "")
    kept = [row for row in kept if _office_of(row, office) == whose]
    progress(1, 3, "读取本机留存的原文件")
    copy = _copy_of(kept, batch_no or _batch_of(head, path))
    if copy is None and batch_no is not None:
        raise UserError(f"本机没有导出过第 {batch_no} 批台账。", "", "请核对批次号。")
    progress(2, 3, "比较")
    verdict = _verdict(desk, data, upward(office)[0] if whose == office.code else Slot.OWN)
    if copy is None:
        return _against_its_manifest(path.name, now, head, verdict)
    before = _texts(read_xlsx(Path("kept.xlsx"), BytesIO(_data(desk, copy)), lambda: None))
    changes = find_changes(before, now)
    return WhatChanged(path.name, copy.month, copy.batch_no, False, verdict, changes)


def _against_its_manifest(name: str, now: Texts, head: dict[str, str], verdict: str) -> WhatChanged:
    if not any(sheet.digests for sheet in sealed_sheets(now).values()):
        raise UserError(
            "没有可以比较的原文件。",
            "本机没有留存这一批，文件里隐藏的《清单》也不在了。",
            "请在导出它的电脑上比较。",
        )
    batch = head.get("batch_no", "")
    return WhatChanged(
        file=name,
        month=head.get("month", ""),
        batch_no=int(batch) if batch.isascii() and batch.isdigit() else 0,
        identical=False,
        verdict=f"{verdict}《清单》已不受签名保护，只供查找。",
        changes=find_by_digests(now),
        against=SEALED,
    )


def _expect_ours(head: dict[str, str], code: str) -> None:
    if head.get("office_code", code) != code:
        raise DeclinedError(
            "这是别的单位的台账。", f"单位代码 {head['office_code']}。", "请选择本单位的文件。"
        )


def write_changes(path: Path, found: WhatChanged) -> None:
    """The differences as a workbook. Raises ``FileError`` when it cannot be written."""
    rows = [
        (
            change.sheet,
            "" if change.row is None else str(change.row),
            change.name,
            change.column,
            change.before,
            change.after,
            change.what,
        )
        for change in found.changes
    ]
    note = (
        f"{found.file}（{found.month} 第 {found.batch_no} 批），与{found.against}比较，"
        f"共 {len(rows)} 处不同"
    )
    write_roster(path, Roster("哪里变了", _COLUMNS, rows, note))


def _kept_copies(desk: Desk) -> Sequence[_Copy]:
    """What this office sent, newest first, and (at a county) what it accepted."""
    with desk.store.read() as session:
        return (*queries.exports(session), *queries.received(session))


def _office_of(copy: _Copy, office: OfficeView) -> str:
    """Whose ledger a kept copy is."""
    return copy.office_code if isinstance(copy, ReceivedLedger) else office.code


def _data(desk: Desk, copy: _Copy) -> bytes:
    with desk.store.read() as session:
        if isinstance(copy, ReceivedLedger):
            return session.get_one(ReceivedLedger, copy.id).data
        return session.get_one(LedgerExport, copy.id).data


def _copy_of(kept: Sequence[_Copy], batch_no: int | None) -> _Copy | None:
    """The kept copy of that batch among those of its office."""
    if batch_no is None:
        return kept[0] if kept else None
    return next((row for row in kept if row.batch_no == batch_no), None)


def _batch_of(head: dict[str, str], path: Path) -> int | None:
    """The batch that the file claims to be; its manifest goes before its name."""
    claimed = head.get("batch_no", "")
    if claimed.isascii() and claimed.isdigit():
        return int(claimed)
    named = _NAME.search(path.stem)
    return int(named[1]) if named else None


def _texts(book: Book) -> Texts:
    return {
        sheet.name: {
            row.number: {column: cell.text for column, cell in row.cells.items()}
            for row in sheet.rows
        }
        for sheet in book.sheets
    }


def _verdict(desk: Desk, data: bytes, slot: Slot) -> str:
    roots, crl = trusted_roots(desk, slot), revocations(desk, slot)
    try:
        verify_ledger(data, roots, at=desk.clock.now(), crl=crl)
    except LedgerRefused as refused:
        return "".join(refused.sentences())
    return "这个文件的签名有效，但不是本机导出的那一份。"
