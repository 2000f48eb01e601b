"""A ledger looked at before it is signed: its sheets as a clerk reads them, and the way from a
fault back to the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.money import yuan
from app.ledger.content import LedgerContent
from app.ledger.table import FIRST_ROW, Column, Kind, Table, Value
from app.ledger.totals import find_faults
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.ledger_keys import NOBODY, subjects_of

SHOWN = 200
_RIGHT = frozenset({Kind.MONEY, Kind.INTEGER, Kind.RATE})
_NUMBER = re.compile(r"[0-9]{9,}[Xx]?")
_KEYS = ("person_key", "household_key", "key")


@dataclass(frozen=True)
class LedgerFault:
    """What has to be mended before the ledger can be sent; ``person_id`` is whose record to open
    (of a household its head's), None where the row is about nobody. ``place`` is the page, and the
    place on it, where a county mends it, otherwise empty."""

    words: str
    person_id: int | None
    place: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class ColumnView:
    """A column of a sheet: ``width`` in characters."""

    title: str
    width: int
    right: bool


@dataclass(frozen=True)
class SheetView:
    """A sheet with its first rows as text, sensitive numbers masked, also within
    words (half a sentence would say nothing to whoever checks it); ``count`` are all its rows,
    ``totals`` the sums over all of them (``月保障金 12,345.00``)."""

    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    totals: tuple[str, ...]


def read_faults(desk: Desk, content: LedgerContent) -> tuple[LedgerFault, ...]:
    """Every disagreement in the ledger, each with whose record it leads to."""
    tables = {table.sheet.title: table for table in content.tables.values()}
    faults = find_faults(content)
    keys = [_key_at(tables[fault.sheet], fault.row) for fault in faults]
    with desk.store.read() as session:
        subjects = subjects_of(session, {key for key in keys if key})
    return tuple(
        LedgerFault(
            f"《{fault.sheet}》第 {fault.row} 行：{fault.words}",
            subjects.get(key, NOBODY).person_id,
        )
        for fault, key in zip(faults, keys, strict=True)
    )


def _key_at(table: Table, row: int) -> str:
    """Whom the row of a sheet is about; empty for a missing row, a village, or nobody."""
    if row - FIRST_ROW >= len(table):
        return ""
    values = table.rows[row - FIRST_ROW]
    index = table.sheet.index
    found = (values[index[key]] for key in _KEYS if key in index)
    return next((str(value) for value in found if value is not None), "")


def show_sheets(content: LedgerContent) -> tuple[SheetView, ...]:
    """The sheets in their order, each with its first ``SHOWN`` rows."""
    return tuple(
        SheetView(
            title=table.sheet.title,
            columns=tuple(
                ColumnView(column.title, column.width, column.kind in _RIGHT)
                for column in table.sheet.columns
            ),
            rows=tuple(tuple(_cells(table, row)) for row in table.rows[:SHOWN]),
            count=len(table),
            totals=tuple(_totals(table)),
        )
        for table in content.tables.values()
    )


def _cells(table: Table, row: tuple[Value, ...]) -> Iterator[str]:
    for column, value in zip(table.sheet.columns, row, strict=True):
        yield _text(column, value)


def _totals(table: Table) -> Iterator[str]:
    for column in table.sheet.columns:
        value = table.totals[table.sheet.index[column.key]]
        if value is not None and len(table):
            yield f"{column.title} {_text(column, value)}"


def _text(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:.2%}" if column.kind is Kind.RATE else yuan(value)
    if isinstance(value, date):
        return value.isoformat()
    return _masked(str(value)) if column.sensitive else str(value)


def _masked(words: str) -> str:
    if words.isascii():
        return id_on_screen(words)
    return _NUMBER.sub(lambda found: id_on_screen(found[0]), words)
