"""Dates in every shape that villages write, with how exact they are; doubts are spoken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.importers.book import Cell
from app.importers.cells import clean_digits

_ZERO = "\u3007"  # the ideographic zero
_CHINESE = str.maketrans(f"{_ZERO}○零一二三四五六七八九", "000123456789")
_SERIAL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, 80_000  # before March 1900 Excel counts a day that never was
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
_PARTED = re.compile(
    r"(\d{4}|\d{2})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?(?:T?\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?",
    re.ASCII,
)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_TENS = (
    "[一二三四五六七八九]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九]"
)
_MONTH_WORD = re.compile(f"(?:{_TENS})(?=月)|(?<=月)(?:{_TENS})")


class Precision(StrEnum):
    """How exact a date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FoundDate:
    """``value`` is the first day that is meant (None: none can be told), ``raw`` what was written,
    ``doubt`` a Chinese sentence when a person must look."""

    value: date | None
    precision: Precision
    raw: str
    doubt: str = ""

    @property
    def exact(self) -> date | None:
        """The day, when it is a day beyond doubt."""
        return self.value if self.precision is Precision.DAY and not self.doubt else None

    @property
    def month(self) -> str | None:
        """``2026-05``, when at least the month is beyond doubt."""
        if self.value is None or self.doubt or self.precision is Precision.YEAR:
            return None
        return f"{self.value:%Y-%m}"


def parse_date(cell: Cell, *, day: date) -> FoundDate:
    """The date in a cell; ``day`` is today, for years of two digits."""
    if isinstance(cell.value, datetime):
        return FoundDate(cell.value.date(), Precision.DAY, cell.text)
    if isinstance(cell.value, date):
        return FoundDate(cell.value, Precision.DAY, cell.text)
    return parse_date_text(cell.text, day=day, typed_as_number=cell.typed_as_number)


def parse_date_text(raw: str, *, day: date, typed_as_number: bool = False) -> FoundDate:
    """The date in a text. ``typed_as_number``: 1985.1 may have been 1985.10."""
    text = _western(clean_digits(raw))
    if not text or text == "长期":
        return FoundDate(None, Precision.UNKNOWN, raw)
    if typed_as_number and re.fullmatch(r"\d{4}\.1", text):
        return FoundDate(None, Precision.UNKNOWN, raw, "分不清是1月还是10月（数字末尾的0会丢失）")
    found = _COMPACT.fullmatch(text)
    if found:
        return _build(raw, found.group(1), found.group(2), found.group(3))
    if re.fullmatch(r"\d{2}", text) is None:
        found = _PARTED.fullmatch(text)
        if found:
            return _parted(raw, found, day)
    found = _YEAR.fullmatch(text)
    if found and 1880 <= int(found.group(1)) <= 2200:
        return FoundDate(date(int(found.group(1)), 1, 1), Precision.YEAR, raw)
    if re.fullmatch(r"\d{4,5}(\.\d+)?", text) and _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
        return FoundDate(_SERIAL_EPOCH + timedelta(days=int(float(text))), Precision.DAY, raw)
    return FoundDate(None, Precision.UNKNOWN, raw, "看不出是什么日期")


def _western(text: str) -> str:
    """一九八五年三月十二日 with western digits."""
    if not re.search(rf"[{_ZERO}○零一二三四五六七八九十]", text):
        return text
    text = _MONTH_WORD.sub(lambda found: str(_tens(found.group(0))), text)
    return text.translate(_CHINESE)


def _tens(word: str) -> int:
    """十二 → 12, 三十一 → 31, 廿五 → 25."""
    word = word.replace("廿", "二十").replace("卅", "三十")
    if "十" not in word:
        return int(word.translate(_CHINESE))
    tens, _, ones = word.partition("十")
    return (int(tens.translate(_CHINESE)) if tens else 1) * 10 + (
        int(ones.translate(_CHINESE)) if ones else 0
    )


def _parted(raw: str, found: re.Match[str], day: date) -> FoundDate:
    year = found.group(1)
    if len(year) == 4:
        return _build(raw, year, found.group(2), found.group(3))
    if int(year) <= day.year % 100:
        doubt = f"分不清是19{year}年还是20{year}年"
        return _build(raw, f"20{year}", found.group(2), found.group(3), doubt=doubt)
    return _build(raw, f"19{year}", found.group(2), found.group(3))


def _build(
    raw: str, year: str, month: str, day_of_month: str | None, *, doubt: str = ""
) -> FoundDate:
    try:
        value = date(int(year), int(month), int(day_of_month or 1))
    except ValueError:
        return FoundDate(None, Precision.UNKNOWN, raw, "没有这一天")
    if not 1880 <= value.year <= 2200:
        return FoundDate(None, Precision.UNKNOWN, raw, "年份不合理")
    return FoundDate(value, Precision.DAY if day_of_month else Precision.MONTH, raw, doubt)
