"""The policy pack, county → townships: figures of the law that the county has set.

A signed workbook like the office package: people can open it, machines verify it against the root
that the township has pinned before anything of it is used. One pack serves every township of the
county. A value travels as JSON text, worded as in the policy files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.ledger.book import Book, BookKind, build_book, expect_day, head_texts
from app.ledger.content import file_name
from app.ledger.front import (
    COVER_WIDTHS,
    GAP,
    Cell,
    Front,
    Line,
    count_lines,
    pair_lines,
    signature_lines,
    title_lines,
)
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.verify import verify_package
from app.ledger.styles import Style
from app.ledger.table import Column, Kind, Sheet, make_table
from app.ledger.verifying import Seal, open_sealed

ENTRIES = Sheet(
    "entries",
    "政策参数",
    (
        Column("title", "参数", width=34),
        Column("value", "值", width=24),
        Column("unit", "单位", width=14),
        Column("first", "执行日期", Kind.DATE, 12),
        Column("last", "到期日", Kind.DATE, 12),
        Column("issued", "发文日期", Kind.DATE, 12),
        Column("citation", "文件和文号", width=40),
        Column("region", "适用范围", width=14),
        Column("key", "键", width=28),
    ),
    frozen=1,
    about="适用范围是行政区划代码的前几位，空着的全国适用。",
)
POLICY_PACK = BookKind("policy_pack", ("政策包",), 1, lambda _version: (ENTRIES,))


@dataclass(frozen=True)
class PackHead:
    """Who made the pack and when; ``number`` names it."""

    number: str
    office_code: str
    office_name: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class PackLine:
    """One version of a figure; ``value`` is any that JSON can hold, days as ``2026-01-31``."""

    key: str
    title: str
    unit: str
    region: str
    value: object
    first: date
    last: date | None
    issued: date
    citation: str


@dataclass(frozen=True)
class PolicyPack:
    """A whole pack."""

    head: PackHead
    lines: tuple[PackLine, ...]


def build_policy_pack(pack: PolicyPack) -> bytes:
    """The pack as a workbook, not yet signed; the same pack gives the same bytes."""
    rows = [
        {
            **vars(line),
            "value": json.dumps(line.value, ensure_ascii=False, sort_keys=True),
            "unit": line.unit or None,
            "region": line.region or None,
        }
        for line in pack.lines
    ]
    table = make_table(ENTRIES, rows)
    foot = f"{pack.head.office_name} 政策包 {pack.head.number}"
    front = _front(pack, count_lines((table,)))
    return build_book(Book(POLICY_PACK, head_texts(pack.head), (table,), (front,), foot))


def verify_policy_pack(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> tuple[PolicyPack, Seal]:
    """The pack in ``data``, verified as strictly as a ledger. Raises LedgerRefused.

    Whether its office is our county is for the caller to compare.
    """
    seal, book = open_sealed(verify_package(data, trust, at=at, crl=crl), POLICY_PACK)
    try:
        head = _read_head(book.head)
        lines = tuple(_read_line(row) for row in book.tables[ENTRIES.key].records())
    except (KeyError, ValueError) as error:
        raise LedgerRefused(Refusal.LAYOUT, "政策包的内容不全或写法不对。") from error
    return PolicyPack(head, lines), seal


def policy_pack_file_name(head: PackHead) -> str:
    """The name under which a pack travels."""
    return file_name("政策包", head.office_name, head.number)


def _read_line(row: Mapping[str, object]) -> PackLine:
    """Raises ValueError for what is no line; a JSON error is one."""
    last = row["last"]
    return PackLine(
        key=str(row["key"]),
        title=str(row["title"] or row["key"]),
        unit=str(row["unit"] or ""),
        region=str(row["region"] or ""),
        value=json.loads(str(row["value"])),
        first=expect_day(row["first"]),
        last=None if last is None else expect_day(last),
        issued=expect_day(row["issued"]),
        citation=str(row["citation"] or ""),
    )


def _read_head(texts: Mapping[str, str]) -> PackHead:
    return PackHead(
        number=texts["number"],
        office_code=texts["office_code"],
        office_name=texts["office_name"],
        made_at=datetime.fromisoformat(texts["made_at"]),
        made_by=texts.get("made_by", ""),
    )


def _front(pack: PolicyPack, counts: tuple[Line, ...]) -> Front:
    head = pack.head
    pairs = (
        ("发出单位", head.office_name),
        ("编号", head.number),
        ("时间", f"{head.made_at:%Y-%m-%d %H:%M}"),
        ("参数", f"{len(pack.lines)} 项"),
    )
    lines = (
        *title_lines("政策包", head.number),
        *pair_lines(pairs),
        GAP,
        *counts,
        GAP,
        *signature_lines((("经办人", head.made_by),), head.office_name),
        GAP,
        Line((Cell(_NOTE, Style.NOTE, 4),), 44),
    )
    return Front("政策包", COVER_WIDTHS, lines, one_page=True)


_NOTE = (
    "请在帮扶台账程序的“政策”页导入本政策包；导入前会先显示内容和影响到的人。"
    "请不要用表格软件保存本文件。"
)
