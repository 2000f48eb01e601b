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
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import ARC_CORE, COMMENTS_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

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
_MOST_COMMENTS = 5 * 1024**2
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d{2}-\d{2})")
_DECLARATION = re.compile(rb"<\0?!\0?(D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+\d+(?::[A-Z]+\d+)?)"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>[^<]|<(?:\w+:)?is>")
_TEXT, _RUN = f"{{{SHEET_MAIN_NS}}}t", f"{{{SHEET_MAIN_NS}}}r"
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
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        styles = _styles(reader.wb)
        sheets = []
        for found, relation in reader.parser.find_sheets():
            if relation.target in reader.valid_files and "chartsheet" not in relation.Type:
                source = _Source(path, reader.archive, relation.target, reader.shared_strings)
                sheet = _read_sheet(source, found.name, styles, tick)
                sheet.hidden = found.state != "visible"
                sheet.comments = _comments(reader.archive, relation.target)
                sheets.append(sheet)
        saved_on = _saved_on(reader.archive)
        reader.archive.close()
    return Book(path, tuple(sheets), saved_on)


def _comments(archive: ZipFile, part: str) -> dict[str, str]:
    """What is pinned to the cells of a sheet, by address; threaded ones keep a plain copy here."""
    relations = str(get_rels_path(part))  # type: ignore[no-untyped-call]
    if relations not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    listed: Any = get_dependents(archive, relations)
    for relation in listed:
        target = relation.target
        if relation.Type != COMMENTS_NS or target not in archive.namelist():
            continue
        if archive.getinfo(target).file_size > _MOST_COMMENTS:
            continue
        root = fromstring(archive.read(target))
        for comment in root.iter(f"{{{SHEET_MAIN_NS}}}comment"):
            text = "".join(each.text or "" for each in comment.iter(f"{{{SHEET_MAIN_NS}}}t"))
            found[comment.get("ref", "")] = " ".join(text.split())
    return found


def _saved_on(archive: ZipFile) -> date | None:
    """The day in the properties; many programs write none."""
    if ARC_CORE not in archive.namelist():
        return None
    found = _MODIFIED.search(archive.read(ARC_CORE)[:_MOST_A_ROW])
    try:
        return date.fromisoformat(found.group(1).decode()) if found else None
    except ValueError:
        return None


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
    """openpyxl's row parser with a leaner ``parse_row``: values only, no cell dictionaries."""

    def __init__(self, source: _Metered, strings: list[str], styles: _Styles) -> None:
        super().__init__(source, strings, data_only=True, epoch=styles.epoch)
        self.styles = styles
        self.uncached: list[str] = []
        self.values = 0
        self._columns: dict[str, int] = {}

    def parse_row(self, row: Any) -> tuple[int, Row]:  # type: ignore[override]
        """One row; its cells are only those that say something."""
        number = int(row.get("r") or self.row_counter + 1)
        self.row_counter = number
        found = Row(number, {}, hidden=row.get("hidden") in {"1", "true"})
        column = 0
        for element in row:
            reference = element.get("r")
            column = self._column(reference) if reference else column + 1
            value = self._value(element)
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            found.cells[column] = Cell(value, number, column)
            style = int(element.get("s") or 0)
            found.struck = found.struck or style in self.styles.struck
            found.red = found.red or style in self.styles.red
        return number, found

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_index_from_string(letters)
        return column

    def _value(self, element: Any) -> Value:
        kind = element.get("t", "n")
        text = formula = None
        for child in element:
            if child.tag == VALUE_TAG:
                text = child.text
            elif child.tag == INLINE_STRING:
                self.values += 1
                return _inline_text(child)
            elif child.tag == FORMULA_TAG:
                formula = child
        if not text:
            if kind != "str" and formula is not None:
                self.uncached.append(element.get("r", ""))
            return None
        self.values += 1
        if kind == "s":
            return str(self.shared_strings[int(text)])
        if kind == "b":
            return bool(text == "1")
        if kind == "n":
            return self._number(text, int(element.get("s") or 0))
        return None if kind == "e" else str(text)

    def _number(self, text: str, style: int) -> Value:
        number = int(text) if text.isdecimal() else float(text)
        return _date(number, self.styles.epoch) if style in self.styles.dates else number


def _inline_text(inline: Any) -> str:
    """The text inside ``<is>``, whole or in runs of different fonts (but no phonetic guide)."""
    parts = []
    for child in inline:
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag == _RUN:
            parts.extend(part.text or "" for part in child if part.tag == _TEXT)
    return "".join(parts)


def _read_sheet(source: _Source, name: str, styles: _Styles, tick: Tick) -> Sheet:
    sheet = Sheet(name)
    with source.archive.open(source.part) as stream:
        metered = _Metered(stream, source.path)
        parser = _Parser(metered, source.strings, styles)
        ended = _read_rows(sheet, parser, metered, tick)
    sheet.uncached = parser.uncached
    sheet.hidden_columns = frozenset(_hidden_columns(parser))
    if ended:
        sheet.merges, values = _scan(source, tick)
        sheet.more_below = values > parser.values
    elif parser.merged_cells is not None:
        sheet.merges = [_merge(cell.ref) for cell in parser.merged_cells.mergeCell]
    return sheet


def _read_rows(sheet: Sheet, parser: _Parser, metered: _Metered, tick: Tick) -> bool:
    """Fill ``sheet.rows``; True when reading stopped at blank rows before the end."""
    last = 0
    for number, row in parser.parse():
        metered.since_row = 0
        if row.cells:
            sheet.rows.append(row)
            last = number
        elif number - last > BLANK_ROWS_THAT_END_A_SHEET:
            return True
        if number % 200 == 0:
            tick()
    return False


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
        if fill.tagname == "patternFill" and fill.fill_type == "solid" and _is_red(fill.fgColor):
            red.add(number)
    dates = frozenset(book._date_formats) - frozenset(book._timedelta_formats)  # noqa: SLF001
    return _Styles(dates, frozenset(struck), frozenset(red), workbook.epoch)


def _is_red(color: Any) -> bool:
    return color.type == "rgb" and str(color.rgb)[-6:] in {"FF0000", "C00000"}


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
            cut = max(data.rfind(b"<"), 0)  # the last tag waits for what follows it
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
