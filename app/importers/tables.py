"""Read the table of a sheet: which rows are people, which only look like it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from app.core.errors import FileError
from app.importers.book import Book, Cell, Row, Sheet, spread_merges
from app.importers.cells import clean_text, is_ditto, parse_amount
from app.importers.headers import HEADER_WITHIN, Header, find_header
from app.importers.layouts import IGNORED, Layout, layouts, normal_header
from app.importers.planned import AMOUNT_KEYS, Place
from app.importers.report import Report

_HINTS = frozenset({"必填", "选填", "非必填", "可选", "必填项", "选填项", "文本", "日期"})
_TOTALS = re.compile(r"^(合\s*计|总\s*计|小\s*计|总\s*共|本页合计)")
_FEET = re.compile(
    r"^(填表|制表|审核|复核|经办|单位负责|负责人|统计负责|填报|报出|注[:：]|备注[:：]|说明[:：]|填表说明|示例|例[:：])"
)
_NUMBERING = re.compile(r"^(\d{1,2}|[甲乙丙丁])$")
_SHOW = "需要的话，请取消隐藏（或筛选）后重新导入"
_NO_DITTO = frozenset({"name", "id_no", "head_id_no", "disability_no"})


@dataclass
class Record:
    """One data row: its cells by key (blank ones are not there)."""

    place: Place
    cells: dict[str, Cell]


@dataclass
class Table:
    """A sheet that was recognised. ``context`` is the text that tells what the sheet is about:
    titles above the header, the sheet's name, the file's name, in this order."""

    path: Path
    sheet: str
    layout: Layout
    headers: Mapping[str, str]
    context: tuple[str, ...]
    records: list[Record] = field(default_factory=list)
    totals: dict[str, tuple[Decimal, Cell]] = field(default_factory=dict)
    hidden_rows: int = 0
    total_rows: int = 0

    @property
    def category(self) -> str | None:
        """The category that the sheet as a whole is about, as far as its titles and names say."""
        found = (self.layout.category_in(text) for text in self.context)
        return next((code for code in found if code), None) if self.layout.provincial else None

    def place(self, row: int = 0) -> Place:
        return Place(self.path.name, self.sheet, row)


def read_tables(book: Book, report: Report) -> list[Table]:
    """All tables of a book. Raises FileError when none of its sheets has a known layout."""
    tables, seen = [], []
    for sheet in book.sheets:
        place = Place(book.path.name, sheet.name)
        if not sheet.rows:
            continue
        if sheet.hidden:
            report.file(
                place,
                ("这张工作表是隐藏的，没有读入", _SHOW),
            )
            continue
        by_number = {row.number: row for row in sheet.rows}
        spread_merges(by_number, sheet.merges)
        header = find_header(sheet)
        if header is None:
            seen.append(sheet)
            continue
        tables.append(_read_table(book.path, sheet, header, report))
    if not tables:
        raise _unknown(book, seen)
    for sheet in seen:
        report.file(
            Place(book.path.name, sheet.name),
            ("认不出这张工作表的表头，没有读入", "不是名册就不用管；是名册请对照模板改好表头"),
        )
    return tables


def _unknown(book: Book, sheets: list[Sheet]) -> FileError:
    name = book.path.name
    rows = (row for sheet in sheets for row in sheet.rows[:HEADER_WITHIN])
    first = next((row for row in rows if len(row.cells) >= 3), None)
    if not sheets:
        return FileError(f"“{name}”里没有内容。", what_to_do="请检查是不是选错了文件。")
    words = [clean_text(cell.text)[:12] for cell in first.cells.values()] if first else []
    words = [word for word in words if not re.search(r"\d{4}", word)]  # no numbers of people
    found = "、".join(dict.fromkeys(words[:12])) or "（没有）"
    known = "、".join(layout.title for layout in layouts())
    return FileError(
        f"认不出“{name}”是什么表。",
        f"找到的表头是：{found}。能认的表有：{known}。",
        "请确认表头在前15行内，至少有“姓名”和“身份证号”两列，再重新导入。",
    )


def _read_table(path: Path, sheet: Sheet, header: Header, report: Report) -> Table:
    titles = [
        clean_text(cell.text)
        for row in sheet.rows
        if row.number < header.first
        for cell in row.cells.values()
    ]
    headers = {column.key: column.header for column in header.columns.values()}
    context = ("".join(dict.fromkeys(titles)), sheet.name, path.stem)
    table = Table(path, sheet.name, header.layout, headers, context)
    above: dict[str, Cell] = {}
    copied = 0
    for row in sheet.rows:
        if row.number <= header.last:
            continue
        if row.hidden:
            table.hidden_rows += 1
            continue
        cells = _by_key(header, row)
        if _is_furniture(row, cells, table, report):
            continue
        copied += _fill_dittos(cells, above)
        above = cells
        _say_hints(table, row, report)
        table.records.append(Record(table.place(row.number), cells))
    _say_sheet(table, sheet, report, header=header, copied=copied)
    return table


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
    if set(texts) <= _HINTS or all(_NUMBERING.match(text) for text in texts):
        return True
    if name and normal_header(name.text) in table.layout.columns:
        return True  # the header again, on top of another page
    if any(_FEET.match(text) for text in texts[:2]) and number is None:
        return True
    if name is None and number is None:
        report.row(
            table.place(row.number),
            ("这一行没有姓名也没有身份证号，没有读入", "是一个人就请补填；不是就不用管"),
        )
        return True
    return False


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


def _say_hints(table: Table, row: Row, report: Report) -> None:
    if row.struck or row.red:
        mark = "删除线" if row.struck else "红色底纹"
        report.row(
            table.place(row.number),
            (f"这一行有{mark}，可能表示已去世或已退出", "照常读入了；请核对这个人是否还在册"),
        )


def _say_sheet(table: Table, sheet: Sheet, report: Report, *, header: Header, copied: int) -> None:
    """What the clerk should know about a sheet as a whole."""
    unread = "、".join(header.unread)[:120]
    uncached = (
        f"{len(sheet.uncached)}格是没有算过的公式，当作空白（如{'、'.join(sheet.uncached[:3])}）"
    )
    hidden_columns = sheet.hidden_columns & set(header.columns)
    sayings = (
        (table.hidden_rows, f"有{table.hidden_rows}行是隐藏的，没有读入", _SHOW),
        (copied, f"有{copied}格写的是“同上”，已照上一行填入", "请在预览里核对"),
        (unread, f"有不认识的列，没有读入：{unread}", "不需要就不用管；需要请改成模板里的列名"),
        (sheet.more_below, "连着50行空白以后还有内容，没有读入", "请删掉中间的空白行再导入"),
        (sheet.uncached, uncached, "请在 WPS 或 Excel 里打开，保存一次再导入"),
        (hidden_columns, "有隐藏的列，也读入了", "请核对隐藏的列是不是最新的"),
    )
    for happened, reason, remedy in sayings:
        if happened:
            report.file(table.place(), (reason, remedy))
