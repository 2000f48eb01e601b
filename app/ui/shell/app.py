"""Opening the window: what ``bootstrap`` calls."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.services.desk import Desk
from app.ui.ask import QtAsk
from app.ui.icons import icon
from app.ui.jobs import Jobs
from app.ui.memory import FILE_NAME, Memory
from app.ui.shell.crash import install_excepthook
from app.ui.shell.main_window import MainWindow
from app.ui.theme import apply_theme

_USUAL = (1280, 760)
_FRAME = 40  # title bar and borders


def run_window(desk: Desk, arguments: Sequence[str] = ()) -> int:
    """Show the main window until it is closed; returns what the process ends with.

    ``arguments`` are handed to Qt (``-platform offscreen`` …).
    """
    app = make_app(arguments)
    ask = QtAsk()
    install_excepthook(ask, desk.folder / "logs", desk.clock)
    memory = Memory(desk.folder / FILE_NAME)
    window = MainWindow(desk, ask, Jobs(ask), memory)
    window.resize(*_fitting_size(app, memory))
    if memory.recall("window").get("full") is True:
        window.showMaximized()
    else:
        window.show()
    QTimer.singleShot(0, window.start)
    return app.exec()


def make_app(arguments: Sequence[str] = ()) -> QApplication:
    """The one application object, with the program's looks."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication([sys.argv[0], *arguments])
    app.setApplicationName("bangfu-ledger")
    app.setWindowIcon(icon("program"))
    apply_theme(app)
    return app


def _fitting_size(app: QApplication, memory: Memory) -> tuple[int, int]:
    """As large as last time, but never larger than this screen."""
    room = app.primaryScreen().availableGeometry()
    kept = memory.recall("window")
    wide, high = kept.get("wide"), kept.get("high")
    if not (isinstance(wide, int) and isinstance(high, int)):
        wide, high = _USUAL
    return min(wide, room.width()), min(high, room.height() - _FRAME)
