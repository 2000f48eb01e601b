"""Enter goes to the next field, as clerks expect; never while an input method composes a word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterMoves(QObject):
    """Watches ``fields`` (in the order of the paper); the last one hands over to ``last``."""

    def __init__(self, fields: list[QWidget], last: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._order = [*fields, last]
        self._composing = False
        for field in fields:
            field.installEventFilter(self)
        for before, after in zip(self._order, self._order[1:], strict=False):
            QWidget.setTabOrder(before, after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() == QEvent.Type.FocusOut:
            self._composing = False
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(watched, event)
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in ENTER or plain or isinstance(watched, QAbstractButton):
            return False
        if not self._composing:
            self.go_on(watched)
        return True

    def go_on(self, watched: QObject) -> None:
        """The cursor goes to what comes after ``watched``."""
        place = next(i for i, field in enumerate(self._order) if field is watched)
        for field in self._order[place + 1 :]:
            if field.isEnabled() and field.isVisible():
                field.setFocus(Qt.FocusReason.TabFocusReason)
                return
