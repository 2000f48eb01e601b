"""The rows of a sheet, read by the one grammar in which ``cells`` writes them.

Some hundred rows at a time, and within them column by column: what a text means is worked out once
for equal texts (villages, categories and answers repeat, and equal values then share their memory),
and the texts that are new are judged in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial

from app.ledger.cells import (
    EPOCH,
    FIRST_SERIAL_DAY,
    YES_NO_WORDS,
    column_letter,
    escape,
    is_plain,
    unescape,
)
from app.ledger.styles import OF_KIND
from app.ledger.table import CHECKS, FIRST_ROW, Column, Kind, Row, Sheet, Value

_CHUNK = 1_000
_ROW_FRONT = r'<row r="([0-9]+)"(?: ht="[1-9][0-9]+(?:\.[0-9])?" customHeight="1")?>'
_TEXT = r' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]+)</t></is></c>'
_NUMBER = r"><v>(-?[0-9.]+)</v></c>"
_YES_NO = {word: answer for answer, word in YES_NO_WORDS.items()}
_WRONG = (ValueError, ArithmeticError, KeyError, TypeError)


class GrammarError(Exception):
    """A row is not written as the agreement says; ``row`` is its number on the sheet."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row}")


def read_rows(sheet: Sheet, data: bytes, start: int, end: int) -> list[Row]:
    """The rows between ``start`` and ``end`` of a sheet part, numbered without gaps.

    Raises GrammarError at the first row that is written in any other way.
    """
    pattern = row_pattern(sheet)
    columns = [_Texts(column.kind) for column in sheet.columns]
    rows: list[Row] = []
    while start < end:
        first = FIRST_ROW + len(rows)
        found = _match_some(pattern, data, start, end)
        if not found:
            raise GrammarError(first)
        try:
            rows += _values(columns, found, first)
        except _WRONG as error:
            raise GrammarError(_first_wrong(columns, found, first)) from error
        start = found[-1].end()
    return rows


@cache
def row_pattern(sheet: Sheet) -> re.Pattern[bytes]:
    """One row of this sheet: the cells of all columns, in order, each in its one way."""
    cells = "".join(_cell(column, place) for place, column in enumerate(sheet.columns))
    return re.compile(f"{_ROW_FRONT}{cells}</row>".encode())


def _cell(column: Column, place: int) -> str:
    front = rf'<c r="{column_letter(place)}\1" s="{int(OF_KIND[column.kind])}"'
    if column.kind is Kind.DATE:
        return f"{front}(?:/>|{_NUMBER}|{_TEXT})"
    if column.kind in {Kind.MONEY, Kind.INTEGER, Kind.RATE}:
        return f"{front}(?:/>|{_NUMBER})"
    return f"{front}(?:/>|{_TEXT})"


def _match_some(
    pattern: re.Pattern[bytes], data: bytes, start: int, end: int
) -> list[re.Match[bytes]]:
    """The next rows, as far as they follow one another."""
    matches: list[re.Match[bytes]] = []
    while start < end and len(matches) < _CHUNK and (found := pattern.match(data, start, end)):
        matches.append(found)
        start = found.end()
    return matches


def _values(
    columns: Sequence[_Texts], found: Sequence[re.Match[bytes]], first: int
) -> Iterable[Row]:
    """What the rows hold. Raises one of ``_WRONG``."""
    numbers, *cells = zip(*[match.groups() for match in found], strict=True)
    if list(numbers) != [b"%d" % number for number in range(first, first + len(found))]:
        raise ValueError("a row has another number")
    raws = iter(cells)
    return zip(*[column.read(raws) for column in columns], strict=True)


def _first_wrong(columns: Sequence[_Texts], found: Sequence[re.Match[bytes]], first: int) -> int:
    """The number of the first of these rows that cannot be read."""
    for number, match in enumerate(found, first):
        try:
            _values(columns, [match], number)
        except _WRONG:
            return number
    raise AssertionError("read one by one, no row is wrong")


_Raws = tuple[bytes | None, ...]
_Reader = Callable[[Sequence[str]], Iterable[Value]]


class _Texts:
    """The texts of one column; what each means is remembered."""

    def __init__(self, kind: Kind) -> None:
        self._ways: list[tuple[_Reader, dict[bytes | None, Value]]] = [
            (reader, {None: None}) for reader in _READERS[kind]
        ]

    def read(self, groups: Iterator[_Raws]) -> Sequence[Value]:
        """The values of the next group, or of the next two where a cell has two ways to hold one
        (a day is a number or, before March 1900, text)."""
        values, *others = [_meant(reader, known, next(groups)) for reader, known in self._ways]
        for other in others:
            values = [b if a is None else a for a, b in zip(values, other, strict=True)]
        return values


def _meant(reader: _Reader, known: dict[bytes | None, Value], raws: _Raws) -> list[Value]:
    if new := [raw for raw in set(raws) - known.keys() if raw is not None]:
        # Decoded in one piece: by the grammar no text holds a "<".
        texts = b"<".join(new).decode().split("<")
        known.update(zip(new, reader(texts), strict=True))
    return [known[raw] for raw in raws]


def _read_texts(texts: Sequence[str]) -> Iterable[Value]:
    return texts if is_plain("|".join(texts)) else map(_read_text, texts)


def _read_text(text: str) -> Value:
    """Only what is written in the one way: a reference like ``&#65;`` is read by spreadsheets as
    another text than by a plain reader."""
    value = unescape(text)
    if escape(value) != text:
        raise ValueError("not written in the one way")
    return value


def _each(read: Callable[[str], Value]) -> _Reader:
    return partial(map, read)


def _read_serial(text: str) -> Value:
    day = EPOCH + timedelta(days=int(text))
    if day < FIRST_SERIAL_DAY or str(int(text)) != text:
        raise ValueError("a day before March 1900 is written as text")
    return day


def _read_early_day(text: str) -> Value:
    day = date.fromisoformat(text)
    if day >= FIRST_SERIAL_DAY or day.isoformat() != text:
        raise ValueError("a day since March 1900 is written as a number")
    return day


def _read_exact(kind: Kind) -> Callable[[str], Value]:
    """A number with exactly the places that its kind is written with."""
    check = CHECKS[kind]

    def read(text: str) -> Value:
        value = check(Decimal(text))
        if str(value) != text:
            raise ValueError("not written with its places")
        return value

    return read


def _read_integer(text: str) -> Value:
    value = int(text)
    if str(value) != text:
        raise ValueError("not a plain whole number")
    return value


_READERS: dict[Kind, tuple[_Reader, ...]] = {
    Kind.TEXT: (_read_texts,),
    Kind.DATE: (_each(_read_serial), _each(_read_early_day)),
    Kind.MONEY: (_each(_read_exact(Kind.MONEY)),),
    Kind.INTEGER: (_each(_read_integer),),
    Kind.YES_NO: (_each(_YES_NO.__getitem__),),
    Kind.MONTH: (_each(CHECKS[Kind.MONTH]),),
    Kind.RATE: (_each(_read_exact(Kind.RATE)),),
}
