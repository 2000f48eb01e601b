"""What a list shows when it is empty: why, and the button that changes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.widgets.plain_label import plain_label


class EmptyState(QWidget):
    """A drawing, a sentence, and buttons for what can be done now."""

    def __init__(self, what: str, hint: str = "", *buttons: QPushButton) -> None:
        super().__init__()
        picture = plain_label()
        picture.setPixmap(icon("empty").pixmap(48, 48))
        self._what = plain_label(what, role="heading")
        self._hint = plain_label(hint, role="quiet", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        for widget in (picture, self._what):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._hint)
        for button in buttons:
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, what: str, hint: str = "") -> None:
        """Change the words."""
        self._what.setText(what)
        self._hint.setText(hint)
