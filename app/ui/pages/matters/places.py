"""Where the work behind a matter is done, when that is a page of its own."""

from __future__ import annotations

from typing import NamedTuple

from app.services.matters import MatterView

_CALENDAR = "calendar"


class Place(NamedTuple):
    """A page, the place on it, and the words of the link that leads there."""

    page: str
    place: str
    words: str


def place_of(view: MatterView) -> Place | None:
    """Where to go for a matter; None for one that is done on this page or about a person."""
    kind, _, rest = view.key.partition(":")
    task, _, day = rest.partition(":")
    if kind != _CALENDAR:
        return None
    return {
        "caregiver_score": Place("care", f"carers:score:{day[:7]}", "去打分"),
        "month_ledger": Place("ledger", "", "去报台账"),
        "festival_gift": Place("care", "festivals", "去节日慰问"),
        "festival_visit": Place("care", "festivals", "去节日慰问"),
    }.get(task)
