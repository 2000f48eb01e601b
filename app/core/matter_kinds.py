"""The kinds of matters (事项), as data in ``resources/codes/matters.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from app.core.paths import resource


@dataclass(frozen=True)
class MatterKind:
    """One kind. ``deadline`` is the rule that sets the last day (empty: the finding says when);
    ``source`` and ``remedy`` are empty where a screen of the same code says them. ``in_ledger``:
    the county is told of it every month."""

    code: str
    name: str
    group: str
    deadline: str = ""
    source: str = ""
    remedy: str = ""
    by_hand: bool = False
    in_ledger: bool = False


@lru_cache(maxsize=1)
def matter_kinds() -> MappingProxyType[str, MatterKind]:
    """All kinds by code, in the order of the file."""
    text = resource("codes", "matters.toml").read_text(encoding="utf-8-sig")
    rows = tomllib.loads(text)["kind"]
    return MappingProxyType({row["code"]: MatterKind(**row) for row in rows})


@lru_cache(maxsize=1)
def kinds_of_ledger() -> frozenset[str]:
    """The kinds that the county is told of: what visits found and what people asked for."""
    return frozenset(code for code, kind in matter_kinds().items() if kind.in_ledger)


@dataclass(frozen=True)
class Topic:
    """What a visit may find, and the department that is asked first (empty: nobody fixed)."""

    code: str
    name: str
    department: str


@lru_cache(maxsize=1)
def topics() -> MappingProxyType[str, Topic]:
    """All topics by code, in the order of the file."""
    text = resource("codes", "matters.toml").read_text(encoding="utf-8-sig")
    rows = tomllib.loads(text)["topic"]
    return MappingProxyType({row["code"]: Topic(**row) for row in rows})


def kind_name(code: str) -> str:
    """The name a clerk knows; an unknown kind is shown as it is."""
    found = matter_kinds().get(code)
    return found.name if found else code
