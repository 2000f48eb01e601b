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
from app.importers.keys import IGNORED, is_key

_NOT_LAYOUTS = frozenset({"aliases", "around"})
HANDED_BACK = frozenset({"问题", "怎么改"})  # what the program itself added to a sheet
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ORNAMENT = re.compile(r"[\s★*:：、_\-\u200b\ufeff]")


@dataclass(frozen=True)
class Layout:
    """How one kind of sheet is read. ``columns``: normalised header → key, aliases included;
    ``size`` is the number of headers without them. ``categories``: word → code, longest first.
    An export of a system goes before what is ``village_made``; everybody on it is of one category
    (``category`` when neither row nor title names one), while a village lists several in a cell.
    ``by_grade``: the category follows from the grade of the disability; ``row_decides``: a row
    whose own word names no category has none (脱贫户 on a list of 监测对象)."""

    key: str
    title: str
    subject: str
    columns: Mapping[str, str]
    size: int
    required: tuple[tuple[str, ...], ...]
    category_key: str
    categories: tuple[tuple[str, str], ...]
    village_made: bool = False
    category: str | None = None
    by_grade: bool = False
    row_decides: bool = False

    def category_in(self, text: str) -> str | None:
        """The category code of the longest word that occurs in ``text``."""
        plain = unicodedata.normalize("NFKC", text).replace(" ", "")
        return next((code for word, code in self.categories if word in plain), None)

    def satisfied_by(self, keys: set[str]) -> bool:
        """Whether all that is required is among ``keys``."""
        return all(any(key in keys for key in choice) for choice in self.required)


@lru_cache(maxsize=4096)  # a few headers, asked about by every layout for each row near the top
def normal_header(text: str) -> str:
    """A header without blanks, ornaments, units in brackets: "家庭年总收入 (元)" → 家庭年总收入."""
    return _ORNAMENT.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """All layouts, in the order of their file names. Raises ValueError for one that names a key
    which does not exist."""
    aliases = {
        normal_header(header): tuple(normal_header(other) for other in others)
        for header, others in _load("aliases").items()
    }
    files = sorted(resource("codes", "import").glob("*.toml"))
    return tuple(_layout(file, aliases) for file in files if file.stem not in _NOT_LAYOUTS)


def roster_words() -> tuple[tuple[str, str], ...]:
    """The words for categories that villages use, longest first."""
    return next(each.categories for each in layouts() if each.key == "village_roster")


def _layout(file: Path, aliases: Mapping[str, tuple[str, ...]]) -> Layout:
    data = _load(file.stem)
    given = {**data["columns"], **data.get("added", {})}
    columns = {normal_header(header): key for header, key in given.items()}
    for header, key in list(columns.items()):
        for other in aliases.get(header, ()):
            columns.setdefault(other, key)
    columns.update(dict.fromkeys(HANDED_BACK, IGNORED))
    strange = {key for key in columns.values() if not is_key(key, data["subject"])}
    if strange:
        raise ValueError(f"{file.name}: {', '.join(sorted(strange))}")
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
        village_made=data.get("village_made", False),
        category=data.get("category"),
        by_grade=data.get("by_grade", False),
        row_decides=data.get("row_decides", False),
    )


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("codes", "import", f"{name}.toml").read_text("utf-8-sig"))
