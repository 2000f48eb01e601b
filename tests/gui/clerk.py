"""A clerk who has no mouse."""

from __future__ import annotations

from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.services.office import expect_office
from app.ui.shell.main_window import MainWindow
from app.ui.shell.navigation import PAGE_KEYS
from app.ui.shell.pages import pages_for


class Clerk:
    """Types into whatever has the cursor, and waits until the program rests."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

    def press(self, *keys: str) -> None:
        """Press keys by name (``Enter``, ``Ctrl+N``), one after another, then rest."""
        for key in keys:
            QTest.keySequence(self._focus(), QKeySequence("Return" if key == "Enter" else key))
            self.rest()

    def turn_to(self, key: str) -> None:
        """Go to the page of this key by its number."""
        pages = [entry.key for entry in pages_for(expect_office(self.window.context.desk))]
        self.press(PAGE_KEYS[pages.index(key)])

    def type(self, text: str) -> None:
        """Type text as an input method hands it over."""
        focus = self._focus()
        for character in text:
            if character.isascii():
                QTest.keyClicks(focus, character)
            else:
                _compose(focus, character)

    def fill(self, *texts: str) -> None:
        """Type each text and go on with Enter."""
        for text in texts:
            self.type(text)
            self.press("Enter")

    def rest(self) -> None:
        """Until nothing runs and the dialog in front, if there is one, has the keyboard."""
        QApplication.processEvents()
        self._qtbot.waitUntil(self.window.jobs.is_idle, timeout=30_000)
        front = QApplication.activeModalWidget() or self.window
        if not front.isActiveWindow():
            front.activateWindow()  # a window manager does this; the offscreen platform does not
            self._qtbot.waitUntil(front.isActiveWindow)
        QApplication.processEvents()

    def page(self) -> QWidget:
        page = self.window.current_page()
        assert page is not None
        return page

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the cursor"
        return focus


def _compose(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
