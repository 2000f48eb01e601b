"""限额: the places of a year go to those who come first; the others wait in order (S2.236, S2.237,
S2.239)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.engine.parameters import InForce, NotInForce, Policy

BY_APPROVAL = "审批日期"
_ORDER = "quota.order"


@dataclass(frozen=True)
class Approved:
    """Somebody approved on ``day`` who applied on ``applied``; who withdraws is left out of the
    list and all move up."""

    person_id: str
    day: date
    applied: date | None = None


@dataclass(frozen=True)
class Places:
    """Who has a place and who waits, both in order."""

    granted: tuple[Approved, ...]
    waiting: tuple[Approved, ...]


def within_quota(approved: Sequence[Approved], places: int, *, order: str = BY_APPROVAL) -> Places:
    """By date of approval or of application; of one day in the order given. Who has no date of
    application counts from the approval."""
    by_approval = order == BY_APPROVAL
    in_order = tuple(
        sorted(approved, key=lambda one: one.day if by_approval else one.applied or one.day)
    )
    return Places(in_order[:places], in_order[places:])


def places_of_year(
    policy: Policy, quota: str, approved: Sequence[Approved], *, day: date, region: str
) -> Places | NotInForce:
    """Who of ``approved`` has one of the places of ``quota`` (``hearing_aid``, ``cochlear``,
    ``adult_surgery``); the parameter that is missing where no number of places is in force."""
    places = policy.value(f"quota.{quota}", day=day, region=region)
    if isinstance(places, NotInForce):
        return places
    order = policy.value(_ORDER, day=day, region=region)
    assert isinstance(places.value, int)
    words = order.value if isinstance(order, InForce) else BY_APPROVAL
    return within_quota(approved, places.value, order=str(words))
