"""A duty as dated data: who is owed which contact, how often, and what counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.core.codes import categories
from app.core.periods import Span
from app.core.terms import ContactKind
from app.rules.engine.values import (
    Spot,
    read_choice,
    read_count,
    read_flag,
    read_table,
    read_text,
    read_texts,
)

ALL_CATEGORIES = "all"
_KEYS = frozenset({
    "pack", "categories", "span", "times", "counts", "flagged", "household", "distinct_days",
    "owed", "next_period", "group", "rank", "question",
})  # fmt: skip
_SPANS = tuple(span.value for span in Span)
_KINDS = tuple(kind.value for kind in ContactKind)


@dataclass(frozen=True)
class DutyRule:
    """One duty of one pack.

    ``counts`` are the contacts that satisfy it, the one to plan first; ``flagged`` also satisfy it
    but are marked (a call instead of a visit). ``household``: a contact with anybody of the family
    counts. ``owed``: a thing that stays owed, so each period needs one of its own; a missed look is
    made good by the next look. ``next_period``: a category that begins inside a period brings the
    duty with the next one. Of the rules of one ``group`` only the smallest ``rank`` holds.
    """

    pack: str
    categories: frozenset[str]
    span: Span
    times: int
    counts: tuple[ContactKind, ...]
    flagged: tuple[ContactKind, ...]
    household: bool
    distinct_days: bool
    owed: bool
    next_period: bool
    group: str
    rank: int
    question: str

    @property
    def kinds(self) -> tuple[ContactKind, ...]:
        """Every contact that satisfies the duty, the one to plan first."""
        return self.counts + self.flagged


def read_duty_rule(raw: object, spot: Spot, packs: Collection[str]) -> DutyRule:
    """The value of a ``duty`` parameter. Raises PolicyFileError."""
    table = read_table(raw, spot, _KEYS)
    times = read_count(table.get("times"), spot, "times")
    if not times:
        raise spot.refuse("times", "次数不能为零", "times = 次数")
    return DutyRule(
        pack=read_choice(table.get("pack"), spot, "pack", packs),
        categories=_categories(table, spot),
        span=Span(read_choice(table.get("span"), spot, "span", _SPANS)),
        times=times,
        counts=_kinds(table, "counts", spot),
        flagged=_kinds(table, "flagged", spot) if "flagged" in table else (),
        household=read_flag(table.get("household", False), spot, "household"),
        distinct_days=read_flag(table.get("distinct_days", False), spot, "distinct_days"),
        owed=read_flag(table.get("owed", False), spot, "owed"),
        next_period=read_flag(table.get("next_period", True), spot, "next_period"),
        group=read_text(table["group"], spot, "group") if "group" in table else "",
        rank=read_count(table.get("rank", 0), spot, "rank"),
        question=read_text(table.get("question"), spot, "question"),
    )


def _categories(table: Mapping[str, object], spot: Spot) -> frozenset[str]:
    codes = read_texts(table.get("categories"), spot, "categories")
    if codes == (ALL_CATEGORIES,):
        return frozenset(code for code, category in categories().items() if category.shown)
    return frozenset(read_choice(code, spot, "categories", categories()) for code in codes)


def _kinds(table: Mapping[str, object], key: str, spot: Spot) -> tuple[ContactKind, ...]:
    words = read_texts(table.get(key), spot, key)
    return tuple(ContactKind(read_choice(word, spot, key, _KINDS)) for word in words)
