"""What a clerk types for a figure, brought into the wording of the policy files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from app.core.codes import categories
from app.core.errors import UserError
from app.services.figures import FigureRow

_YES_NO = {"是": True, "否": False}
_BETWEEN = re.compile(r"[、,，;；\s]+")
_NAMED = re.compile(r"(\D+?)\s*(\d{4}-\d{1,2}-\d{1,2})")
_SPELL = re.compile(r"(\D+?)\s*(\d{4}-\d{1,2}-\d{1,2})\s*[至到~]\s*(\d{4}-\d{1,2}-\d{1,2})")
_WORTH = re.compile(r"(\D.*?)\s*(\d{1,3})\s*分?")
_SPAN = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[至到~](\d{4}-\d{1,2}-\d{1,2}))?")
_OFF, _WORKED = "放假", "上班"
_DAY = timedelta(days=1)
_LONGEST_SPAN = timedelta(days=31)


def figure_hint(row: FigureRow) -> str:
    """What to type for a figure."""
    if row.kind == "named_days":
        return "名称和日期，用顿号隔开，如 春节2027-02-06、元宵节2027-02-20"
    if row.kind == "named_spells":
        return (
            "名称和起止日期，用顿号隔开，如 寒假2027-01-16至2027-02-21、暑假2027-07-03至2027-08-31"
        )
    if row.kind == "work_year":
        return "如 放假2027-01-01至2027-01-03、2027-02-05至2027-02-11；上班2027-02-20"
    return f"{row.hint}，用顿号隔开" if row.kind == "texts" else row.hint


def typed_value(row: FigureRow, text: str) -> object:
    """The value that ``text`` means for this figure, as an ``Entry`` wants it.

    Raises ``UserError`` for an empty text and for one that cannot be read as its kind; whether the
    value itself is allowed is for ``enter_figures`` to say.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise _refusal(row, "没有填写")
    if row.kind in {"money", "ratio"}:
        return plain.replace(",", "").replace(" ", "")
    if row.kind == "count":
        return _count(row, plain)
    if row.kind == "flag":
        if plain not in _YES_NO:
            raise _refusal(row, f"“{plain}”不是“是”或“否”")
        return _YES_NO[plain]
    if row.kind == "texts":
        codes = {category.name: code for code, category in categories().items()}
        parts = [part for part in _BETWEEN.split(text.strip()) if part]
        return [codes.get(part, part) for part in parts]
    if row.kind == "points":
        return _points(row, text)
    if row.kind == "named_days":
        return _named_days(row, plain)
    if row.kind == "named_spells":
        return _named_spells(row, plain)
    return _work_year(row, plain) if row.kind == "work_year" else text.strip()


def _count(row: FigureRow, text: str) -> int:
    if not text.isdecimal():
        raise _refusal(row, f"“{text}”不是整数")
    return int(text)


def _points(row: FigureRow, text: str) -> list[list[object]]:
    found: list[list[object]] = []
    for part in (part.strip() for part in re.split(r"[；;\n]+", text) if part.strip()):
        match = _WORTH.fullmatch(part)
        if match is None:
            raise _refusal(row, f"“{part}”不是项目和分值")
        found.append([match[1].strip(), int(match[2])])
    return found


def _named_days(row: FigureRow, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in (part for part in re.split(r"[、,;]+", text) if part.strip()):
        match = _NAMED.fullmatch(part.strip())
        if match is None:
            raise _refusal(row, f"“{part.strip()}”不是名称和日期")
        found[match[1].strip()] = _day(row, match[2]).isoformat()
    return found


def _named_spells(row: FigureRow, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in (part.strip() for part in re.split(r"[、,;]+", text) if part.strip()):
        match = _SPELL.fullmatch(part)
        if match is None:
            raise _refusal(row, f"“{part}”不是名称和起止日期")
        found[match[1].strip()] = [_day(row, match[place]).isoformat() for place in (2, 3)]
    return found


def _work_year(row: FigureRow, text: str) -> dict[str, list[str]]:
    """``放假…；上班…``; a stretch of days is written with 至."""
    off, _, worked = text.partition(_WORKED)
    if not off.startswith(_OFF):
        raise _refusal(row, "没有写明放假的日期")
    parts = {"off": off.removeprefix(_OFF), "worked": worked}
    return {key: [day.isoformat() for day in _days(row, part)] for key, part in parts.items()}


def _days(row: FigureRow, text: str) -> Iterator[date]:
    for part in (part for part in _BETWEEN.split(text.strip(":：")) if part):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise _refusal(row, f"“{part}”不是日期")
        day, last = _day(row, match[1]), _day(row, match[2] or match[1])
        if not day <= last <= day + _LONGEST_SPAN:
            raise _refusal(row, f"“{part}”的起止日期不对")
        while day <= last:
            yield day
            day += _DAY


def _day(row: FigureRow, text: str) -> date:
    try:
        return date(*map(int, text.split("-")))
    except ValueError as error:
        raise _refusal(row, f"“{text}”不是日期") from error


def _refusal(row: FigureRow, why: str) -> UserError:
    return UserError(f"“{row.title}”的值不对。", f"{why}。", f"请写：{figure_hint(row)}。")
