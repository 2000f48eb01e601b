"""How the columns of one kind of workbook are read, under a name, to be used again and elsewhere.

A profile is known again by its headers in their order, whatever file or sheet they stand in. As a
file it is a small JSON text that holds no data of people.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from app.core.codes import categories
from app.core.errors import FileError
from app.importers.book import Sheet
from app.importers.choices import SheetChoice
from app.importers.headers import possible_headers
from app.importers.keys import IGNORED, is_key
from app.importers.layouts import HANDED_BACK, layouts, normal_header

FORMAT = "bangfu-import-profile"
VERSION = 1
_MOST_COLUMNS = 500
_MOST_TEXT = 200
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class ProfileColumn:
    """A header, what it is read as ("-": not at all), and what a tick in it means in yuan."""

    header: str
    key: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Profile:
    """The columns of a sheet in their order, and how its rows are taken."""

    name: str
    subject: str
    columns: tuple[ProfileColumn, ...]
    category: str | None = None
    fill_down: bool = False
    base: str = ""

    @property
    def fingerprint(self) -> str:
        return fingerprint(column.header for column in self.columns)


def fingerprint(headers: Iterable[str]) -> str:
    """The same for the same headers in the same order, however blanks and units are written."""
    plain = (normal_header(header) for header in headers)
    text = "\n".join(header for header in plain if header and header not in HANDED_BACK)
    return sha256(text.encode()).hexdigest()[:32]


def profile_of(name: str, choice: SheetChoice, texts: Mapping[int, str]) -> Profile:
    """What ``choice`` says of a sheet with these headers, as a profile."""
    keys = choice.keys or {}
    columns = tuple(
        ProfileColumn(text, keys.get(number) or IGNORED, choice.amounts.get(number))
        for number, text in sorted(texts.items())
        if text
    )
    return Profile(name, choice.subject, columns, choice.category, choice.fill_down, choice.base)


def recognise(sheet: Sheet, profiles: Sequence[Profile]) -> SheetChoice | None:
    """How a saved profile reads this sheet, or None when none of them is of it."""
    if not profiles:
        return None
    known = {profile.fingerprint: profile for profile in profiles}
    for rows in possible_headers(sheet):
        profile = known.get(fingerprint(text for _, text in sorted(rows.texts.items())))
        if profile is not None:
            return _choice(profile, (rows.first, rows.last), rows.texts)
    return None


def _choice(profile: Profile, header: tuple[int, int], texts: Mapping[int, str]) -> SheetChoice:
    numbers = [number for number, text in sorted(texts.items()) if normal_header(text)]
    pairs = list(zip(numbers, profile.columns, strict=False))
    return SheetChoice(
        header=header,
        keys={number: column.key for number, column in pairs if column.key != IGNORED},
        subject=profile.subject,
        title=profile.name,
        base=profile.base,
        category=profile.category,
        fill_down=profile.fill_down,
        amounts={number: column.amount for number, column in pairs if column.amount is not None},
    )


def to_content(profile: Profile) -> dict[str, Any]:
    """The profile as JSON can hold it."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": profile.name,
        "subject": profile.subject,
        "category": profile.category,
        "fill_down": profile.fill_down,
        "base": profile.base,
        "columns": [
            {"header": column.header, "key": column.key}
            | ({"amount": str(column.amount)} if column.amount is not None else {})
            for column in profile.columns
        ],
    }


def to_text(profile: Profile) -> str:
    """The profile as a file that another office can read."""
    return json.dumps(to_content(profile), ensure_ascii=False, indent=2) + "\n"


def from_bytes(name: str, data: bytes) -> Profile:
    """The profile in a file called ``name``. Raises FileError saying what is wrong with it."""
    if len(data) > _MOST_BYTES:
        raise _bad(name, "文件太大")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _bad(name, "不是完整的方案文件") from error
    return from_content(name, content)


def from_content(name: str, content: Any) -> Profile:
    """The way back of ``to_content``. Raises FileError saying what is wrong."""
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _bad(name, "不是读表方案")
    if content.get("version") != VERSION:
        raise FileError(
            f"“{name}”是更新版本的程序做的读表方案。", what_to_do="请先更新本程序，再载入。"
        )
    subject, title = content.get("subject"), content.get("name")
    if subject not in {"person", "household"} or not _is_text(title) or not str(title).strip():
        raise _bad(name, "没有名称，或没有说明是人员表还是家庭表")
    category = content.get("category")
    if category is not None and category not in categories():
        raise _bad(name, f"没有“{str(category)[:20]}”这个对象类别")
    columns = content.get("columns")
    if not isinstance(columns, list) or not 1 <= len(columns) <= _MOST_COLUMNS:
        raise _bad(name, "没有列，或列太多")
    read = tuple(_column(name, place, each, subject) for place, each in enumerate(columns, 1))
    _refuse_twice(name, read)
    fill_down = content.get("fill_down") is True
    base = content.get("base", "")
    if base and base not in {layout.key for layout in layouts() if layout.subject == subject}:
        raise _bad(name, "它所依据的表本程序不认识")
    return Profile(str(title).strip(), subject, read, category, fill_down, base)


def _column(name: str, place: int, column: Any, subject: str) -> ProfileColumn:
    if not isinstance(column, dict) or not _is_text(column.get("header")):
        raise _bad(name, f"第{place}列没有表头")
    header, key = str(column["header"]), column.get("key")
    if not isinstance(key, str) or not is_key(key, subject):
        raise _bad(name, f"第{place}列“{header[:20]}”要读成的“{str(key)[:30]}”不认识")
    amount = None
    if "amount" in column:
        try:
            amount = Decimal(str(column["amount"])).quantize(Decimal("0.01"))
        except InvalidOperation as error:
            raise _bad(name, f"第{place}列“{header[:20]}”的金额不是数") from error
    return ProfileColumn(header, key, amount)


def _refuse_twice(name: str, columns: Sequence[ProfileColumn]) -> None:
    taken: set[str] = set()
    for column in columns:
        if column.key != IGNORED and column.key in taken:
            raise _bad(name, f"有两列都要读成同一项（“{column.header[:20]}”）")
        taken.add(column.key)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _MOST_TEXT


def _bad(name: str, why: str) -> FileError:
    return FileError(
        f"“{name}”不能作为读表方案载入：{why}。", what_to_do="请向对方重新要一份方案文件（.json）。"
    )
