"""Who is to be visited this month, with a year of contacts behind everybody."""

from __future__ import annotations

import sqlite3

from tests.bench.measurement import SECONDS, Figures, Limit, Measurement, Place, Work
from tests.bench.stores import open_desk, own_copy, store_of

PEOPLE = (5_000, 20_000)
_LAST_VISITS = "SELECT person_id, max(day) FROM contact WHERE done GROUP BY person_id"


def plan_ours(place: Place) -> Work:
    from app.services.plan import plan_month

    folder = own_copy(place)
    desks = open_desk(folder)
    desk = desks.__enter__()

    def work() -> Figures:
        assert plan_month(desk, "2026-05").rows
        return {}

    return work


def plan_peer(place: Place) -> Work:
    """The last visit of everybody, which says nothing about duties."""
    store = sqlite3.connect(own_copy(place) / "bangfu.db")

    def work() -> Figures:
        assert store.execute(_LAST_VISITS).fetchall()
        return {}

    return work


MEASUREMENTS = tuple(
    Measurement(
        f"plan-{people}", f"month plan of {people:,} people",
        plan_ours, plan_peer, "SQL: GROUP BY max(day) over the contacts",
        (Limit(SECONDS, 1.0),), store_of(people),
    )
    for people in PEOPLE
)  # fmt: skip
