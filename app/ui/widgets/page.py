"""The frame every page stands in: title, buttons on the right, and what the shell's keys call."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.verbs import Verbs

MARGIN = 20
GAP = 12
_FRAME = 24
_CTRL = Qt.KeyboardModifier.ControlModifier


class Page(Verbs):
    """A page of the main window; the shell calls the verbs that it answers."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(title)
        self._title = plain_label(title, role="title")
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.header.addWidget(self._title)
        self._header_end = self.header.count()
        self.header.addStretch(1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, 14, MARGIN, 14)
        self.body.setSpacing(GAP)
        self.body.addLayout(self.header)

    def add_beside_title(self, widget: QWidget) -> None:
        self.header.insertWidget(self._header_end, widget)
        self._header_end += 1

    def add_button(
        self, words: str, press: Callable[[], None], *, primary: bool = False, tip: str = ""
    ) -> QPushButton:
        """A button at the right end of the header."""
        button = make_button(words, press, primary=primary, tip=tip)
        self.header.addWidget(button)
        return button


class _Button(QPushButton):
    """Enter presses the button that has the cursor, as clerks expect; Qt knows only the blank."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & _CTRL:
            self.click()
        else:
            super().keyPressEvent(event)


def make_button(
    words: str, press: Callable[[], None], *, primary: bool = False, tip: str = ""
) -> QPushButton:
    """A push button; the primary one is what is mostly done here."""
    button = _Button(words)
    button.setAutoDefault(False)
    if primary:
        button.setProperty("role", "primary")
    button.setToolTip(tip)
    button.clicked.connect(lambda *_: press())
    return button


def link_button(words: str, press: Callable[[], None]) -> QPushButton:
    """A button that looks like a word one can press."""
    button = make_button(words, press)
    button.setProperty("role", "link")
    return button


def fitting_size(parent: QWidget, wide: int, high: int) -> QSize:
    """The size of a dialog over ``parent``, never larger than its screen leaves room for."""
    room = parent.screen().availableSize() - QSize(_FRAME, 2 * _FRAME)
    return QSize(wide, high).boundedTo(room)


def side_by_side(left: QWidget, right: QWidget, widths: tuple[int, int]) -> QSplitter:
    """A list and what belongs to its row; the clerk moves the border, neither side vanishes."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(GAP)
    split.addWidget(left)
    split.addWidget(right)
    split.setSizes(widths)
    return split


def card() -> tuple[QFrame, QVBoxLayout]:
    """A white surface with a thin frame, and the layout inside it."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.setSpacing(8)
    return frame, layout
