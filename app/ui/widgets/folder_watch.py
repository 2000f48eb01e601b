"""Watches a folder into which a scanner or a telephone puts files; a file counts when it rests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

SETTLE_MS = 1500
_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".pdf"})
Seen = dict[Path, tuple[int, int]]


class FolderWatch(QObject):
    """``settled`` gives the files that are new or changed since the last time, once their size and
    time stay the same between two looks."""

    settled = Signal(tuple)

    def __init__(self, parent: QObject, settle: int = SETTLE_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._timer.start())
        self._timer.setInterval(settle)
        self._timer.timeout.connect(self.look)
        self._folder: Path | None = None
        self._before: Seen = {}
        self._given: Seen = {}

    def folder(self) -> Path | None:
        """The folder that is watched."""
        return self._folder

    def watch(self, folder: Path) -> None:
        """Watch ``folder`` instead of the one before; what lies there already counts as new."""
        self.stop()
        self._folder = folder
        self._watcher.addPath(str(folder))
        self._before, self._given = _files(folder), {}
        self._timer.start()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._timer.stop()
        if self._folder is not None:
            self._watcher.removePath(str(self._folder))
        self._folder = None

    def look(self) -> None:
        """Look once; the timer does so while something changes."""
        if self._folder is None:
            return
        now = _files(self._folder)
        resting = {path: state for path, state in now.items() if self._before.get(path) == state}
        fresh = tuple(path for path, state in resting.items() if self._given.get(path) != state)
        self._given |= {path: resting[path] for path in fresh}
        self._before = now
        if len(resting) == len(now):  # until the next change of the folder
            self._timer.stop()
        if fresh:
            self.settled.emit(fresh)


def _files(folder: Path) -> Seen:
    found: Seen = {}
    try:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _ENDINGS and path.is_file():
                state = path.stat()
                found[path] = (state.st_size, state.st_mtime_ns)
    except OSError:  # the stick was pulled out, a file was just taken away: look again next time
        return found
    return found
