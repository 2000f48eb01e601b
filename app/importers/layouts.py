"""The layouts that are known: data in ``resources/codes/import``, one file a layout."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.core.paths import resource

IGNORED = "-"
_NOT_LAYOUTS = frozenset({"aliases"})
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ORNAMENT = re.compile(r"[\s★*:：、_\-\u200b\ufeff]")


@dataclass(frozen=True)
class Layout:
    """How one kind of sheet is read. ``columns``: normalised header → key, aliases included;
    ``size`` is the number of headers without them. ``categories``: word → code, longest first."""

    key: str
    title: str
    subject: str
    columns: Mapping[str, str]
    size: int
    required: tuple[tuple[str, ...], ...]
    category_key: str
    categories: tuple[tuple[str, str], ...]

    @property
    def provincial(self) -> bool:
        """An export of the provincial system, which goes before what a village made itself."""
        return self.key != "village_roster"

    def category_in(self, text: str) -> str | None:
        """The category code of the longest word that occurs in ``text``."""
        plain = unicodedata.normalize("NFKC", text).replace(" ", "")
        return next((code for word, code in self.categories if word in plain), None)

    def satisfied_by(self, keys: set[str]) -> bool:
        """Whether all that is required is among ``keys``."""
        return all(any(key in keys for key in choice) for choice in self.required)


def normal_header(text: str) -> str:
    """A header without blanks, ornaments, units in brackets: "家庭年总收入 (元)" → 家庭年总收入."""
    return _ORNAMENT.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """All layouts, in the order of their file names."""
    aliases = {
        normal_header(header): tuple(normal_header(other) for other in others)
        for header, others in _load("aliases").items()
    }
    files = sorted(resource("codes", "import").glob("*.toml"))
    return tuple(_layout(file, aliases) for file in files if file.stem not in _NOT_LAYOUTS)


def _layout(file: Path, aliases: Mapping[str, tuple[str, ...]]) -> Layout:
    data = _load(file.stem)
    columns = {normal_header(header): key for header, key in data["columns"].items()}
    for header, key in list(columns.items()):
        for other in aliases.get(header, ()):
            columns.setdefault(other, key)
    words = {unicodedata.normalize("NFKC", word): code for word, code in data["categories"].items()}
    return Layout(
        key=file.stem,
        title=data["title"],
        subject=data["subject"],
        columns=MappingProxyType(columns),
        size=len(data["columns"]),
        required=tuple(tuple(choice.split("|")) for choice in data["required"]),
        category_key=data.get("category_key", "category"),
        categories=tuple(sorted(words.items(), key=lambda item: -len(item[0]))),
    )


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("codes", "import", f"{name}.toml").read_text("utf-8-sig"))
