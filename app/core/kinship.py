"""Where a relation to the head puts somebody in the family (GB/T 4761-2008), as data in
``resources/codes/kinship.toml``."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from app.core.paths import resource


class Line(StrEnum):
    """By which line somebody belongs to the head's family."""

    SELF = "self"
    SPOUSE = "spouse"
    HEAD = "head"
    SPOUSE_SIDE = "spouse_side"
    IN_LAW = "in_law"
    ASIDE = "aside"


@dataclass(frozen=True)
class Kinship:
    """``generation`` is 0 for the head's own, 1 for the parents', -1 for the children's."""

    generation: int
    line: Line


_UNKNOWN = Kinship(0, Line.ASIDE)


def kinship(relation: str | None) -> Kinship:
    """The place of a relation; one that nobody knows stands aside."""
    return _places().get(_plain(relation or ""), _UNKNOWN)


def is_head(relation: str | None) -> bool:
    """Whether the relation says that this is the head."""
    return kinship(relation).line is Line.SELF


@lru_cache(maxsize=1)
def _places() -> Mapping[str, Kinship]:
    text = resource("codes", "kinship.toml").read_text(encoding="utf-8-sig")
    places: dict[str, Kinship] = {}
    for row in tomllib.loads(text)["place"]:
        place = Kinship(row["generation"], Line(row["line"]))
        for word in (*row["relations"].values(), *row["also"]):
            places[_plain(word)] = place
    return MappingProxyType(places)


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split())
