"""Running text of a form with places to fill: ``{{name}}`` is a fact, ``{{_:8}}`` a blank.

A fact that is not known leaves a blank too, as wide as the place says: unknown is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BLANK = "\uff3f"
"""One character of a line to write on; the line may go on below like any text."""

_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*|_)\s*(?::\s*([0-9]{1,2})\s*)?\}\}")
_WIDTH = 6


@dataclass(frozen=True)
class Place:
    """A place in a text: the fact that fills it (empty: the pen), its width in characters when it
    is left blank, and how it is written in the layout."""

    fact: str
    width: int
    written: str


def places(text: str) -> tuple[Place, ...]:
    """The places of ``text`` in their order. Raises ValueError with a brace that opens or closes
    no place."""
    rest = _PLACE.sub("", text)
    for brace in ("{{", "}}"):
        if brace in rest:
            raise ValueError(brace)
    return tuple(_place(match) for match in _PLACE.finditer(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its places filled; what ``values`` does not know becomes a line to write on."""

    def fill(match: re.Match[str]) -> str:
        place = _place(match)
        return values.get(place.fact, "") or BLANK * place.width

    return _PLACE.sub(fill, text)


def _place(match: re.Match[str]) -> Place:
    fact = "" if match[1] == "_" else match[1]
    return Place(fact, int(match[2] or _WIDTH), match[0])
