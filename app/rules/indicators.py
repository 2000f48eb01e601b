"""Indicators: a share or a count against its target. The definition is data, because the documents
leave several denominators open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from types import MappingProxyType

from app.core.terms import Answer
from app.rules.engine.logic import answer_of
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.engine.references import References, referred, split_references
from app.rules.engine.values import Spot, read_choice, read_decimal, read_table, read_text

_FOLDER = "indicator"
_PLACEHOLDERS: Mapping[str, object] = MappingProxyType({
    "target": str(Decimal()), "denominator": "按规定",
})  # fmt: skip
_KEYS = frozenset({"pack", "numerator", "denominator", "target", "direction", "period", "id"})


class Direction(StrEnum):
    """On which side of the target it is met; ``ABOUT`` is a guide that nobody can miss."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


@dataclass(frozen=True)
class IndicatorRule:
    """``numerator`` over ``denominator`` (a mere count without one), by ``period``. ``target``
    None: the document sets none or leaves it to another. ``id``: the clause of the indicator, where
    the version cites the rule that it measures. ``references``: what it takes from parameters of
    their own."""

    pack: str
    numerator: str
    denominator: str
    target: Decimal | None
    direction: Direction
    period: str
    id: str = ""
    references: References = ()


@dataclass(frozen=True)
class Measured:
    """How an indicator came out. ``value`` is the share or the count, None when it is not
    applicable (nobody in the denominator) or unknown; ``short_by`` how many more (or, above a
    ceiling, fewer) the numerator needs; ``denominator`` says of whom it is a share."""

    indicator: str
    title: str
    cite: str
    value: Decimal | None
    met: Answer
    applicable: bool
    short_by: int
    denominator: str = ""


def indicator_keys(policy: Policy) -> tuple[str, ...]:
    """Every indicator, without its folder."""
    return tuple(key.partition(".")[2] for key in policy.keys(_FOLDER))


def measure(
    policy: Policy,
    indicator: str,
    numerator: Decimal | None,
    denominator: Decimal | None = None,
    *,
    day: date,
    region: str,
) -> Measured | None:
    """The indicator for these counts; an unknown count leaves it open. None where no version is in
    force. Never 100 % of nobody."""
    found = policy.value(f"{_FOLDER}.{indicator}", day=day, region=region)
    rule = indicator_in_force(policy, f"{_FOLDER}.{indicator}", day=day, region=region)
    if not isinstance(found, InForce) or rule is None:
        return None
    whole = denominator if rule.denominator else Decimal(1)
    applicable = whole is None or whole > 0
    known = numerator is not None and whole is not None and applicable
    value = numerator / whole if known and numerator is not None and whole else None
    met, short_by = _against(rule, numerator, whole) if known else (None, 0)
    return Measured(
        indicator=indicator,
        title=found.parameter.title,
        cite=found.version.cite,
        value=value,
        met=answer_of(met),
        applicable=applicable,
        short_by=short_by,
        denominator=rule.denominator,
    )


def _against(
    rule: IndicatorRule, numerator: Decimal | None, whole: Decimal | None
) -> tuple[bool | None, int]:
    assert numerator is not None
    assert whole is not None
    if rule.target is None or rule.direction is Direction.ABOUT:
        return None, 0
    if rule.direction is Direction.AT_LEAST:
        wanted = (rule.target * whole).to_integral_value(ROUND_CEILING)
        return numerator >= rule.target * whole, max(0, int(wanted - numerator))
    allowed = (rule.target * whole).to_integral_value(ROUND_FLOOR)
    return numerator <= rule.target * whole, max(0, int(numerator - allowed))


def read_indicator_rule(raw: object, spot: Spot, packs: Collection[str]) -> IndicatorRule:
    """The value of an ``indicator`` parameter. Raises PolicyFileError."""
    table, references = split_references(read_table(raw, spot, _KEYS), _PLACEHOLDERS, spot)
    directions = tuple(direction.value for direction in Direction)
    return IndicatorRule(
        pack=read_choice(table.get("pack"), spot, "pack", packs),
        numerator=read_text(table.get("numerator"), spot, "numerator"),
        denominator=read_text(table["denominator"], spot, "denominator")
        if "denominator" in table
        else "",
        target=read_decimal(table["target"], spot, "target") if "target" in table else None,
        direction=Direction(read_choice(table.get("direction"), spot, "direction", directions)),
        period=read_text(table.get("period"), spot, "period"),
        id=read_text(table["id"], spot, "id") if "id" in table else "",
        references=references,
    )


def indicator_in_force(policy: Policy, key: str, *, day: date, region: str) -> IndicatorRule | None:
    """The rule of ``key`` with what parameters of their own set; without a target in force there
    is none. None where no version is in force."""
    found = policy.value(key, day=day, region=region)
    if not isinstance(found, InForce):
        return None
    rule = found.value
    assert isinstance(rule, IndicatorRule)
    if not rule.references:
        return rule
    values = referred(rule.references, policy, day=day, region=region)
    if isinstance(values, NotInForce):
        return replace(rule, target=None)
    target = Decimal(str(values["target"])) if "target" in values else rule.target
    return replace(
        rule, denominator=str(values.get("denominator", rule.denominator)), target=target
    )
