"""A workbook with a manifest: what ledger, merged workbook and receipt have in common.

The hidden sheet 清单 holds what machines need (kind, format, head, columns, counts, sums, a digest
for each row). Building and reading go by the same descriptions; reading raises LedgerRefused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.ledger.cells import header_row, total_row
from app.ledger.front import Front
from app.ledger.grammar import GrammarError, read_rows
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.shell import COVER_TAGS, SHELL_TAGS, check_other_parts, parse_part, sheet_parts
from app.ledger.table import FIRST_ROW, Column, Row, Sheet, Table, value_text
from app.ledger.xlsx import Workbook, build_workbook

MANIFEST = Sheet(
    "manifest",
    "清单",
    (
        Column("entry", "条目", width=10),
        Column("sheet", "表", width=14),
        Column("key", "键", width=24),
        Column("value", "值", width=70),
    ),
    frozen=0,
)
_HEAD, _SHEET, _SUM, _ROW = "head", "sheet", "sum", "row"


@dataclass(frozen=True)
class BookKind:
    """What makes a ledger a ledger and not a receipt: its marker, front pages and sheets.

    ``row_digests``: whether the manifest holds a digest for each row, so that a damaged file can
    tell which rows differ.
    """

    key: str
    fronts: tuple[str, ...]
    version: int
    sheets: Callable[[int], tuple[Sheet, ...]]
    row_digests: bool = True


@dataclass(frozen=True)
class Book:
    """The data of one workbook; ``head`` is text by key, ``foot`` stands on every printed page."""

    kind: BookKind
    head: Mapping[str, str]
    tables: Sequence[Table]
    fronts: Sequence[Front] = ()
    foot: str = ""


@dataclass(frozen=True)
class ReadBook:
    """What was read: the version, the head, and a table for each sheet."""

    version: int
    head: Mapping[str, str]
    tables: Mapping[str, Table]


def head_texts(head: object) -> dict[str, str]:
    """A head (a dataclass) as the manifest writes it: text by the names of its fields."""
    return {
        key: value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
        for key, value in vars(head).items()
    }


def expect_day(value: object) -> date:
    """The day in a cell that must hold one. Raises ValueError."""
    if not isinstance(value, date):
        raise ValueError("a day is missing")
    return value


def build_book(book: Book) -> bytes:
    """The unsigned workbook; the same data give the same bytes."""
    fields = {"kind": book.kind.key, "format": str(book.kind.version), **book.head}
    head: list[Row] = [(_HEAD, None, key, text) for key, text in fields.items() if text]
    entries = Table(MANIFEST, (*head, *_entries(book.kind, book.tables)))
    return build_workbook(Workbook(book.fronts, book.tables, entries, book.foot))


def _entries(kind: BookKind, tables: Sequence[Table]) -> Iterator[Row]:
    """What the manifest says of the sheets: columns and counts, sums, and a digest for each row."""
    for table in tables:
        yield _SHEET, table.sheet.key, "columns", ",".join(table.sheet.index)
        yield _SHEET, table.sheet.key, "rows", str(len(table))
    for table in tables:
        for column in table.sheet.summed:
            total = table.totals[table.sheet.index[column.key]]
            yield _SUM, table.sheet.key, column.key, value_text(total)
    for table in tables if kind.row_digests else ():
        for number, digest in enumerate(table.digests, FIRST_ROW):
            yield _ROW, table.sheet.key, str(number), digest


def read_marker(parts: Mapping[str, bytes]) -> Mapping[str, str]:
    """The head of any book of this family, read first to know what one is holding.

    Raises LedgerRefused.
    """
    try:
        title, name = sheet_parts(parts)[-1]
        if title != MANIFEST.title:
            raise LedgerRefused(Refusal.KIND)
        entries, _ = _read_sheet(MANIFEST, parts[name])
    except LedgerRefused as error:
        if MANIFEST.title.encode() in parts.get("xl/workbook.xml", b""):
            raise
        raise LedgerRefused(Refusal.KIND, "文件里没有帮扶台账程序的《清单》。") from error
    head = [(str(row[2]), str(row[3])) for row in entries.rows if row[0] == _HEAD]
    if len(dict(head)) != len(head):
        raise LedgerRefused(Refusal.MANIFEST, "《清单》的表头里有一项写了两次。")
    return dict(head)


def read_book(parts: Mapping[str, bytes], kind: BookKind) -> ReadBook:
    """The sheets, each checked against its description and the manifest.

    ``parts`` are the verified parts by name. Raises LedgerRefused with KIND, TOO_NEW, LAYOUT,
    MANIFEST or TOTALS.
    """
    head = read_marker(parts)
    version = check_marker(head, kind)
    sheets = kind.sheets(version)
    places = sheet_parts(parts)
    expected = [*kind.fronts, *(sheet.title for sheet in sheets), MANIFEST.title]
    if [title for title, _ in places] != expected:
        raise LedgerRefused(Refusal.LAYOUT, "工作表的名称、数量或顺序不对。")
    check_other_parts(parts, {name for _, name in places})
    for title, name in places[: len(kind.fronts)]:
        parse_part(parts[name], COVER_TAGS, f"《{title}》")
    read = [
        _read_sheet(sheet, parts[name])
        for sheet, (_, name) in zip(sheets, places[len(kind.fronts) : -1], strict=True)
    ]
    tables = [table for table, _ in read]
    entries, _ = _read_sheet(MANIFEST, parts[places[-1][1]])
    _check_manifest(kind, tables, entries)
    for table, total in read:
        if total != _total_line(table):
            raise LedgerRefused(Refusal.TOTALS, f"《{table.sheet.title}》的合计行与各行不符。")
    rest = {key: text for key, text in head.items() if key not in {"kind", "format"}}
    return ReadBook(version, rest, {table.sheet.key: table for table in tables})


def check_marker(head: Mapping[str, str], kind: BookKind) -> int:
    """The format version of a book of this kind. Raises LedgerRefused (KIND, TOO_NEW, LAYOUT)."""
    if head.get("kind") != kind.key:
        raise LedgerRefused(Refusal.KIND)
    text = head.get("format", "")
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0):
        raise LedgerRefused(Refusal.LAYOUT, "没有格式版本。")
    if int(text) > kind.version:
        why = f"文件的格式版本是 {text}，本机只认识到 {kind.version}。"
        raise LedgerRefused(Refusal.TOO_NEW, why)
    return int(text)


def _read_sheet(sheet: Sheet, data: bytes) -> tuple[Table, bytes]:
    """The rows of one sheet part by the one grammar, and its total line as it stands there."""
    start, end = data.find(b"<sheetData>"), data.find(b"</sheetData>")
    front = header_row(sheet)
    begin = start + len(b"<sheetData>")
    if start < 0 or end < begin or data[begin : begin + len(front)] != front:
        raise LedgerRefused(Refusal.LAYOUT, f"《{sheet.title}》的表头不对。")
    parse_part(data[:begin] + data[end:], SHELL_TAGS, f"《{sheet.title}》")
    begin += len(front)
    stop = max(data.rfind(b"<row ", begin, end), begin) if sheet.summed else end
    try:
        rows = tuple(read_rows(sheet, data, begin, stop))
    except GrammarError as error:
        why = f"《{sheet.title}》第 {error.row} 行的写法不符合约定。"
        raise LedgerRefused(Refusal.LAYOUT, why) from error
    return Table(sheet, rows), data[stop:end]


def _total_line(table: Table) -> bytes:
    if not table.sheet.summed or not table.rows:
        return b""
    return total_row(table.sheet, table.totals, len(table) + FIRST_ROW)


def _check_manifest(kind: BookKind, tables: Sequence[Table], entries: Table) -> None:
    """Columns, counts, sums and digests are exactly what the rows give."""
    stated = [row for row in entries.rows if row[0] != _HEAD]
    expected = list(_entries(kind, tables))
    if stated == expected:
        return
    titles = {table.sheet.key: table.sheet.title for table in tables}
    for mine, theirs in zip(expected, stated, strict=False):
        if mine != theirs:
            raise LedgerRefused(Refusal.MANIFEST, _difference(mine, titles))
    raise LedgerRefused(Refusal.MANIFEST, "《清单》的条目多了或少了。")


def _difference(row: Row, titles: Mapping[str, str]) -> str:
    entry, sheet, key, _ = row
    words = {
        _SHEET: "列或行数",
        _SUM: f"合计（{key}）",
        _ROW: f"第 {key} 行的校验值",
    }[str(entry)]
    return f"《{titles[str(sheet)]}》的{words}不符。"
