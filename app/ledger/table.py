"""Sheets and rows as data: typed columns, their canonical form, digests and sums.

The writer, the reader, the documents and the checks all work from these descriptions, so that a
column is described once (docs/exchange.md).
"""

from __future__ import annotations

import hashlib
import pickle
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property
from itertools import chain, islice
from typing import overload

from app.core.errors import DeclinedError
from app.core.money import cents

Value = str | date | Decimal | int | bool | None
Row = tuple[Value, ...]

FIRST_ROW = 2
LONGEST_TEXT = 32_000
_CHUNK = 4_000
BASIS_POINT = Decimal("0.0001")
_MONTH = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])")


class Kind(StrEnum):
    """How a column is typed, in Python and in a cell."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    INTEGER = "integer"
    YES_NO = "yes_no"
    MONTH = "month"
    RATE = "rate"


@dataclass(frozen=True)
class Column:
    """One column. ``width`` is the widest it may grow (in digits); longer text wraps.

    ``sensitive`` marks identity, health and account (PIPL art. 28); ``summed`` gives the sheet a
    total line; ``ratio`` names the two integer columns whose quotient a rate is; ``since`` is the
    first format version that has the column.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 16
    sensitive: bool = False
    summed: bool = False
    ratio: tuple[str, str] | None = None
    since: int = 1


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns, what identifies a row, what stays in view, how it is printed."""

    key: str
    title: str
    columns: tuple[Column, ...]
    row_key: tuple[str, ...] = ()
    frozen: int = 2
    paper: str = "A4"
    pages_wide: int = 1
    about: str = ""
    since: int = 1

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Where each column stands."""
        return {column.key: place for place, column in enumerate(self.columns)}

    @property
    def summed(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.summed)

    def at_version(self, version: int) -> Sheet:
        """The sheet as format ``version`` knew it."""
        known = tuple(column for column in self.columns if column.since <= version)
        return self if known == self.columns else replace(self, columns=known)


class ColumnRows(Sequence[Row], ABC):
    """Rows that lie column by column, in one stretch or several. They are put together anew with
    every look, so they are taken in one pass."""

    @abstractmethod
    def stretches(self) -> Iterator[Sequence[Sequence[Value]]]:
        """The columns of the first rows, of the next, and so on."""

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(zip(*columns, strict=True) for columns in self.stretches())

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        return tuple(self)[place]


class FoldedRows(ColumnRows):
    """Rows packed into bytes: a county holds the ledgers of all its townships at once. A look at a
    column unfolds only that one."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._count = len(rows)
        columns = zip(*rows, strict=True)
        self._columns = [pickle.dumps(column, pickle.HIGHEST_PROTOCOL) for column in columns]

    def __len__(self) -> int:
        return self._count

    def stretches(self) -> Iterator[Sequence[Sequence[Value]]]:
        if self._count:
            yield [self.column(place) for place in range(len(self._columns))]

    def column(self, place: int) -> tuple[Value, ...]:
        """The values that stand at ``place`` of every row."""
        if not self._count:
            return ()
        # Our own bytes, of this very run: nothing that came from outside is ever unpickled.
        values: tuple[Value, ...] = pickle.loads(self._columns[place])
        return values


@dataclass(frozen=True)
class Table:
    """A sheet with its rows, in the order in which they are written."""

    sheet: Sheet
    rows: Sequence[Row]

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, key: str) -> Sequence[Value]:
        """All values of one column."""
        place = self.sheet.index[key]
        if isinstance(self.rows, FoldedRows):
            return self.rows.column(place)
        return [row[place] for row in self.rows]

    def records(self, *keys: str) -> Iterator[dict[str, Value]]:
        """The rows as dictionaries by column key: of all columns, or of those that are named."""
        names = keys or tuple(self.sheet.index)
        rows = self.picked(*keys) if keys else self.rows
        return (dict(zip(names, row, strict=True)) for row in rows)

    def picked(self, *keys: str) -> Iterator[tuple[Value, ...]]:
        """The values of some columns, row by row."""
        return zip(*map(self.column, keys), strict=True)

    def folded(self) -> Table:
        """The same table, small in memory; its sums stay at hand."""
        if isinstance(self.rows, FoldedRows):
            return self
        return Table.summed_up(self.sheet, FoldedRows(self.rows), self.sums)

    @classmethod
    def summed_up(cls, sheet: Sheet, rows: Sequence[Row], sums: Mapping[str, Decimal]) -> Table:
        """A table whose sums are known, so that nobody goes through its rows for them."""
        table = cls(sheet, rows)
        vars(table)["sums"] = sums  # where ``cached_property`` looks first
        return table

    @cached_property
    def sums(self) -> Mapping[str, Decimal]:
        """The sum of each summed column; what is unknown adds nothing."""
        return {column.key: _sum(self.column(column.key)) for column in self.sheet.summed}

    @cached_property
    def totals(self) -> Row:
        """The total line: sums, and rates worked out from the sums."""
        return tuple(self._total(column) for column in self.sheet.columns)

    def _total(self, column: Column) -> Value:
        if column.summed:
            total = self.sums[column.key]
            return int(total) if column.kind is Kind.INTEGER else cents(total)
        if column.ratio:
            done, due = (int(self.sums[key]) for key in column.ratio)
            return rate(done, due)
        return None

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """SHA-256 of each row's canonical form, in hexadecimal."""
        return tuple(hashlib.sha256(form).hexdigest() for form in canonical_rows(self))


def _sum(values: Iterable[Value]) -> Decimal:
    return sum((Decimal(v) for v in values if isinstance(v, (Decimal, int))), Decimal(0))


def rate(done: int, due: int) -> Decimal | None:
    """``done`` of ``due`` with four places (0.9375 = 93.75 %); nothing due has no rate."""
    return (Decimal(done) / due).quantize(BASIS_POINT, ROUND_HALF_UP) if due else None


def make_table(sheet: Sheet, rows: Iterable[Mapping[str, object]]) -> Table:
    """Type and order the rows. Empty text is unknown. A wrong type or key is a bug.

    Raises DeclinedError for text that no spreadsheet cell can hold.
    """
    checks = [(column, CHECKS[column.kind]) for column in sheet.columns]
    made = []
    for number, given in enumerate(rows, FIRST_ROW):
        if unknown := given.keys() - sheet.index.keys():
            raise KeyError(f"{sheet.key} has no column {sorted(unknown)}")
        row = tuple(check(given.get(column.key)) for column, check in checks)
        for column, value in zip(sheet.columns, row, strict=True):
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                raise DeclinedError(
                    f"《{sheet.title}》第 {number} 行“{column.title}”的文字太长，单元格放不下。",
                    f"共 {len(value)} 个字，最多 {LONGEST_TEXT} 个字。",
                    "请先在记录中缩短这项文字，再导出。",
                )
        made.append(row)
    return Table(sheet, tuple(made))


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"text expected, not {type(value).__name__}")


def _date(value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise TypeError(f"a day expected, not {type(value).__name__}")


def _money(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, Decimal) and value.is_finite():
        return cents(value) + 0  # no negative zero
    raise TypeError(f"yuan as Decimal expected, not {type(value).__name__}")


def _integer(value: object) -> int | None:
    if value is None or type(value) is int:
        return value
    raise TypeError(f"a whole number expected, not {type(value).__name__}")


def _yes_no(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise TypeError(f"yes or no expected, not {type(value).__name__}")


def _month(value: object) -> str | None:
    if value is None or (isinstance(value, str) and _MONTH.fullmatch(value)):
        return value
    raise TypeError("a month such as 2026-10 expected")


def _rate(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, Decimal) and value.is_finite():
        return value.quantize(BASIS_POINT, ROUND_HALF_UP) + 0
    raise TypeError(f"a rate as Decimal expected, not {type(value).__name__}")


CHECKS: Mapping[Kind, Callable[[object], Value]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.MONEY: _money,
    Kind.INTEGER: _integer,
    Kind.YES_NO: _yes_no,
    Kind.MONTH: _month,
    Kind.RATE: _rate,
}


def value_text(value: Value) -> str:
    """A known value as canonical text: ISO days, two places of money, four of a rate."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def in_blocks(rows: Iterable[Row], size: int) -> Iterator[Sequence[Sequence[Value]]]:
    """The columns of at most ``size`` rows at a time, taken in one pass."""
    if isinstance(rows, ColumnRows):
        for columns in rows.stretches():
            for start in range(0, len(columns[0]), size):
                yield [column[start : start + size] for column in columns]
        return
    left = iter(rows)
    while part := tuple(islice(left, size)):
        yield tuple(zip(*part, strict=True))


def canonical_rows(table: Table) -> Iterator[bytes]:
    """Each row's canonical form: fields in key order, each ``key`` and ``value`` as UTF-8 with its
    length in bytes in front (``4:name,6:张三,``); an unknown value is ``-,``.

    Some thousand rows at a time, column by column: equal values are worked out once.
    """
    places = sorted(range(len(table.sheet.columns)), key=lambda i: table.sheet.columns[i].key)
    keys = [table.sheet.columns[place].key.encode() for place in places]
    for columns in in_blocks(table.rows, _CHUNK):
        fields = [
            _canonical_column(key, columns[place]) for key, place in zip(keys, places, strict=True)
        ]
        yield from map(b"".join, zip(*fields, strict=True))


def _canonical_column(key: bytes, values: Sequence[Value]) -> list[bytes]:
    front = b"%d:%b," % (len(key), key)
    known = set(values) - {None}
    texts = [value_text(value).encode() for value in known]
    forms: dict[Value, bytes] = {
        value: b"%b%d:%b," % (front, len(text), text)
        for value, text in zip(known, texts, strict=True)
    }
    forms[None] = front + b"-,"
    return [forms[value] for value in values]
