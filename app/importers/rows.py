"""Which rows of a sheet are people, and which only look like it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.importers.book import Cell, Row, Sheet
from app.importers.cells import clean_text, is_ditto, parse_amount
from app.importers.headers import Header
from app.importers.keys import IGNORED
from app.importers.layouts import normal_header
from app.importers.planned import AMOUNT_KEYS
from app.importers.report import Report
from app.importers.table import Record, Table

_HINTS = frozenset({
    "必填",
    "选填",
    "非必填",
    "可选",
    "必填项",
    "选填项",
    "文本",
    "日期",
})
_TOTALS = re.compile(r"^(合\s*计|总\s*计|小\s*计|总\s*共|本页合计)")
_FEET = re.compile(
    r"^(填表|制表|审核|复核|经办|单位负责|负责人|统计负责|填报|报出|注[:：]|备注[:：]|说明[:：]|填表说明|例[:：])"
)
_EXAMPLE = re.compile(r"^(示例|样例|填写示例|例)([:：行].*)?$")
_NUMBERING = re.compile(r"^(\d{1,2}|[甲乙丙丁])$")
_NO_DITTO = frozenset({"name", "id_no", "head_id_no", "disability_no"})
_OF_HOUSEHOLD = ("head_name", "head_id_no", "place", "village", "group")
_HEADS = frozenset({"户主", "本人", "本人或户主"})
_SEVERAL = re.compile(r"[、，,；;/\n]+")


@dataclass
class _Above:
    """What the rows before have said: for dittos, and for what stands on a first row only."""

    cells: dict[str, Cell] = field(default_factory=dict)
    household: dict[str, Cell] = field(default_factory=dict)


def fill_table(table: Table, sheet: Sheet, report: Report) -> None:
    """Put every row of people into ``table.records``; say what was left out."""
    above = _Above()
    comments = _comments_by_row(sheet)
    for row in sheet.rows:
        if row.number <= table.header.last:
            continue
        if row.hidden and not table.choice.hidden_rows:
            table.hidden_rows += 1
            continue
        cells = _by_key(table.header, row)
        if _is_furniture(row, cells, table, report):
            continue
        table.copied += _fill_dittos(cells, above.cells)
        above.cells = cells
        if table.choice.fill_down:
            table.filled += _fill_down(cells, above)
        _say_hints(table, row, comments.get(row.number, {}), report)
        for part in _people_in(cells, table, row, report):
            table.records.append(Record(table.place(row.number), part))


def blank_heads(sheet: Sheet, header: Header) -> int:
    """How many rows of people leave the household's name open under one that names it."""
    named, count = False, 0
    for row in sheet.rows:
        cells = _by_key(header, row) if row.number > header.last else {}
        if "head_name" in cells:
            named = True
        elif named and "name" in cells and "head_id_no" not in cells and not _is_head(cells):
            count += 1
    return count


def _by_key(header: Header, row: Row) -> dict[str, Cell]:
    columns = header.columns
    return {
        columns[number].key: cell
        for number, cell in row.cells.items()
        if number in columns and columns[number].key != IGNORED
    }


def _is_furniture(row: Row, cells: dict[str, Cell], table: Table, report: Report) -> bool:
    """Totals, hints, page headers, signatures: rows that are no people."""
    texts = [clean_text(cell.text) for _, cell in sorted(row.cells.items())]
    name = cells.get("name") or cells.get("head_name")
    number = cells.get("id_no") or cells.get("head_id_no") or cells.get("disability_no")
    if number is None and any(_TOTALS.match(text) for text in texts[:3]):
        table.total_rows += 1
        if not texts[0].startswith("小"):
            _keep_totals(cells, table)
        return True
    if _is_hint(texts, name, number) or all(_NUMBERING.match(text) for text in texts):
        return True
    if name and normal_header(name.text) in table.layout.columns:
        return True  # the header again, on top of another page
    if any(_FEET.match(text) for text in texts[:2]) and number is None:
        return True
    if any(_EXAMPLE.match(text) for text in texts[:2]):
        return True
    if name is None and number is None:
        report.row(
            table.place(row.number),
            ("这一行没有姓名也没有身份证号，没有读入", "是一个人就请补填；不是就不用管"),
        )
        return True
    return False


def _is_hint(texts: list[str], name: Cell | None, number: Cell | None) -> bool:
    """A template's second row that says what must be filled in."""
    return set(texts) <= _HINTS or any(
        cell is not None and clean_text(cell.text).strip("()（）*") in _HINTS
        for cell in (name, number)
    )


def _keep_totals(cells: dict[str, Cell], table: Table) -> None:
    for key in AMOUNT_KEYS:
        cell = cells.get(key)
        amount = parse_amount(cell.text) if cell else None
        if cell is not None and amount is not None:
            table.totals[key] = amount, cell


def _fill_dittos(cells: dict[str, Cell], above: Mapping[str, Cell]) -> int:
    copied = 0
    for key, cell in list(cells.items()):
        if key in _NO_DITTO or not is_ditto(clean_text(cell.text)):
            continue
        if key in above:
            cells[key] = Cell(above[key].value, cell.row, cell.column)
            copied += 1
        else:
            del cells[key]
    return copied


def _fill_down(cells: dict[str, Cell], above: _Above) -> int:
    """A row that names no household belongs to the one named last, unless it is a head itself."""
    if "head_name" in cells or "head_id_no" in cells or _is_head(cells):
        above.household = {key: cells[key] for key in _OF_HOUSEHOLD if key in cells}
        return 0
    copied = 0
    for key, cell in above.household.items():
        if key not in cells:
            number = next(iter(cells.values())).row
            cells[key] = Cell(cell.value, number, cell.column)
            copied += 1
    return copied


def _is_head(cells: Mapping[str, Cell]) -> bool:
    return "relation" in cells and clean_text(cells["relation"].text) in _HEADS


def _people_in(
    cells: dict[str, Cell], table: Table, row: Row, report: Report
) -> Iterator[dict[str, Cell]]:
    """Two people in one cell become two rows when names and numbers are as many."""
    name, number = cells.get("name"), cells.get("id_no")
    names = _parts(name.text) if name else []
    numbers = _parts(number.text) if number else []
    if max(len(names), len(numbers)) < 2 or name is None:
        yield cells
        return
    if len(names) != len(numbers) or number is None:
        words = (
            f"一格里有{len(names)}个姓名、{len(numbers)}个身份证号，没有读入",
            "请一个人写一行，再重新导入",
        )
        header = table.headers.get("name", "姓名")
        report.value(table.place(row.number), name, header, words, error=True)
        return
    words = (f"一格里有{len(names)}个人，按{len(names)}行读入", "请核对姓名和身份证号是不是对上了")
    report.row(table.place(row.number), words)
    for place, (one, his) in enumerate(zip(names, numbers, strict=True)):
        others = cells if place == 0 or not _is_head(cells) else _without(cells, "relation")
        yield {
            **others,
            "name": Cell(one, name.row, name.column),
            "id_no": Cell(his, number.row, number.column),
        }


def _without(cells: dict[str, Cell], key: str) -> dict[str, Cell]:
    return {other: cell for other, cell in cells.items() if other != key}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEVERAL.split(text) if part.strip()]


def _comments_by_row(sheet: Sheet) -> Mapping[int, Mapping[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for address, text in sheet.comments.items():
        row = int(re.sub(r"\D", "", address) or 0)
        found.setdefault(row, {})[address] = text
    return found


def _say_hints(table: Table, row: Row, comments: Mapping[str, str], report: Report) -> None:
    """Strikethrough, red and comments tell something that is no data: the clerk has to look."""
    if row.struck or row.red:
        mark = "删除线" if row.struck else "红色底纹"
        report.row(
            table.place(row.number),
            (f"这一行有{mark}，可能表示已去世或已退出", "照常读入了；请核对这个人是否还在册"),
        )
    for address, text in comments.items():
        words = (f"{address} 有批注：{text[:60]}", "批注不会读入；需要的内容请另外登记")
        report.row(table.place(row.number), words)
