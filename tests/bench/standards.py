"""Who is affected by a new standard, in a register of the largest size, with a year of arrears."""

from __future__ import annotations

import sqlite3
from datetime import date

from tests.bench.measurement import SECONDS, Figures, Limit, Measurement, Place, Work
from tests.bench.stores import open_desk, own_copy, store_of

PEOPLE = 20_000
_FIRST, _ISSUED = date(2025, 5, 1), date(2025, 4, 1)
_STANDARDS = {"standard.dibao_rural": "800", "standard.dibao_urban": "900"}
_HELD = "SELECT person_id, code, start FROM holding WHERE code LIKE 'dibao_%'"


def preview_ours(place: Place) -> Work:
    from app.services.figures import Entry
    from app.services.standard_change import preview_change

    desks = open_desk(own_copy(place))
    desk = desks.__enter__()
    entries = [
        Entry(key, "990101", value, _FIRST, _ISSUED, "县民发3号")
        for key, value in _STANDARDS.items()
    ]

    def work() -> Figures:
        preview = preview_change(desk, entries)
        assert preview.asked == PEOPLE
        assert preview.affected
        return {}

    return work


def preview_peer(place: Place) -> Work:
    """Who holds 低保, which says nothing about what they are paid."""
    store = sqlite3.connect(own_copy(place) / "bangfu.db")

    def work() -> Figures:
        assert store.execute(_HELD).fetchall()
        return {}

    return work


MEASUREMENTS = (
    Measurement(
        f"standard-{PEOPLE}", f"preview of a new standard for {PEOPLE:,} people",
        preview_ours, preview_peer, "SQL: everybody who holds 低保",
        (Limit(SECONDS, 10.0),), store_of(PEOPLE),
    ),
)  # fmt: skip
