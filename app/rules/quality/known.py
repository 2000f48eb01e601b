"""The figures and words that rules of quality go by, from ``resources/codes``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core.paths import resource


@dataclass(frozen=True)
class Known:
    """Figures by name, lists of words by name, patterns of numbers by name."""

    figures: Mapping[str, int]
    words: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]

    def is_one_of(self, text: str, *lists: str) -> bool:
        """Whether the whole text is a word of one of the lists."""
        return any(text in self.words[name] for name in lists)

    def names_one_of(self, text: str, *lists: str) -> bool:
        """Whether a word of one of the lists stands somewhere in the text."""
        return any(word in text for name in lists for word in self.words[name])

    def is_phone(self, text: str) -> bool:
        """Whether the whole text is a mobile or a landline number."""
        return any(pattern.fullmatch(text) for pattern in self.patterns.values())


# Lists that the import keeps as well: what it knows is right.
_SHARED = ("relation", "education", "political")


@lru_cache(maxsize=1)
def shipped_known() -> Known:
    """What ships with the program."""
    doubts = _table("doubts.toml")
    values = _table("import", "values.toml")
    words = {name: frozenset(found) for name, found in doubts["words"].items()}
    for name in _SHARED:
        words[name] |= frozenset(values[name]["known"])
    patterns = {name: re.compile(text) for name, text in doubts["patterns"].items()}
    return Known(doubts["figures"], words, patterns)


def _table(*place: str) -> dict[str, Any]:
    return tomllib.loads(resource("codes", *place).read_text(encoding="utf-8-sig"))
