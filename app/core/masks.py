"""What of a person is shown on paper that leaves the office.

The stored value is always whole; it is masked where it is written. Every function takes a string of
any length (15, 18, 20, 22, damaged) and shows nothing but stars when the string is too short for
its pattern.
"""

from __future__ import annotations

import re
from enum import StrEnum


class IdMask(StrEnum):
    """How an identity number is shown."""

    A = "A"  # not at all: the column is left out
    B = "B"  # first 2, last 3 (11*************23X)
    C = "C"  # first 6, last 4 (110101********723X): leaves 33 birthdays once the year is known
    D = "D"  # first 3, last 4 (110***********723X)


PAPER_ID_MASK = IdMask.A
"""For public notices; the other patterns are for lists that a rule wants numbers on."""

_ENDS = {IdMask.B: (2, 3), IdMask.C: (6, 4), IdMask.D: (3, 4)}
_PHONE_SEPARATORS = re.compile(r"([\s/、，,；;]+)")
_PLACE = re.compile(
    r"^(?:.*?(?:镇|乡|街道办事处|街道))?(?:[^镇乡]*?(?:村民委员会|居民委员会|社区|村|居委会))?"
)


def mask_id(number: str, mask: IdMask = PAPER_ID_MASK) -> str:
    """An identity or disability card number; empty under pattern A."""
    if mask is IdMask.A:
        return ""
    head, tail = _ENDS[mask]
    return _ends(number.strip(), head, tail)


def mask_phone(phone: str) -> str:
    """``138****1234``; each number of a cell that holds several is masked."""
    parts = _PHONE_SEPARATORS.split(phone.strip())
    return "".join(
        part if place % 2 else _ends(part, 3, 4) for place, part in enumerate(parts) if part
    )


def mask_account(account: str) -> str:
    """A bank account by its last four digits: ``**** 1234``."""
    plain = re.sub(r"\s", "", account)
    if not plain:
        return ""
    return f"**** {plain[-4:]}" if len(plain) > 4 else "****"


def mask_name(name: str, *, minor: bool = False) -> str:
    """``李*``, ``李*明``, first and last of longer names; a minor shows the surname only."""
    plain = name.strip()
    if not plain:
        return ""
    if len(plain) == 1:
        return "*"
    if minor:
        return plain[0] + "**"
    if len(plain) == 2:
        return plain[0] + "*"
    return plain[0] + "*" * (len(plain) - 2) + plain[-1]


def mask_address(address: str) -> str:
    """The address down to the village, or to the township where none is named; else nothing."""
    found = _PLACE.match(address.strip())
    return found.group(0) if found else ""


def _ends(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
