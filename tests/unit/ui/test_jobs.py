"""The worker lane: one job at a time, answers on the screen's thread, cancel, stale answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.progress import Progress
from app.ui.jobs import Jobs, Timing
from tests.gui.stand_ins import StandInAsk

AT_ONCE = Timing(poll=1, cursor=0, dialog=0, least=0, quiet=0)
NEVER_SHOWN = Timing(poll=1, cursor=1_000_000, dialog=1_000_000, least=0, quiet=0)


@pytest.fixture
def ask() -> StandInAsk:
    return StandInAsk()


@pytest.fixture
def jobs(qtbot: QtBot, ask: StandInAsk) -> Iterator[Jobs]:
    lane = Jobs(ask, NEVER_SHOWN)
    yield lane
    lane.close()


def test_the_answer_arrives_on_the_thread_of_the_screen(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[int, bool]] = []
    here = threading.get_ident()
    jobs.run(
        lambda _: threading.get_ident() != here,
        lambda elsewhere: seen.append((threading.get_ident(), elsewhere)),
    )
    qtbot.waitUntil(jobs.is_idle)
    assert seen == [(here, True)]


def test_two_jobs_never_run_at_once(qtbot: QtBot, jobs: Jobs) -> None:
    gate, running, most = threading.Event(), [0], [0]

    def work(_: Progress) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        assert gate.wait(5)
        running[0] -= 1

    done: list[int] = []
    for number in range(3):
        jobs.run(work, lambda _, n=number: done.append(n))  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert (most[0], done) == (1, [0, 1, 2])


def test_a_command_is_not_started_twice_while_it_runs(qtbot: QtBot, jobs: Jobs) -> None:
    gate, calls = threading.Event(), []

    def work(_: Progress) -> None:
        calls.append(1)
        assert gate.wait(5)

    jobs.run(work, lambda _: None, title="正在保存")
    jobs.run(work, lambda _: None, title="正在保存")
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert calls == [1]


def test_an_older_answer_to_the_same_question_is_thrown_away(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()
    shown: list[str] = []

    def slow(_: Progress) -> str:
        assert gate.wait(5)
        return "王"

    jobs.run(slow, shown.append, latest="people")
    jobs.run(lambda _: "王秀", shown.append, latest="people")
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert shown == ["王秀"]


def test_cancel_stops_the_work_and_says_nothing(qtbot: QtBot, jobs: Jobs, ask: StandInAsk) -> None:
    started, gate = threading.Event(), threading.Event()
    done: list[None] = []

    def work(progress: Progress) -> None:
        started.set()
        assert gate.wait(5)
        progress(1, 2, "第二步")

    jobs.run(work, done.append)
    assert started.wait(5)
    jobs.cancel()
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert (done, ask.said) == ([], [])


def test_what_the_world_got_wrong_is_told_in_words(
    qtbot: QtBot, jobs: Jobs, ask: StandInAsk
) -> None:
    def work(_: Progress) -> None:
        raise UserError("U盘满了。", "", "请换一个。")

    jobs.run(work, lambda _: None)
    qtbot.waitUntil(jobs.is_idle)
    assert ask.said == ["U盘满了。请换一个。"]


def test_a_bug_reaches_the_excepthook(qtbot: QtBot, jobs: Jobs, ask: StandInAsk) -> None:
    def work(_: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        jobs.run(work, lambda _: None)
        qtbot.waitUntil(jobs.is_idle)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert ask.said == []


def test_long_work_shows_a_dialog_with_where_it_stands(qtbot: QtBot, ask: StandInAsk) -> None:
    jobs = Jobs(ask, AT_ONCE)
    gate = threading.Event()

    def work(progress: Progress) -> None:
        progress(3, 8, "读取")
        assert gate.wait(5)

    jobs.run(work, lambda _: None, title="正在导入")
    qtbot.waitUntil(lambda: "读取　3 / 8" in jobs.dialog_words())
    assert "正在导入" in jobs.dialog_words()
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert jobs.dialog_words() == ""
    jobs.close()


def test_a_quiet_job_begins_anew_behind_what_the_clerk_waits_for(qtbot: QtBot, jobs: Jobs) -> None:
    began, gate, told = threading.Event(), threading.Event(), list[str]()
    begun: list[str] = []

    def rest(progress: Progress) -> str:
        begun.append("rest")
        began.set()
        if len(begun) == 1:
            assert gate.wait(5)
            progress(1, 2, "")
        return "rest"

    jobs.run(rest, told.append, quiet=True)
    assert began.wait(5)
    jobs.run(lambda _: "asked", told.append)
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert told == ["asked", "rest"]
    assert begun == ["rest", "rest"]


def test_a_quiet_job_shows_neither_cursor_nor_dialog(qtbot: QtBot, ask: StandInAsk) -> None:
    jobs, gate = Jobs(ask, AT_ONCE), threading.Event()
    done: list[bool] = []
    jobs.run(lambda _: gate.wait(5), done.append, quiet=True)
    for _ in range(3):
        jobs._look()
    assert jobs.dialog_words() == ""
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert done == [True]
    jobs.close()


def test_a_newer_question_ends_the_quiet_reading_of_the_older_answer(
    qtbot: QtBot, jobs: Jobs
) -> None:
    told: list[str] = []
    jobs.run(lambda _: "older", told.append, latest="find", quiet=True)
    jobs.run(lambda _: "newer", told.append, latest="find")
    qtbot.waitUntil(jobs.is_idle)
    assert told == ["newer"]
