"""Read .xls (and .et files that hold the same format) with xlrd."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import xlrd
from xlrd.book import Book as XlrdBook
from xlrd.formatting import XFBackground
from xlrd.sheet import Sheet as XlrdSheet

from app.importers.book import (
    BLANK_ROWS_THAT_END_A_SHEET,
    Book,
    Cell,
    Merge,
    Row,
    Sheet,
    Value,
    column_letters,
)

_REDS = {(255, 0, 0), (192, 0, 0)}
_EMPTY = frozenset({xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR})


def read_xls(path: Path, data: bytes) -> Book:
    """All sheets of a BIFF workbook. Raises what xlrd raises for a damaged one."""
    with xlrd.open_workbook(
        file_contents=data, formatting_info=True, logfile=io.StringIO()
    ) as book:
        return Book(path, tuple(_read_sheet(book, sheet) for sheet in book.sheets()))


def _read_sheet(book: XlrdBook, sheet: XlrdSheet) -> Sheet:
    found = Sheet(sheet.name, hidden=sheet.visibility != 0)
    found.merges = [
        Merge(first + 1, left + 1, last, right) for first, last, left, right in sheet.merged_cells
    ]
    found.hidden_columns = frozenset(
        column + 1 for column, info in sheet.colinfo_map.items() if info.hidden
    )
    found.comments = {
        f"{column_letters(column + 1)}{row + 1}": " ".join(note.text.split())
        for (row, column), note in sheet.cell_note_map.items()
    }
    last = 0
    for number in range(sheet.nrows):
        row = _row(book, sheet, number)
        if row is not None:
            found.rows.append(row)
            last = number
        elif number - last > BLANK_ROWS_THAT_END_A_SHEET:
            found.more_below = _has_values(sheet, number)
            break
    return found


def _row(book: XlrdBook, sheet: XlrdSheet, number: int) -> Row | None:
    cells: dict[int, Cell] = {}
    struck = red = False
    for column, cell in enumerate(sheet.row(number)):
        value = None if cell.ctype in _EMPTY else _value(book, cell.ctype, cell.value)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        cells[column + 1] = Cell(value, number + 1, column + 1)
        style = book.xf_list[cell.xf_index or 0]
        struck = struck or bool(book.font_list[style.font_index].struck_out)
        red = red or _is_red(book, style.background)
    if not cells:
        return None
    info = sheet.rowinfo_map.get(number)
    return Row(number + 1, cells, hidden=bool(info and info.hidden), struck=struck, red=red)


def _is_red(book: XlrdBook, background: XFBackground | None) -> bool:
    if background is None:
        return False
    colour = book.colour_map.get(background.pattern_colour_index)
    return background.fill_pattern == 1 and colour in _REDS


def _value(book: XlrdBook, kind: int, value: str | float) -> Value:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE and isinstance(value, float):
        try:
            found = xlrd.xldate_as_datetime(value, book.datemode)
        except (OverflowError, ValueError):
            return value  # 19850312 typed into a cell formatted as a date keeps its digits
        return found if isinstance(found, datetime) and found.year <= 2200 else value
    return value


def _has_values(sheet: XlrdSheet, first: int) -> bool:
    return any(
        kind not in _EMPTY
        for number in range(first, sheet.nrows)
        for kind in sheet.row_types(number)
    )
