"""限额: the places of a year go to those approved first; the others wait in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Approved:
    """Somebody approved on ``day``; who withdraws is left out of the list and all move up."""

    person_id: str
    day: date


@dataclass(frozen=True)
class Places:
    """Who has a place and who waits, both in order."""

    granted: tuple[Approved, ...]
    waiting: tuple[Approved, ...]


def within_quota(approved: Sequence[Approved], places: int) -> Places:
    """By date of approval; of one day in the order given."""
    in_order = tuple(sorted(approved, key=lambda one: one.day))
    return Places(in_order[:places], in_order[places:])
