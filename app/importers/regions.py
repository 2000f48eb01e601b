"""Read a county's list of places: dated codes of townships and villages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.errors import FileError
from app.importers.book import Cell, Row
from app.importers.cells import clean_digits, clean_text
from app.importers.dates import parse_date
from app.importers.headers import HEADER_WITHIN
from app.importers.layouts import normal_header
from app.importers.reading import open_book

COUNTY, TOWNSHIP, VILLAGE = "county", "township", "village"
_TITLES = {
    "code": ("代码", "区划代码", "统计用区划代码", "行政区划代码"),
    "name": ("名称", "地名", "区划名称"),
    "level": ("级别", "层级"),
    "first": ("从", "起", "启用日期", "起始日期", "开始日期"),
    "last": ("到", "止", "停用日期", "截止日期", "结束日期"),
    "into": ("并入代码", "并入"),
}
_KEYS = {title: key for key, titles in _TITLES.items() for title in titles}
_LEVELS = {
    COUNTY: ("县", "区", "市", "县级"),
    TOWNSHIP: ("乡镇", "乡", "镇", "街道", "乡级"),
    VILLAGE: ("村", "社区", "居委会", "村（社区）", "村级"),
}
LEVEL_WORDS = {COUNTY: "县（市、区）", TOWNSHIP: "乡镇（街道）", VILLAGE: "村（社区）"}


@dataclass(frozen=True)
class PlaceLine:
    """One place under one name from ``first`` to ``last`` (empty: always, still). ``code`` has 12
    digits; ``into`` is the code of the place that it went into; ``row`` of the file."""

    code: str
    name: str
    level: str
    first: date | None
    last: date | None
    into: str
    row: int


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, and how to mend it."""

    row: int
    what: str
    remedy: str


@dataclass(frozen=True)
class PlaceList:
    """What a file of places holds; rows with a fault are not among ``lines``."""

    lines: tuple[PlaceLine, ...]
    faults: tuple[Fault, ...]


def read_places(path: Path, *, day: date) -> PlaceList:
    """The list in the first sheet of ``path`` that has its headers.

    Raises ``FileError`` for a file that cannot be read or has no columns 代码 and 名称.
    """
    for sheet in open_book(path).sheets:
        for row in sheet.rows[:HEADER_WITHIN]:
            head = _head(row)
            if {"code", "name"} <= head.keys():
                below = [each for each in sheet.rows if each.number > row.number]
                return _read(below, head, day)
    raise FileError(
        f"“{path.name}”不是区划名单。",
        "表头应有“代码”“名称”，可以有“级别”“从”“到”“并入代码”。",
        "请改正表头后再选。",
    )


def _head(row: Row) -> dict[str, int]:
    titles = {normal_header(cell.text): number for number, cell in row.cells.items()}
    return {_KEYS[title]: number for title, number in titles.items() if title in _KEYS}


def _read(rows: Iterable[Row], head: dict[str, int], day: date) -> PlaceList:
    lines: list[PlaceLine] = []
    faults: list[Fault] = []
    for row in rows:
        cells = {key: row.cells[at] for key, at in head.items() if at in row.cells}
        if not cells.keys() & {"code", "name"}:
            continue
        found = _line(row.number, cells, day)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            lines.append(found)
    good, twice = _without_overlaps(lines)
    return PlaceList(good, tuple(sorted([*faults, *twice], key=lambda fault: fault.row)))


def _line(number: int, cells: dict[str, Cell], day: date) -> PlaceLine | Fault:
    code = whole_code(cells["code"].text) if "code" in cells else None
    if code is None:
        return Fault(number, "代码不是 6、9 或 12 位数字", "请按统计用区划代码填写，设成文本格式")
    name = clean_text(cells["name"].text) if "name" in cells else ""
    if not name:
        return Fault(number, f"代码 {code} 没有名称", "请补填名称")
    level = level_of(code)
    said = clean_text(cells["level"].text) if "level" in cells else ""
    if said and said not in _LEVELS[level]:
        return Fault(
            number,
            f"“{name}”的级别写“{said}”，代码 {code} 却是{LEVEL_WORDS[level]}",
            "请改正级别或代码",
        )
    days: dict[str, date | None] = {}
    for key, words in (("first", "起始日期"), ("last", "截止日期")):
        days[key] = None
        if key in cells and clean_text(cells[key].text):
            days[key] = parse_date(cells[key], day=day).exact
            if days[key] is None:
                return Fault(number, f"“{name}”的{words}看不懂", "请写成“2026-01-01”这样")
    first, last = days["first"], days["last"]
    if first is not None and last is not None and last < first:
        return Fault(number, f"“{name}”的截止日期早于起始日期", "请改正日期")
    into = ""
    if "into" in cells and clean_text(cells["into"].text):
        into = whole_code(cells["into"].text) or ""
        if not into or last is None:
            return Fault(number, f"“{name}”的并入没有写对", "请写并入哪个代码，并填好截止日期")
    return PlaceLine(code, name, level, first, last, into, number)


def _without_overlaps(lines: list[PlaceLine]) -> tuple[tuple[PlaceLine, ...], list[Fault]]:
    """A code means one place at a time."""
    good: list[PlaceLine] = []
    faults = []
    for line in lines:
        other = next((o for o in good if o.code == line.code and _overlap(o, line)), None)
        if other is None:
            good.append(line)
        else:
            words = f"代码 {line.code} 在同一时间有两个名称（另一个在第 {other.row} 行）"
            faults.append(Fault(line.row, words, "请填好“从”“到”，使前后两个名称不重叠"))
    return tuple(good), faults


def _overlap(one: PlaceLine, other: PlaceLine) -> bool:
    return (one.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (
        one.last or date.max
    )


def whole_code(text: str) -> str | None:
    """A code of 6, 9 or 12 digits as one of 12; None when it is none."""
    code = clean_digits(text)
    if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", code, re.ASCII):
        return None
    return code.ljust(12, "0")


def level_of(code: str) -> str:
    """What a code of 12 digits is of: its noughts at the end say so."""
    if code.endswith("000000"):
        return COUNTY
    return TOWNSHIP if code.endswith("000") else VILLAGE
