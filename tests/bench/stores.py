"""Workbooks of invented townships and stores filled with them through the ordinary import."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.measurement import Place, Preparation

if TYPE_CHECKING:
    from app.services.desk import Desk

DAY = date(2026, 5, 20)
SEED = 7
STORE = "store"
PEOPLE = (300, 5_000, 20_000)
_CONTACTS_A_YEAR = 12


def books_of(people: int) -> str:
    """The name of the preparation that writes the workbooks."""
    return f"books-{people}"


def store_of(people: int) -> str:
    """The name of the preparation that fills a store."""
    return f"store-{people}"


def write_books(folder: Path, *, people: int) -> None:
    from app.exporters.sample.make import make_sample
    from app.exporters.sample.write import write_sample

    write_sample(make_sample(townships=1, people=people, seed=SEED, day=DAY), folder)


def workbooks(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.xlsx"))


@contextmanager
def open_desk(folder: Path, day: date = DAY) -> Iterator[Desk]:
    """A desk on ``folder`` with its office set up, on the day of the sample unless told another."""
    from app.bootstrap import open_desk as open_any
    from app.core.clock import fixed_clock
    from app.core.terms import Role
    from app.services.office import SetUpOffice, set_up_office, show_office

    with open_any(folder, clock=fixed_clock(day), program="bench") as desk:
        if show_office(desk) is None:
            office = SetUpOffice(Role.TOWNSHIP, "样例镇", "990101101000", "样例县", "样例经办人")
            set_up_office(desk, office)
        yield desk


def own_copy(place: Place) -> Path:
    """The prepared store, copied to where a run may write."""
    return shutil.copytree(place.inputs / STORE, place.scratch / STORE)


def fill_county(folder: Path, *, people: int) -> None:
    """As many people as a county has: raw rows, three to a household, and the index made at the
    end; six contacts for every tenth."""
    from tests.bench.crowd import Crowd

    with open_desk(folder / STORE):
        pass
    with sqlite3.connect(folder / STORE / "bangfu.db") as store:
        Crowd(people, SEED).write(store)
    store.close()


def fill_store(folder: Path, *, people: int) -> None:
    """Import the workbooks, add a year of contacts, one a month for everybody, and look at the
    workbench, as somebody did the day before."""
    from app.services.import_people import commit_import, preview_import
    from app.services.workbench import show_workbench

    with open_desk(folder / STORE) as desk:
        books = workbooks(folder.parent / books_of(people))
        commit_import(desk, preview_import(desk, books))
    with sqlite3.connect(folder / STORE / "bangfu.db") as store:
        ids = [row[0] for row in store.execute("SELECT id FROM person")]
        store.executemany(
            "INSERT INTO contact (person_id, day, kind, done, entered_at, entered_by) "
            "VALUES (?, ?, 'visit', 1, '2026-05-20 09:00:00.000000', '样例经办人')",
            (
                (person, (DAY - timedelta(days=30 * back + 1 + person % 28)).isoformat())
                for back in range(_CONTACTS_A_YEAR)
                for person in ids
            ),
        )
    store.close()
    with open_desk(folder / STORE, DAY - timedelta(days=1)) as desk:
        show_workbench(desk)


COUNTY = 120_000

PREPARATIONS = {
    store_of(COUNTY): Preparation(partial(fill_county, people=COUNTY)),
    **{books_of(n): Preparation(partial(write_books, people=n)) for n in PEOPLE},
    **{store_of(n): Preparation(partial(fill_store, people=n), (books_of(n),)) for n in PEOPLE},
}
