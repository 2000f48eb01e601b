"""Workbooks, streamed: sheets of rows and front pages in, the bytes of an .xlsx out.

For our own fixed, large layouts this is five times as fast as the general libraries, holds only
compressed bytes, and gives the same bytes for the same data. What it writes is checked in the tests
with openpyxl and calamine as readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from app.ledger.cells import (
    column_letter,
    header_row,
    row_chunks,
    text_cell,
    text_width,
    total_row,
)
from app.ledger.container import Part, join, pack
from app.ledger.front import Front, Line
from app.ledger.styles import styles_xml
from app.ledger.table import FIRST_ROW, Column, Kind, Table, in_blocks

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_PAPERS = {"A3": 8, "A4": 9}
_SHORT_TITLE = 10
_CHUNK = 2_000
_NARROWEST = {Kind.DATE: 11.5, Kind.MONTH: 9.0, Kind.INTEGER: 8.0, Kind.RATE: 10.0}
_FOOTER = "第 &P 页　共 &N 页"


@dataclass(frozen=True)
class Workbook:
    """What one file holds: front pages, sheets of rows, a hidden sheet, a line for each foot."""

    fronts: Sequence[Front]
    tables: Sequence[Table]
    hidden: Table
    foot: str


def build_workbook(book: Workbook) -> bytes:
    """The file; the same book gives the same bytes."""
    tables = (*book.tables, book.hidden)
    titles = [front.title for front in book.fronts] + [table.sheet.title for table in tables]
    parts = [
        pack("[Content_Types].xml", [_content_types(len(titles))]),
        pack("_rels/.rels", [_root_rels()]),
        pack("xl/workbook.xml", [_workbook(book)]),
        pack("xl/_rels/workbook.xml.rels", [_workbook_rels(len(titles))]),
        pack("xl/styles.xml", [styles_xml()]),
    ]
    parts += _sheets(book, tables)
    return join(parts)


def _sheets(book: Workbook, tables: Sequence[Table]) -> Iterator[Part]:
    for number, front in enumerate(book.fronts, 1):
        yield pack(f"xl/worksheets/sheet{number}.xml", [_front_xml(front, book.foot)])
    for number, table in enumerate(tables, len(book.fronts) + 1):
        yield pack(f"xl/worksheets/sheet{number}.xml", sheet_xml(table, book.foot))


def _content_types(sheets: int) -> bytes:
    parts = [("xl/workbook.xml", _BOOK_TYPE), ("xl/styles.xml", _STYLES_TYPE)]
    parts += [(f"xl/worksheets/sheet{n}.xml", _SHEET_TYPE) for n in range(1, sheets + 1)]
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts
    )
    return (
        f'{_HEAD}<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" '
        f'ContentType="{RELS_TYPE}"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    ).encode()


def _root_rels() -> bytes:
    return (
        f'{_HEAD}<Relationships xmlns="{PACKAGE_RELS}"><Relationship Id="rId1" '
        f'Type="{OFFICE_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ).encode()


def _workbook_rels(sheets: int) -> bytes:
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE_RELS}/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{OFFICE_RELS}/styles" Target="styles.xml"/>'
    return (
        f'{_HEAD}<Relationships xmlns="{PACKAGE_RELS}">{links}{styles}</Relationships>'
    ).encode()


def _workbook(book: Workbook) -> bytes:
    entries: list[str] = []
    names: list[str] = []
    tables = (*book.tables, book.hidden)
    for place, title in enumerate([f.title for f in book.fronts] + [t.sheet.title for t in tables]):
        state = ' state="hidden"' if place == len(book.fronts) + len(book.tables) else ""
        entries.append(
            f'<sheet name={quoteattr(title)} sheetId="{place + 1}"{state} r:id="rId{place + 1}"/>'
        )
    for place, table in enumerate(tables, len(book.fronts)):
        names += _names(place, table)
    return (
        f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_RELS}">'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" '
        f'windowHeight="12000"/></bookViews><sheets>{"".join(entries)}</sheets>'
        f"<definedNames>{''.join(names)}</definedNames></workbook>"
    ).encode()


def _names(place: int, table: Table) -> Iterator[str]:
    """The filter's range, and what is repeated on every printed page."""
    quoted = xml_escape("'" + table.sheet.title.replace("'", "''") + "'")
    last = column_letter(len(table.sheet.columns) - 1)
    yield (
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{quoted}!$A$1:${last}${_last_row(table)}</definedName>"
    )
    rows = f"{quoted}!$1:$1"
    if table.sheet.pages_wide > 1 and table.sheet.frozen:
        rows = f"{quoted}!$A:${column_letter(table.sheet.frozen - 1)},{rows}"
    yield (f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{rows}</definedName>')


def _last_row(table: Table) -> int:
    return max(len(table) + FIRST_ROW - 1, FIRST_ROW)


def sheet_xml(table: Table, foot: str) -> Iterator[bytes]:
    """A sheet of rows, piece by piece."""
    sheet = table.sheet
    last = column_letter(len(sheet.columns) - 1)
    measured = _measure(table)
    widths = list(map(_width, sheet.columns, measured, table.totals))
    has_total = bool(sheet.summed) and len(table) > 0
    end = len(table) + FIRST_ROW - 1 + has_total
    yield (
        f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}{end}"/><sheetViews><sheetView showGridLines="0" '
        f'workbookViewId="0">{_pane(sheet.frozen)}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="16" customHeight="1"/><cols>{_columns(widths)}</cols>'
        "<sheetData>"
    ).encode()
    yield header_row(sheet)
    yield from row_chunks(sheet, table.rows, FIRST_ROW, _wrapped(table, widths, measured))
    if has_total:
        yield total_row(sheet, table.totals, end)
    quiet = f'<ignoredErrors><ignoredError sqref="A1:{last}{end}" numberStoredAsText="1"/>'
    yield (
        f'</sheetData><autoFilter ref="A1:{last}{_last_row(table)}"/>'
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{_PAPERS[sheet.paper]}" fitToWidth="{sheet.pages_wide}" '
        f'fitToHeight="0" orientation="landscape"/>{_header_footer(sheet.title, foot)}'
        f"{quiet}</ignoredErrors></worksheet>"
    ).encode()


def _pane(frozen: int) -> str:
    if not frozen:
        return '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    corner = f"{column_letter(frozen)}2"
    return (
        f'<pane xSplit="{frozen}" ySplit="1" topLeftCell="{corner}" activePane="bottomRight" '
        'state="frozen"/>'
    )


def _header_footer(title: str, foot: str) -> str:
    def plain(text: str) -> str:
        return text.replace("&", "&&")

    header = xml_escape(f'&C&"黑体,Regular"&14{plain(title)}')
    footer = xml_escape(f"&L&9{plain(foot)}&C&9{_FOOTER}")
    return (
        f"<headerFooter><oddHeader>{header}</oddHeader><oddFooter>{footer}</oddFooter>"
        "</headerFooter>"
    )


def _columns(widths: Sequence[float]) -> str:
    return "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>'
        for n, width in enumerate(widths, 1)
    )


@dataclass
class _Measure:
    """A column: its widest line, whether a text has several lines, its extreme amounts."""

    longest: float = 0.0
    broken: bool = False
    least: Decimal | None = None
    most: Decimal | None = None


def _measure(table: Table) -> list[_Measure]:
    """Every column measured in one pass over the rows."""
    found = [_Measure() for _ in table.sheet.columns]
    texts = [at for at, column in enumerate(table.sheet.columns) if column.kind is Kind.TEXT]
    amounts = [at for at, column in enumerate(table.sheet.columns) if column.kind is Kind.MONEY]
    for columns in in_blocks(table.rows, _CHUNK):
        for at in texts:
            _measure_texts(found[at], [text for text in set(columns[at]) if isinstance(text, str)])
        for at in amounts:
            _measure_amounts(found[at], columns[at])
    return found


def _measure_texts(found: _Measure, texts: Sequence[str]) -> None:
    lines = "\n".join(texts).split("\n")
    found.broken = found.broken or len(lines) > max(len(texts), 1)
    found.longest = max(found.longest, *map(text_width, lines))


def _measure_amounts(found: _Measure, values: Iterable[object]) -> None:
    known = [value for value in values if isinstance(value, Decimal)]
    if known:
        found.least = min(known if found.least is None else [*known, found.least])
        found.most = max(known if found.most is None else [*known, found.most])


def _width(column: Column, found: _Measure, total: object) -> float:
    """Wide enough for what stands in the column, at most what the column may be.

    A long title breaks in two lines.
    """
    title = text_width(column.title)
    title = title + 1.5 if title <= _SHORT_TITLE else title / 2 + 3
    needed = max(title, 6.0, _NARROWEST.get(column.kind, 0.0))
    if column.kind is Kind.TEXT:
        return max(needed, min(found.longest + 2, column.width + 2))
    if column.kind is Kind.MONEY:
        amounts = [amount for amount in (found.least, found.most, total) if amount is not None]
        return max(needed, *(len(f"{amount:,}") + 2 for amount in amounts), 0)
    return needed


def _wrapped(
    table: Table, widths: Sequence[float], measured: Sequence[_Measure]
) -> dict[int, float]:
    """The text columns that hold more than fits on a line, with their widths."""
    return {
        at: widths[at]
        for at, column in enumerate(table.sheet.columns)
        if column.kind is Kind.TEXT
        and (measured[at].broken or measured[at].longest + 2 > widths[at])
    }


def _front_xml(front: Front, foot: str) -> bytes:
    rows: list[str] = []
    merges: list[str] = []
    for number, line in enumerate(front.lines, 1):
        rows.append(_front_row(line, number))
        merges += _merges(line, number)
    last = column_letter(len(front.widths) - 1)
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>'
        for n, width in enumerate(front.widths, 1)
    )
    merged = f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>' if merges else ""
    return (
        f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}{len(front.lines)}"/><sheetViews><sheetView showGridLines="0" '
        'workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>{merged}"
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.7" right="0.7" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" fitToWidth="1" '
        f'fitToHeight="{int(front.one_page)}" orientation="portrait"/>'
        f"{_header_footer('', foot)}</worksheet>"
    ).encode()


def _front_row(line: Line, number: int) -> str:
    cells, place = [], 0
    for cell in line.cells:
        where = f"{column_letter(place)}{number}"
        if cell.text:
            cells.append(text_cell(where, cell.style, cell.text))
        else:
            cells.append(f'<c r="{where}" s="{int(cell.style)}"/>')
        for extra in range(1, cell.span):
            cells.append(f'<c r="{column_letter(place + extra)}{number}" s="{int(cell.style)}"/>')
        place += cell.span
    return f'<row r="{number}" ht="{line.height:g}" customHeight="1">{"".join(cells)}</row>'


def _merges(line: Line, number: int) -> Iterator[str]:
    place = 0
    for cell in line.cells:
        if cell.span > 1:
            first, last = column_letter(place), column_letter(place + cell.span - 1)
            yield f'<mergeCell ref="{first}{number}:{last}{number}"/>'
        place += cell.span
