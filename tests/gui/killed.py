"""A program that is killed while somebody types: run as a process of its own by test_killed."""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.ui.ask import QtAsk
from app.ui.draft_keeper import DraftKeeper
from app.ui.jobs import Jobs
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.people.person_dialog import PersonDialog
from app.ui.pages.visits.page import VisitsPage
from app.ui.pictures import wait_until_idle
from app.ui.shell.app import make_app
from app.ui.shell.main_window import MainWindow

TODAY = date(2026, 6, 22)
TYPED = "Li Ming"


def main(folder: Path, place: str) -> None:
    """Type into ``place``, wait until the program has put it away by itself, die."""
    make_app()
    with open_desk(folder, clock=fixed_clock(TODAY), program="测试") as desk:
        ask = QtAsk()
        jobs = Jobs(ask)
        window = MainWindow(desk, ask, jobs)
        window.show()
        window.start()
        wait_until_idle(jobs)
        page, _, within = place.partition("/")
        window.go(page, within)
        _settle(jobs)
        keeper = _type(window)
        keeper.told.connect(_die)
        QApplication.exec()


def _type(window: MainWindow) -> DraftKeeper:
    page = window.current_page()
    if isinstance(page, VisitsPage):
        field = page.entry.edit_of("visitors")
        QTest.keyClicks(field, TYPED)
        return page.entry.keeper
    assert isinstance(page, PeoplePage)
    if page.grid.isVisible():
        QTest.keyClicks(page.grid.table, TYPED[0])
        editor = QApplication.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, TYPED[1:])
        QTest.keyClick(editor, Qt.Key.Key_Return)
        return page.grid.keeper
    dialog = page.findChild(PersonDialog)
    assert isinstance(dialog, PersonDialog)
    QTest.keyClicks(dialog.fields.rows["name"].edit, TYPED)
    return dialog.keeper


def _settle(jobs: Jobs) -> None:
    QApplication.processEvents()
    wait_until_idle(jobs)
    QApplication.processEvents()


def _die(words: str) -> None:
    assert words.startswith("草稿已存"), words
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
