"""Find the table in a sheet: which layout it has, where its header stands, which rows are people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from app.core.errors import FileError
from app.importers.book import Book, Cell, Merge, Row, Sheet, spread_merges
from app.importers.cells import clean_text, is_ditto, parse_amount
from app.importers.layouts import IGNORED, Layout, layouts, normal_header
from app.importers.planned import AMOUNT_KEYS, Place
from app.importers.report import Report

_HEADER_WITHIN = 15
_LEAST_KNOWN_HEADERS = 3
_GENERIC_PARENTS = frozenset({
    "基本信息",
    "基本情况",
    "个人信息",
    "人员信息",
    "家庭成员",
    "本人情况",
})
_HINTS = frozenset({"必填", "选填", "非必填", "可选", "必填项", "选填项", "文本", "日期"})
_TOTALS = re.compile(r"^(合\s*计|总\s*计|小\s*计|总\s*共|本页合计)")
_FEET = re.compile(
    r"^(填表|制表|审核|复核|经办|单位负责|负责人|统计负责|填报|报出|注[:：]|备注[:：]|说明[:：]|填表说明|示例|例[:：])"
)
_NUMBERING = re.compile(r"^(\d{1,2}|[甲乙丙丁])$")
_NO_DITTO = frozenset({"name", "id_no", "head_id_no", "disability_no"})


@dataclass(frozen=True)
class Column:
    """A column that is read: our key and the header as it stands in the sheet."""

    key: str
    header: str


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


@dataclass(frozen=True)
class _Header:
    layout: Layout
    columns: Mapping[int, Column]
    unread: tuple[str, ...]
    first: int
    last: int


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
                ("这张工作表是隐藏的，没有读入", "需要的话，请取消隐藏后重新导入"),
            )
            continue
        by_number = {row.number: row for row in sheet.rows}
        spread_merges(by_number, sheet.merges)
        header = _find_header(sheet)
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
    widest = max(
        (row for sheet in sheets for row in sheet.rows[:_HEADER_WITHIN]),
        key=lambda row: len({cell.text for cell in row.cells.values()}),
        default=None,
    )
    name = book.path.name
    if widest is None:
        return FileError(f"“{name}”里没有内容。", what_to_do="请检查是不是选错了文件。")
    words = [clean_text(cell.text)[:12] for cell in widest.cells.values()]
    found = "、".join(dict.fromkeys(words[:12]))
    known = "、".join(layout.title for layout in layouts())
    return FileError(
        f"认不出“{name}”是什么表。",
        f"找到的表头是：{found}。能认的表有：{known}。",
        "请确认表头在前15行内，至少有“姓名”和“身份证号”两列，再重新导入。",
    )


def _find_header(sheet: Sheet) -> _Header | None:
    """The header that knows most columns; a layout with fewer columns wins a tie."""
    best: tuple[tuple[int, int], _Header] | None = None
    rows = [row for row in sheet.rows if row.number <= _HEADER_WITHIN]
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        for header in _candidates(sheet, row, following):
            known = len({column.key for column in header.columns.values()} - {IGNORED})
            known_headers = len(header.columns)
            keys = {column.key for column in header.columns.values()}
            if known < _LEAST_KNOWN_HEADERS or not header.layout.satisfied_by(keys):
                continue
            score = (known_headers, -header.layout.size)
            if best is None or score > best[0]:
                best = score, header
    return best[1] if best else None


def _candidates(sheet: Sheet, row: Row, following: Row | None) -> Iterator[_Header]:
    single = {column: clean_text(cell.text) for column, cell in row.cells.items()}
    choices = [(single, row.number)]
    if following is not None and _is_second_header(sheet.merges, row, following):
        choices.insert(0, (_joined(row, following), following.number))
    for texts, last in choices:
        for layout in layouts():
            yield _match(layout, texts, row.number, last)


def _is_second_header(merges: list[Merge], row: Row, following: Row) -> bool:
    if following.number != row.number + 1 or any(
        re.search(r"\d{6}", cell.text) for cell in following.cells.values()
    ):
        return False
    touching = [merge for merge in merges if merge.first_row == row.number]
    if any(merge.last_row > row.number for merge in touching):
        return True
    wide = any(merge.last_column > merge.first_column for merge in touching)
    gaps = set(following.cells) - set(row.cells)
    return bool(gaps) or (wide and len(row.cells) >= _LEAST_KNOWN_HEADERS)


def _joined(row: Row, following: Row) -> dict[int, str]:
    """Parent and child header as ``残疾/证号``; a parent stretches over blanks to its right."""
    texts: dict[int, str] = {}
    parent = ""
    for column in sorted(set(row.cells) | set(following.cells)):
        if column in row.cells:
            parent = clean_text(row.cells[column].text)
        child = clean_text(following.cells[column].text) if column in following.cells else ""
        if not child or child == parent:
            texts[column] = parent
        else:
            texts[column] = f"{parent}/{child}" if parent else child
    return texts


def _match(layout: Layout, texts: Mapping[int, str], first: int, last: int) -> _Header:
    columns: dict[int, Column] = {}
    unread, taken = [], set()
    for column, text in sorted(texts.items()):
        key = _key(layout, text)
        if key is None or (key != IGNORED and key in taken):
            unread.append(text)
            continue
        taken.add(key)
        columns[column] = Column(key, text)
    return _Header(layout, columns, tuple(unread), first, last)


def _key(layout: Layout, text: str) -> str | None:
    whole = normal_header(text)
    if whole in layout.columns:
        return layout.columns[whole]
    parent, _, child = whole.partition("/")
    if child:
        if parent + child in layout.columns:
            return layout.columns[parent + child]
        if parent in _GENERIC_PARENTS:
            return layout.columns.get(child)
    return None


def _read_table(path: Path, sheet: Sheet, header: _Header, report: Report) -> Table:
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
        if _is_furniture(row, cells, header, table, report):
            continue
        copied += _fill_dittos(cells, above)
        above = cells
        _say_hints(table, row, report)
        table.records.append(Record(table.place(row.number), cells))
    _say_sheet(table, sheet, header, copied, report)
    return table


def _by_key(header: _Header, row: Row) -> dict[str, Cell]:
    columns = header.columns
    return {
        columns[number].key: cell
        for number, cell in row.cells.items()
        if number in columns and columns[number].key != IGNORED
    }


def _is_furniture(
    row: Row, cells: dict[str, Cell], header: _Header, table: Table, report: Report
) -> bool:
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
    if name and normal_header(name.text) in header.layout.columns:
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


def _say_sheet(table: Table, sheet: Sheet, header: _Header, copied: int, report: Report) -> None:
    place = table.place()
    sayings = [
        (table.hidden_rows, f"有{table.hidden_rows}行是隐藏的，没有读入", "需要的话，请取消隐藏（或筛选）后重新导入"),
        (copied, f"有{copied}格写的是“同上”，已照上一行填入", "请在预览里核对"),
        (header.unread, f"有不认识的列，没有读入：{'、'.join(header.unread)[:120]}", "不需要就不用管；需要请改成模板里的列名"),
        (sheet.more_below, "连着50行空白以后还有内容，没有读入", "请删掉中间的空白行再导入"),
        (sheet.uncached, f"有{len(sheet.uncached)}格是没有算过的公式，当作空白（如{', '.join(sheet.uncached[:3])}）", "请在 WPS 或 Excel 里打开，保存一次再导入"),
        (sheet.hidden_columns & set(header.columns), "有隐藏的列，也读入了", "请核对隐藏的列是不是最新的"),
    ]  # fmt: skip
    for happened, reason, remedy in sayings:
        if happened:
            report.file(place, (reason, remedy))
