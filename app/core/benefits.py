"""What people receive by name: the list that ships in ``resources/codes``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from app.core.paths import resource


@lru_cache(maxsize=1)
def benefits() -> Mapping[str, str]:
    """The names by code; a kind outside this list is kept as it was written."""
    text = resource("codes", "benefits.toml").read_text(encoding="utf-8-sig")
    return MappingProxyType({row["code"]: row["name"] for row in tomllib.loads(text)["benefit"]})


def benefit_name(kind: str) -> str:
    """The name a clerk knows."""
    return benefits().get(kind, kind)
