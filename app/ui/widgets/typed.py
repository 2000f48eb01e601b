"""What clerks type, brought into one shape. No Qt: the fields below use it and tests read it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_SEPARATORS = re.compile(r"[年月/.\-\s，,、]+")


def half_width(text: str) -> str:
    """Digits and letters typed with a Chinese input method on, as plain ones, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_date(text: str, today: date, *, past: bool = False) -> date | None:
    """The day meant by ``20260512``, ``2026.5.12``, ``2026年5月12日``, ``0512`` or ``5.12``.

    Without a year it is this year's day, or with ``past`` the last such day that is not after
    ``today``: who types 12.28 in January means last month. None when it is no day.
    """
    parts = _parts(half_width_keep_blanks(text).strip().removesuffix("日"))
    try:
        if len(parts) == 3:
            year = parts[0] if parts[0] > 99 else 2000 + parts[0]
            return date(year, parts[1], parts[2])
        if len(parts) == 2:
            day = date(today.year, parts[0], parts[1])
            return date(today.year - 1, *parts) if past and day > today else day
    except ValueError:
        return None
    return None


def half_width_keep_blanks(text: str) -> str:
    """Full-width characters as plain ones."""
    return unicodedata.normalize("NFKC", text)


def _parts(text: str) -> list[int]:
    if text.isdecimal():
        if len(text) == 8:
            return [int(text[:4]), int(text[4:6]), int(text[6:])]
        if len(text) == 4:
            return [int(text[:2]), int(text[2:])]
        return []
    pieces = [piece for piece in _SEPARATORS.split(text) if piece]
    return [int(piece) for piece in pieces] if all(p.isdecimal() for p in pieces) else []
