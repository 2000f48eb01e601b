"""What a ledger holds, before it becomes a workbook and after it was read from one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.ledger.columns import FORMAT, SHEET, SHEETS, sheets_of
from app.ledger.table import Sheet, Table, make_table

_OFFICE_CODE = re.compile(r"[0-9]{12}")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]')
_POLICY, _SOURCE, _MISSING = "policy:", "source:", "missing:"
TWO_SIGNERS = ("负责人", "填报人")


@dataclass(frozen=True)
class LedgerHead:
    """Whose ledger it is, of what time, and which one in the office's row of ledgers.

    ``office_code``: 12 digits. ``batch_no`` rises by one with every ledger an office makes;
    ``previous_sha256`` is that of the signed file before it (None for the first). ``made_at`` has
    a time zone. ``signers`` are the roles of the two who sign, in the order of their signatures;
    empty where one signs. ``rule_versions`` says which policies were in force (name → version).

    Only the ledger of an office that joined those of others has ``sources`` (office code → SHA-256
    of the signed file) and ``missing`` (office code → name of one whose ledger did not come).
    """

    office_code: str
    office_name: str
    county_name: str
    period_first: date
    period_last: date
    month: str
    batch_no: int
    previous_sha256: str | None
    made_at: datetime
    filled_by: str
    checked_by: str
    rule_versions: Mapping[str, str] = field(default_factory=dict)
    signers: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _OFFICE_CODE.fullmatch(self.office_code):
            raise ValueError("an office code has 12 digits")
        if not _MONTH.fullmatch(self.month):
            raise ValueError("a month is written 2026-10")
        if self.batch_no < 1 or (self.batch_no == 1) != (self.previous_sha256 is None):
            raise ValueError("the first batch has no ledger before it, every other has one")
        if self.previous_sha256 is not None and not _SHA256.fullmatch(self.previous_sha256):
            raise ValueError("previous_sha256 is 64 hexadecimal digits")
        if self.made_at.tzinfo is None:
            raise ValueError("made_at needs a time zone")
        if self.signers not in {(), TWO_SIGNERS}:
            raise ValueError("one signs, or these two")
        if self.period_last < self.period_first:
            raise ValueError("a period ends after it begins")


@dataclass(frozen=True)
class LedgerContent:
    """A whole-period snapshot: the head and every sheet of today's format, by key; ``version`` is
    the format in which it came."""

    head: LedgerHead
    tables: Mapping[str, Table]
    version: int = FORMAT

    def says_the_same(self, other: LedgerContent) -> bool:
        """Whether ``other`` has this head and these rows, folded or not."""
        return (
            self.head == other.head
            and self.tables.keys() == other.tables.keys()
            and all(
                tuple(table.rows) == tuple(other.tables[key].rows)
                for key, table in self.tables.items()
            )
        )

    def folded(self) -> LedgerContent:
        """The same content, small in memory, for holding those of many offices at once."""
        return replace(self, tables={key: table.folded() for key, table in self.tables.items()})


def make_content(
    head: LedgerHead, rows: Mapping[str, Iterable[Mapping[str, object]]]
) -> LedgerContent:
    """Type the rows of every sheet; a sheet that is not given is empty.

    Raises DeclinedError for text that no cell can hold; a wrong key or type is a bug.
    """
    if unknown := rows.keys() - SHEET.keys():
        raise KeyError(f"no sheet {sorted(unknown)}")
    return LedgerContent(
        head, {sheet.key: make_table(sheet, rows.get(sheet.key, ())) for sheet in sheets_of(FORMAT)}
    )


def brought_up(tables: Mapping[str, Table]) -> dict[str, Table]:
    """The sheets of a ledger of any format as today's: what its format did not know is unknown."""
    return {sheet.key: _widened(sheet, tables.get(sheet.key)) for sheet in SHEETS}


def _widened(sheet: Sheet, table: Table | None) -> Table:
    if table is None:
        return Table(sheet, ())
    if table.sheet.columns == sheet.columns:
        return table
    places = [table.sheet.index.get(column.key) for column in sheet.columns]
    rows = (tuple(None if at is None else row[at] for at in places) for row in table.rows)
    return Table(sheet, tuple(rows))


def head_fields(head: LedgerHead) -> dict[str, str]:
    """The head as the manifest writes it: text by key, unknown left out."""
    fields = {
        "office_code": head.office_code,
        "office_name": head.office_name,
        "county_name": head.county_name,
        "period_first": head.period_first.isoformat(),
        "period_last": head.period_last.isoformat(),
        "month": head.month,
        "batch_no": str(head.batch_no),
        "previous_sha256": head.previous_sha256 or "",
        "made_at": head.made_at.isoformat(timespec="seconds"),
        "filled_by": head.filled_by,
        "checked_by": head.checked_by,
        "signers": ",".join(head.signers),
    }
    for prefix, texts in (
        (_POLICY, head.rule_versions),
        (_SOURCE, head.sources),
        (_MISSING, head.missing),
    ):
        fields |= {prefix + name: text for name, text in sorted(texts.items())}
    return {key: text for key, text in fields.items() if text}


def read_head(fields: Mapping[str, str]) -> LedgerHead:
    """The head from the manifest. Raises ValueError or KeyError when it is not one, or not written
    in the one way."""
    head = LedgerHead(
        office_code=fields["office_code"],
        office_name=fields["office_name"],
        county_name=fields.get("county_name", ""),
        period_first=date.fromisoformat(fields["period_first"]),
        period_last=date.fromisoformat(fields["period_last"]),
        month=fields["month"],
        batch_no=int(fields["batch_no"]),
        previous_sha256=fields.get("previous_sha256"),
        made_at=datetime.fromisoformat(fields["made_at"]),
        filled_by=fields.get("filled_by", ""),
        checked_by=fields.get("checked_by", ""),
        rule_versions=_below(fields, _POLICY),
        signers=tuple(text for text in fields.get("signers", "").split(",") if text),
        sources=_below(fields, _SOURCE),
        missing=_below(fields, _MISSING),
    )
    if any(fields.get(key) != text for key, text in head_fields(head).items()):
        raise ValueError("a day or a number is written in another way")
    return head


def _below(fields: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        key.removeprefix(prefix): text for key, text in fields.items() if key.startswith(prefix)
    }


def file_name(*parts: str) -> str:
    """``台账_青山镇_2026-10_3.xlsx``: parts joined by ``_``, without what FAT32 refuses."""
    return "_".join(_UNSAFE.sub("", part)[:60] for part in parts) + ".xlsx"


def ledger_file_name(head: LedgerHead) -> str:
    """The name under which this ledger travels."""
    return file_name("台账", head.office_name, head.month, str(head.batch_no))
