"""The list of people: from rows to painted window.

Painting the thirty rows in sight costs both sides the same, so the ratio to the peer says something
only where there are many rows; it has its budget at 120,000.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tests.bench.measurement import RATIO, SECONDS, Figures, Limit, Measurement, Place, Work

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.services.people import PersonRow

_SIZE = (1100, 640)


def rows(people: int) -> list[PersonRow]:
    """Rows as the service gives them."""
    from datetime import date

    from app.services.people import PersonRow

    return [
        PersonRow(
            id=number,
            name=f"样例{number % 977}",
            sex="男" if number % 2 else "女",
            age=number % 90,
            id_masked="99*************23X",
            village=f"样例{number % 8}村",
            group=f"{number % 9}组",
            categories=("农村低保", "重度残疾人")[: 1 + number % 2],
            head_name=f"样例{number % 983}",
            relation="户主",
            phone="138****1234",
            last_visit=date(2026, 4, 1 + number % 28),
        )
        for number in range(people)
    ]


def _paint_something(app: QApplication) -> None:
    """Load the fonts, which the program has done long before a list is opened."""
    from PySide6.QtWidgets import QLabel

    label = QLabel("样例")
    label.show()
    app.processEvents()
    label.close()


def list_ours(place: Place, *, people: int) -> Work:
    from app.ui.pages.people.columns import PEOPLE
    from app.ui.shell.app import make_app
    from app.ui.widgets.table import RowsTable

    app, found = make_app(), rows(people)
    _paint_something(app)

    def work() -> Figures:
        view = RowsTable(PEOPLE)
        view.resize(*_SIZE)
        view.show_rows(found)
        view.show()
        app.processEvents()  # paints
        return {}

    return work


def list_peer(place: Place, *, people: int) -> Work:
    from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

    from app.ui.pages.people.columns import PEOPLE
    from app.ui.shell.app import make_app

    app, found = make_app(), rows(people)
    _paint_something(app)

    def work() -> Figures:
        view = QTableWidget(people, len(PEOPLE))
        view.resize(*_SIZE)
        view.setHorizontalHeaderLabels([column.title for column in PEOPLE])
        for number, row in enumerate(found):
            for place, column in enumerate(PEOPLE):
                view.setItem(number, place, QTableWidgetItem(column.text(row)))
        view.show()
        app.processEvents()  # paints
        return {}

    return work


def _measurement(people: int, *limits: Limit, **more: Any) -> Measurement:
    return Measurement(
        f"list-{people}", f"list of {people:,} people painted",
        partial(list_ours, people=people), partial(list_peer, people=people),
        "QTableWidget with an item a cell", limits, **more,
    )  # fmt: skip


MEASUREMENTS = (
    _measurement(5_000),
    _measurement(120_000, Limit(RATIO, 0.05), Limit(SECONDS, 0.3), repeats=3),
)
