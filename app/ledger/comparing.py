"""What is new, has left or has changed since an office's last ledger."""

from __future__ import annotations

from dataclasses import dataclass

from app.ledger.columns import CHANGE_LEFT, CHANGES, HOUSEHOLDS, PERSONS
from app.ledger.content import LedgerContent
from app.ledger.table import FIRST_ROW, Row, Table, Value, value_text

_VOLATILE = frozenset({"visit_due", "visit_done", "visit_late", "last_contact"})


@dataclass(frozen=True)
class Difference:
    """One fact that differs between two ledgers, as text (None: unknown)."""

    field: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Moved:
    """A person or family that is new, has left, or has changed. ``row`` is the row of its sheet (in
    the old ledger for those who left); ``reason`` is the office's own, None when it gave none.
    """

    sheet: str
    key: str
    name: str
    village: str
    row: int
    differences: tuple[Difference, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class Comparison:
    """Now against the last ledger of the same office."""

    new: tuple[Moved, ...]
    left: tuple[Moved, ...]
    changed: tuple[Moved, ...]

    @property
    def left_without_reason(self) -> tuple[Moved, ...]:
        """Those who vanished without a word: the county asks back."""
        return tuple(moved for moved in self.left if moved.reason is None)


def compare(last: LedgerContent | None, now: LedgerContent) -> Comparison:
    """People and families of ``now`` against ``last``; without a last ledger all are new.

    What changes every month by its nature (visits done) is not a change.
    """
    reasons = _reasons(now.tables[CHANGES.key])
    new: list[Moved] = []
    left: list[Moved] = []
    changed: list[Moved] = []
    for sheet in (PERSONS, HOUSEHOLDS):
        table = now.tables[sheet.key]
        old = last.tables[sheet.key] if last else Table(table.sheet, ())
        before, after = _by_key(old), _by_key(table)
        new += [_moved(table, after[key]) for key in after if key not in before]
        for key in before:
            if key not in after:
                left.append(_moved(old, before[key], reason=reasons.get(key)))
        for key, row in after.items():
            if key in before and (found := _differences(old, before[key], table, row)):
                changed.append(_moved(table, row, found))
    return Comparison(tuple(new), tuple(left), tuple(changed))


_Placed = tuple[int, Row]


def _by_key(table: Table) -> dict[str, _Placed]:
    place = table.sheet.index[table.sheet.row_key[0]]
    return {str(row[place]): (number, row) for number, row in enumerate(table.rows, FIRST_ROW)}


def _reasons(changes: Table) -> dict[str, str]:
    """Why somebody left, as the office wrote it."""
    return {
        str(change["key"]): str(change["reason"])
        for change in changes.records()
        if change["change"] == CHANGE_LEFT and change["reason"] is not None
    }


def _moved(
    table: Table,
    placed: _Placed,
    differences: tuple[Difference, ...] = (),
    reason: str | None = None,
) -> Moved:
    number, row = placed
    index = table.sheet.index
    name = row[index["name" if "name" in index else "head_name"]]
    key = row[index[table.sheet.row_key[0]]]
    village = str(row[index["village"]] or "")
    return Moved(table.sheet.key, str(key), str(name or ""), village, number, differences, reason)


def _differences(old: Table, before: _Placed, new: Table, after: _Placed) -> tuple[Difference, ...]:
    if old.sheet == new.sheet and before[1] == after[1]:
        return ()
    found = []
    for column in new.sheet.columns:
        place = old.sheet.index.get(column.key)
        if place is None or column.key in _VOLATILE:
            continue
        was, is_now = before[1][place], after[1][new.sheet.index[column.key]]
        if was != is_now:
            found.append(Difference(column.key, column.title, _text(was), _text(is_now)))
    return tuple(found)


def _text(value: Value) -> str | None:
    return None if value is None else value_text(value)
