"""Searching people as a clerk types, in the store and to painted rows: one character and more,
readings, parts of numbers, places."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import TYPE_CHECKING

from tests.bench.measurement import Figures, Limit, Measurement, Place, Work
from tests.bench.stores import COUNTY, SEED, STORE, open_desk, own_copy, store_of

if TYPE_CHECKING:
    from app.ui.shell.main_window import MainWindow

SEARCHES, PAINTED = 500, 200
_LIKE = "SELECT * FROM person WHERE name LIKE ? OR id_no LIKE ? OR phone LIKE ? OR address LIKE ?"
_ROW = (
    "SELECT person.name, id_no, initials, pinyin, person.phone, address, region.name FROM person"
    " JOIN region ON region.id = village_id"
)


def searches(folder: Path, count: int) -> list[str]:
    """``count`` searches of all kinds, spread over the register, in one order for ever."""
    store = sqlite3.connect(folder / STORE / "bangfu.db")
    rows = store.execute(_ROW).fetchall()
    store.close()
    chance, found = Random(SEED), list[str]()
    while len(found) < count:
        name, id_no, initials, pinyin, phone, address, village = chance.choice(rows)
        phone = phone or "13900008765"
        found += [
            name[0], name[-1], initials.strip()[0], id_no[0],  # one character
            name[:2], initials.split()[0][:2], address[-4:-2],  # two
            name, initials.split()[0], pinyin.split()[0], pinyin.split()[0][:5],
            name[1:], id_no[3:10], id_no[6:14],  # inner parts
            id_no[-6:], id_no[-4:], id_no, phone[:7], phone[4:8],
            address[3:7], address[5:], village, f"{village} {name[0]}",
        ]  # fmt: skip
    chance.shuffle(found)
    return found[:count]


def percentiles(taken: Sequence[float]) -> Figures:
    """What half, 95 and 99 of 100 searches stay below, in milliseconds."""
    cuts = quantiles(taken, n=100)
    return {"p50_ms": cuts[49] * 1000, "p95_ms": cuts[94] * 1000, "p99_ms": cuts[98] * 1000}


def timed(find: Callable[[str], object], texts: Sequence[str]) -> Figures:
    """Search for each."""
    taken = []
    for text in texts:
        before = time.process_time()
        find(text)
        taken.append(time.process_time() - before)
    return percentiles(taken)


def search_ours(place: Place) -> Work:
    """What the page asks at every key: the first rows of the list, ready to show."""
    from app.services.people import PeopleQuery, find_first

    texts = searches(place.inputs, SEARCHES)
    desk = open_desk(own_copy(place)).__enter__()
    find_first(desk, PeopleQuery(text="张"))
    return lambda: timed(lambda text: find_first(desk, PeopleQuery(text=text)), texts)


def search_peer(place: Place) -> Work:
    texts = searches(place.inputs, SEARCHES)
    store = sqlite3.connect(own_copy(place) / "bangfu.db")
    store.execute(_LIKE, ["%张%"] * 4).fetchall()
    return lambda: timed(lambda text: store.execute(_LIKE, [f"%{text}%"] * 4).fetchall(), texts)


def paint_ours(place: Place) -> Work:
    """From the text in the box of the page 人员 to its rows on the screen, both threads."""
    from app.ui.jobs import Jobs
    from app.ui.shell.app import make_app
    from app.ui.shell.main_window import MainWindow
    from tests.gui.stand_ins import StandInAsk

    texts = searches(place.inputs, PAINTED)
    desk = open_desk(own_copy(place)).__enter__()
    app, ask = make_app(), StandInAsk()
    window = MainWindow(desk, ask, Jobs(ask))
    window.resize(1366, 768)
    window.show()
    window.start()
    while window.current_page() is None or not window.jobs.is_idle():
        app.processEvents()
    window.go("people")
    _paint(window, "张")
    return lambda: percentiles([_paint(window, text) for text in texts])


def _paint(window: MainWindow, text: str) -> float:
    """Seconds of work until the answer is painted; what is read behind it, the next key stops."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from app.ui.pages.people.page import PeoplePage

    page = window.current_page()
    assert isinstance(page, PeoplePage)
    if page.filters.search.text() == text:
        text += " "  # another text: there must be an answer to wait for
    page.say("")
    before = time.process_time()
    page.filters.search.setText(text)
    while not page.words():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    page.table.viewport().repaint()
    return time.process_time() - before


MEASUREMENTS = (
    Measurement(
        "search", f"{SEARCHES} searches among {COUNTY:,} people",
        search_ours, search_peer, "SQL: LIKE on four columns",
        (Limit("p95_ms", 10),), store_of(COUNTY), repeats=3,
    ),
    Measurement(
        "search-painted", f"{PAINTED} searches among {COUNTY:,} people, painted",
        paint_ours, search_peer, "SQL: LIKE on four columns, nothing painted",
        (Limit("p95_ms", 50),), store_of(COUNTY), repeats=3,
    ),
)  # fmt: skip
