"""Figures that a rule does not hold itself but takes from a parameter of its own: ``"@key"``.

A rule in several parts (a duty, a deadline) stands in one file; a figure in it that an office may
have to change stands in a file of its own, so that it can be entered, dated and cited by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.rules.engine.parameters import NotInForce, Policy
from app.rules.engine.values import Spot

_MARK = "@"
References = tuple[tuple[str, str], ...]


def split_references(
    table: Mapping[str, object], placeholders: Mapping[str, object], spot: Spot
) -> tuple[dict[str, object], References]:
    """The entries of a rule, those that name a parameter as (field, key) beside them; until the day
    is known each of these holds its placeholder. Raises PolicyFileError for a field that has
    none."""
    named = {
        field: raw.removeprefix(_MARK)
        for field, raw in table.items()
        if isinstance(raw, str) and raw.startswith(_MARK)
    }
    for field in named:
        if field not in placeholders:
            fields = "、".join(sorted(placeholders))
            raise spot.refuse(field, f"“{field}”不能引用参数", f"值本身；可以引用的只有 {fields}")
    plain = {**table, **{field: placeholders[field] for field in named}}
    return plain, tuple(sorted(named.items()))


def referred(
    references: References, policy: Policy, *, day: date, region: str
) -> dict[str, object] | NotInForce:
    """The values in force for the references, by field; the first that is not in force instead."""
    values = {}
    for field, key in references:
        found = policy.value(key, day=day, region=region)
        if isinstance(found, NotInForce):
            return found
        values[field] = found.value
    return values
