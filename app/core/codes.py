"""Categories: what ships in ``resources/codes``, and the office's own names for them.

``Codes`` joins both and answers by day. What ships alone is ``Codes()``; services read the office's
own texts with their session (docs/decisions: codes are read with the session).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Any

from app.core.paths import resource

CATEGORY_LIST = "category"
OWN_GROUP = "本单位自设"
OWN_PREFIX = "own_"
"""What the codes of an office's own categories begin with."""


@dataclass(frozen=True)
class Category:
    """A category of people, households or villages.

    ``source`` are the founding documents' ids, ``also`` other words for it. ``shown`` false: it
    follows from other facts or is the helping side, and is not offered when a clerk picks one.
    ``sensitive``: it says something of somebody's health. ``first`` and ``last``: its own days.
    """

    code: str
    name: str
    level: str
    group: str
    criteria: str
    source: str
    also: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    shown: bool = True
    sensitive: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids one by one."""
        return tuple(part.strip() for part in self.source.split(","))

    @property
    def own(self) -> bool:
        """Whether the office made it itself."""
        return self.group == OWN_GROUP

    def exists_on(self, day: date) -> bool:
        return _within(day, self.first, self.last)


@dataclass(frozen=True)
class OwnText:
    """The office's own text for ``code`` of ``list`` from ``first`` to ``last``, both included; a
    code that does not ship is a new one. ``offered`` false: no longer offered in that time."""

    list: str
    code: str
    text: str
    first: date | None = None
    last: date | None = None
    offered: bool = True
    source: str = ""


@dataclass(frozen=True)
class CategoryGroup:
    """Categories that a pick list shows together."""

    name: str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Limits:
    """Whom a category can be about: completed years (``below`` excluded, ``first`` included) and
    sex; None where it sets no limit."""

    below: int | None = None
    first: int | None = None
    sex: str | None = None


@lru_cache(maxsize=1)
def category_limits() -> MappingProxyType[str, Limits]:
    """The limits of the categories that have some, by code."""
    text = resource("codes", "category_limits.toml").read_text(encoding="utf-8-sig")
    return MappingProxyType({
        code: Limits(row.get("below"), row.get("from"), row.get("sex"))
        for code, row in tomllib.loads(text).items()
    })


@lru_cache(maxsize=1)
def categories() -> Mapping[str, Category]:
    """All shipped categories by code, in the order of the file."""
    text = resource("codes", "categories.toml").read_text(encoding="utf-8-sig")
    rows = (_category(row) for row in tomllib.loads(text)["category"])
    return MappingProxyType({category.code: category for category in rows})


def _category(row: dict[str, Any]) -> Category:
    row |= {key: tuple(row[key]) for key in ("also", "conflicts") if key in row}
    row |= {ours: row.pop(key) for ours, key in (("first", "from"), ("last", "to")) if key in row}
    return Category(**row)


def category_name(code: str) -> str:
    """The name under which a category ships; an unknown code is shown as it is. What a clerk reads
    on the screen goes by ``Codes.category_name``, which knows the office's own names."""
    found = categories().get(code)
    return found.name if found else code


@dataclass(frozen=True)
class Codes:
    """The shipped codes with the office's own texts and mappings beside them. ``meanings``: (list,
    word as met, normalised) → what the office says it means."""

    texts: tuple[OwnText, ...] = ()
    meanings: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """Shipped and own categories by code, own ones last, with their shipped names."""
        own: dict[str, Category] = {}
        for text in self._of(CATEGORY_LIST):
            if text.code not in categories() and text.code not in own:
                own[text.code] = Category(
                    text.code, text.text, "person", OWN_GROUP, text.source, text.source
                )
        return MappingProxyType({**categories(), **own})

    def category_name(self, code: str, day: date) -> str:
        """What the office calls it on ``day``; an unknown code is shown as it is."""
        own = self.text_on(CATEGORY_LIST, code, day)
        if own is not None:
            return own.text
        found = self.categories.get(code)
        return found.name if found else code

    def category_names(self, codes: Iterable[str], day: date) -> tuple[str, ...]:
        """Names in the order of the list, unknown codes last."""
        wanted = frozenset(codes)
        known = [code for code in self.categories if code in wanted]
        return tuple(
            self.category_name(code, day) for code in (*known, *sorted(wanted - set(known)))
        )

    def offered_categories(self, day: date, *, every: bool = False) -> tuple[CategoryGroup, ...]:
        """What can be picked on ``day``, grouped, under the names of that day; ``every`` also what
        follows from other facts or is the helping side. Villages' categories are no person's."""
        found = [
            replace(category, name=self.category_name(category.code, day))
            for category in self.categories.values()
            if category.level != "village"
            and (category.shown or every)
            and category.exists_on(day)
            and self._is_offered(category, day)
        ]
        return tuple(
            CategoryGroup(name, tuple(members))
            for name, members in groupby(found, key=lambda category: category.group)
        )

    def _is_offered(self, category: Category, day: date) -> bool:
        own = self.text_on(CATEGORY_LIST, category.code, day)
        return own.offered if own is not None else not category.own

    def text_on(self, list_key: str, code: str, day: date) -> OwnText | None:
        """The office's own text for a code on ``day``; of several the one that began last."""
        found = [
            text
            for text in self._of(list_key)
            if text.code == code and _within(day, text.first, text.last)
        ]
        return max(found, key=lambda text: text.first or date.min, default=None)

    def own_words(self, list_key: str) -> tuple[str, ...]:
        """Words that the office keeps beside the shipped ones of a list."""
        return tuple(dict.fromkeys(text.text for text in self._of(list_key)))

    def _of(self, list_key: str) -> list[OwnText]:
        return [text for text in self.texts if text.list == list_key]


def conflicts_between(first: Category, second: Category) -> bool:
    """Whether nobody may hold both at once; it is enough that one of them says so."""
    return second.code in first.conflicts or first.code in second.conflicts


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def excluded_by(code: str) -> frozenset[str]:
    """The categories that nobody may hold beside ``code``, whichever of the two says so."""
    known = categories()
    mine = known.get(code)
    if mine is None:
        return frozenset()
    return frozenset(other.code for other in known.values() if conflicts_between(mine, other))
