"""A scanner is a keyboard with very fast fingers: its number is heard in whichever field the cursor
stands, and what its digits did there is taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.ui.widgets.enter_moves import ENTER

GAP_MS = 50  # no fingers press twelve digits one after another in this time each


@dataclass
class Burst:
    """Digits pressed without a pause; times are milliseconds of any clock."""

    digits: str = ""
    last: int = 0

    def add(self, digit: str, at: int) -> bool:
        """One more digit; whether it is the first after a pause."""
        fresh = not self.digits or at - self.last > GAP_MS
        self.digits = digit if fresh else self.digits + digit
        self.last = at
        return fresh

    def end(self, at: int) -> str:
        """The digits when they are ended without a pause, else nothing; the next ones are new."""
        digits = self.digits if at - self.last <= GAP_MS else ""
        self.digits = ""
        return digits


class ScanWatch(QObject):
    """Watches widgets for the number of a sheet.

    ``began`` is called before the first digit of what may become one, ``scanned`` with a whole
    number that ``is_number`` knows; that Enter goes no further.
    """

    def __init__(
        self,
        is_number: Callable[[str], bool],
        *,
        began: Callable[[], None],
        scanned: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._is_number, self._began, self._scanned = is_number, began, scanned
        self._burst = Burst()

    def watch(self, widget: QWidget) -> None:
        """Hear the scanner also while the cursor is in ``widget``. Install it last: whoever watches
        last hears first."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        text = event.text()
        if len(text) == 1 and text in "0123456789":
            if self._burst.add(text, event.timestamp()):
                self._began()
        elif event.key() in ENTER:
            number = self._burst.end(event.timestamp())
            if self._is_number(number):
                self._scanned(number)
                return True
        else:
            self._burst = Burst()
        return False
