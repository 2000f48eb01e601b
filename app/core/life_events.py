"""The kinds of life events (生活事件), as data in ``resources/codes/life_events.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from app.core.paths import resource


@dataclass(frozen=True)
class LifeEventKind:
    """One kind of event; ``hour``: how soon somebody has to come is counted in hours."""

    code: str
    name: str
    hour: bool = False


@lru_cache(maxsize=1)
def life_events() -> MappingProxyType[str, LifeEventKind]:
    """All kinds by code, in the order of the file."""
    text = resource("codes", "life_events.toml").read_text(encoding="utf-8-sig")
    rows = tomllib.loads(text)["event"]
    return MappingProxyType({row["code"]: LifeEventKind(**row) for row in rows})


def event_name(code: str) -> str:
    """The name a clerk knows; an unknown kind is shown as it is."""
    found = life_events().get(code)
    return found.name if found else code
