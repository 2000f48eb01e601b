"""A ledger as a workbook (S3.218)."""

from __future__ import annotations

from app.ledger.book import Book, BookKind, build_book
from app.ledger.columns import FORMAT, sheets_of
from app.ledger.content import LedgerContent, head_fields
from app.ledger.front import JOINED_NOTE, LEDGER_NOTES, explanation, ledger_cover
from app.ledger.totals import check_totals

LEDGER = BookKind("ledger", ("封面", "说明"), FORMAT, sheets_of)


def build_ledger(content: LedgerContent) -> bytes:
    """The workbook, not yet signed; the same content gives the same bytes.

    Raises DeclinedError, saying where, when totals do not agree.
    """
    check_totals(content)
    head, tables = content.head, tuple(content.tables.values())
    sheets = [table.sheet for table in tables]
    notes = (*LEDGER_NOTES, JOINED_NOTE) if head.sources else LEDGER_NOTES
    fronts = (ledger_cover(content), explanation(sheets, notes))
    foot = f"{head.office_name} {head.month} 第 {head.batch_no} 批"
    return build_book(Book(LEDGER, head_fields(head), tables, fronts, foot))
