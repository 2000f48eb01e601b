"""Cold start: from the first moment of the process to a window that can be used."""

from __future__ import annotations

import time

from tests.bench.measurement import SECONDS, Figures, Limit, Measurement, Place, Work
from tests.bench.stores import DAY, STORE, store_of

PEOPLE = (300, 20_000)


def start_ours(place: Place) -> Work:
    """The window as ``run_window`` opens it, until the workbench shows its figures."""

    def work() -> Figures:
        from app.bootstrap import open_desk
        from app.core.clock import fixed_clock

        before = time.perf_counter()
        with open_desk(place.inputs / STORE, clock=fixed_clock(DAY), program="bench") as desk:
            from PySide6.QtCore import QTimer

            from app.ui.ask import QtAsk
            from app.ui.jobs import Jobs
            from app.ui.shell.app import make_app
            from app.ui.shell.main_window import MainWindow

            app, ask = make_app(), QtAsk()
            jobs = Jobs(ask)
            window = MainWindow(desk, ask, jobs)
            window.resize(1280, 760)
            window.show()
            jobs.idle.connect(app.quit)
            QTimer.singleShot(0, window.start)
            app.exec()
            app.processEvents()
            assert window.current_page() is not None
            taken = time.perf_counter() - before
            jobs.close()
        return {"wall_seconds": taken}

    return work


def start_peer(place: Place) -> Work:
    def work() -> Figures:
        from PySide6.QtWidgets import QApplication, QMainWindow

        app = QApplication([])
        window = QMainWindow()
        window.resize(1280, 760)
        window.show()
        app.processEvents()
        return {}

    return work


MEASUREMENTS = tuple(
    Measurement(
        f"start-{people}", f"cold start with {people:,} people",
        start_ours, start_peer, "a bare QMainWindow",
        (Limit(SECONDS, 1.5),), store_of(people), from_start=True,
    )
    for people in PEOPLE
)  # fmt: skip
