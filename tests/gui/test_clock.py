"""A PC whose clock has jumped is asked about before anything is dated by it."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from app.services.desk import Desk
from app.ui.jobs import Jobs
from app.ui.shell.main_window import MainWindow
from tests.gui.conftest import NO_DIALOG, OpenDesk, OpenWindow
from tests.gui.stand_ins import StandInAsk


def test_a_clock_that_jumped_is_asked_about_at_the_start(
    township: Desk, desk_in: OpenDesk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    township.store.close()
    sit_down(desk_in("office", date(2025, 1, 1)))
    assert ask.said == ["电脑的日期可能不对。"]


def test_with_a_wrong_clock_the_program_closes_and_says_what_to_do(
    township: Desk, desk_in: OpenDesk, qtbot: QtBot, ask: StandInAsk
) -> None:
    township.store.close()
    ask.agrees = False
    window = MainWindow(desk_in("office", date(2025, 1, 1)), ask, Jobs(ask, NO_DIALOG))
    window.show()
    window.start()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert ask.said[-1] == "请改正电脑的日期，再打开程序。"
    window.deleteLater()


def test_a_clock_that_is_right_is_not_asked_about(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    sit_down(township)
    assert ask.said == []
