"""Text on the screen that is never read as markup: names and files come from other people."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


def plain_label(
    text: str = "", *, role: str = "", wrap: bool = False, selectable: bool = False
) -> QLabel:
    """A label for plain text; ``role`` is what the style sheet calls it (title, quiet, late …)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    tall = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Maximum
    label.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` another role and have the style sheet look at it again."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
