"""Write a sample as workbooks: the same bytes for the same sample."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import FileError
from app.exporters.sample.make import grade_words
from app.exporters.sample.model import RosterRow, Sample, SampleTownship
from app.exporters.sample.rows import provincial_tables

_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
_HEAD_FILL = PatternFill("solid", fgColor="E8EEF4")
_ROSTER_HEADERS = (
    ("序号", ""),
    ("村组", ""),
    ("户主姓名", ""),
    ("姓名", ""),
    ("身份证号", ""),
    ("与户主关系", ""),
    ("人员类别", ""),
    ("残疾", "证号"),
    ("残疾", "类别等级"),
    ("联系电话", ""),
    ("备注", ""),
)
_ROSTER_WIDTHS = (6, 16, 22, 22, 23, 11, 13, 25, 12, 14, 16)


def write_sample(sample: Sample, out: Path) -> list[Path]:
    """A folder for each township with its ten provincial files and the village's sheet, and
    ``sample.json`` with what an importer must find. Raises FileError when ``out`` may not be
    written."""
    paths = []
    try:
        for township in sample.townships:
            folder = out / township.name
            folder.mkdir(parents=True, exist_ok=True)
            for name, headers, rows in provincial_tables(township, sample.day):
                path = folder / f"{name}_{sample.day:%Y%m%d}.xlsx"
                paths.append(_save(_provincial(name, headers, rows), path, sample.day))
            path = folder / f"{township.roster_village}困难群众花名册.xlsx"
            paths.append(_save(_roster(township), path, sample.day))
        facts = out / "sample.json"
        facts.write_text(json.dumps(expected(sample), ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise FileError(
            f"样例写不到“{out}”。", what_to_do="请换一个能写的文件夹，并确认磁盘没有满。"
        ) from error
    return [*paths, facts]


def expected(sample: Sample) -> dict[str, Any]:
    """What importing the sample must give."""
    return {
        "seed": sample.seed,
        "day": sample.day.isoformat(),
        "townships": [_expected_township(each, sample) for each in sample.townships],
        "duplicates": [
            {"id_no": number, "townships": list(names)} for number, names in sample.duplicates
        ],
        "exclusive": [
            {"township": name, "id_no": number, "categories": list(codes)}
            for name, number, codes in sample.exclusive
        ],
    }


def _expected_township(township: SampleTownship, sample: Sample) -> dict[str, Any]:
    refused = [row for row in township.roster if not row.importable and not row.hidden]
    twice = sum(name == township.name for name, _, _ in sample.exclusive)
    return {
        "name": township.name,
        "code": township.code,
        "villages": list(township.villages),
        "people": len(township.people()),
        "households": len(township.heads()),
        "categories": township.category_counts(),
        "refused_rows": len(refused),
        "hidden_rows": sum(row.hidden for row in township.roster),
        "warnings": {
            "hidden_rows": 1,
            "ditto": 1,
            "exclusive_categories": twice,
            "head_on_two_lists": twice,
        },
    }


def _provincial(name: str, headers: list[str], rows: list[list[str | Decimal | int]]) -> Workbook:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = name
    sheet.append(headers)
    for row in rows:
        sheet.append(row)
    for number, header in enumerate(headers, start=1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD_FILL, _CENTRE
        wide = any(word in header for word in ("身份证号", "证号", "账", "帐", "住址", "地址"))
        sheet.column_dimensions[get_column_letter(number)].width = 24 if wide else 13
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.number_format = "0.00" if isinstance(cell.value, Decimal) else "@"
    sheet.freeze_panes = "C2"
    return workbook


def _roster(township: SampleTownship) -> Workbook:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Sheet1"
    _roster_head(sheet, township)
    before: tuple[str, str] | None = None
    for number, row in enumerate(township.roster, start=1):
        same = (row.group, row.head_name)
        values = _roster_values(number, row, township, ditto=before == same)
        before = same
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number + 4, column, value)
            cell.border, cell.alignment = _BOX, _MIDDLE
            cell.number_format = "General" if isinstance(value, (int, float)) else "@"
        if row.hidden:
            sheet.row_dimensions[number + 4].hidden = True
    _roster_foot(sheet, len(township.roster) + 5, len(township.roster))
    for column, width in enumerate(_ROSTER_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "3:4"
    return workbook


def _roster_head(sheet: Worksheet, township: SampleTownship) -> None:
    last = len(_ROSTER_HEADERS)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    title = sheet.cell(1, 1, f"{township.name}{township.roster_village}困难群众花名册")
    title.font, title.alignment = Font(size=18, bold=True), _CENTRE
    sheet.row_dimensions[1].height = 32
    sheet.cell(2, 1, f"填报单位：{township.roster_village}村民委员会（盖章）")
    sheet.cell(2, last - 2, "单位：人")
    for column, (top, below) in enumerate(_ROSTER_HEADERS, start=1):
        for row, text in ((3, top), (4, below)):
            cell = sheet.cell(row, column, text or None)
            cell.font, cell.fill = Font(bold=True), _HEAD_FILL
            cell.border, cell.alignment = _BOX, _CENTRE
        if not below:
            sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    sheet.merge_cells("H3:I3")


def _roster_values(
    number: int, row: RosterRow, township: SampleTownship, *, ditto: bool
) -> list[str | int | float]:
    person = row.person
    place = f"{township.roster_village}{row.group}"
    aligned = " ".join(person.name) if len(person.name) == 2 and number % 3 == 0 else person.name
    return [
        number,
        "同上" if ditto else place,
        "同上" if ditto else row.head_name,
        aligned,
        row.written_id,
        person.relation,
        row.category,
        person.card_no,
        grade_words(person),
        person.phone or "无",
        row.note,
    ]


def _roster_foot(sheet: Worksheet, row: int, people: int) -> None:
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
    sheet.cell(row, 1, "合计").alignment = _CENTRE
    sheet.cell(row, 4, f"{people}人").alignment = _CENTRE
    sheet.cell(row + 2, 1, "单位负责人：　　　　　　复核人：　　　　　　填表人：")


def _save(workbook: Workbook, path: Path, day: date) -> Path:
    """Pack the workbook again with fixed times, so that the same sample has the same bytes."""
    moment = datetime.combine(day, time(9))
    buffer = io.BytesIO()
    workbook.save(buffer)
    packed = io.BytesIO()
    with ZipFile(buffer) as source, ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(
                    rb"\d{4}-\d\d-\d\dT[\d:.]+Z", f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), data
                )
            entry = ZipInfo(name, (day.year, day.month, day.day, 9, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, data)
    path.write_bytes(packed.getvalue())
    return path
