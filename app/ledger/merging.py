"""The county's workbook: what was accepted from all offices, with source office and row.

Every figure is counted from the accepted rows, so that the county's sums equal the sum of what was
accepted, to the person and the cent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from app.ledger.book import Book, BookKind, build_book
from app.ledger.columns import (
    AWARDS,
    CARE,
    CARE_FAILED,
    CARE_UNSCORED,
    FORMAT,
    HOUSEHOLDS,
    INDICATORS,
    MATTERS,
    SHEETS,
    sheets_of,
)
from app.ledger.conflicts import CONFLICT_NAMES, Conflict
from app.ledger.content import LedgerContent, file_name
from app.ledger.front import (
    COVER_WIDTHS,
    GAP,
    SEALED_NOTE,
    Cell,
    Front,
    Line,
    count_lines,
    pair_lines,
    signature_lines,
    title_lines,
)
from app.ledger.sealing.verify import own_package
from app.ledger.styles import Style
from app.ledger.table import FIRST_ROW, Column, ColumnRows, Kind, Sheet, Table, Value, make_table
from app.ledger.totals import counted_indicators, household_rows
from app.ledger.verifying import Seal, seal_of

_COUNT = {"kind": Kind.INTEGER, "width": 10, "summed": True}
_AMOUNTS = tuple(
    Column(column.key, column.title, Kind.MONEY, 15, summed=True)
    for column in AWARDS.columns
    if column.summed
)

_COUNTED = tuple(
    Column(key, title, Kind.INTEGER, 10, summed=True, since=2)
    for key, title in (
        ("care_scored", "护理人已考核"),
        ("care_failed", "考核不合格"),
        ("matters", "事项"),
        ("matters_closed", "已办结"),
        ("matters_late", "逾期未办"),
    )
)

SUMMARY = Sheet(
    "summary",
    "汇总",
    (
        Column("office_name", "单位", width=24),
        Column("state", "状态", width=10),
        Column("batch_no", "批次号", Kind.INTEGER, 8),
        Column("households", "户数", Kind.INTEGER, 10, summed=True),
        Column("persons", "人数", Kind.INTEGER, 10, summed=True),
        Column("visits_due", "应访人数", Kind.INTEGER, 10, summed=True),
        Column("visits_done", "已访人数", Kind.INTEGER, 10, summed=True),
        Column("visit_rate", "走访率", Kind.RATE, 10, ratio=("visits_done", "visits_due")),
        Column("late", "逾期人数", Kind.INTEGER, 10, summed=True),
        Column("contacts", "走访联系次数", Kind.INTEGER, 12, summed=True),
        *_AMOUNTS,
        *_COUNTED,
        Column("left_out", "未计入行数", Kind.INTEGER, 10, summed=True),
        Column("note", "说明", width=30),
        Column("office_code", "单位代码", width=14),
    ),
    row_key=("office_code",),
    frozen=1,
    paper="A3",
    about="每个单位一行，全部由本工作簿中采用的行算出；未报单位只列名称。",
)

CONFLICTS = Sheet(
    "conflicts",
    "冲突与处理",
    (
        Column("kind", "冲突", width=20),
        Column("about", "身份证号／账号／姓名", width=24, sensitive=True),
        Column("sides", "涉及的单位和人员", width=60),
        Column("decision", "处理", width=24),
        Column("reason", "理由", width=30),
        Column("decided_by", "处理人", width=12),
        Column("decided_on", "处理日期", Kind.DATE, 12),
        Column("conflict_id", "编号", width=34),
    ),
    about="跨单位核对发现的重复、互斥和疑似情况，以及经办人的处理；空白表示尚未处理。",
)

MISSING = Sheet(
    "missing",
    "未报单位",
    (
        Column("office_name", "单位", width=26),
        Column("state", "状态", width=14),
        Column("words", "说明", width=50),
        Column("office_code", "单位代码", width=14),
    ),
    about="本期没有采用其台账的单位。",
)

_SOURCE_OFFICE = Column("source_office", "来源单位", width=20)
_SOURCE_ROW = Column("source_row", "来源行", Kind.INTEGER, 8)
_SOURCE_CODE = Column("source_code", "来源单位代码", width=14)


@dataclass(frozen=True)
class MergedHead:
    """Whose merge of which month; ``merge_no`` rises with every merge the county makes."""

    county_code: str
    county_name: str
    month: str
    merge_no: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class Accepted:
    """A ledger that goes into the county's figures; ``left_out`` are (sheet key, row) that a
    decision took out. ``sha256`` is that of the file received.
    """

    content: LedgerContent
    sha256: str
    left_out: Collection[tuple[str, int]] = frozenset()


@dataclass(frozen=True)
class MissingOffice:
    """An office whose ledger is not in the merge, and why."""

    office_code: str
    office_name: str
    state: str
    words: str = ""


@dataclass(frozen=True)
class Decided:
    """A conflict with what a person decided; empty while nobody has."""

    conflict: Conflict
    decision: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None


@cache
def _merged_sheets(version: int) -> tuple[Sheet, ...]:
    matters = (
        replace(
            sheet,
            columns=(_SOURCE_OFFICE, _SOURCE_ROW, *sheet.columns, _SOURCE_CODE),
            row_key=(),
            frozen=sheet.frozen + 2,
        )
        for sheet in sheets_of(version)
    )
    return (SUMMARY.at_version(version), *matters, CONFLICTS, MISSING)


MERGED = BookKind("merged", ("封面",), FORMAT, _merged_sheets, row_digests=False)
_MOST_SIDES = 20


def merge_tables(
    accepted: Sequence[Accepted],
    missing: Sequence[MissingOffice] = (),
    decided: Sequence[Decided] = (),
) -> tuple[Table, ...]:
    """The sheets of the merged workbook: offices by code, rows as they came."""
    ordered = sorted(accepted, key=lambda one: one.content.head.office_code)
    kept = [(one, kept_tables(one)) for one in ordered]
    late = [_missing_row(office) for office in missing]
    summary = [*(_summary_row(one, tables) for one, tables in kept), *late]
    sheets = {sheet.key: sheet for sheet in _merged_sheets(FORMAT)}
    matters = [_joined(sheets[s.key], kept) for s in SHEETS]
    return (
        make_table(SUMMARY, summary),
        *matters,
        make_table(CONFLICTS, map(_conflict_row, decided)),
        make_table(MISSING, (vars(office) for office in missing)),
    )


def build_merged(
    head: MergedHead,
    accepted: Sequence[Accepted],
    *,
    missing: Sequence[MissingOffice] = (),
    decided: Sequence[Decided] = (),
) -> bytes:
    """The merged workbook, not yet signed; the same data give the same bytes in any order."""
    missing = sorted(missing, key=lambda office: office.office_code)
    tables = merge_tables(accepted, missing, decided)
    fields = {
        "office_code": head.county_code,
        "office_name": head.county_name,
        "month": head.month,
        "batch_no": str(head.merge_no),
        "made_at": head.made_at.isoformat(timespec="seconds"),
        "made_by": head.made_by,
    }
    sources = {f"source:{one.content.head.office_code}": one.sha256 for one in accepted}
    foot = f"{head.county_name} {head.month} 汇总 第 {head.merge_no} 次"
    cover = _cover(head, tables, offices=len(accepted))
    book = Book(MERGED, fields | dict(sorted(sources.items())), tables, (cover,), foot)
    return build_book(book)


def merged_file_name(head: MergedHead) -> str:
    """The name under which the merged workbook is kept."""
    return file_name("汇总", head.county_name, head.month, str(head.merge_no))


def check_merged(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> Seal:
    """The merged workbook that this program has just signed and read back byte for byte: its
    signers hold, it is of this kind and by this office. What is in it is not read again: unpacked
    it is twice what the merge itself needs. Raises LedgerRefused.
    """
    return seal_of(own_package(data, trust, at=at, crl=crl), MERGED)


Kept = Mapping[str, tuple[Table, Sequence[int]]]


def kept_tables(one: Accepted) -> Kept:
    """The rows that count by sheet, with their row numbers in the office's ledger.

    When rows were taken out, members and payments of the families that stay and the indicators by
    village are counted anew.
    """
    out = set(one.left_out)
    found = {key: _without(table, out) for key, table in one.content.tables.items()}
    if out:
        families, numbers = found[HOUSEHOLDS.key]
        tables = {key: table for key, (table, _) in found.items()}
        recounted = Table(families.sheet, tuple(household_rows(tables)))
        found[HOUSEHOLDS.key] = (recounted.folded(), numbers)
        counted = make_table(INDICATORS, counted_indicators(tables))
        found[INDICATORS.key] = (counted, _numbers(counted))
    return found


def _without(table: Table, out: Collection[tuple[str, int]]) -> tuple[Table, Sequence[int]]:
    gone = {row for sheet, row in out if sheet == table.sheet.key}
    if not gone:
        return table, _numbers(table)
    numbered = zip(_numbers(table), table.rows, strict=True)
    kept = [(number, row) for number, row in numbered if number not in gone]
    rows = tuple(row for _, row in kept)
    return Table(table.sheet, rows).folded(), [number for number, _ in kept]


def _numbers(table: Table) -> range:
    return range(FIRST_ROW, FIRST_ROW + len(table))


def _joined(sheet: Sheet, kept: Iterable[tuple[Accepted, Kept]]) -> Table:
    """One sheet of all offices; its sums are those of the offices'."""
    parts = [(one, *tables[sheet.key]) for one, tables in kept]
    sums = {
        column.key: sum((table.sums[column.key] for _, table, _ in parts), Decimal(0))
        for column in sheet.summed
    }
    return Table.summed_up(sheet, _JoinedRows(parts), sums)


class _JoinedRows(ColumnRows):
    """The rows of one sheet of all offices, each between its source: a county's sheet is never
    whole in memory."""

    def __init__(self, parts: Sequence[tuple[Accepted, Table, Sequence[int]]]) -> None:
        self._parts = parts

    def __len__(self) -> int:
        return sum(len(table) for _, table, _ in self._parts)

    def stretches(self) -> Iterator[Sequence[Sequence[Value]]]:
        for one, table, numbers in self._parts:
            name, code = one.content.head.office_name, one.content.head.office_code
            if count := len(table):
                columns = map(table.column, table.sheet.index)
                yield [(name,) * count, numbers, *columns, (code,) * count]


def _summary_row(one: Accepted, kept: Kept) -> dict[str, object]:
    head = one.content.head
    indicators = kept[INDICATORS.key][0]
    counts = {
        column.key: total
        for column, total in zip(indicators.sheet.columns, indicators.totals, strict=True)
        if column.key in SUMMARY.index and total is not None
    }
    amounts: Mapping[str, Decimal] = kept[AWARDS.key][0].sums
    return {
        "office_code": head.office_code,
        "office_name": head.office_name,
        "state": "已合并",
        "batch_no": head.batch_no,
        "left_out": len(one.left_out),
        **counts,
        **amounts,
        **_followed(kept[CARE.key][0], kept[MATTERS.key][0]),
    }


def _followed(care: Table, matters: Table) -> dict[str, int]:
    """What followed: agreements assessed and failed, matters, those closed and those late."""
    results = Counter(care.column("result"))
    return {
        "care_scored": len(care) - results[CARE_UNSCORED],
        "care_failed": results[CARE_FAILED],
        "matters": len(matters),
        "matters_closed": sum(day is not None for day in matters.column("closed_on")),
        "matters_late": matters.column("late").count(True),
    }


def _missing_row(office: MissingOffice) -> dict[str, object]:
    return {
        "office_code": office.office_code,
        "office_name": office.office_name,
        "state": office.state,
        "note": office.words,
    }


def _conflict_row(one: Decided) -> dict[str, object]:
    conflict = one.conflict
    titles = {sheet.key: sheet.title for sheet in SHEETS}
    sides = "\n".join(
        f"{s.office_name}《{titles[s.sheet]}》第 {s.row} 行：{s.name}"
        + (f"（{s.detail}）" if s.detail else "")
        for s in conflict.sides[:_MOST_SIDES]
    )
    if len(conflict.sides) > _MOST_SIDES:
        sides += f"\n等共 {len(conflict.sides)} 处"
    return {
        "kind": CONFLICT_NAMES[conflict.kind],
        "about": conflict.about,
        "sides": sides,
        "decision": one.decision,
        "reason": one.reason,
        "decided_by": one.decided_by,
        "decided_on": one.decided_on,
        "conflict_id": conflict.id,
    }


def _cover(head: MergedHead, tables: Iterable[Table], *, offices: int) -> Front:
    pairs = (
        ("汇总单位", head.county_name),
        ("单位代码", head.county_code),
        ("台账月份", head.month),
        ("汇总次数", f"第 {head.merge_no} 次"),
        ("合并单位数", str(offices)),
        ("生成时间", f"{head.made_at:%Y-%m-%d %H:%M}"),
    )
    names = (("汇总人", head.made_by), ("负责人", ""))
    lines = (
        *title_lines("救助服务数据台账汇总", f"{head.county_name}　{head.month}"),
        *pair_lines(pairs),
        GAP,
        *count_lines(tables),
        GAP,
        *signature_lines(names, head.county_name),
        GAP,
        Line((Cell(SEALED_NOTE, Style.NOTE, 4),), 44),
    )
    return Front("封面", COVER_WIDTHS, lines, one_page=True)
