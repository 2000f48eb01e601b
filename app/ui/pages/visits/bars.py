"""The progress of villages as bars."""

from __future__ import annotations

from collections.abc import Iterable

from app.services.plan import VillageProgress
from app.ui.widgets.bars import Bar


def village_bars(villages: Iterable[VillageProgress]) -> tuple[Bar, ...]:
    """One bar a village."""
    return tuple(Bar(v.name, v.planned, v.done, v.late) for v in villages)
