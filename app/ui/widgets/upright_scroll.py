"""A surface that scrolls in height only."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class UprightScroll(QScrollArea):
    """Never narrower than what stands in it, which would be cut off without a bar to reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        inside = cast("QWidget | None", self.widget())  # none is set yet while a page is built
        if inside is None:
            return least
        wide = inside.minimumSizeHint().expandedTo(inside.minimumSize()).width()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(max(least.width(), wide + bar), least.height())
