"""Values in cells: how each kind is written (``grammar`` reads them back).

A sheet of rows knows exactly one way to write each cell, so that what is read cannot mean anything
else: no formulas, no shared strings, no hidden rows, no cells outside the columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import count, repeat

from app.ledger.styles import OF_KIND, TOTAL_OF_KIND, Style
from app.ledger.table import Column, Kind, Row, Sheet, Value, in_blocks

EPOCH = date(1899, 12, 30)
FIRST_SERIAL_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_CHUNK = 500
_LINE, _TALLEST = 13.5, 400
YES_NO_WORDS = {True: "是", False: "否"}
TOTAL_WORD = "合计"

# Illegal in XML, or changed by an XML reader, or already looking like such an escape.
_ODD = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff"
_ESCAPED = re.compile(rf"[{_ODD}]|_(?=x[0-9A-Fa-f]{{4}}[_{_ODD}])")
_ESCAPE = re.compile(r"_x([0-9A-F]{4})_")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_PLAIN, _KEEP = ' t="inlineStr"><is><t>', ' t="inlineStr"><is><t xml:space="preserve">'
_TEXT_END = "</t></is></c>"
_HERE = "\0"  # where the number of the row belongs: no text that was escaped holds it


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


def is_plain(text: str) -> bool:
    """Whether no character of this text needs escaping; sometimes no where it could be yes.

    A look at all of it at once is much faster than ``escape``.
    """
    return text.isprintable() and not any(mark in text for mark in ("&", "<", ">", "_x"))


def text_cell(where: str, style: Style, text: str) -> str:
    """A cell that is text whatever it begins with."""
    return _text_cell(f'<c r="{where}" s="{int(style)}"', text)


def _text_cell(front: str, text: str) -> str:
    kept = _KEEP if text != text.strip() or "\n" in text else _PLAIN
    return f"{front}{kept}{escape(text)}{_TEXT_END}"


def text_width(text: str) -> float:
    """The width of a text in digits: half of (characters + UTF-8 bytes) is 1 for a Latin letter and
    2 for a Chinese character.
    """
    return len(text) if text.isascii() else (len(text) + len(text.encode())) / 2


def row_chunks(
    sheet: Sheet, rows: Iterable[Row], first: int, wrapped: Mapping[int, float]
) -> Iterator[bytes]:
    """The rows as XML, some hundred at a time, numbered from ``first``.

    ``wrapped`` gives the width of the columns whose text breaks into lines: spreadsheet programs
    do not all fit the height of a row by themselves.
    Column by column within a chunk, each different value once, with a mark where the number of the
    row belongs: one pass over equal things is what makes Python fast here.
    """
    letters = [column_letter(place) for place in range(len(sheet.columns))]
    for columns in in_blocks(rows, _CHUNK):
        cells = map(_column_cells, sheet.columns, letters, columns)
        lines = zip(count(first), _heights(columns, wrapped), zip(*cells, strict=True))
        first += len(columns[0])
        yield "".join([
            f'<row r="{n}"{height}>{"".join(texts).replace(_HERE, str(n))}</row>'
            for n, height, texts in lines
        ]).encode()


def _heights(columns: Sequence[Sequence[Value]], wrapped: Mapping[int, float]) -> Iterable[str]:
    """The height that the tallest text of each row needs; nothing for a single line."""
    lines: Iterable[int] = repeat(1, len(columns[0]))
    for place, width in wrapped.items():
        needed = {text: _lines(text, width) for text in set(columns[place])}
        lines = map(max, lines, [needed[text] for text in columns[place]])
    return map(_height, lines)


def _lines(text: Value, width: float) -> int:
    pieces = text.split("\n") if isinstance(text, str) else ()
    return sum(max(1, math.ceil(text_width(piece) / (width - 2))) for piece in pieces)


@cache
def _height(lines: int) -> str:
    return f' ht="{min(_LINE * lines + 3, _TALLEST):g}" customHeight="1"' if lines > 1 else ""


def _column_cells(column: Column, letter: str, values: Sequence[Value]) -> list[str]:
    front = f'<c r="{letter}{_HERE}" s="{int(OF_KIND[column.kind])}"'
    known = [value for value in set(values) if value is not None]
    cells: dict[Value, str] = {None: f"{front}/>"}
    cells.update(zip(known, _known_cells(column, front, known), strict=True))
    return [cells[value] for value in values]


def _known_cells(column: Column, front: str, known: Sequence[Value]) -> Iterable[str]:
    if column.kind in {Kind.TEXT, Kind.MONTH, Kind.YES_NO}:
        return _text_cells(front, [_word(value) for value in known])
    if column.kind is Kind.DATE:
        return [_date_cell(front, day) for day in known]
    return [f"{front}><v>{value}</v></c>" for value in known]


def _word(value: Value) -> str:
    return YES_NO_WORDS[value] if isinstance(value, bool) else str(value)


def _text_cells(front: str, texts: Sequence[str]) -> list[str]:
    together = f"|{'|'.join(texts)}|"
    if is_plain(together) and "| " not in together and " |" not in together:
        return [f"{front}{_PLAIN}{text}{_TEXT_END}" for text in texts]
    return [_text_cell(front, text) for text in texts]


def _date_cell(front: str, day: Value) -> str:
    if not isinstance(day, date):
        raise TypeError("a day expected")
    if day < FIRST_SERIAL_DAY:
        return f"{front}{_PLAIN}{day.isoformat()}{_TEXT_END}"
    return f"{front}><v>{(day - EPOCH).days}</v></c>"


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
