"""The office package, county → township: certificate, roots, revocations, villages, form layouts,
versions.

A signed workbook like a receipt, so that people can open it; machines verify it against the root
that the township has pinned before anything of it is used. Format 2 brought the days of villages
and the layouts; a layout that is too long for a cell stands in several rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.ledger.book import Book, BookKind, build_book, expect_day
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
from app.ledger.table import Column, Kind, Sheet, Table, Value, make_table
from app.ledger.verifying import Seal, open_sealed

CERTIFICATE, ROOT, REVOCATIONS = "certificate", "root", "revocations"
_TITLES = {CERTIFICATE: "本单位证书", ROOT: "根证书", REVOCATIONS: "吊销名单"}

CREDENTIALS = Sheet(
    "credentials",
    "证书与名单",
    (
        Column("title", "种类", width=16),
        Column("words", "说明", width=60),
        Column("item", "种类代码", width=14),
        Column("pem", "内容", width=66),
    ),
    frozen=1,
    about="证书和吊销名单的原文，由程序安装。",
)
REGIONS = Sheet(
    "regions",
    "村（社区）",
    (
        Column("name", "村（社区）", width=24),
        Column("code", "代码", width=16),
        Column("first", "从", Kind.DATE, 12, since=2),
        Column("last", "到", Kind.DATE, 12, since=2),
        Column("into", "并入代码", width=16, since=2),
    ),
    frozen=1,
)
LAYOUTS = Sheet(
    "layouts",
    "表样",
    (
        Column("title", "表样", width=30),
        Column("key", "代码", width=24),
        Column("part", "段", Kind.INTEGER, 6),
        Column("text", "内容", width=80),
    ),
    row_key=("key", "part"),
    frozen=1,
    about="表样的原文，由程序换上。",
    since=2,
)
PACKAGE_FORMAT = 2
_SHEETS = (CREDENTIALS, REGIONS, LAYOUTS)
_PART = 30_000  # characters; a cell holds 32,767


def _sheets(version: int) -> tuple[Sheet, ...]:
    return tuple(sheet.at_version(version) for sheet in _SHEETS if sheet.since <= version)


PACKAGE = BookKind("package", ("资料包",), PACKAGE_FORMAT, _sheets)


@dataclass(frozen=True)
class Credential:
    """A certificate, a root or the revocation list (``item``) as PEM, with words for people."""

    item: str
    words: str
    pem: str


@dataclass(frozen=True)
class RegionLine:
    """A village of the office under one name, from ``first`` to ``last`` (None: always, still);
    ``into`` is the code of the village that it went into. The code may be empty."""

    name: str
    code: str
    first: date | None = None
    last: date | None = None
    into: str = ""


@dataclass(frozen=True)
class LayoutText:
    """A form's layout as the county wants it printed."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class OfficePackage:
    """From the county to one office. ``made_at`` decides which of two packages is newer;
    ``minimum_version`` is the oldest program that may still be used, empty for any."""

    office_code: str
    office_name: str
    to_office_code: str
    to_office_name: str
    made_at: datetime
    made_by: str
    minimum_version: str
    credentials: tuple[Credential, ...]
    regions: tuple[RegionLine, ...] = ()
    layouts: tuple[LayoutText, ...] = ()

    def of(self, item: str) -> tuple[bytes, ...]:
        """The PEM of each credential of this kind."""
        return tuple(c.pem.encode() for c in self.credentials if c.item == item)


def build_package(package: OfficePackage) -> bytes:
    """The package as a workbook, not yet signed; the same package gives the same bytes."""
    credentials = [{**vars(c), "title": _TITLES[c.item]} for c in package.credentials]
    tables = (
        make_table(CREDENTIALS, credentials),
        make_table(REGIONS, map(vars, package.regions)),
        make_table(LAYOUTS, _parts(package.layouts)),
    )
    head = {
        "office_code": package.office_code,
        "office_name": package.office_name,
        "to_office_code": package.to_office_code,
        "to_office_name": package.to_office_name,
        "made_at": package.made_at.isoformat(timespec="seconds"),
        "made_by": package.made_by,
        "minimum_version": package.minimum_version,
    }
    foot = f"{package.to_office_name} 单位资料包"
    return build_book(Book(PACKAGE, head, tables, (_front(package, count_lines(tables)),), foot))


def verify_office_package(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> tuple[OfficePackage, Seal]:
    """The package in ``data``, verified as strictly as a ledger. Raises LedgerRefused.

    Whether it is for this office and newer than the last one is for the caller to compare.
    """
    seal, book = open_sealed(verify_package(data, trust, at=at, crl=crl), PACKAGE)
    head = book.head
    try:
        package = OfficePackage(
            office_code=head["office_code"],
            office_name=head["office_name"],
            to_office_code=head["to_office_code"],
            to_office_name=head["to_office_name"],
            made_at=datetime.fromisoformat(head["made_at"]),
            made_by=head.get("made_by", ""),
            minimum_version=head.get("minimum_version", ""),
            credentials=tuple(
                Credential(str(row["item"]), str(row["words"] or ""), str(row["pem"]))
                for row in book.tables[CREDENTIALS.key].records()
            ),
            regions=tuple(_region(row) for row in book.tables[REGIONS.key].records()),
            layouts=_whole(book.tables[LAYOUTS.key]) if LAYOUTS.key in book.tables else (),
        )
    except (KeyError, ValueError) as error:
        raise LedgerRefused(Refusal.LAYOUT, "资料包的表头信息不全或写法不对。") from error
    return package, seal


def _region(row: Mapping[str, Value]) -> RegionLine:
    """A row of any format. Raises ValueError for a village without a name."""
    if not row["name"]:
        raise ValueError("a village has a name")
    first, last = row.get("first"), row.get("last")
    return RegionLine(
        str(row["name"]),
        str(row["code"] or ""),
        None if first is None else expect_day(first),
        None if last is None else expect_day(last),
        str(row.get("into") or ""),
    )


def _parts(layouts: Iterable[LayoutText]) -> Iterator[dict[str, object]]:
    for layout in layouts:
        for part, at in enumerate(range(0, len(layout.text), _PART), start=1):
            text = layout.text[at : at + _PART]
            yield {"title": layout.title, "key": layout.key, "part": part, "text": text}


def _whole(table: Table) -> tuple[LayoutText, ...]:
    """The layouts put together. Raises ValueError when a part is missing or stands twice."""
    found: dict[str, LayoutText] = {}
    parts: Counter[str] = Counter()
    for row in table.records():
        key = str(row["key"])
        parts[key] += 1
        if row["part"] != parts[key]:
            raise ValueError("the parts of a layout stand in their order")
        before = found[key].text if key in found else ""
        found[key] = LayoutText(key, str(row["title"] or key), before + str(row["text"] or ""))
    return tuple(found.values())


def package_file_name(package: OfficePackage) -> str:
    """The name under which a package travels."""
    day = f"{package.made_at:%Y%m%d-%H%M%S}"
    return file_name("资料包", package.to_office_name, day)


def _front(package: OfficePackage, counts: tuple[Line, ...]) -> Front:
    pairs = (
        ("发给", package.to_office_name),
        ("单位代码", package.to_office_code),
        ("发出单位", package.office_name),
        ("发出时间", f"{package.made_at:%Y-%m-%d %H:%M}"),
        ("程序最低版本", package.minimum_version or "不限"),
        ("经办人", package.made_by),
    )
    lines = (
        *title_lines("单位资料包", package.to_office_name),
        *pair_lines(pairs),
        GAP,
        *_credential_lines(package),
        GAP,
        *counts,
        GAP,
        *signature_lines((("经办人", package.made_by),), package.office_name),
        GAP,
        Line((Cell(_NOTE, Style.NOTE, 4),), 44),
    )
    return Front("资料包", COVER_WIDTHS, lines, one_page=True)


def _credential_lines(package: OfficePackage) -> tuple[Line, ...]:
    """What the package holds, in words, one line a credential."""
    return tuple(
        Line((Cell(_TITLES[c.item], Style.LABEL), Cell(c.words, Style.VALUE, 3)), 26)
        for c in package.credentials
    )


_NOTE = "请在帮扶台账程序的“台账”页导入本资料包；导入前会先显示内容。请不要用表格软件保存本文件。"
