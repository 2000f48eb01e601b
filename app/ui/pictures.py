"""Pictures of every page at the size of a common office screen, for the demo and the reviewer."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app.services.desk import Desk
from app.ui.ask import QtAsk
from app.ui.jobs import Jobs
from app.ui.shell.app import make_app
from app.ui.shell.main_window import MainWindow

SIZE = (1366, 768)
_PATIENCE_MS = 60_000


def take_pictures(desk: Desk, folder: Path) -> list[Path]:
    """One PNG a page of ``desk``'s office, into ``folder``; no screen is needed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_app()
    ask = QtAsk()
    jobs = Jobs(ask)
    window = MainWindow(desk, ask, jobs)
    window.resize(*SIZE)
    window.show()
    window.start()
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    try:
        wait_until_idle(jobs)
        for place, key in enumerate(window.page_keys(), start=1):
            window.go(key)
            wait_until_idle(jobs)
            page = window.current_page()
            if page is not None:
                page.settle()
            wait_until_idle(jobs)
            app.processEvents()
            path = folder / f"{place}-{key}.png"
            window.grab().save(str(path))
            taken.append(path)
    finally:
        window.close()
    return taken


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
