"""Code lists of standards and systems, and the words that a fact is kept as.

Lists share numbers and mean different things by them (60 is 高中 in one list of education, 初中 in
another), so a code is only ever read together with its list. A fact keeps the word, one of
``kept_words``; the word of the file stays beside it as raw text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from app.core.codes import Codes
from app.core.paths import resource


@dataclass(frozen=True)
class CodeEntry:
    """One code and its text; ``sure`` false: seen in one place only, to be checked."""

    code: str
    text: str
    sure: bool


@dataclass(frozen=True)
class CodeList:
    """One list of one standard or system; ``fields`` are the facts that come from it."""

    key: str
    title: str
    standard: str
    fields: tuple[str, ...]
    entries: tuple[CodeEntry, ...]

    @property
    def sure(self) -> bool:
        return all(entry.sure for entry in self.entries)

    def text_of(self, code: str) -> str | None:
        """What a code means in this list."""
        return next((entry.text for entry in self.entries if entry.code == code), None)

    def code_of(self, text: str) -> str | None:
        """The code of a text, compared without blanks and width."""
        plain = normal_word(text)
        return next((e.code for e in self.entries if normal_word(e.text) == plain), None)


@lru_cache(maxsize=1)
def code_lists() -> Mapping[str, CodeList]:
    """All lists by key, in the order of their file names."""
    files = sorted(resource("codes", "lists").glob("*.toml"))
    return MappingProxyType({
        file.stem: _list(file.stem, tomllib.loads(file.read_text("utf-8-sig"))) for file in files
    })


def _list(key: str, data: Mapping[str, Any]) -> CodeList:
    unsure = frozenset(data.get("unsure", ()))
    sure = data.get("sure", True)
    return CodeList(
        key=key,
        title=data["title"],
        standard=data["standard"],
        fields=tuple(data.get("fields", ())),
        entries=tuple(
            CodeEntry(code, text, sure and code not in unsure)
            for code, text in data["entries"].items()
        ),
    )


def lists_of(field: str) -> tuple[CodeList, ...]:
    """The lists that a fact of the data dictionary (or ``relation``) comes from."""
    return tuple(found for found in code_lists().values() if field in found.fields)


def normal_word(text: str) -> str:
    """A code word for comparison: half-width, without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, Any]]:
    return MappingProxyType(
        tomllib.loads(resource("codes", "words.toml").read_text(encoding="utf-8-sig"))
    )


@lru_cache(maxsize=1)
def kept_words() -> Mapping[str, tuple[str, ...]]:
    """For each fact with a code list the words that it is kept as."""
    return MappingProxyType({key: tuple(table["known"]) for key, table in _words().items()})


@lru_cache(maxsize=1)
def standard_words() -> Mapping[str, Mapping[str, str]]:
    """For each fact with a code list: the word as met (normalised) → the word that is kept."""
    tables = {}
    for key, table in _words().items():
        words = {normal_word(word): word for word in table["known"]}
        words |= {normal_word(met): kept for met, kept in table.items() if met != "known"}
        tables[key] = MappingProxyType(words)
    return MappingProxyType(tables)


def words_with(codes: Codes) -> Mapping[str, Mapping[str, str]]:
    """``standard_words`` with the office's own words and mappings, which go before the shipped
    ones."""
    own: dict[str, dict[str, str]] = {}
    for text in codes.texts:
        if text.list in standard_words():
            own.setdefault(text.list, {})[normal_word(text.text)] = text.text
    for (key, met), kept in codes.meanings.items():
        own.setdefault(key, {})[met] = kept
    shipped = standard_words()
    return MappingProxyType({
        key: MappingProxyType({**shipped.get(key, {}), **own.get(key, {})})
        for key in {**shipped, **own}
    })
