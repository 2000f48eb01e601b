"""Read .xlsx, one row at a time.

openpyxl's own row parser is used below ``Worksheet``, because it alone gives all of this at once:
merged ranges, hidden rows and styles while streaming; and numbers in date-formatted cells as they
stand (``Worksheet`` returns ``#VALUE!`` for 19850312 and the digits are gone).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from app.core.errors import FileError
from app.importers.book import (
    BLANK_ROWS_THAT_END_A_SHEET,
    Book,
    Cell,
    Merge,
    Row,
    Sheet,
    Value,
)

_MOST_UNPACKED = 2 * 1024**3
_MOST_IN_MEMORY = 150 * 1024**2
_MOST_A_ROW = 32 * 1024**2
_DECLARATION = re.compile(rb"<\0?!\0?(D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+\d+(?::[A-Z]+\d+)?)"')
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)(?: [^>]*)?>[^<]|<(?:\w+:)?is>")
_OLDEST, _NEWEST = date(1890, 1, 1), date(2200, 1, 1)

Tick = Callable[[], None]


@dataclass(frozen=True)
class _Styles:
    """Which style numbers are dates, struck through or filled red."""

    dates: frozenset[int]
    struck: frozenset[int]
    red: frozenset[int]
    epoch: datetime


def read_xlsx(path: Path, stream: IO[bytes], tick: Tick) -> Book:
    """All sheets of a workbook. Raises FileError; ``tick`` is called while reading."""
    with ZipFile(stream) as archive:
        _refuse_bombs(path, archive)
        _refuse_entities(path, archive)
    stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
        reader.read()
        styles = _styles(reader.wb)
        sheets = []
        for found, relation in reader.parser.find_sheets():
            if relation.target in reader.valid_files and "chartsheet" not in relation.Type:
                source = _Source(path, reader.archive, relation.target, reader.shared_strings)
                sheet = _read_sheet(source, found.name, styles, tick)
                sheet.hidden = found.state != "visible"
                sheets.append(sheet)
        reader.archive.close()
    return Book(path, tuple(sheets))


@dataclass(frozen=True)
class _Source:
    path: Path
    archive: ZipFile
    part: str
    strings: list[str]


class _Metered:
    """A stream that refuses a single row that never ends (a packed bomb inside one cell)."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path
        self.since_row = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.since_row += len(data)
        if self.since_row > _MOST_A_ROW:
            raise _too_big(self._path)
        return data


class _Parser(WorkSheetParser):
    """The row parser, which also remembers formulas that nobody calculated yet."""

    uncached: list[str]

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            if element.get("t") != "str":  # a formula whose result is the empty text is fine
                self.uncached.append(element.get("r", ""))
        return cell


def _read_sheet(source: _Source, name: str, styles: _Styles, tick: Tick) -> Sheet:
    sheet = Sheet(name)
    with source.archive.open(source.part) as stream:
        metered = _Metered(stream, source.path)
        parser = _Parser(metered, source.strings, data_only=True, epoch=styles.epoch)
        parser.uncached = sheet.uncached
        ended = _read_rows(sheet, parser, metered, styles, tick)
    sheet.hidden_columns = frozenset(_hidden_columns(parser))
    if ended:
        seen = sum(len(row.cells) for row in sheet.rows)
        sheet.merges, values = _scan(source, tick)
        sheet.more_below = values > seen
    elif parser.merged_cells is not None:
        sheet.merges = [_merge(cell.ref) for cell in parser.merged_cells.mergeCell]
    return sheet


def _read_rows(
    sheet: Sheet, parser: _Parser, metered: _Metered, styles: _Styles, tick: Tick
) -> bool:
    """Fill ``sheet.rows``; True when reading stopped at blank rows before the end."""
    last = 0
    for number, cells in parser.parse():
        metered.since_row = 0
        row = _row(number, cells, parser, styles)
        if row is not None:
            sheet.rows.append(row)
            last = number
        elif number - last > BLANK_ROWS_THAT_END_A_SHEET:
            return True
        if number % 200 == 0:
            tick()
    return False


def _row(number: int, cells: list[dict[str, Any]], parser: _Parser, styles: _Styles) -> Row | None:
    found: dict[int, Cell] = {}
    struck = red = False
    for cell in cells:
        value = cell["value"]
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        style = cell["style_id"]
        if style in styles.dates and isinstance(value, (int, float)):
            value = _date(value, styles.epoch)
        struck = struck or style in styles.struck
        red = red or style in styles.red
        found[cell["column"]] = Cell(value, number, cell["column"])
    if not found:
        return None
    hidden = parser.row_dimensions.get(str(number), {}).get("hidden") in {"1", "true"}
    return Row(number, found, hidden, struck, red)


def _date(serial: float, epoch: datetime) -> Value:
    """The day a serial number means; a number that is no sensible serial stays as it stands."""
    try:
        found = from_excel(serial, epoch)
    except (OverflowError, ValueError):
        return serial
    if not isinstance(found, datetime) or not _OLDEST <= found.date() <= _NEWEST:
        return serial
    return found


def _styles(workbook: Workbook) -> _Styles:
    book: Any = workbook  # the style tables have no public reader
    struck, red = set(), set()
    for number, style in enumerate(book._cell_styles):  # noqa: SLF001
        font, fill = book._fonts[style.fontId], book._fills[style.fillId]  # noqa: SLF001
        if font.strike:
            struck.add(number)
        color = getattr(fill, "fgColor", None)
        if fill.tagname == "patternFill" and fill.fill_type == "solid" and color is not None:
            if color.type == "rgb" and str(color.rgb)[-6:] in {"FF0000", "C00000"}:
                red.add(number)
    dates = frozenset(book._date_formats) - frozenset(book._timedelta_formats)  # noqa: SLF001
    return _Styles(dates, frozenset(struck), frozenset(red), workbook.epoch)


def _hidden_columns(parser: _Parser) -> Iterator[int]:
    for attributes in parser.column_dimensions.values():
        if attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes["min"]), int(attributes["max"])
            yield from range(first, min(last, first + 200) + 1)


def _merge(reference: str) -> Merge:
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    return Merge(first_row or 1, first_column or 1, last_row or 1, last_column or 1)


def _scan(source: _Source, tick: Tick) -> tuple[list[Merge], int]:
    """Merged ranges and the number of values of a whole sheet, without building rows."""
    merges, values, rest = [], 0, b""
    with source.archive.open(source.part) as stream:
        while chunk := stream.read(4 * 1024**2):
            data = rest + chunk
            cut = data.rfind(b"<") if len(data) > 200 else len(data)
            cut = max(cut - 100, 0)  # an opening tag and what follows it stay together
            cut = max(data.rfind(b"<c ", 0, cut), data.rfind(b"<mergeCell ", 0, cut), 0)
            data, rest = data[:cut], data[cut:]
            values += len(_VALUE.findall(data))
            merges += [_merge(found.decode()) for found in _MERGE.findall(data)]
            tick()
    values += len(_VALUE.findall(rest))
    merges += [_merge(found.decode()) for found in _MERGE.findall(rest)]
    return merges, values


def _refuse_bombs(path: Path, archive: ZipFile) -> None:
    parts = archive.infolist()
    in_memory = sum(part.file_size for part in parts if "/worksheets/" not in part.filename)
    if sum(part.file_size for part in parts) > _MOST_UNPACKED or in_memory > _MOST_IN_MEMORY:
        raise _too_big(path)


def _refuse_entities(path: Path, archive: ZipFile) -> None:
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if _DECLARATION.search(stream.read(64 * 1024)):
                    raise FileError(
                        f"“{path.name}”里夹带了不该有的内容（XML 实体声明），已拒绝读取。",
                        what_to_do="请在 WPS 或 Excel 里打开，另存为新的 .xlsx 文件后再导入。",
                    )


def _too_big(path: Path) -> FileError:
    return FileError(
        f"“{path.name}”解开后大得不正常，已拒绝读取。",
        what_to_do="请在 WPS 或 Excel 里把需要的内容复制到新表，另存为 .xlsx 后再导入。",
    )
