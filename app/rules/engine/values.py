"""How a value in a policy file is read, refused and shown: one reader a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from app.core.errors import FileError
from app.core.money import cents, yuan

_LEAP = 12  # a year with a 29 February, so that every day of a year can be named
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")


class PolicyFileError(FileError):
    """A policy file is not as it must be; says which file, which line and what to write instead."""

    def __init__(self, file: str, line: int, why: str, write: str) -> None:
        self.file = file
        self.line = line
        self.reason = why
        self.write = write
        super().__init__(f"政策文件 {file} 第 {line} 行有误：{why}。", "", f"请改为：{write}。")


@dataclass(frozen=True)
class Spot:
    """Where in a policy file something stands: the file, its text and, if any, which block of the
    blocks under ``[[heading]]``."""

    file: str
    text: str
    block: int | None = None
    heading: str = "version"

    def refuse(self, key: str, why: str, write: str) -> PolicyFileError:
        """The error to raise for ``key`` at this spot."""
        return PolicyFileError(self.file, self.line_of(key), why, write)

    def line_of(self, key: str) -> int:
        """The line of ``key`` in this block, of the block's heading when it has no such key."""
        lines = self.text.splitlines()
        header = re.compile(rf"^\s*\[\[\s*{self.heading}\s*\]\]")
        starts = [number for number, line in enumerate(lines, 1) if header.match(line)]
        bounds = [1, *starts, len(lines) + 1]
        place = min(0 if self.block is None else self.block + 1, len(starts))
        first, last = bounds[place], bounds[place + 1] - 1
        wanted = re.compile(rf'^\s*\[?\[?(?:{self.heading}\.)?"?{re.escape(key)}"?\s*(?:=|\])')
        for number in range(first, last + 1):
            if wanted.match(lines[number - 1]):
                return number
        return first


Reader = Callable[[object, Spot], object]


def read_decimal(raw: object, spot: Spot, key: str = "value") -> Decimal:
    """An amount or a rate: a quoted string, so that no binary fraction ever touches it."""
    if not isinstance(raw, str):
        raise spot.refuse(key, "金额、比例必须加引号", f'{key} = "{raw}"')
    try:
        number = Decimal(raw)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise spot.refuse(key, f"“{raw}”不是金额或比例", f'{key} = "数字"，不带单位')
    return number


def read_money(raw: object, spot: Spot) -> Decimal:
    """An amount in yuan, to the cent."""
    amount = read_decimal(raw, spot)
    if amount != cents(amount):
        raise spot.refuse("value", "金额最多两位小数", f'value = "{cents(amount)}"')
    return cents(amount)


def read_count(raw: object, spot: Spot, key: str = "value") -> int:
    """A whole number of times, years, months."""
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise spot.refuse(key, "应为不加引号的非负整数", f"{key} = 整数")
    return raw


def read_flag(raw: object, spot: Spot, key: str = "value") -> bool:
    """Yes or no."""
    if not isinstance(raw, bool):
        raise spot.refuse(key, "应为是或否", f"{key} = true 或 {key} = false")
    return raw


def read_text(raw: object, spot: Spot, key: str = "value") -> str:
    """A text that is not blank."""
    if not isinstance(raw, str) or not raw.strip():
        raise spot.refuse(key, "应为加引号的文字", f'{key} = "文字"')
    return raw


def read_choice(raw: object, spot: Spot, key: str, choices: Collection[str]) -> str:
    """One of the words that the program knows."""
    if not isinstance(raw, str) or raw not in choices:
        raise spot.refuse(
            key, f"“{key}”不是程序认识的值", f'{key} = "…"，取 {"、".join(choices)} 之一'
        )
    return raw


def read_texts(raw: object, spot: Spot, key: str = "value") -> tuple[str, ...]:
    """A list of texts, at least one."""
    if not isinstance(raw, list) or not raw or not all(isinstance(item, str) for item in raw):
        raise spot.refuse(key, "应为文字的列表", f'{key} = ["文字", "文字"]')
    return tuple(raw)


def read_day(raw: object, spot: Spot, key: str) -> date:
    """A day, unquoted."""
    if not isinstance(raw, date) or isinstance(raw, datetime):
        raise spot.refuse(key, f"“{key}”不是日期", f"{key} = 2026-01-31（年-月-日，不加引号）")
    return raw


def read_days(raw: object, spot: Spot, key: str) -> tuple[date, ...]:
    """A list of days."""
    if not isinstance(raw, list):
        raise spot.refuse(key, "应为日期的列表", f"{key} = [2026-01-01, 2026-01-02]")
    return tuple(read_day(item, spot, key) for item in raw)


def refuse_other_than(choices: tuple[str, ...], value: object, spot: Spot) -> None:
    """Whether a value is one of the choices of its parameter, where it has any. Raises
    PolicyFileError."""
    if choices and value is not None and value not in choices:
        raise spot.refuse("value", f"“{value}”不是可选的值", "、".join(choices) + " 之一")


def read_points(raw: object, spot: Spot, key: str = "value") -> tuple[tuple[str, int], ...]:
    """Items and what each is worth, in the order of the paper: ``[["饮食照料", 20], …]``."""
    pairs = raw if isinstance(raw, list) else []
    found = tuple(
        (pair[0].strip(), pair[1])
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and _is_worth(*pair)
    )
    if not found or len(found) != len(pairs):
        raise spot.refuse(key, "应为项目和分值的列表", f'{key} = [["项目", 20], ["项目", 10]]')
    if len({name for name, _ in found}) != len(found):
        raise spot.refuse(key, "有两个项目同名", "每个项目只写一次")
    return found


def _is_worth(name: object, points: object) -> bool:
    whole = isinstance(points, int) and not isinstance(points, bool) and points > 0
    return whole and isinstance(name, str) and bool(name.strip())


def read_month_day(raw: object, spot: Spot, key: str = "value") -> tuple[int, int]:
    """A day of the year as month and day: ``"11-20"``; 29 February may be named."""
    found = _MONTH_DAY.fullmatch(read_text(raw, spot, key))
    try:
        if not found:
            raise ValueError
        month, day = int(found[1]), int(found[2])
        date(_LEAP, month, day)
    except ValueError as error:
        raise spot.refuse(key, "不是月-日", f'{key} = "11-20"') from error
    return month, day


def read_table(raw: object, spot: Spot, known: frozenset[str]) -> Mapping[str, object]:
    """A ``[version.value]`` table that has no unknown key."""
    if not isinstance(raw, dict):
        raise spot.refuse("value", "应为表", "[version.value]，其下每行一项")
    for key in raw:
        if key not in known:
            raise spot.refuse(key, f"不认识“{key}”这一项", "、".join(sorted(known)) + " 之一")
    return raw


SCALARS: Mapping[str, Reader] = MappingProxyType({
    "money": read_money,
    "ratio": read_decimal,
    "count": read_count,
    "flag": read_flag,
    "text": read_text,
    "texts": read_texts,
    "month_day": read_month_day,
    "points": read_points,
})


def shown(value: object, kind: str, unit: str) -> str:
    """A value as a clerk reads it: ``705.00元/人·月``, ``30%``, ``一级、二级``."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        if kind == "money":
            return yuan(value) + unit
        return f"{(value * 100 if unit == '%' else value).normalize():f}{unit}"
    if kind == "month_day" and isinstance(value, tuple):
        month, day = value
        return f"{month}月{day}日"
    if kind == "named_days" and isinstance(value, tuple):
        return "、".join(f"{name}{day:%Y-%m-%d}" for name, day in value)
    if kind == "named_spells" and isinstance(value, tuple):
        return "、".join(
            f"{name}{days.first:%Y-%m-%d}至{days.last:%Y-%m-%d}" for name, days in value
        )
    if kind == "points" and isinstance(value, tuple):
        return "；".join(f"{name} {points}{unit}" for name, points in value)
    if isinstance(value, tuple):
        return "、".join(value)
    return f"{value}{unit}"
