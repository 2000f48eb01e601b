"""A list as a small workbook: problem lists, lists of people.

(The signed ledger has its own streamed writer; this one is for what a clerk prints or sends on.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.core.dictionary import Kind
from app.core.progress import Progress, each, silent
from app.exporters.safe_file import replacing

Value = str | int | Decimal | date | bool | None

_FORMATS = {Kind.TEXT: "@", Kind.YES_NO: "@", Kind.DATE: "yyyy-mm-dd", Kind.NUMBER: "0"}
_LINE_HEIGHT = 15.0
_NOTE_HEIGHT = 18
_MONEY = "#,##0.00"
_FORBIDDEN_IN_SHEET_NAME = str.maketrans("", "", "[]:*?/\\'")
_LONGEST_SHEET_NAME = 31
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_FILL = PatternFill("solid", fgColor="E8E8E8")
_BODY_FONT = Font(name="宋体", size=10)
_HEADER_FONT = Font(name="宋体", size=10, bold=True)
_TITLE_FONT = Font(name="黑体", size=16)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")


@dataclass(frozen=True)
class RosterColumn:
    """A column: its title, what kind of value stands in it, its width in characters of Excel.

    Identity, account and phone numbers are ``Kind.TEXT``: as numbers Excel would damage them.
    """

    title: str
    kind: Kind = Kind.TEXT
    width: float = 12.0


@dataclass(frozen=True)
class Roster:
    """A list with its title; ``note`` stands under the title (office, day, what was counted)."""

    title: str
    columns: tuple[RosterColumn, ...]
    rows: Sequence[Sequence[Value]]
    note: str = ""


def write_roster(path: Path, roster: Roster, *, progress: Progress = silent) -> None:
    """Write the list as .xlsx: A4 landscape, header frozen, filtered and repeated on each page.

    The file appears whole or not at all. Raises FileError when it cannot be written, TypeError
    when a value is not of its column's kind.
    """
    write_rosters(path, {roster.title: roster}, progress=progress)


def write_rosters(
    path: Path, rosters: Mapping[str, Roster], *, progress: Progress = silent
) -> None:
    """Several lists in one workbook, each on a sheet of the name that is its key; otherwise as
    ``write_roster``."""
    workbook = Workbook()
    first = workbook.active
    assert isinstance(first, Worksheet)  # a new workbook has one sheet
    for place, (name, roster) in enumerate(rosters.items()):
        sheet = workbook.create_sheet() if place else first
        sheet.title = name.translate(_FORBIDDEN_IN_SHEET_NAME)[:_LONGEST_SHEET_NAME] or "名单"
        _write_sheet(sheet, roster, progress)
    with replacing(path) as draft:
        workbook.save(draft)


def _write_sheet(sheet: Worksheet, roster: Roster, progress: Progress) -> None:
    header = _write_head(sheet, roster)
    rows = each(roster.rows, progress, f"正在写{roster.title}")
    for at, values in enumerate(rows, start=header + 1):
        for column, (spec, value) in enumerate(zip(roster.columns, values, strict=True), start=1):
            _write_value(_cell(sheet, at, column), spec.kind, value)
        sheet.row_dimensions[at].height = _LINE_HEIGHT * _lines(roster.columns, values)
    _set_up_page(sheet, roster, header)


def _write_head(sheet: Worksheet, roster: Roster) -> int:
    """Title, note and column titles; the row of the column titles."""
    texts = [(roster.title, _TITLE_FONT, _CENTRED, 30)]
    if roster.note:
        whole = sum(spec.width for spec in roster.columns)
        texts.append((roster.note, _BODY_FONT, _LEFT, _NOTE_HEIGHT * _lines_of(roster.note, whole)))
    for row, (text, font, alignment, height) in enumerate(texts, start=1):
        cell = _cell(sheet, row, 1)
        write_text(cell, text)
        cell.font, cell.alignment = font, alignment
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=1, end_column=len(roster.columns)
        )
        sheet.row_dimensions[row].height = height
    header = len(texts) + 1
    for column, spec in enumerate(roster.columns, start=1):
        cell = _cell(sheet, header, column)
        write_text(cell, spec.title)
        cell.font, cell.fill = _HEADER_FONT, _HEADER_FILL
        cell.alignment, cell.border = _CENTRED, _BORDER
        sheet.column_dimensions[get_column_letter(column)].width = spec.width
    titles = [spec.title for spec in roster.columns]
    sheet.row_dimensions[header].height = _LINE_HEIGHT * _lines(roster.columns, titles)
    return header


def _lines(columns: Sequence[RosterColumn], values: Sequence[Value]) -> int:
    """Lines of the tallest text of a row: one without a height stays one line in some programs."""
    return max(
        (
            _lines_of(value, spec.width)
            for spec, value in zip(columns, values, strict=True)
            if isinstance(value, str)
        ),
        default=1,
    )


def _lines_of(text: str, width: float) -> int:
    """Lines of a text; a Chinese character is as wide as two of Excel's units."""
    need = sum(1 if char.isascii() else 2 for char in text)
    return max(1, ceil(need / max(1.0, width - 1)))


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # only titles are merged, and those are written first
    return cell


def _write_value(cell: Cell, kind: Kind, value: Value) -> None:
    cell.font, cell.border = _BODY_FONT, _BORDER
    cell.number_format = _FORMATS.get(kind, _MONEY)
    cell.alignment = _RIGHT if kind in {Kind.MONEY, Kind.NUMBER} else _LEFT
    if value is None:
        return
    if not isinstance(value, _TYPES[kind]) or (kind is Kind.NUMBER and isinstance(value, bool)):
        raise TypeError(f"{type(value).__name__} in a column of kind {kind}")
    if isinstance(value, bool):
        write_text(cell, "是" if value else "否")
    elif isinstance(value, str):
        write_text(cell, value)
    else:
        cell.value = value


_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.DATE: date,
    Kind.MONEY: Decimal,
    Kind.NUMBER: int,
    Kind.YES_NO: bool,
}


def write_text(cell: Cell, text: str) -> None:
    """Text stays text: ``=HYPERLINK(…)`` from somebody's file is shown, never calculated."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if cell.data_type != "n":  # an empty text has no type
        cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def _set_up_page(sheet: Worksheet, roster: Roster, header: int) -> None:
    last = get_column_letter(len(roster.columns))
    sheet.freeze_panes = f"A{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{last}{header + len(roster.rows)}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.6
    margins.footer = 0.3
    footer = sheet.oddFooter
    assert footer is not None  # a new sheet has a footer of three parts
    assert footer.center is not None
    footer.center.text = "第 &P 页 共 &N 页"
