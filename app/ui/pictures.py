"""Pictures of every page at the size of a common office screen, for the demo and the reviewer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.services.desk import Desk
from app.ui.ask import QtAsk
from app.ui.jobs import Jobs
from app.ui.shell.app import make_app
from app.ui.shell.main_window import MainWindow

SIZE = (1366, 768)
_PATIENCE_MS = 60_000


def take_pictures(desk: Desk, folder: Path) -> list[Path]:
    """One PNG a page of ``desk``'s office, into ``folder``; no screen is needed.

    Raises what a page raised while it was read: a picture of half a page is worse than none.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_app()
    jobs = Jobs(QtAsk())
    window = MainWindow(desk, QtAsk(), jobs)
    window.resize(*SIZE)
    folder.mkdir(parents=True, exist_ok=True)
    with _raised_later():
        try:
            window.show()
            window.start()
            wait_until_idle(jobs)
            return [
                _picture(app, window, key, folder / f"{place:02d}-{key}.png")
                for place, key in enumerate(window.page_keys(), start=1)
            ]
        finally:
            window.close()


def _picture(app: QApplication, window: MainWindow, key: str, path: Path) -> Path:
    window.go(key)
    wait_until_idle(window.jobs)
    page = window.current_page()
    if page is not None:
        page.settle()
    wait_until_idle(window.jobs)
    app.processEvents()
    window.grab().save(str(path))
    return path


def wait_until_idle(jobs: Jobs) -> None:
    """Let the window work until every job has delivered what it read."""
    loop = QEventLoop()
    patience = QTimer()
    patience.setSingleShot(True)
    patience.timeout.connect(loop.quit)
    jobs.idle.connect(loop.quit)
    patience.start(_PATIENCE_MS)
    if not jobs.is_idle():
        loop.exec()
    jobs.idle.disconnect(loop.quit)


@contextmanager
def _raised_later() -> Iterator[None]:
    """Errors in Qt's own calls reach only the excepthook: keep the first, raise it at the end."""
    caught: list[BaseException] = []

    def hook(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        caught.append(error)

    usual, sys.excepthook = sys.excepthook, hook
    try:
        yield
    finally:
        sys.excepthook = usual
    if caught:
        raise caught[0]
