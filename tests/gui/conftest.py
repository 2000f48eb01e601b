"""A real desk, a real window on the offscreen platform, and a clerk with a keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.sample import fill_with_sample
from app.ui.jobs import Jobs, Timing
from app.ui.ports import Context
from app.ui.shell.main_window import MainWindow
from app.ui.theme import apply_theme
from tests.gui.clerk import Clerk
from tests.gui.stand_ins import AtOnce, StandInAsk, Went
from tests.unit.services.carers import make_agreement, make_carer

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NO_DIALOG = Timing(poll=5, cursor=10_000_000, dialog=10_000_000, least=0, quiet=0)
REGISTERED = date(2026, 4, 20)
TODAY = date(2026, 6, 22)

OpenDesk = Callable[[str, date], Desk]


@pytest.fixture(scope="session", autouse=True)
def looks(qapp: QApplication) -> None:
    """The program's own fonts: a bare machine has no others."""
    apply_theme(qapp)


@pytest.fixture(autouse=True)
def no_sticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is plugged into the PC that runs the tests."""
    monkeypatch.setattr("app.ui.pages.ledger.presenter.find_sticks", lambda: ())


@pytest.fixture
def ask() -> StandInAsk:
    return StandInAsk()


@pytest.fixture
def desk_in(tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens a desk in a folder of this test, on a day."""
    with ExitStack() as stack:

        def open_in(name: str, day: date) -> Desk:
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            return stack.enter_context(open_desk(folder, clock=fixed_clock(day), program="测试"))

        yield open_in


@pytest.fixture
def empty_desk(desk_in: OpenDesk) -> Desk:
    """Nobody has started this copy yet."""
    return desk_in("office", TODAY)


@pytest.fixture
def township(tmp_path: Path, desk_in: OpenDesk) -> Desk:
    """A township with sixty made-up people, registered two months ago."""
    folder = tmp_path / "office"
    folder.mkdir()
    with open_desk(folder, clock=fixed_clock(REGISTERED), program="测试") as desk:
        fill_with_sample(desk, people=60)
    return desk_in("office", TODAY)


OpenWindow = Callable[[Desk], Clerk]


@pytest.fixture
def sit_down(qtbot: QtBot, ask: StandInAsk) -> Iterator[OpenWindow]:
    """Opens the window of a desk and hands over its keyboard."""
    opened: list[MainWindow] = []

    def open_window(desk: Desk) -> Clerk:
        jobs = Jobs(ask, NO_DIALOG)
        window = MainWindow(desk, ask, jobs)
        opened.append(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.start()
        clerk = Clerk(window, qtbot)
        clerk.rest()
        return clerk

    yield open_window
    for window in opened:
        window.jobs.close()
        window.close()
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def went() -> Went:
    return Went()


@pytest.fixture
def context(township: Desk, ask: StandInAsk, went: Went) -> Context:
    return Context(township, ask, AtOnce(ask), went.go, went.changed)


@pytest.fixture
def caring(township: Desk) -> tuple[int, list[int]]:
    """One carer of three people."""
    carer_id = make_carer(township)
    people = find_people(township, PeopleQuery())[:3]
    return carer_id, [make_agreement(township, carer_id, row.id) for row in people]
