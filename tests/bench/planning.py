"""Who is to be visited this month, with a year of contacts behind everybody: worked out from
nothing, as on the first of the month, and as it is kept from then on."""

from __future__ import annotations

import sqlite3

from tests.bench.measurement import SECONDS, Figures, Limit, Measurement, Place, Work
from tests.bench.stores import DAY, open_desk, own_copy, store_of

PEOPLE = (5_000, 20_000)
_LAST_VISITS = "SELECT person_id, max(day) FROM contact WHERE done GROUP BY person_id"


def plan_ours(place: Place) -> Work:
    from app.core.periods import parse_month
    from app.services.plan import plan_window

    desk = open_desk(own_copy(place)).__enter__()

    def work() -> Figures:
        assert plan_window(desk, "2026-05", parse_month("2026-05")).rows
        return {}

    return work


def kept_ours(place: Place) -> Work:
    """After a contact was recorded, as all day long."""
    from app.core.terms import ContactKind
    from app.services.plan import plan_month
    from app.services.visits import RecordContact, record_contact

    desk = open_desk(own_copy(place)).__enter__()
    person = plan_month(desk, "2026-05").rows[0].person_id
    record_contact(desk, RecordContact(person, DAY, ContactKind.CALL))

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
        f"{name}-{people}", f"{title} of {people:,} people",
        ours, plan_peer, "SQL: GROUP BY max(day) over the contacts",
        (Limit(SECONDS, 1.0),), store_of(people),
    )
    for name, title, ours in (
        ("plan", "month plan", plan_ours), ("plan-kept", "kept month plan", kept_ours)
    )
    for people in PEOPLE
)  # fmt: skip
