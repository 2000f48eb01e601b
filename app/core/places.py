"""Where somebody lives, as far as an address tells."""

from __future__ import annotations

import re
from functools import lru_cache

_GROUP = re.compile(r"([0-9０-９一二三四五六七八九十百]+)\s*(?:村民)?(?:小组|组|社)(?!区)")
_LEVELS = (2, 4, 6, 9)  # digits of a code down to the province, city, county, township
_DIGITS = {"十": 10, "百": 100} | {sign: value for value, sign in enumerate("零一二三四五六七八九")}


@lru_cache(maxsize=4096)
def group_in(address: str | None) -> str:
    """The village group that an address names (``3组``); empty when it names none."""
    found = _GROUP.search(address or "")
    return found.group(0) if found else ""


@lru_cache(maxsize=4096)
def group_order(group: str) -> tuple[int, str]:
    """Groups in the order in which people walk them: by number, those without one last."""
    found = _GROUP.search(group)
    return (_number(found.group(1)), group) if found else (10_000, group)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for sign in text:
        value = _DIGITS.get(sign, 0)
        if value >= 10:
            total += (digit or 1) * value
            digit = 0
        else:
            digit = value
    return total + digit


def area_of(code: str) -> str:
    """What every administrative code within the area of the office ``code`` begins with: the digits
    of its province, city, county or township."""
    levels = (code[:digits] for digits in _LEVELS if not code[digits:].strip("0"))
    return next(levels, code)
