"""Cyclic garbage is looked for by the thread of the screen, and by no other.

Python looks wherever an object happens to be made. A closed dialog is such garbage; found by the
thread that works on the store, its widgets would be destroyed there, and Qt falls over.
"""

from __future__ import annotations

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 200


class ScreenCollector(QObject):
    """While one is open, Python's own looking is off and this thread looks in its place, as often
    as the thresholds of ``gc`` say. Made by whoever starts a second thread."""

    _open: ClassVar[int] = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        ScreenCollector._open += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    def close(self) -> None:
        """The second thread has ended; the last one that closes lets Python look again."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        ScreenCollector._open -= 1
        if not ScreenCollector._open:
            gc.enable()

    def _look(self) -> None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
