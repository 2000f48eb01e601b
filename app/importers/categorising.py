"""Which categories of people a row stands for."""

from __future__ import annotations

import re

from app.importers.book import Cell
from app.importers.cells import absence, clean_text
from app.importers.dates import parse_date
from app.importers.fields import Setting
from app.importers.person import Person
from app.importers.planned import PlannedCategory
from app.importers.table import Record, Table

_PARTS = re.compile(r"[、，,；;\s/+]+")
_SEVERE = frozenset({"一级", "二级"})


def read_categories(person: Person, record: Record, setting: Setting) -> None:
    """Give ``person`` the categories that the row, or the sheet as a whole, names."""
    table, layout = person.table, person.table.layout
    cell = record.cells.get(layout.category_key)
    text = clean_text(cell.text) if cell else ""
    if layout.by_grade:
        codes = _by_grade(person, table)
    elif not layout.village_made:
        codes = _of_whole_sheet(text, table, setting)
    elif cell is not None and absence(text) is None:
        codes = _listed(text, cell, person, setting)
    elif table.category is None and any("残疾" in text for text in table.context):
        codes = _by_grade(person, table)
    else:
        codes = [table.category] if table.category else []
    start = None
    if "first_month" in record.cells:
        found = parse_date(record.cells["first_month"], day=setting.day)
        start = found.value.replace(day=1) if found.value and found.month else None
    for code in codes:
        person.categories[code] = PlannedCategory(code, start, table.path.name)


def _by_grade(person: Person, table: Table) -> list[str]:
    grade = person.fields.get("disability_grade")
    if grade is None:
        return [table.category] if table.category else []
    return ["severe_disabled" if grade in _SEVERE else "disabled"]


def _of_whole_sheet(text: str, table: Table, setting: Setting) -> list[str]:
    layout = table.layout
    code = layout.category_in(text) if text else None
    if code is None and text and layout.row_decides:
        return []
    code = code or table.category
    if code is None and setting.report.once("category", table.path.name, table.sheet):
        setting.report.file(
            table.place(),
            ("看不出是哪一类救助对象", "请把类别（如“农村低保”）写进文件名或表标题，再导入"),
        )
    return [code] if code else []


def _listed(text: str, cell: Cell, person: Person, setting: Setting) -> list[str]:
    layout = person.table.layout
    codes = []
    for part in [text] if _PARTS.search(text) is None else _PARTS.split(text):
        code = layout.category_in(part)
        if code:
            codes.append(code)
        elif part and setting.report.once("category word", part):
            words = (
                f"“{part[:20]}”对不上任何一个类别，没有归类",
                "请写全称，如“农村低保”“特困（分散供养）”“重度残疾人”",
                "类别要写类别名单里的名称",
            )
            setting.report.value(person.place, cell, person.table.headers["category"], words)
    return codes
