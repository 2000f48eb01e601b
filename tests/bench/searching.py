"""Searching people as a clerk types: names, initials, numbers, villages."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import quantiles

from tests.bench.measurement import Figures, Measurement, Place, Work
from tests.bench.stores import STORE, open_desk, own_copy, store_of

PEOPLE = 20_000
_EACH = 20
_LIKE = "SELECT * FROM person WHERE name LIKE ? OR id_no LIKE ? OR phone LIKE ? OR address LIKE ?"


def searches(folder: Path) -> list[str]:
    """Five ways to look for somebody, ``_EACH`` of each, spread over the register."""
    store = sqlite3.connect(folder / STORE / "bangfu.db")
    rows = store.execute("SELECT name, id_no, initials, phone, address FROM person").fetchall()
    store.close()
    step = len(rows) // _EACH
    found: list[str] = []
    for name, id_no, initials, phone, address in rows[::step][:_EACH]:
        texts = (
            name,
            (id_no or "")[-6:],
            initials.split()[0],
            (phone or "139")[:7],
            address or name,
        )
        found += [text[:8] for text in texts]
    return found


def timed(find: Callable[[str], object], texts: Iterable[str]) -> Figures:
    """Search for each; the time that 95 of 100 searches stay below, in milliseconds."""
    taken = []
    for text in texts:
        before = time.process_time()
        find(text)
        taken.append(time.process_time() - before)
    return {"p95_ms": quantiles(taken, n=20)[-1] * 1000}


def search_ours(place: Place) -> Work:
    """What the page calls: the rows of the list, ready to show."""
    from app.services.people import PeopleQuery, find_people

    texts = searches(place.inputs)
    desk = open_desk(own_copy(place)).__enter__()
    find_people(desk, PeopleQuery(text="张"))
    return lambda: timed(lambda text: find_people(desk, PeopleQuery(text=text)), texts)


def search_peer(place: Place) -> Work:
    texts = searches(place.inputs)
    store = sqlite3.connect(own_copy(place) / "bangfu.db")
    store.execute(_LIKE, ["%张%"] * 4).fetchall()
    return lambda: timed(lambda text: store.execute(_LIKE, [f"%{text}%"] * 4).fetchall(), texts)


MEASUREMENTS = (
    Measurement(
        "search", f"100 searches among {PEOPLE:,} people",
        search_ours, search_peer, "SQL: LIKE on four columns", (), store_of(PEOPLE),
    ),
)  # fmt: skip
