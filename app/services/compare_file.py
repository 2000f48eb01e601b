"""「哪里变了」: a file that was refused, beside the copy that this office kept when it sent it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.progress import Progress, silent
from app.exporters.roster_xlsx import Roster, RosterColumn, write_roster
from app.importers.book import Book
from app.importers.reading import open_book
from app.importers.xlsx import read_xlsx
from app.ledger.refusals import LedgerRefused
from app.ledger.verifying import verify_ledger
from app.ledger.what_changed import CellChange, Texts, find_changes
from app.models.exchange import LedgerExport
from app.models.queries import ledger as queries
from app.services.desk import Desk
from app.services.files import read_file
from app.services.keys import revocations, trusted_roots
from app.services.office import expect_office

__all__ = ["CellChange", "WhatChanged", "compare_file", "write_changes"]

_NAME = re.compile(r"_\d{4}-\d{2}_(\d+)")
_COLUMNS = (
    RosterColumn("工作表", width=12),
    RosterColumn("行", width=7),
    RosterColumn("姓名", width=14),
    RosterColumn("列", width=18),
    RosterColumn("改动前（本机留存）", width=34),
    RosterColumn("改动后（这个文件）", width=34),
    RosterColumn("情况", width=12),
)


@dataclass(frozen=True)
class WhatChanged:
    """The file against batch ``batch_no``: ``identical`` to the byte, or the ``changes`` (none:
    it was only saved again). ``verdict`` says what the strict check says of the file."""

    file: str
    month: str
    batch_no: int
    identical: bool
    verdict: str
    changes: tuple[CellChange, ...]


def compare_file(
    desk: Desk, path: Path, *, batch_no: int | None = None, progress: Progress = silent
) -> WhatChanged:
    """Lay the file at ``path`` beside our own kept copy of the same batch.

    The batch is read from the file, from its name, or is the newest one, unless it is given.
    Nothing is stored. Raises ``UserError`` when nothing was sent yet or that batch is not ours,
    ``DeclinedError`` when the file names another office, ``FileError`` when it cannot be read.
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
    head = _head(now)
    if head.get("office_code", office.code) != office.code:
        raise DeclinedError(
            "这是别的单位的台账。", f"单位代码 {head['office_code']}。", "请选择本单位的文件。"
        )
    progress(1, 3, "读取本机留存的原文件")
    copy = _copy_of(kept, batch_no or _batch_of(head, path))
    before = _texts(read_xlsx(Path(copy.file_name), BytesIO(_data(desk, copy)), lambda: None))
    progress(2, 3, "逐格比较")
    changes = find_changes(before, now)
    return WhatChanged(path.name, copy.month, copy.batch_no, False, _verdict(desk, data), changes)


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
    note = f"{found.file}，与 {found.month} 第 {found.batch_no} 批比较，共 {len(rows)} 处不同"
    write_roster(path, Roster("哪里变了", _COLUMNS, rows, note))


def _kept_copies(desk: Desk) -> Sequence[LedgerExport]:
    with desk.store.read() as session:
        kept = queries.exports(session)
    if not kept:
        raise UserError(
            "本机还没有导出过台账，没有可以比较的原文件。", "", "请在导出它的电脑上比较。"
        )
    return kept


def _data(desk: Desk, copy: LedgerExport) -> bytes:
    with desk.store.read() as session:
        return session.get_one(LedgerExport, copy.id).data


def _copy_of(kept: Sequence[LedgerExport], batch_no: int | None) -> LedgerExport:
    if batch_no is None:
        return kept[0]
    found = next((row for row in kept if row.batch_no == batch_no), None)
    if found is None:
        raise UserError(
            f"本机没有导出过第 {batch_no} 批台账。", "", "请核对批次号，或在导出它的电脑上比较。"
        )
    return found


def _batch_of(head: dict[str, str], path: Path) -> int | None:
    """The batch that the file claims to be; its manifest goes before its name."""
    claimed = head.get("batch_no", "")
    if claimed.isascii() and claimed.isdigit():
        return int(claimed)
    named = _NAME.search(path.stem)
    return int(named[1]) if named else None


def _head(texts: Texts) -> dict[str, str]:
    """What is left of the manifest's head."""
    lines = texts.get("清单", {}).values()
    return {line.get(3, ""): line.get(4, "") for line in lines if line.get(1) == "head"}


def _texts(book: Book) -> Texts:
    return {
        sheet.name: {
            row.number: {column: cell.text for column, cell in row.cells.items()}
            for row in sheet.rows
        }
        for sheet in book.sheets
    }


def _verdict(desk: Desk, data: bytes) -> str:
    try:
        verify_ledger(data, trusted_roots(desk), at=desk.clock.now(), crl=revocations(desk))
    except LedgerRefused as refused:
        return "".join(refused.sentences())
    return "这个文件的签名有效，但不是本机导出的那一份。"
