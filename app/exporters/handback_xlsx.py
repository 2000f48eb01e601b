"""Rows that were refused, as the village sent them, with what is wrong beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.core.progress import Progress, each, silent
from app.exporters.roster_xlsx import write_text
from app.exporters.safe_file import replacing

PROBLEM, REMEDY = "问题", "怎么改"

_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
_LONGEST_NAME = 31
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_HEAD = PatternFill("solid", fgColor="E8E8E8")
_WRONG = PatternFill("solid", fgColor="FFF2CC")  # not red: red is read as a mark of its own
_WIDE, _NARROW, _WORDS = 20.0, 14.0, 44.0


@dataclass(frozen=True)
class HandbackRow:
    """The texts of one row in the order of the headers; ``wrong`` are the places (from 0) of the
    cells that are meant."""

    texts: Sequence[str]
    wrong: frozenset[int]
    problem: str
    remedy: str


@dataclass(frozen=True)
class HandbackSheet:
    """The refused rows of one sheet; ``title`` says from which file, and what it is about."""

    name: str
    title: str
    headers: Sequence[str]
    rows: Sequence[HandbackRow]


def write_handback(
    path: Path, sheets: Sequence[HandbackSheet], progress: Progress = silent
) -> None:
    """Write a workbook that can be corrected and imported again: every cell is text, so that no
    number is damaged and no formula runs. Raises FileError when it cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names: set[str] = set()
    for sheet in each(sheets, progress, "正在写退回的表格"):
        name = _free_name(sheet.name, names)
        names.add(name.lower())
        _write(book.create_sheet(name), sheet)
    with replacing(path) as draft:
        book.save(draft)


def _free_name(wanted: str, taken: set[str]) -> str:
    plain = wanted.translate(_FORBIDDEN)[:_LONGEST_NAME] or "名单"
    name, number = plain, 2
    while name.lower() in taken:
        mark = f"（{number}）"
        name, number = plain[: _LONGEST_NAME - len(mark)] + mark, number + 1
    return name


def _write(sheet: Worksheet, handback: HandbackSheet) -> None:
    headers = [*handback.headers, PROBLEM, REMEDY]
    title = sheet.cell(1, 1)
    assert isinstance(title, Cell)  # a new sheet has no merged cells
    write_text(title, handback.title)
    title.font = Font(name="黑体", size=14)
    for column, text in enumerate(headers, start=1):
        cell = _text_cell(sheet, 2, column, text)
        cell.fill = _HEAD
        cell.font = Font(name="宋体", size=10, bold=True)
        words = text in {PROBLEM, REMEDY}
        width = _WORDS if words else _WIDE if "号" in text or "址" in text else _NARROW
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(handback.rows, start=3):
        for place, text in enumerate((*row.texts, row.problem, row.remedy)):
            cell = _text_cell(sheet, number, place + 1, text)
            cell.font = Font(name="宋体", size=10)
            if place in row.wrong or place == len(row.texts):
                cell.fill = _WRONG
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0


def _text_cell(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # a new sheet has no merged cells
    cell.number_format = "@"
    write_text(cell, text)
    cell.alignment, cell.border = _WRAPPED, _BORDER
    return cell
