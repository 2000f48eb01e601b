"""Telephone numbers as China writes them."""

from __future__ import annotations

import re

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8}", re.ASCII)


def is_phone(number: str) -> bool:
    """Whether this looks like a mobile or a landline number."""
    return _PHONE.fullmatch(number) is not None
