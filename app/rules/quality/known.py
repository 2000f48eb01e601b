"""The figures and words that rules of quality go by, from ``resources/codes``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.core.code_lists import lists_of, normal_word, standard_words
from app.core.paths import resource


@dataclass(frozen=True)
class Known:
    """Figures by name, short lists of words by name; ``kept`` are the words that a fact with a code
    list may be, normalised, the office's own among them."""

    figures: Mapping[str, int]
    words: Mapping[str, frozenset[str]]
    kept: Mapping[str, Mapping[str, str]]

    def is_one_of(self, text: str, name: str) -> bool:
        """Whether the whole text is a word of the list."""
        return text in self.words[name]

    def names_one_of(self, text: str, name: str) -> bool:
        """Whether a word of the list stands somewhere in the text."""
        return any(word in text for word in self.words[name])

    def may_be(self, key: str, text: str) -> bool:
        """Whether a fact (or ``relation``) may be this: a word that is kept or means one, or an
        entry of a standard's list."""
        return normal_word(text) in self.kept.get(key, {}) or any(
            found.code_of(text) is not None for found in lists_of(key)
        )


@lru_cache(maxsize=1)
def shipped_known() -> Known:
    """What ships with the program."""
    file = resource("codes", "doubts.toml").read_text(encoding="utf-8-sig")
    doubts = tomllib.loads(file)
    words = {name: frozenset(found) for name, found in doubts["words"].items()}
    return Known(doubts["figures"], words, standard_words())
