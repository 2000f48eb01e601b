"""Horizontal bars, one a village: how much is done, how much is late."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import COLOURS

_ROW = 34
_NAME = 92
_GAP = 10
_THICK = 10


@dataclass(frozen=True)
class Bar:
    """``done`` and ``late`` of ``total``; what remains is neither."""

    name: str
    total: int
    done: int
    late: int = 0

    def words(self) -> str:
        return f"{self.done} / {self.total}"

    def late_words(self) -> str:
        return f"逾期 {self.late}" if self.late else ""


class Bars(QWidget):
    """As tall as its bars; put it into a scroll area."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        self._bars = bars
        self.setAccessibleDescription(
            "；".join(f"{bar.name} 已完成 {bar.words()}，逾期 {bar.late}" for bar in bars)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, max(_ROW * len(self._bars), _ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        done = max((metrics.horizontalAdvance(bar.words()) for bar in self._bars), default=0)
        late = max((metrics.horizontalAdvance(bar.late_words()) for bar in self._bars), default=0)
        for place, bar in enumerate(self._bars):
            area = QRectF(0, place * _ROW, self.width(), _ROW)
            self._paint_bar(painter, bar, area, done=done, late=late + _GAP if late else 0)
        painter.end()

    def _paint_bar(
        self, painter: QPainter, bar: Bar, area: QRectF, *, done: int, late: int
    ) -> None:
        """Name, bar, figures, what is late; ``done`` and ``late`` are the widths of the latter."""
        middle = Qt.AlignmentFlag.AlignVCenter
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, _NAME - _GAP)
        painter.setPen(QColor(COLOURS.text))
        painter.drawText(QRectF(0, area.top(), _NAME, _ROW), middle, name)
        figures = QRectF(area.width() - done - late, area.top(), done, _ROW)
        long = figures.left() - _NAME - _GAP
        room = QRectF(_NAME, area.center().y() - _THICK / 2, long, _THICK)
        self._fill(painter, room, 1.0, COLOURS.line)
        if bar.total:
            self._fill(painter, room, (bar.done + bar.late) / bar.total, COLOURS.late)
            self._fill(painter, room, bar.done / bar.total, COLOURS.accent)
        painter.setPen(QColor(COLOURS.quiet))
        painter.drawText(figures, middle | Qt.AlignmentFlag.AlignRight, bar.words())
        if bar.late:
            painter.setPen(QColor(COLOURS.late))
            tail = QRectF(figures.right(), area.top(), late, _ROW)
            painter.drawText(tail, middle | Qt.AlignmentFlag.AlignRight, bar.late_words())

    @staticmethod
    def _fill(painter: QPainter, room: QRectF, share: float, colour: str) -> None:
        part = QRectF(room)
        part.setWidth(room.width() * min(share, 1.0))
        if part.width() <= 0:
            return  # a pill of no width would be drawn backwards
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(part, _THICK / 2, _THICK / 2)
