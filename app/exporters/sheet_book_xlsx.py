"""Visit sheets as a workbook for a village: a row a sheet, a column a field, in paper order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.core.forms import FieldKind, Form, FormField
from app.core.progress import Progress, each, silent
from app.exporters.roster_xlsx import write_text
from app.exporters.safe_file import replacing

NUMBER, NAME, VILLAGE, LATE = "走访表编号", "姓名", "村（社区）", "补录原因"
FIXED = (NUMBER, NAME, VILLAGE)
HEADER_ROW = 3
_HOW = (
    "一行一张表，白色的格子照着纸填：单选的从下拉里选；多选的写选项前的数字，如 13；"
    "日期写 2026-05-20；没有的空着。灰色的格子不要改。"
)
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GREY = PatternFill("solid", fgColor="E8E8E8")
_TOP = Alignment(vertical="top", wrap_text=True)
_BODY, _HEAD = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
_WIDTHS = {FieldKind.TEXT: 22.0, FieldKind.MULTI: 14.0}
_LONGEST_LIST = 255  # what a workbook keeps of the choices of a cell


@dataclass(frozen=True)
class BookRow:
    """A sheet that has not come back."""

    number: str
    name: str
    village: str


def choice_words(field: FormField) -> tuple[str, ...]:
    """The boxes as they stand in the list of a cell: ``1 上门入户``."""
    return tuple(f"{choice.digit} {choice.name}" for choice in field.boxes)


def write_sheet_book(
    path: Path, form: Form, rows: Sequence[BookRow], *, title: str, progress: Progress = silent
) -> None:
    """Write the workbook; every cell is text, so that no number is damaged and no formula runs.
    Raises FileError, Cancelled; the file appears whole or not at all."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one sheet
    sheet.title = "走访表"
    for at, (text, font) in enumerate(
        ((title, Font(name="黑体", size=14)), (_HOW, _BODY)), start=1
    ):
        write_text(_cell(sheet, at, 1), text)
        sheet.cell(at, 1).font = font
    heads = (*FIXED, *(field.label for field in form.fields), LATE)
    for column, words in enumerate(heads, start=1):
        _head(sheet, column, words)
    for at, row in enumerate(each(rows, progress, "正在写走访表"), start=HEADER_ROW + 1):
        for column in range(1, len(heads) + 1):
            fixed = (row.number, row.name, row.village)[column - 1] if column <= len(FIXED) else ""
            _body(sheet, at, column, fixed)
    last = HEADER_ROW + len(rows)
    for column, field in enumerate(form.fields, start=len(FIXED) + 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDTHS.get(field.kind, 13.0)
        if field.boxes:
            _offer(sheet, field, f"{letter}{HEADER_ROW + 1}:{letter}{last}")
    sheet.freeze_panes = _cell(sheet, HEADER_ROW + 1, len(FIXED) + 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    with replacing(path) as draft:
        book.save(draft)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # a new sheet has no merged cells
    return cell


def _head(sheet: Worksheet, column: int, words: str) -> None:
    cell = _cell(sheet, HEADER_ROW, column)
    write_text(cell, words)
    cell.font, cell.fill, cell.border, cell.alignment = _HEAD, _GREY, _BORDER, _TOP
    width = {NUMBER: 16.0, NAME: 10.0, VILLAGE: 12.0, LATE: 18.0}.get(words, 13.0)
    sheet.column_dimensions[get_column_letter(column)].width = width


def _body(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = _cell(sheet, row, column)
    cell.number_format = "@"
    cell.font, cell.border, cell.alignment = _BODY, _BORDER, _TOP
    if text:
        write_text(cell, text)
    if column <= len(FIXED):
        cell.fill, cell.protection = _GREY, Protection(locked=True)


def _offer(sheet: Worksheet, field: FormField, cells: str) -> None:
    """One of a list for a single answer; for several, the digits are shown beside the cell."""
    words = choice_words(field)
    listed = ",".join(words)
    if field.kind is not FieldKind.MULTI and len(listed) <= _LONGEST_LIST:
        rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        rule.error = "请从下拉里选。"
        rule.showErrorMessage = True
    else:
        rule = DataValidation(allow_blank=True)
        rule.prompt = "　".join(words)[:_LONGEST_LIST]
        rule.promptTitle = "可填多个数字"
        rule.showInputMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)
