"""Whether our signing certificate ends soon: asked by the first page, so little is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.services.desk import Desk

WARN_BEFORE = timedelta(days=60)


@dataclass(frozen=True)
class ExpiryNotice:
    """Our certificate ends soon, or has ended (``days`` below zero)."""

    until: date
    days: int


def certificate_notice(desk: Desk) -> ExpiryNotice | None:
    """Whether our own certificate (of two signers: the one that ends first) ends within WARN_BEFORE
    as of today; None: it does not, or there is none."""
    if not (desk.folder / "keys").is_dir():
        return None
    # What reads certificates takes longer to load than everything else on the first page.
    from app.services.keys import Slot, key_state

    ends = [key_state(desk, slot).valid_until for slot in Slot]
    until, today = min((end for end in ends if end), default=None), desk.clock.today()
    if until is None or until - today > WARN_BEFORE:
        return None
    return ExpiryNotice(until, (until - today).days)
