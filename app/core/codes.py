"""Code lists that ship as data in ``resources/codes``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from app.core.paths import resource


@dataclass(frozen=True)
class Category:
    """A category of people or households."""

    code: str
    name: str
    level: str
    group: str
    source: str
    conflicts: tuple[str, ...]


@lru_cache(maxsize=1)
def categories() -> MappingProxyType[str, Category]:
    """All categories by code, in the order of the file."""
    text = resource("codes", "categories.toml").read_text(encoding="utf-8-sig")
    rows = tomllib.loads(text)["category"]
    return MappingProxyType({
        row["code"]: Category(**{**row, "conflicts": tuple(row["conflicts"])}) for row in rows
    })


def category_name(code: str) -> str:
    """The name a clerk knows; an unknown code is shown as it is."""
    found = categories().get(code)
    return found.name if found else code


def excluded_by(code: str) -> frozenset[str]:
    """The categories that nobody may hold beside ``code``, whichever of the two says so."""
    known = categories()
    mine = known[code].conflicts if code in known else ()
    return frozenset(mine) | {other.code for other in known.values() if code in other.conflicts}
