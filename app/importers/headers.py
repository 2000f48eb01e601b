"""Find the header of a sheet and the layout it belongs to, by what the headers are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.importers.book import Merge, Row, Sheet
from app.importers.cells import clean_text
from app.importers.choices import SheetChoice
from app.importers.keys import IGNORED
from app.importers.layouts import Layout, layouts, normal_header, roster_words

HEADER_WITHIN = 15
MOST_HEADER_ROWS = 3
_LEAST_KNOWN_HEADERS = 3
_GENERIC_PARENTS = frozenset({
    "基本信息",
    "基本情况",
    "个人信息",
    "人员信息",
    "家庭成员",
    "本人情况",
})


_NAMED = "responsible.name"
# Right behind the name of a cadre these are the cadre's, not the person's.
_OF_THE_CADRE = {
    **dict.fromkeys(("单位", "所在单位", "工作单位"), "responsible.unit"),
    **dict.fromkeys(("职务", "职务职称"), "responsible.post"),
    **dict.fromkeys(
        ("电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "电话号码"),
        "responsible.phone",
    ),
}


@dataclass(frozen=True)
class Column:
    """A column that is read: our key and the header as it stands in the sheet."""

    key: str
    header: str


@dataclass(frozen=True)
class Header:
    """Rows ``first`` to ``last`` of a sheet, read as a layout; ``unread`` are unknown headers and
    ``texts`` the headers of all columns."""

    layout: Layout
    columns: Mapping[int, Column]
    unread: tuple[str, ...]
    first: int
    last: int
    texts: Mapping[int, str]


@dataclass(frozen=True)
class HeaderRows:
    """Rows that may be a header, joined to one text for each column."""

    first: int
    last: int
    texts: Mapping[int, str]


def find_header(sheet: Sheet, about: str = "") -> Header | None:
    """The header that knows most columns. In a tie the layout wins whose categories the file's name
    (``about``), the sheet's name or a title speak of, then the one with fewer columns."""
    best: tuple[tuple[int, bool, int], Header] | None = None
    for rows in possible_headers(sheet):
        for layout in layouts():
            header = _match(layout, rows)
            keys = {column.key for column in header.columns.values()}
            known = len(keys - {IGNORED})
            if known < _LEAST_KNOWN_HEADERS or not layout.satisfied_by(keys):
                continue
            words = about + sheet.name + _titles(sheet, rows.first)
            score = (len(header.columns), layout.category_in(words) is not None, -layout.size)
            if best is None or score > best[0]:
                best = score, header
    return best[1] if best else None


def _titles(sheet: Sheet, first: int) -> str:
    """What stands over the header by itself (a row of many words is a table of its own)."""
    above = ({cell.text for cell in row.cells.values()} for row in sheet.rows if row.number < first)
    return "".join(next(iter(words)) for words in above if len(words) == 1)


def chosen_header(sheet: Sheet, choice: SheetChoice, keys: Mapping[int, str]) -> Header:
    """The header as a clerk chose it; ``keys`` say which columns are read, and as what."""
    first, last = choice.header or (1, 1)
    texts = header_texts(sheet, first, last)
    columns = {
        number: Column(key, texts.get(number, ""))
        for number, key in sorted(keys.items())
        if key and key != IGNORED
    }
    known = normal_columns(columns)
    base = next((each for each in layouts() if each.key == choice.base), None)
    if base is not None:
        layout = replace(base, title=choice.title or base.title, columns=known, required=())
    else:
        layout = _layout_of(choice, known)
    unread = tuple(text for number, text in texts.items() if number not in keys and text)
    return Header(layout, columns, unread, first, last, texts)


def normal_columns(columns: Mapping[int, Column]) -> Mapping[str, str]:
    """Header → key, as a layout holds them."""
    return MappingProxyType({
        normal_header(column.header): column.key for column in columns.values()
    })


def _layout_of(choice: SheetChoice, columns: Mapping[str, str]) -> Layout:
    """A list that no layout knows: made by a village, as far as anybody can tell."""
    return Layout(
        key="chosen",
        title=choice.title or "自选列",
        subject=choice.subject,
        columns=columns,
        size=len(columns),
        required=(),
        category_key="category",
        categories=roster_words(),
        village_made=True,
        category=choice.category,
    )


def header_texts(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """The header of each column when rows ``first`` to ``last`` are the header."""
    return _joined([row for row in sheet.rows if first <= row.number <= last])


def possible_headers(sheet: Sheet) -> Iterator[HeaderRows]:
    """Everything in the first rows that may be a header of one to three rows; more rows first."""
    rows = [row for row in sheet.rows if row.number <= HEADER_WITHIN + MOST_HEADER_ROWS]
    for index, row in enumerate(rows):
        if row.number > HEADER_WITHIN:
            return
        group = [row]
        for following in rows[index + 1 : index + MOST_HEADER_ROWS]:
            if not _is_second_header(sheet.merges, group[-1], following):
                break
            group.append(following)
        for size in range(len(group), 0, -1):
            yield HeaderRows(row.number, group[size - 1].number, _joined(group[:size]))


def _is_second_header(merges: list[Merge], row: Row, following: Row) -> bool:
    if following.number != row.number + 1 or any(
        re.search(r"\d{6}", cell.text) for cell in following.cells.values()
    ):
        return False
    touching = [merge for merge in merges if merge.first_row <= row.number <= merge.last_row]
    if any(merge.last_row > row.number for merge in touching):
        return True
    wide = any(merge.last_column > merge.first_column for merge in touching)
    gaps = set(following.cells) - set(row.cells)
    return bool(gaps) or (wide and len(row.cells) >= _LEAST_KNOWN_HEADERS)


def _joined(rows: Sequence[Row]) -> dict[int, str]:
    """Parents and children as ``残疾/证号``; a parent stretches over blanks to its right."""
    columns = sorted({column for row in rows for column in row.cells})
    texts = dict.fromkeys(columns, "")
    for level, row in enumerate(rows):
        text = ""
        for column in columns:
            own = clean_text(row.cells[column].text) if column in row.cells else ""
            text = own or (text if level < len(rows) - 1 else "")
            above = texts[column]
            if text and text != above.rpartition("/")[2]:
                texts[column] = f"{above}/{text}" if above else text
    return texts


def _match(layout: Layout, rows: HeaderRows) -> Header:
    columns: dict[int, Column] = {}
    unread, taken = [], set()
    of_the_cadre = _told_of_the_cadre(layout, rows.texts)
    for column, text in sorted(rows.texts.items()):
        key = of_the_cadre.get(column) or key_in(layout, text)
        if key is None or (key != IGNORED and key in taken):
            unread.append(text)
            continue
        taken.add(key)
        columns[column] = Column(key, text)
    return Header(layout, columns, tuple(unread), rows.first, rows.last, rows.texts)


def _told_of_the_cadre(layout: Layout, texts: Mapping[int, str]) -> dict[int, str]:
    """Which columns without a word of whose they are follow the name of a cadre."""
    found: dict[int, str] = {}
    behind = False
    for column, text in sorted(texts.items()):
        part = _OF_THE_CADRE.get(normal_header(text))
        if behind and part is not None and part not in found.values():
            found[column] = part
        else:
            behind = key_in(layout, text) == _NAMED
    return found


def key_in(layout: Layout, text: str) -> str | None:
    """What ``layout`` reads a column of this header as; None when it does not know it."""
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
