"""Groups that a document names without saying who belongs: 兜底保障群体 (S3.117), 四类儿童
(S3.124). Which categories they hold is a parameter."""

from __future__ import annotations

from datetime import date

from app.rules.engine.parameters import InForce, Policy

BOTTOM_LINE = "groups.bottom_line"
FOUR_KINDS_OF_CHILDREN = "groups.four_kinds_of_children"


def members_of(policy: Policy, group: str, *, day: date, region: str) -> frozenset[str]:
    """The codes of the categories that belong to ``group``; none while no version is in force."""
    found = policy.value(group, day=day, region=region)
    if not isinstance(found, InForce):
        return frozenset()
    assert isinstance(found.value, tuple)
    return frozenset(found.value)
