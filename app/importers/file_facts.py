"""What the name, the titles and the properties of a file tell about the list in it."""

from __future__ import annotations

import re
from datetime import date

_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])?(?!\d)")
_WRITTEN = re.compile(
    r"(?<!\d)(20\d{2})\s*[年.\-/]\s*(1[0-2]|0?[1-9])\s*(?:[月.\-/]\s*([0-2]?\d|3[01])(?!\d)|月)?"
)


def file_day(stem: str, title: str, saved_on: date | None) -> date | None:
    """The day a list is of: from the file's name (农村低保家庭查询_20260520), from its title
    (填报日期：2026年5月20日; a month alone is its first day), else the day it was saved."""
    for text in (stem, title):
        for pattern in (_COMPACT, _WRITTEN):
            for found in pattern.finditer(text):
                year, month, day = found.groups()
                try:
                    return date(int(year), int(month), int(day or 1))
                except ValueError:
                    continue
    return saved_on
