"""Which cells of a workbook differ from the copy that the office kept.

For a file that lost or broke its signature: nothing of it is believed, it is only laid beside the
kept one, cell by cell, as the texts that a person sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.ledger.columns import SHEETS
from app.ledger.table import FIRST_ROW

Line = Mapping[int, str]
Cells = Mapping[int, Line]
Texts = Mapping[str, Cells]

_HEAD_ROW = FIRST_ROW - 1
NAMES = ("姓名", "户主姓名")
_KEYS = {
    sheet.title: tuple(sheet.columns[sheet.index[key]].title for key in sheet.row_key)
    for sheet in SHEETS
}


@dataclass(frozen=True)
class CellChange:
    """One difference; ``row`` is that of the file (of the kept copy where the row is gone).

    ``column`` is empty for a whole row or sheet; ``what`` says in words what happened.
    """

    sheet: str
    row: int | None
    name: str
    column: str
    before: str
    after: str
    what: str


def find_changes(kept: Texts, now: Texts) -> tuple[CellChange, ...]:
    """Every difference, sheet by sheet in the order of the kept copy. Rows are recognised by their
    keys, so that sorting or a deleted row does not make every row below it differ."""
    found: list[CellChange] = []
    for title, cells in kept.items():
        if title not in now:
            found.append(CellChange(title, None, "", "", "", "", "缺少工作表"))
        elif title in _KEYS:
            found += _matter(title, cells, now[title])
        else:
            found += _page(title, cells, now[title])
    found += [
        CellChange(title, None, "", "", "", "", "多出工作表") for title in now if title not in kept
    ]
    return tuple(found)


def _page(title: str, kept: Cells, now: Cells) -> Iterator[CellChange]:
    """Front pages and the manifest, place by place."""
    for row in sorted(kept.keys() | now.keys()):
        before, after = kept.get(row, {}), now.get(row, {})
        for column in sorted(before.keys() | after.keys()):
            was, is_now = before.get(column, ""), after.get(column, "")
            if was != is_now:
                yield CellChange(title, row, "", f"第 {column} 列", was, is_now, "改动")


def _matter(title: str, kept: Cells, now: Cells) -> Iterator[CellChange]:
    """A sheet of rows: columns by their titles, rows by their keys."""
    columns, columns_now = _columns(kept), _columns(now)
    for name in columns.keys() - columns_now.keys():
        yield CellChange(title, _HEAD_ROW, "", name, name, "", "缺少列")
    for name in columns_now.keys() - columns.keys():
        yield CellChange(title, _HEAD_ROW, "", name, "", name, "多出列")
    both = [name for name in columns if name in columns_now]
    old, new = _rows(kept, columns), _rows(now, columns_now)
    for before, after in _pairs(_KEYS[title], old, new):
        yield from _compared(title, both, before, after)


_Named = tuple[int, Mapping[str, str]]


def _columns(cells: Cells) -> dict[str, int]:
    """Where each title stands; of two equal ones the first."""
    found: dict[str, int] = {}
    for column, text in sorted(cells.get(_HEAD_ROW, {}).items()):
        found.setdefault(text, column)
    return found


def _rows(cells: Cells, columns: Mapping[str, int]) -> list[_Named]:
    return [
        (number, {name: line.get(column, "") for name, column in columns.items()})
        for number, line in sorted(cells.items())
        if number >= FIRST_ROW
    ]


def _pairs(
    keys: tuple[str, ...], old: Iterable[_Named], new: Iterable[_Named]
) -> Iterator[tuple[_Named | None, _Named | None]]:
    """Rows of the same key (the same row where there is none), then what is left at the same
    place, then what stands alone."""
    waiting: dict[tuple[str, ...], list[_Named]] = {}
    for row in new:
        waiting.setdefault(_key(keys, row), []).append(row)
    alone = []
    for row in old:
        same = waiting.get(_key(keys, row))
        if same:
            yield row, same.pop(0)
        else:
            alone.append(row)
    left = {row[0]: row for rows in waiting.values() for row in rows}
    for row in alone:
        yield row, left.pop(row[0], None)
    for number in sorted(left):
        yield None, left[number]


def _key(keys: tuple[str, ...], row: _Named) -> tuple[str, ...]:
    """What the row is recognised by: without a key, everything that stands in it."""
    texts = row[1]
    return tuple(texts.get(key, "") for key in keys or sorted(texts))


def _compared(
    title: str, columns: Iterable[str], before: _Named | None, after: _Named | None
) -> Iterator[CellChange]:
    if before is None or after is None:
        number, texts = before or after or (0, {})
        shown = "，".join(text for text in texts.values() if text)[:200]
        was, is_now = (shown, "") if before else ("", shown)
        what = "缺少整行" if before else "多出整行"
        yield CellChange(title, number, _name(texts), "", was, is_now, what)
        return
    for column in columns:
        was, is_now = before[1][column], after[1][column]
        if was != is_now:
            yield CellChange(title, after[0], _name(before[1]), column, was, is_now, "改动")


def _name(texts: Mapping[str, str]) -> str:
    return next((texts[key] for key in NAMES if texts.get(key)), "")
