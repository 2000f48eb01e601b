"""Whether our signing certificate ends soon: asked by the first page, so little is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.services.desk import Desk

WARN_BEFORE = timedelta(days=60)


@dataclass(frozen=True)
class ExpiryNotice:
    """Our certificate ends soon, or has ended (``days`` below zero); ``up``: the one with which a
    county signs what it sends up, which is renewed from above."""

    until: date
    days: int
    up: bool = False


def certificate_notice(desk: Desk) -> ExpiryNotice | None:
    """Whether our own certificate (of several: the one that ends first) ends within WARN_BEFORE
    as of today; None: it does not, or there is none."""
    if not (desk.folder / "keys").is_dir():
        return None
    # What reads certificates takes longer to load than everything else on the first page.
    from app.services.keys import Slot, key_state

    ends = {slot: until for slot in Slot if (until := key_state(desk, slot).valid_until)}
    if not ends:
        return None
    first = min(ends, key=lambda slot: ends[slot])
    until, left = ends[first], ends[first] - desk.clock.today()
    if left > WARN_BEFORE:
        return None
    return ExpiryNotice(until, left.days, up=first.first is Slot.UP)
