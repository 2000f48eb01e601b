"""Find the header of a sheet and the layout it belongs to, by what the headers are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.importers.book import Merge, Row, Sheet
from app.importers.cells import clean_text
from app.importers.layouts import IGNORED, Layout, layouts, normal_header

HEADER_WITHIN = 15
_LEAST_KNOWN_HEADERS = 3
_GENERIC_PARENTS = frozenset({
    "基本信息",
    "基本情况",
    "个人信息",
    "人员信息",
    "家庭成员",
    "本人情况",
})


@dataclass(frozen=True)
class Column:
    """A column that is read: our key and the header as it stands in the sheet."""

    key: str
    header: str


@dataclass(frozen=True)
class Header:
    """Rows ``first`` to ``last`` of a sheet, read as a layout; ``unread`` are unknown headers."""

    layout: Layout
    columns: Mapping[int, Column]
    unread: tuple[str, ...]
    first: int
    last: int


def find_header(sheet: Sheet) -> Header | None:
    """The header that knows most columns; a layout with fewer columns wins a tie."""
    best: tuple[tuple[int, int], Header] | None = None
    rows = [row for row in sheet.rows if row.number <= HEADER_WITHIN]
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        for header in _candidates(sheet, row, following):
            known = len({column.key for column in header.columns.values()} - {IGNORED})
            known_headers = len(header.columns)
            keys = {column.key for column in header.columns.values()}
            if known < _LEAST_KNOWN_HEADERS or not header.layout.satisfied_by(keys):
                continue
            score = (known_headers, -header.layout.size)
            if best is None or score > best[0]:
                best = score, header
    return best[1] if best else None


def _candidates(sheet: Sheet, row: Row, following: Row | None) -> Iterator[Header]:
    single = {column: clean_text(cell.text) for column, cell in row.cells.items()}
    choices = [(single, row.number)]
    if following is not None and _is_second_header(sheet.merges, row, following):
        choices.insert(0, (_joined(row, following), following.number))
    for texts, last in choices:
        for layout in layouts():
            yield _match(layout, texts, row.number, last)


def _is_second_header(merges: list[Merge], row: Row, following: Row) -> bool:
    if following.number != row.number + 1 or any(
        re.search(r"\d{6}", cell.text) for cell in following.cells.values()
    ):
        return False
    touching = [merge for merge in merges if merge.first_row == row.number]
    if any(merge.last_row > row.number for merge in touching):
        return True
    wide = any(merge.last_column > merge.first_column for merge in touching)
    gaps = set(following.cells) - set(row.cells)
    return bool(gaps) or (wide and len(row.cells) >= _LEAST_KNOWN_HEADERS)


def _joined(row: Row, following: Row) -> dict[int, str]:
    """Parent and child header as ``残疾/证号``; a parent stretches over blanks to its right."""
    texts: dict[int, str] = {}
    parent = ""
    for column in sorted(set(row.cells) | set(following.cells)):
        if column in row.cells:
            parent = clean_text(row.cells[column].text)
        child = clean_text(following.cells[column].text) if column in following.cells else ""
        if not child or child == parent:
            texts[column] = parent
        else:
            texts[column] = f"{parent}/{child}" if parent else child
    return texts


def _match(layout: Layout, texts: Mapping[int, str], first: int, last: int) -> Header:
    columns: dict[int, Column] = {}
    unread, taken = [], set()
    for column, text in sorted(texts.items()):
        key = _key(layout, text)
        if key is None or (key != IGNORED and key in taken):
            unread.append(text)
            continue
        taken.add(key)
        columns[column] = Column(key, text)
    return Header(layout, columns, tuple(unread), first, last)


def _key(layout: Layout, text: str) -> str | None:
    whole = normal_header(text)
    if whole in layout.columns:
        return layout.columns[whole]
    parent, _, child = whole.partition("/")
    if child:
        if parent + child in layout.columns:
            return layout.columns[parent + child]
        if parent in _GENERIC_PARENTS:
            return layout.columns.get(child)
    return None
