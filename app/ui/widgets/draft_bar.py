"""The line above a form that was found half typed: it is restored, and can be thrown away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.ui.widgets.page import link_button
from app.ui.widgets.plain_label import plain_label


class DraftBar(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, discard: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "note")
        self._words = plain_label("", wrap=True)
        self.discard = link_button("放弃", discard)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.discard)
        self.hide()

    def say(self, words: str) -> None:
        """Say it, or with no words go away."""
        self._words.setText(words)
        self.setVisible(bool(words))

    def words(self) -> str:
        return self._words.text()
