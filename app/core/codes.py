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


@lru_cache(maxsize=1)
def benefits() -> MappingProxyType[str, str]:
    """The names of what people receive by name, by code; a kind outside this list is kept as it
    was written."""
    text = resource("codes", "benefits.toml").read_text(encoding="utf-8-sig")
    return MappingProxyType({row["code"]: row["name"] for row in tomllib.loads(text)["benefit"]})


def benefit_name(kind: str) -> str:
    """The name a clerk knows."""
    return benefits().get(kind, kind)
