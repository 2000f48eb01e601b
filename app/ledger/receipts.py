"""What the county answers: a signed receipt for each ledger, which the township imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.ledger.book import Book, BookKind, ReadBook, build_book, head_texts
from app.ledger.content import file_name
from app.ledger.front import (
    COVER_WIDTHS,
    GAP,
    Cell,
    Front,
    Line,
    count_lines,
    pair_lines,
    signature_lines,
    title_lines,
)
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.verify import verify_package
from app.ledger.styles import Style
from app.ledger.table import Column, Kind, Sheet, make_table
from app.ledger.verifying import Seal, open_sealed

RESULTS = Sheet(
    "results",
    "接收结果",
    (
        Column("sheet", "表", width=12),
        Column("received", "收到行数", Kind.INTEGER, 12, summed=True),
        Column("accepted", "采用行数", Kind.INTEGER, 12, summed=True),
        Column("added", "其中新增", Kind.INTEGER, 12, summed=True),
        Column("changed", "其中变更", Kind.INTEGER, 12, summed=True),
        Column("refused", "退回行数", Kind.INTEGER, 12, summed=True),
    ),
    row_key=("sheet",),
    frozen=1,
)

REFUSED = Sheet(
    "refused",
    "退回明细",
    (
        Column("sheet", "表", width=12),
        Column("row", "行", Kind.INTEGER, 8),
        Column("name", "姓名", width=14),
        Column("reason", "退回原因", width=44),
        Column("remedy", "请这样处理", width=44),
        Column("key", "人员标识或户编号", width=22, sensitive=True),
    ),
)

DECISIONS = Sheet(
    "decisions",
    "重复处理",
    (
        Column("kind", "情况", width=20),
        Column("sheet", "表", width=12),
        Column("row", "行", Kind.INTEGER, 8),
        Column("name", "姓名", width=14),
        Column("other_office", "另一单位", width=24),
        Column("decision", "处理", width=24),
        Column("reason", "理由", width=40),
        Column("key", "人员标识或户编号", width=22, sensitive=True),
    ),
)
RECEIPT_FORMAT = 1
RECEIPT = BookKind(
    "receipt", ("回执",), RECEIPT_FORMAT, lambda _version: (RESULTS, REFUSED, DECISIONS)
)


@dataclass(frozen=True)
class ReceiptHead:
    """Which ledger is answered, by whom. ``ledger_sha256`` is that of the file as received."""

    office_code: str
    office_name: str
    to_office_code: str
    to_office_name: str
    month: str
    batch_no: int
    ledger_sha256: str
    state: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class SheetResult:
    """Rows of one sheet (its title): received = accepted + refused; added, changed of accepted."""

    sheet: str
    received: int
    accepted: int
    added: int
    changed: int
    refused: int


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not taken: sheet title, row of the ledger, why, and what to do."""

    sheet: str
    row: int
    name: str
    key: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class DecisionRow:
    """What was decided about a claim that another office also makes."""

    kind: str
    sheet: str
    row: int
    name: str
    key: str
    other_office: str
    decision: str
    reason: str


@dataclass(frozen=True)
class Receipt:
    """A whole receipt."""

    head: ReceiptHead
    results: tuple[SheetResult, ...]
    refused: tuple[RefusedRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()


@dataclass(frozen=True)
class VerifiedReceipt:
    """A receipt that holds, with who signed it."""

    receipt: Receipt
    seal: Seal


def build_receipt(receipt: Receipt) -> bytes:
    """The receipt as a workbook, not yet signed; the same receipt gives the same bytes."""
    for result in receipt.results:
        if result.received != result.accepted + result.refused:
            raise ValueError("every row received is either accepted or refused")
    tables = (
        make_table(RESULTS, map(vars, receipt.results)),
        make_table(REFUSED, map(vars, receipt.refused)),
        make_table(DECISIONS, map(vars, receipt.decisions)),
    )
    head = receipt.head
    front = _front(head, count_lines(tables))
    foot = f"{head.to_office_name} {head.month} 第 {head.batch_no} 批 回执"
    return build_book(Book(RECEIPT, head_texts(head), tables, (front,), foot))


def verify_receipt(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> VerifiedReceipt:
    """The receipt in ``data``, verified as strictly as a ledger; a ledger never passes as one.

    Whether it answers *this* office's ledger (``to_office_code``, ``ledger_sha256``) and whether
    ``office_code`` is its county is for the caller to compare. Raises LedgerRefused.
    """
    seal, book = open_sealed(verify_package(data, trust, at=at, crl=crl), RECEIPT)
    try:
        head = _read_head(book.head)
        receipt = Receipt(
            head,
            tuple(SheetResult(**row) for row in _rows(book, RESULTS)),
            tuple(RefusedRow(**row) for row in _rows(book, REFUSED)),
            tuple(DecisionRow(**row) for row in _rows(book, DECISIONS)),
        )
    except (KeyError, ValueError) as error:
        raise LedgerRefused(Refusal.LAYOUT, "回执的表头信息不全或写法不对。") from error
    return VerifiedReceipt(receipt, seal)


def receipt_file_name(head: ReceiptHead) -> str:
    """The name under which a receipt travels: with its time, for after a decision or another
    office's correction the same ledger is answered once more."""
    made = f"{head.made_at:%Y%m%d-%H%M%S}"
    return file_name("回执", head.to_office_name, head.month, str(head.batch_no), made)


def _rows(book: ReadBook, sheet: Sheet) -> list[dict[str, Any]]:
    """Rows as arguments of their dataclass: here blank is empty text or no rows, never unknown."""
    empty = {c.key: 0 if c.kind is Kind.INTEGER else "" for c in sheet.columns}
    return [
        {key: empty[key] if value is None else value for key, value in record.items()}
        for record in book.tables[sheet.key].records()
    ]


def _read_head(texts: Mapping[str, str]) -> ReceiptHead:
    return ReceiptHead(
        office_code=texts["office_code"],
        office_name=texts["office_name"],
        to_office_code=texts["to_office_code"],
        to_office_name=texts["to_office_name"],
        month=texts["month"],
        batch_no=int(texts["batch_no"]),
        ledger_sha256=texts["ledger_sha256"],
        state=texts["state"],
        made_at=datetime.fromisoformat(texts["made_at"]),
        made_by=texts.get("made_by", ""),
    )


def _front(head: ReceiptHead, counts: tuple[Line, ...]) -> Front:
    pairs = (
        ("报送单位", head.to_office_name),
        ("台账月份", head.month),
        ("批次号", f"第 {head.batch_no} 批"),
        ("接收结论", head.state),
        ("接收单位", head.office_name),
        ("回执时间", f"{head.made_at:%Y-%m-%d %H:%M}"),
    )
    lines = (
        *title_lines("台账接收回执", f"{head.to_office_name}　{head.month}"),
        *pair_lines(pairs),
        Line(
            (
                Cell("收到文件的校验值", Style.LABEL),
                Cell(head.ledger_sha256, Style.VALUE, 3),
            ),
            26,
        ),
        GAP,
        *counts,
        GAP,
        *signature_lines((("经办人", head.made_by),), head.office_name),
        GAP,
        Line((Cell(_NOTE, Style.NOTE, 4),), 44),
    )
    return Front("回执", COVER_WIDTHS, lines, one_page=True)


_NOTE = "请在帮扶台账程序的“台账”页导入本回执；退回的行会变成待办事项。请不要用表格软件保存本文件。"
