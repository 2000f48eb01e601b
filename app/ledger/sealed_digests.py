"""Which rows of a ledger differ from the digests that its own hidden manifest holds.

For a file that lost its signature and of which nobody here kept a copy: a spreadsheet program that
saves a ledger keeps the hidden sheet. The manifest is no longer protected then, so what is found
here helps to search and proves nothing. A digest does not tell what stood in the row; where one row
of a sheet changed, the sums tell what stood in its summed columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException

from app.ledger.cells import TOTAL_WORD
from app.ledger.columns import SHEETS
from app.ledger.table import CHECKS, FIRST_ROW, Kind, Row, Sheet, Table, Value, value_text
from app.ledger.what_changed import NAMES, CellChange, Cells, Line, Texts

MANIFEST_TITLE = "清单"
CHANGED = "这一行改过，原来的内容查不到"
ADDED, GONE = "多出整行", "缺少整行"
BY_SUM = "改动（由合计推出）"
SUM_CHANGED = "合计变了"
_YES_NO = ("是", "否")


@dataclass(frozen=True)
class SealedSheet:
    """What the manifest says of one sheet: columns, the digest of each row, the sums."""

    columns: tuple[str, ...]
    digests: Mapping[int, str]
    sums: Mapping[str, str]


@dataclass(frozen=True)
class _Read:
    """A row as it stands in the file now; ``values`` is None when a cell cannot be one."""

    number: int
    name: str
    line: Line
    values: Row | None
    digest: str


def sealed_head(texts: Texts) -> dict[str, str]:
    """What is left of the manifest's head; empty without a manifest."""
    lines = texts.get(MANIFEST_TITLE, {}).values()
    return {line.get(3, ""): line.get(4, "") for line in lines if line.get(1) == "head"}


def sealed_sheets(texts: Texts) -> dict[str, SealedSheet]:
    """The sheets of which the manifest still holds the digests of the rows, by key."""
    columns: dict[str, tuple[str, ...]] = {}
    digests: dict[str, dict[int, str]] = {}
    sums: dict[str, dict[str, str]] = {}
    for line in texts.get(MANIFEST_TITLE, {}).values():
        entry, sheet, key, value = (line.get(place, "") for place in range(1, 5))
        if entry == "sheet" and key == "columns":
            columns[sheet] = tuple(value.split(","))
        elif entry == "sum":
            sums.setdefault(sheet, {})[key] = value
        elif entry == "row" and key.isascii() and key.isdigit():
            digests.setdefault(sheet, {})[int(key)] = value
    return {
        key: SealedSheet(names, digests.get(key, {}), sums.get(key, {}))
        for key, names in columns.items()
    }


def find_by_digests(texts: Texts) -> tuple[CellChange, ...]:
    """Every row that is not as it was sealed, sheet by sheet; nothing without a manifest."""
    sealed, found = sealed_sheets(texts), []
    for sheet in SHEETS:
        kept = sealed.get(sheet.key)
        if kept is None:
            continue
        if sheet.title not in texts:
            found.append(CellChange(sheet.title, None, "", "", "", "", "缺少工作表"))
            continue
        known = {column.key: column for column in sheet.columns}
        if not set(kept.columns) <= known.keys():
            continue  # a format that this program does not know
        of_then = Sheet(sheet.key, sheet.title, tuple(known[key] for key in kept.columns))
        found += _changes(of_then, texts[sheet.title], kept)
    return tuple(found)


def _changes(sheet: Sheet, cells: Cells, kept: SealedSheet) -> Iterator[CellChange]:
    rows = list(_rows(sheet, cells))
    waiting = Counter(kept.digests.values())
    odd = []
    for row in rows:
        if waiting[row.digest] > 0:
            waiting[row.digest] -= 1
        else:
            odd.append(row)
    gone = _left_over(kept.digests, waiting)
    changed = [row for row in odd if row.number in gone]
    added = [row for row in odd if row.number not in gone]
    lost = sorted(gone - {row.number for row in changed})
    only = changed[0] if len(changed) == 1 and not added and not lost else None
    moved = list(_sums(sheet, rows, kept, only))
    for row in changed:
        if row is not only or not any(change.what == BY_SUM for change in moved):
            yield _whole(sheet, row, CHANGED)
    yield from (_whole(sheet, row, ADDED) for row in added)
    for number in lost:
        yield CellChange(sheet.title, None, "", "", f"签名时的第 {number} 行", "", GONE)
    if odd or lost:
        yield from moved


def _left_over(digests: Mapping[int, str], waiting: Counter[str]) -> set[int]:
    """The row numbers, at the time of sealing, whose digest no row has now."""
    left, found = Counter(waiting), set()
    for number in sorted(digests, reverse=True):
        if left[digests[number]] > 0:
            left[digests[number]] -= 1
            found.add(number)
    return found


def _sums(
    sheet: Sheet, rows: list[_Read], kept: SealedSheet, only: _Read | None
) -> Iterator[CellChange]:
    """What the sums tell: of a single changed row, what stood in it before."""
    if any(row.values is None for row in rows):
        return
    now = Table(sheet, tuple(row.values for row in rows if row.values is not None))
    for column in sheet.columns:
        if not column.summed or column.key not in kept.sums:
            continue
        total = now.sums[column.key]
        before = _number(kept.sums[column.key])
        if before is None or before == total:
            continue
        value = only.values[sheet.index[column.key]] if only and only.values else None
        if only is not None and isinstance(value, (Decimal, int)):
            was = str(Decimal(value) - (total - before))
            yield CellChange(
                sheet.title, only.number, only.name, column.title, was, value_text(value), BY_SUM
            )
        else:
            yield CellChange(
                sheet.title, None, "", column.title, str(before), str(total), SUM_CHANGED
            )


def _whole(sheet: Sheet, row: _Read, what: str) -> CellChange:
    shown = "，".join(text for _, text in sorted(row.line.items()) if text)[:200]
    return CellChange(sheet.title, row.number, row.name, "", "", shown, what)


def _rows(sheet: Sheet, cells: Cells) -> Iterator[_Read]:
    """The rows of the file, each typed again as the ledger types it, without the total line."""
    heads = {text: place for place, text in cells.get(FIRST_ROW - 1, {}).items()}
    places = [heads.get(column.title, 0) for column in sheet.columns]
    numbers = sorted(number for number, line in cells.items() if number >= FIRST_ROW and line)
    for number in numbers:
        line = cells[number]
        if number == numbers[-1] and line.get(places[0]) == TOTAL_WORD:
            return
        values = _values(sheet, [line.get(place, "") for place in places])
        digest = Table(sheet, (values,)).digests[0] if values is not None else ""
        name = next((line[heads[t]] for t in NAMES if line.get(heads.get(t, 0))), "")
        yield _Read(number, name, line, values, digest)


def _values(sheet: Sheet, texts: list[str]) -> Row | None:
    try:
        return tuple(
            _value(column.kind, text) if text else None
            for column, text in zip(sheet.columns, texts, strict=True)
        )
    except (ValueError, TypeError, DecimalException):
        return None


def _value(kind: Kind, text: str) -> Value:
    """A text as the value of its column. Raises ValueError, TypeError or DecimalException."""
    if kind is Kind.DATE:
        return date.fromisoformat(text)
    if kind is Kind.YES_NO:
        return _YES_NO.index(text) == 0
    if kind in {Kind.MONEY, Kind.RATE}:
        return CHECKS[kind](Decimal(text))
    if kind is Kind.INTEGER:
        return int(text)
    return CHECKS[kind](text)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except DecimalException:
        return None
