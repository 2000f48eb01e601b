"""A duty as dated data: who is owed which contact, how often, and what counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from app.core.codes import categories
from app.core.life_events import life_events
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
    "pack", "categories", "span", "deadline", "before", "after", "event", "days", "hours",
    "times", "counts", "flagged", "household", "distinct_days", "owed", "next_period",
    "others_pass", "only_if", "group", "rank", "question", "lesson_hours",
    "holidays",
})  # fmt: skip
_PLACEHOLDERS: Mapping[str, object] = MappingProxyType({
    "times": 1, "next_period": True, "others_pass": True, "before": 0, "after": 0, "days": 1,
    "hours": 1, "lesson_hours": 0,
})  # fmt: skip
_SPANS = tuple(span.value for span in Span)
_KINDS = tuple(kind.value for kind in ContactKind)


@dataclass(frozen=True)
class DutyRule:
    """One duty of one pack, in one of three rhythms: in each calendar period (``span``); on the
    days of a ``deadline`` (ages, festivals, terms), from ``before`` days earlier to ``after`` days
    later; within ``days`` or ``hours`` of an event of one of the kinds ``events``.

    ``counts`` are the contacts that satisfy it, the one to plan first; ``flagged`` also satisfy it
    but are marked (a call instead of a visit). ``household``: a contact with anybody of the family
    counts. ``owed``: a thing that stays owed, so each period needs one of its own; a missed look is
    made good by the next look. ``next_period``: a category that begins inside a period brings the
    duty with the next one. Of the rules of one ``group`` only the smallest ``rank`` holds.
    ``holidays`` is the calendar whose weeks off ask for nothing.
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
    deadline: str = ""
    before: int = 0
    after: int = 0
    events: tuple[str, ...] = ()
    days: int = 0
    hours: int = 0
    lesson_hours: int = 0
    holidays: str = ""

    @property
    def rhythm(self) -> tuple[Span | None, str, tuple[str, ...]]:
        """Which days it runs by."""
        return self.span, self.deadline, self.events

    @property
    def kinds(self) -> tuple[ContactKind, ...]:
        """Every contact that satisfies the duty, the one to plan first."""
        return self.counts + self.flagged if self.others_pass else self.counts

    def screen_of(self, code: str) -> str:
        """The screen that a person holding category ``code`` must not have failed; "" for none."""
        return dict(self.only_if).get(code, "")


def read_duty_rule(
    raw: object, spot: Spot, packs: Collection[str], deadlines: Collection[str] = ()
) -> DutyRule:
    """The value of a ``duty`` parameter. Raises PolicyFileError."""
    table, references = split_references(read_table(raw, spot, _KEYS), _PLACEHOLDERS, spot)
    times = read_count(table.get("times"), spot, "times")
    if not times:
        raise spot.refuse("times", "次数不能为零", "times = 次数")
    rhythm = _rhythm(table, spot, deadlines)
    return DutyRule(
        pack=read_choice(table.get("pack"), spot, "pack", packs),
        categories=_categories(table, spot),
        times=times,
        counts=_kinds(table, "counts", spot),
        flagged=_kinds(table, "flagged", spot) if "flagged" in table else (),
        household=read_flag(table.get("household", False), spot, "household"),
        distinct_days=read_flag(table.get("distinct_days", False), spot, "distinct_days"),
        owed=read_flag(table.get("owed", False), spot, "owed"),
        next_period=read_flag(table.get("next_period", "span" in table), spot, "next_period"),
        group=read_text(table["group"], spot, "group") if "group" in table else "",
        rank=read_count(table.get("rank", 0), spot, "rank"),
        question=read_text(table.get("question"), spot, "question"),
        others_pass=read_flag(table.get("others_pass", True), spot, "others_pass"),
        only_if=_screens(table.get("only_if", {}), spot),
        references=references,
        lesson_hours=read_count(table.get("lesson_hours", 0), spot, "lesson_hours"),
        holidays=read_text(table["holidays"], spot, "holidays") if "holidays" in table else "",
        **rhythm,
    )


_RHYTHMS = {
    "span": frozenset({"span"}),
    "deadline": frozenset({"deadline", "before", "after"}),
    "event": frozenset({"event", "days", "hours"}),
}


def _rhythm(table: Mapping[str, object], spot: Spot, deadlines: Collection[str]) -> dict[str, Any]:
    """The days that the duty runs by, as fields of the rule."""
    keys = table.keys() & frozenset[str]().union(*_RHYTHMS.values())
    if not any(name in keys and keys <= allowed for name, allowed in _RHYTHMS.items()):
        raise spot.refuse(
            next(iter(sorted(keys)), "value"), "任务的周期写法不对",
            "span、deadline（可加 before、after）、event（加 days 或 hours）三种写法之一，不混用",
        )  # fmt: skip
    if "span" in keys:
        return {"span": Span(read_choice(table["span"], spot, "span", _SPANS))}
    counts = {key: read_count(table[key], spot, key) for key in keys - {"deadline", "event"}}
    if "deadline" in keys:
        named = read_choice(table["deadline"], spot, "deadline", deadlines)
        return {"span": None, "deadline": named, **counts}
    if len(counts) != 1:
        raise spot.refuse("event", "没有写明事情发生以后多久", "days、hours 之一")
    kinds = read_texts(table["event"], spot, "event")
    known = tuple(read_choice(kind, spot, "event", life_events()) for kind in kinds)
    return {"span": None, "events": known, **counts}


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
