"""Values in cells: how each kind is written, and read back by the same grammar.

A sheet of rows knows exactly one way to write each cell, so that what is read cannot mean anything
else: no formulas, no shared strings, no hidden rows, no cells outside the columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from operator import getitem

from app.ledger.styles import OF_KIND, TOTAL_OF_KIND, Style
from app.ledger.table import CHECKS, Column, Kind, Row, Sheet, Value, in_chunks

_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_CHUNK = 500
_LINE, _TALLEST = 13.5, 400
_YES_NO = {True: "是", False: "否"}
_READ_YES_NO = {"是": True, "否": False}
TOTAL_WORD = "合计"

# Illegal in XML, or changed by an XML reader, or already looking like such an escape.
_ODD = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff"
_ESCAPED = re.compile(rf"[{_ODD}]|_(?=x[0-9A-Fa-f]{{4}}[_{_ODD}])")
_ESCAPE = re.compile(r"_x([0-9A-F]{4})_")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SPECIAL = re.compile(rf"[&<>\t\n{_ODD}]|_x[0-9A-Fa-f]{{4}}_|(?:^|\|)\s|\s(?:\||$)")
_PLAIN, _KEEP = ' t="inlineStr"><is><t>', ' t="inlineStr"><is><t xml:space="preserve">'


def column_letter(place: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def escape(text: str) -> str:
    """Text as the content of an element; what XML cannot hold becomes ``_x0007_`` (ST_Xstring)."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text).translate(_MARKUP)


def unescape(text: str) -> str:
    """The inverse of ``escape``."""
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), plain)


def text_cell(where: str, style: Style, text: str) -> str:
    """A cell that is text whatever it begins with."""
    front = _KEEP if text != text.strip() or "\n" in text else _PLAIN
    return f'<c r="{where}" s="{int(style)}"{front}{escape(text)}</t></is></c>'


def text_width(text: str) -> float:
    """The width of a text in digits: half of (characters + UTF-8 bytes) is 1 for a Latin letter and
    2 for a Chinese character.
    """
    return (len(text) + len(text.encode())) / 2


def row_chunks(
    sheet: Sheet, rows: Iterable[Row], first: int, wrapped: Mapping[int, float]
) -> Iterator[bytes]:
    """The rows as XML, some hundred at a time, numbered from ``first``.

    ``wrapped`` gives the width of the columns whose text breaks into lines: spreadsheet programs
    do not all fit the height of a row by themselves.
    Column by column within a chunk: one pass over equal things is what makes Python fast here.
    """
    for part in in_chunks(rows, _CHUNK):
        numbers = range(first, first + len(part))
        first += len(part)
        columns = [
            _column_cells(column, column_letter(place), numbers, values)
            for place, (column, values) in enumerate(
                zip(sheet.columns, zip(*part, strict=True), strict=True)
            )
        ]
        heights = [_height(row, wrapped) for row in part] if wrapped else [""] * len(part)
        lines = zip(numbers, heights, map("".join, zip(*columns, strict=True)), strict=True)
        yield "".join([
            f'<row r="{n}"{height}>{cells}</row>' for n, height, cells in lines
        ]).encode()


def _height(row: Row, wrapped: Mapping[int, float]) -> str:
    """The height that the tallest text needs; nothing for a single line."""
    lines = 1
    for place, width in wrapped.items():
        text = row[place]
        if isinstance(text, str):
            pieces = text.split("\n")
            needed = sum(max(1, math.ceil(text_width(piece) / (width - 2))) for piece in pieces)
            lines = max(lines, needed)
    tall = min(_LINE * lines + 3, _TALLEST)
    return f' ht="{tall:g}" customHeight="1"' if lines > 1 else ""


def _column_cells(
    column: Column, letter: str, numbers: range, values: Sequence[Value]
) -> list[str]:
    pairs = zip(numbers, values, strict=True)
    front, style = f'<c r="{letter}', f'" s="{int(OF_KIND[column.kind])}"'
    if column.kind in {Kind.TEXT, Kind.MONTH, Kind.YES_NO}:
        texts = [_YES_NO[v] if isinstance(v, bool) else v for v in values]
        if _SPECIAL.search("|".join([str(t) for t in texts if t is not None])):
            return [
                f"{front}{n}{style}/>"
                if t is None
                else text_cell(f"{letter}{n}", OF_KIND[column.kind], str(t))
                for n, t in zip(numbers, texts, strict=True)
            ]
        return [
            f"{front}{n}{style}/>" if t is None else f"{front}{n}{style}{_PLAIN}{t}</t></is></c>"
            for n, t in zip(numbers, texts, strict=True)
        ]
    if column.kind is Kind.DATE:
        return [_date_cell(f"{front}{n}{style}", value) for n, value in pairs]
    return [
        f"{front}{n}{style}/>" if v is None else f"{front}{n}{style}><v>{v}</v></c>"
        for n, v in pairs
    ]


def _date_cell(front: str, day: Value) -> str:
    if not isinstance(day, date):
        return f"{front}/>"
    if day < _FIRST_SERIAL_DAY:
        return f"{front}{_PLAIN}{day.isoformat()}</t></is></c>"
    return f"{front}><v>{(day - _EPOCH).days}</v></c>"


def total_row(sheet: Sheet, totals: Row, number: int) -> bytes:
    """The total line below the rows."""
    cells = []
    for place, (column, value) in enumerate(zip(sheet.columns, totals, strict=True)):
        where = f"{column_letter(place)}{number}"
        if value is None:
            label = TOTAL_WORD if place == 0 else ""
            cells.append(_total_label(where, label))
        else:
            style = int(TOTAL_OF_KIND[column.kind])
            cells.append(f'<c r="{where}" s="{style}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _total_label(where: str, label: str) -> str:
    if not label:
        return f'<c r="{where}" s="{int(Style.TOTAL_TEXT)}"/>'
    return text_cell(where, Style.TOTAL_TEXT, label)


def header_row(sheet: Sheet) -> bytes:
    """The row of titles."""
    cells = [
        text_cell(f"{column_letter(place)}1", Style.HEADER, column.title)
        for place, column in enumerate(sheet.columns)
    ]
    return f'<row r="1" ht="30" customHeight="1">{"".join(cells)}</row>'.encode()


# --- reading -------------------------------------------------------------------------------------


_ROW_FRONT = r'<row r="(?P<n>[0-9]+)"(?: ht="[1-9][0-9]+(?:\.[0-9])?" customHeight="1")?>'


class GrammarError(Exception):
    """A row is not written as the agreement says; ``row`` is its number on the sheet."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row}")


def row_pattern(sheet: Sheet) -> re.Pattern[bytes]:
    """One row of this sheet: the cells of all columns, in order, each in its one way."""
    cells = []
    for place, column in enumerate(sheet.columns):
        front = f'<c r="{column_letter(place)}(?P=n)" s="{int(OF_KIND[column.kind])}"'
        text = r' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]+)</t></is></c>'
        number = r"><v>(-?[0-9.]+)</v></c>"
        if column.kind is Kind.DATE:
            cells.append(f"{front}(?:/>|{number}|{text})")
        elif column.kind in {Kind.MONEY, Kind.INTEGER, Kind.RATE}:
            cells.append(f"{front}(?:/>|{number})")
        else:
            cells.append(f"{front}(?:/>|{text})")
    return re.compile((_ROW_FRONT + "".join(cells) + "</row>").encode())


class _Memo(dict[bytes | None, Value]):
    """What each text of a column means, worked out once: villages, categories and answers repeat,
    and equal values then share their memory (half of a county's ledgers).
    """

    def __init__(self, read: Callable[[str], Value]) -> None:
        super().__init__({None: None})
        self.read = read

    def __missing__(self, raw: bytes | None) -> Value:
        value = self[raw] = None if raw is None else self.read(raw.decode())
        return value


def read_rows(sheet: Sheet, data: bytes, start: int, end: int) -> Iterable[tuple[int, Row]]:
    """The numbered rows between ``start`` and ``end`` of a sheet part.

    Raises GrammarError at the first row that is written in any other way.
    """
    pattern = row_pattern(sheet)
    readers = chain.from_iterable(_READERS[column.kind] for column in sheet.columns)
    memos = [_Memo(reader) for reader in readers]
    double = [place for place, column in enumerate(sheet.columns) if column.kind is Kind.DATE]
    number, place = 2, start
    while place < end:
        found = pattern.match(data, place, end)
        if found is None or int(found["n"]) != number:
            raise GrammarError(number)
        try:
            values = list(map(getitem, memos, found.groups()[1:]))
        except (ValueError, ArithmeticError, KeyError, TypeError) as error:
            raise GrammarError(number) from error
        for at in double:  # a day is a number or, before March 1900, text
            text = values.pop(at + 1)
            values[at] = text if values[at] is None else values[at]
        yield number, tuple(values)
        number, place = number + 1, found.end()


def _read_text(text: str) -> Value:
    """Only what is written in the one way: a reference like ``&#65;`` is read by spreadsheets as
    another text than by a plain reader."""
    value = unescape(text) if "&" in text or "_x" in text else text
    if escape(value) != text:
        raise ValueError("not written in the one way")
    return value


def _read_serial(text: str) -> Value:
    day = _EPOCH + timedelta(days=int(text))
    if day < _FIRST_SERIAL_DAY or str(int(text)) != text:
        raise ValueError("a day before March 1900 is written as text")
    return day


def _read_early_day(text: str) -> Value:
    day = date.fromisoformat(text)
    if day >= _FIRST_SERIAL_DAY or day.isoformat() != text:
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


_READERS: dict[Kind, tuple[Callable[[str], Value], ...]] = {
    Kind.TEXT: (_read_text,),
    Kind.DATE: (_read_serial, _read_early_day),
    Kind.MONEY: (_read_exact(Kind.MONEY),),
    Kind.INTEGER: (_read_integer,),
    Kind.YES_NO: (_READ_YES_NO.__getitem__,),
    Kind.MONTH: (CHECKS[Kind.MONTH],),
    Kind.RATE: (_read_exact(Kind.RATE),),
}
