"""Kinds of attached papers, their order in the archive, and which category wants which."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from app.core.paths import resource

OTHER = "other"


@dataclass(frozen=True)
class Wanted:
    """A kind that a category wants: ``required``, or only usual; ``sure`` false means that the
    county's own document has to be checked."""

    kind: str
    required: bool
    source: str
    sure: bool


@dataclass(frozen=True)
class PaperKinds:
    """The kinds by key, in the order of the archive, and what each category wants."""

    names: MappingProxyType[str, str]
    by_category: MappingProxyType[str, tuple[Wanted, ...]]

    def wanted(self, categories: Collection[str]) -> tuple[Wanted, ...]:
        """What somebody who holds ``categories`` should have, in the order of the archive; a kind
        that one category requires is required."""
        found: dict[str, Wanted] = {}
        for code in sorted(categories):
            for want in self.by_category.get(code, ()):
                known = found.get(want.kind)
                if known is None or (want.required and not known.required):
                    found[want.kind] = want
        return tuple(found[kind] for kind in self.names if kind in found)

    def place(self, kind: str) -> int:
        """Where papers of this kind stand in the archive; unknown kinds come last."""
        order = tuple(self.names)
        return order.index(kind) if kind in self.names else len(order)


@lru_cache(maxsize=1)
def paper_kinds() -> PaperKinds:
    """What ``resources/papers/checklist.toml`` says."""
    text = resource("papers", "checklist.toml").read_text(encoding="utf-8-sig")
    content = tomllib.loads(text)
    names = {kind["key"]: kind["name"] for kind in content["kind"]}
    lists: dict[str, tuple[Wanted, ...]] = {}
    for entry in content["list"]:
        wants = tuple(
            Wanted(kind, kind in entry["required"], entry["source"], entry["sure"])
            for kind in (*entry["required"], *entry["wanted"])
        )
        lists |= dict.fromkeys(entry["categories"], wants)
    return PaperKinds(MappingProxyType(names), MappingProxyType(lists))
