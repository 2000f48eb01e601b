"""Provincial workbooks into the store: preview and commit."""

from __future__ import annotations

import sqlite3

from tests.bench.measurement import Figures, Limit, Measurement, Place, Work
from tests.bench.stores import books_of, open_desk, workbooks

PEOPLE = (5_000, 20_000)


def import_ours(place: Place) -> Work:
    """Read, match, check, show; then write everything with its audit trail."""
    import time

    from app.services.import_people import commit_import, preview_import

    def work() -> Figures:
        start = time.process_time()
        with open_desk(place.scratch) as desk:
            preview = preview_import(desk, workbooks(place.inputs))
            commit_import(desk, preview)
        seconds = time.process_time() - start
        return {"rows_per_second": preview.counts.rows / seconds}

    return work


def import_peer(place: Place) -> Work:
    """The floor: every sheet read, every row stored as it stands, an index on the identity."""
    from python_calamine import CalamineWorkbook

    def work() -> Figures:
        with sqlite3.connect(place.scratch / "raw.db") as store:
            for number, path in enumerate(workbooks(place.inputs)):
                book = CalamineWorkbook.from_path(path)
                rows = book.get_sheet_by_index(0).to_python()
                columns = len(rows[0])
                names = ", ".join(f"c{place}" for place in range(columns))
                store.execute(f"CREATE TABLE t{number} ({names})")
                marks = ", ".join("?" * columns)
                store.executemany(f"INSERT INTO t{number} VALUES ({marks})", rows[1:])
                store.execute(f"CREATE INDEX i{number} ON t{number} (c4)")
        store.close()
        return {}

    return work


MEASUREMENTS = tuple(
    Measurement(
        f"import-{people}", f"import of {people:,} people, preview and commit",
        import_ours, import_peer, "calamine and executemany into SQLite; nothing checked",
        (Limit("rows_per_second", 1000, at_least=True),), books_of(people), repeats=3,
    )
    for people in PEOPLE
)  # fmt: skip
