"""Horizontal bars, one a village: how much is done, how much is late."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import COLOURS

_ROW = 34
_NAME = 92
_FIGURES = 96
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
        for place, bar in enumerate(self._bars):
            self._paint_bar(painter, bar, QRectF(0, place * _ROW, self.width(), _ROW))
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: Bar, area: QRectF) -> None:
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, _NAME - 8)
        painter.setPen(QColor(COLOURS.text))
        painter.drawText(QRectF(0, area.top(), _NAME, _ROW), middle, name)
        room = QRectF(
            _NAME, area.center().y() - _THICK / 2, area.width() - _NAME - _FIGURES, _THICK
        )
        self._fill(painter, room, 1.0, COLOURS.line)
        if bar.total:
            self._fill(painter, room, (bar.done + bar.late) / bar.total, COLOURS.late)
            self._fill(painter, room, bar.done / bar.total, COLOURS.accent)
        figures = QRectF(area.width() - _FIGURES + 10, area.top(), 48, _ROW)
        painter.setPen(QColor(COLOURS.quiet))
        painter.drawText(figures, middle, bar.words())
        if bar.late:
            painter.setPen(QColor(COLOURS.late))
            painter.drawText(figures.translated(46, 0), middle, f"逾{bar.late}")

    @staticmethod
    def _fill(painter: QPainter, room: QRectF, share: float, colour: str) -> None:
        part = QRectF(room)
        part.setWidth(room.width() * min(share, 1.0))
        if part.width() <= 0:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(part, _THICK / 2, _THICK / 2)
