"""A duty as dated data: who is owed which contact, how often, and what counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from app.core.codes import categories
from app.core.periods import Span
from app.core.terms import ContactKind
from app.rules.engine.parameters import NotInForce, Policy
from app.rules.engine.references import References, referred, split_references
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
    "owed", "next_period", "others_pass", "only_if", "group", "rank", "question",
})  # fmt: skip
_PLACEHOLDERS: Mapping[str, object] = MappingProxyType({
    "times": 1, "next_period": True, "others_pass": True,
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
    others_pass: bool = True
    only_if: tuple[tuple[str, str], ...] = ()
    references: References = ()

    @property
    def kinds(self) -> tuple[ContactKind, ...]:
        """Every contact that satisfies the duty, the one to plan first."""
        return self.counts + self.flagged if self.others_pass else self.counts

    def screen_of(self, code: str) -> str:
        """The screen that a person holding category ``code`` must not have failed; "" for none."""
        return dict(self.only_if).get(code, "")


def read_duty_rule(raw: object, spot: Spot, packs: Collection[str]) -> DutyRule:
    """The value of a ``duty`` parameter. Raises PolicyFileError."""
    table, references = split_references(read_table(raw, spot, _KEYS), _PLACEHOLDERS, spot)
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
        others_pass=read_flag(table.get("others_pass", True), spot, "others_pass"),
        only_if=_screens(table.get("only_if", {}), spot),
        references=references,
    )


def filled_in(rule: DutyRule, policy: Policy, *, day: date, region: str) -> DutyRule | None:
    """The rule with what it takes from parameters in force on ``day``; None where one of them is
    not in force, or where nothing is to be done at all."""
    if not rule.references:
        return rule
    values = referred(rule.references, policy, day=day, region=region)
    if isinstance(values, NotInForce):
        return None
    whole = replace(rule, **values)  # type: ignore[arg-type]  # of the parameters' declared kinds
    return whole if whole.times else None


def _categories(table: Mapping[str, object], spot: Spot) -> frozenset[str]:
    codes = read_texts(table.get("categories"), spot, "categories")
    if codes == (ALL_CATEGORIES,):
        return frozenset(code for code, category in categories().items() if category.shown)
    return frozenset(read_choice(code, spot, "categories", categories()) for code in codes)


def _screens(raw: object, spot: Spot) -> tuple[tuple[str, str], ...]:
    if not isinstance(raw, dict):
        raise spot.refuse("only_if", "应为类别和筛查项目的表", 'only_if = { 类别 = "筛查项目" }')
    return tuple(
        (read_choice(code, spot, "only_if", categories()), read_text(name, spot, "only_if"))
        for code, name in sorted(raw.items())
    )


def _kinds(table: Mapping[str, object], key: str, spot: Spot) -> tuple[ContactKind, ...]:
    words = read_texts(table.get(key), spot, key)
    return tuple(ContactKind(read_choice(word, spot, key, _KINDS)) for word in words)
