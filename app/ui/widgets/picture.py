"""A picture as wide as there is room for, such as a page of paper; or larger."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea

from app.ui.widgets.plain_label import plain_label


class FittedPicture(QScrollArea):
    """Scales to the width, scrolls in height; enlarged it scrolls both ways."""

    def __init__(self) -> None:
        super().__init__()
        self._enlarged = 1.0
        self._full = QPixmap()
        self._label = plain_label()
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._label)

    def show_png(self, png: bytes) -> None:
        """Show this picture; without any bytes, nothing."""
        self._full = QPixmap()
        self._full.loadFromData(png)
        bars = Qt.ScrollBarPolicy
        shown = bars.ScrollBarAlwaysOff if self._full.isNull() else bars.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(shown)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def enlarge(self, times: float) -> None:
        """Show the picture so many times as wide as the room."""
        self._enlarged = times
        wide = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(wide if times > 1 else off)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._full.isNull():
            self._label.clear()
            return
        sharp = self.devicePixelRatioF()
        width = min(round(self.viewport().width() * sharp * self._enlarged), self._full.width())
        shown = self._full.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(sharp)
        self._label.setPixmap(shown)
