"""The same sheets written with xlsxwriter: typed writes, formats made once, equal looks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from app.ledger.table import Column, Kind, Table

_BODY = {
    "font_name": "宋体",
    "font_size": 10,
    "border": 1,
    "border_color": "#808080",
    "valign": "vcenter",
}
_LOOKS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"num_format": "@", "align": "left", "text_wrap": True},
    Kind.DATE: {"num_format": "yyyy-mm-dd", "align": "center"},
    Kind.MONEY: {"num_format": "#,##0.00", "align": "right"},
    Kind.INTEGER: {"num_format": "#,##0", "align": "right"},
    Kind.YES_NO: {"num_format": "@", "align": "center"},
    Kind.MONTH: {"num_format": "@", "align": "center"},
    Kind.RATE: {"num_format": "0.00%", "align": "right"},
}
_HEADER = {"bold": True, "bg_color": "#E7E6E6", "align": "center", "text_wrap": True}
_TOTAL = {"bold": True, "bg_color": "#F5F5F5"}
_PAPERS = {"A3": 8, "A4": 9}


def write_tables(path: Path, tables: Sequence[Table]) -> None:
    """The sheets of a ledger without front pages, manifest and digests: less than ours writes."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    formats = {kind: book.add_format(_BODY | looks) for kind, looks in _LOOKS.items()}
    totals = {kind: book.add_format(_BODY | looks | _TOTAL) for kind, looks in _LOOKS.items()}
    header = book.add_format(_BODY | _HEADER)
    for table in tables:
        sheet = book.add_worksheet(table.sheet.title)
        _lay_out(sheet, table)
        for place, column in enumerate(table.sheet.columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.title, header)
        _write_rows(sheet, table, formats)
        if table.sheet.summed and len(table):
            _write_row(sheet, len(table) + 1, table.totals, table.sheet.columns, totals)
    book.close()


def _lay_out(sheet: Any, table: Table) -> None:
    columns = len(table.sheet.columns)
    sheet.freeze_panes(1, table.sheet.frozen)
    sheet.autofilter(0, 0, max(len(table), 1), columns - 1)
    sheet.set_landscape()
    sheet.set_paper(_PAPERS[table.sheet.paper])
    sheet.fit_to_pages(table.sheet.pages_wide, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页　共 &N 页")


def _write_rows(sheet: Any, table: Table, formats: dict[Kind, Any]) -> None:
    for number, row in enumerate(table.rows, 1):
        _write_row(sheet, number, row, table.sheet.columns, formats)


def _write_row(
    sheet: Any, number: int, row: Sequence[Any], columns: Sequence[Column], formats: dict[Kind, Any]
) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        kind = column.kind
        looks = formats[kind]
        if value is None:
            sheet.write_blank(number, place, None, looks)
        elif kind is Kind.DATE:
            sheet.write_datetime(number, place, value, looks)
        elif kind is Kind.YES_NO:
            sheet.write_string(number, place, "是" if value else "否", looks)
        elif kind is Kind.TEXT or kind is Kind.MONTH:
            sheet.write_string(number, place, value, looks)
        else:
            sheet.write_number(number, place, value, looks)
