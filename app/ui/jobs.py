"""Work off the screen: one lane for everything that touches the store.

Two jobs never run at once. The four times in ``Timing`` are Anki's, learnt from years of reports:
shorter ones flicker, longer ones feel dead.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.core.errors import Cancelled, UserError
from app.core.progress import Progress
from app.ui.collector import ScreenCollector
from app.ui.ports import Ask
from app.ui.widgets.progress_dialog import ProgressDialog

T = TypeVar("T")


@dataclass(frozen=True)
class Timing:
    """Milliseconds: how often to look, when the cursor and the dialog come, how long it stays; how
    long nothing else is asked before a quiet job begins."""

    poll: int = 100
    cursor: int = 300
    dialog: int = 600
    least: int = 500
    quiet: int = 200


@dataclass(eq=False)
class _Job:
    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[UserError], None]
    title: str
    latest: str
    quiet: bool
    cancelled: threading.Event = field(default_factory=threading.Event)
    seen: tuple[int, int, str] = (0, 0, "")

    def progress(self, done: int, total: int, text: str) -> None:
        """Called in the worker; a tuple is swapped in one step, so no lock is needed."""
        if self.cancelled.is_set():
            raise Cancelled
        self.seen = (done, total, text)

    def let_go(self) -> None:
        """Called on the screen's thread: the worker may hold the job a moment longer, and must not
        be the last to hold the widgets that the work was asked by."""
        del self.work, self.done, self.failed


class Jobs(QObject):
    """Runs jobs one after another in a worker thread, answers on the screen's thread."""

    idle = Signal()
    _finished = Signal(object, object, object)

    def __init__(self, ask: Ask, timing: Timing | None = None) -> None:
        super().__init__()
        self._ask = ask
        self._timing = timing or Timing()
        self._closed = False
        self._jobs: list[_Job] = []  # a job nobody keeps never delivers its result
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._dialog: ProgressDialog | None = None
        self._dialog_since = 0.0
        self._busy_since = 0.0
        self._cursor_shown = False
        self._timer = QTimer(self)
        self._timer.setInterval(self._timing.poll)
        self._timer.timeout.connect(self._look)
        self._collector = ScreenCollector(self)
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        title: str = "",
        latest: str = "",
        failed: Callable[[UserError], None] | None = None,
        quiet: bool = False,
    ) -> None:
        """See ``Runner.run``."""
        if self._closed:
            return
        if title and any(job.title == title for job in self._jobs):
            return
        for job in self._jobs:
            if latest and job.latest == latest:
                job.cancelled.set()
        put_off = [] if quiet else self._put_off()
        if not quiet and not self._loud():
            self._busy_since = time.monotonic()
            self._timer.start()
        for job in (_Job(work, done, failed or self._ask.error, title, latest, quiet), *put_off):
            self._jobs.append(job)
            self._lane.submit(self._execute, job)

    def _put_off(self) -> list[_Job]:
        """Stop the quiet jobs, so that they begin anew behind what the clerk waits for."""
        waiting = [job for job in self._jobs if job.quiet and not job.cancelled.is_set()]
        for job in waiting:
            job.cancelled.set()
        return [replace(job, cancelled=threading.Event()) for job in waiting]

    def _loud(self) -> list[_Job]:
        """What the clerk waits for."""
        return [job for job in self._jobs if not job.quiet]

    def is_idle(self) -> bool:
        """Whether every job has delivered its result."""
        return not self._jobs

    def dialog_words(self) -> str:
        """What the progress dialog says now; empty while there is none."""
        return self._dialog.words() if self._dialog is not None else ""

    def cancel(self) -> None:
        """Ask everything that the clerk waits for to stop; the store stays as it was."""
        for job in self._loud():
            job.cancelled.set()

    def close(self) -> None:
        """Stop, and wait until the worker has let go of the store."""
        self._closed = True
        for job in self._jobs:
            job.cancelled.set()
        self._lane.shutdown(wait=True, cancel_futures=True)
        self._collector.close()
        self._jobs.clear()
        self._rest()

    def _execute(self, job: _Job) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            if job.cancelled.wait(self._timing.quiet / 1000 if job.quiet else 0):
                raise Cancelled
            result = job.work(job.progress)
        except BaseException as caught:
            error = caught
        self._finished.emit(job, result, error)

    def _take(self, job: _Job, result: Any, error: BaseException | None) -> None:
        if self._dialog is not None and self._loud() == [job]:
            shown = (time.monotonic() - self._dialog_since) * 1000
            if shown < self._timing.least:
                rest = int(self._timing.least - shown) + 1
                QTimer.singleShot(rest, self, lambda: self._take(job, result, error))
                return
        if job not in self._jobs:
            return
        self._jobs.remove(job)
        if not self._loud():
            self._rest()
        try:
            self._deliver(job, result, error)
        finally:
            job.let_go()
            if not self._jobs:
                self.idle.emit()

    def _deliver(self, job: _Job, result: Any, error: BaseException | None) -> None:
        stale = (job.latest or job.quiet) and job.cancelled.is_set()
        if isinstance(error, Cancelled) or stale:
            return
        if isinstance(error, UserError):
            job.failed(error)
        elif error is not None:
            raise error  # a bug: the excepthook shows it
        else:
            job.done(result)

    def _look(self) -> None:
        """Polled while something runs: cursor, then dialog, then its bar."""
        if not self._loud():
            return
        job = self._loud()[0]
        busy = (time.monotonic() - self._busy_since) * 1000
        if busy >= self._timing.cursor and not self._cursor_shown:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
            self._cursor_shown = True
        if busy >= self._timing.dialog and self._dialog is None:
            self._dialog = ProgressDialog(self.cancel)
            self._dialog_since = time.monotonic()
            self._dialog.show()
        if self._dialog is not None:
            self._dialog.show_progress(job.title or "正在读取…", *job.seen)

    def _rest(self) -> None:
        self._timer.stop()
        if self._cursor_shown:
            QGuiApplication.restoreOverrideCursor()
            self._cursor_shown = False
        if self._dialog is not None:
            self._dialog.finish()
            self._dialog = None
