"""Where garbage is found: on the thread of the screen, whoever makes it."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.core.progress import Progress, silent
from app.ui.jobs import Jobs
from tests.gui.stand_ins import StandInAsk


class Dialog:
    """Holds itself, as a widget does whose buttons call it."""

    def __init__(self, ended: list[int]) -> None:
        self.again = self
        weakref.finalize(self, lambda: ended.append(threading.get_ident()))


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    lane = Jobs(StandInAsk())
    yield lane
    lane.close()


def make_many(_: Progress) -> list[list[int]]:
    """Work that makes more objects than Python waits for before it looks for garbage."""
    return [[number] for number in range(gc.get_threshold()[0] * 3)]


def test_a_worker_never_destroys_what_the_screen_has_closed(qtbot: QtBot, jobs: Jobs) -> None:
    ended: list[int] = []
    kept: list[object] = []
    Dialog(ended)
    jobs.run(make_many, kept.append)
    qtbot.waitUntil(jobs.is_idle)

    def found() -> bool:
        """Making more until then: what windows of other tests let go is subtracted."""
        kept.append(make_many(silent))
        return bool(ended)

    qtbot.waitUntil(found)
    assert ended == [threading.get_ident()]


def test_the_worker_is_not_the_last_to_hold_what_a_job_was_asked_by(
    qtbot: QtBot, jobs: Jobs
) -> None:
    asker = QObject()
    gone = weakref.ref(asker)

    def work(_: Progress, holding: QObject = asker) -> bool:
        return holding is not None

    jobs.run(work, lambda _: None)
    held = jobs._jobs[0]
    del asker, work
    qtbot.waitUntil(jobs.is_idle)
    assert gone() is None
    assert not hasattr(held, "work")


def test_python_looks_again_when_the_last_lane_is_closed(qtbot: QtBot) -> None:
    lanes = [Jobs(StandInAsk()) for _ in range(2)]
    assert not gc.isenabled()
    lanes[0].close()
    lanes[0].close()
    assert not gc.isenabled()
    lanes[1].close()
    assert gc.isenabled()
