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


@dataclass(frozen=True)
class Limits:
    """Whom a category can be about: completed years (``below`` excluded, ``first`` included) and
    sex; None where it sets no limit."""

    below: int | None = None
    first: int | None = None
    sex: str | None = None


@lru_cache(maxsize=1)
def category_limits() -> MappingProxyType[str, Limits]:
    """The limits of the categories that have some, by code."""
    text = resource("codes", "category_limits.toml").read_text(encoding="utf-8-sig")
    return MappingProxyType({
        code: Limits(row.get("below"), row.get("from"), row.get("sex"))
        for code, row in tomllib.loads(text).items()
    })


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
