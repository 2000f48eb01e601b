"""Read the tables of a book: which sheets are lists, and what they say as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.errors import FileError
from app.importers.book import Book, Sheet, spread_merges
from app.importers.cells import clean_text
from app.importers.choices import SheetChoice
from app.importers.file_facts import file_day
from app.importers.headers import HEADER_WITHIN, Header, chosen_header, find_header
from app.importers.keys import IGNORED
from app.importers.layouts import layouts
from app.importers.planned import Place
from app.importers.profiles import Profile, recognise
from app.importers.report import Report
from app.importers.rows import fill_table
from app.importers.table import Table
from app.importers.wishes import NO_WISHES, Wishes

_SHOW = "需要的话，请按“核对列”选择一并读入，或取消隐藏（筛选）后重新导入"


def read_tables(book: Book, report: Report, wishes: Wishes = NO_WISHES) -> list[Table]:
    """All tables of a book. Raises FileError when none of its sheets has a known layout."""
    tables, seen, refused = [], [], False
    for sheet in book.sheets:
        if not sheet.rows:
            continue
        choice = wishes.choices.get((book.path, sheet.name))
        if choice is None and sheet.hidden:
            report.file(Place(book.path.name, sheet.name), ("这张工作表是隐藏的，没有读入", _SHOW))
            continue
        if choice is not None and not choice.wanted:
            refused = True
            report.file(
                Place(book.path.name, sheet.name),
                ("按您的选择，没有读这张工作表", "要读入，请按“核对列”勾选它"),
            )
            continue
        spread_merges({row.number: row for row in sheet.rows}, sheet.merges)
        header, choice = read_header(sheet, choice, wishes.profiles, book.path.stem)
        if header is None:
            seen.append(sheet)
            continue
        table = _table(book, sheet, header, choice)
        fill_table(table, sheet, report)
        _say_sheet(table, sheet, report)
        tables.append(table)
    if not tables and not refused:
        raise _unknown(book, seen)
    for sheet in seen:
        report.file(
            Place(book.path.name, sheet.name),
            ("认不出这张工作表的表头，没有读入", "不是名册就不用管；是名册请按“核对列”说明各列"),
        )
    return tables


def read_header(
    sheet: Sheet, choice: SheetChoice | None, profiles: Sequence[Profile], about: str
) -> tuple[Header | None, SheetChoice]:
    """The header as the clerk chose it, as a saved profile says, or as a known layout."""
    if choice is not None and choice.keys is not None:
        return chosen_header(sheet, choice, choice.keys), choice
    kept = recognise(sheet, profiles)
    if kept is not None and kept.keys is not None:
        return chosen_header(sheet, kept, kept.keys), kept
    return find_header(sheet, about), choice or SheetChoice()


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


def _table(book: Book, sheet: Sheet, header: Header, choice: SheetChoice) -> Table:
    titles = [
        clean_text(cell.text)
        for row in sheet.rows
        if row.number < header.first
        for cell in row.cells.values()
    ]
    title = "".join(dict.fromkeys(titles))
    headers = {
        column.key: column.header for column in header.columns.values() if column.key != IGNORED
    }
    return Table(
        path=book.path,
        sheet=sheet.name,
        layout=header.layout,
        header=header,
        choice=choice,
        headers=headers,
        context=(title, sheet.name, book.path.stem),
        day=file_day(book.path.stem, title, book.saved_on),
    )


def _say_sheet(table: Table, sheet: Sheet, report: Report) -> None:
    """What the clerk should know about a sheet as a whole."""
    unread = "、".join(table.header.unread)[:120]
    uncached = (
        f"{len(sheet.uncached)}格是没有算过的公式，当作空白（如{'、'.join(sheet.uncached[:3])}）"
    )
    hidden_columns = sheet.hidden_columns & set(table.header.columns)
    category = (
        ""
        if table.headers.get("category") or not table.layout.village_made
        else (table.category or "")
    )
    sayings = (
        (table.hidden_rows, f"有{table.hidden_rows}行是隐藏的，没有读入", _SHOW),
        (table.copied, f"有{table.copied}格写的是“同上”，已照上一行填入", "请在预览里核对"),
        (table.filled, f"有{table.filled}格照本户第一行填入（户主、村组）", "请在预览里核对"),
        (unread, f"有不认识的列，没有读入：{unread}", "不需要就不用管；需要请按“核对列”说明各列"),
        (category, "表里没有类别列，按标题（或您的选择）归类", "请在预览里核对类别"),
        (sheet.more_below, "连着50行空白以后还有内容，没有读入", "请删掉中间的空白行再导入"),
        (sheet.uncached, uncached, "请在 WPS 或 Excel 里打开，保存一次再导入"),
        (hidden_columns, "有隐藏的列，也读入了", "请核对隐藏的列是不是最新的"),
    )
    for happened, reason, remedy in sayings:
        if happened:
            report.file(table.place(), (reason, remedy))
