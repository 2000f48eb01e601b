"""Horizontal bars, one a village: how much is done, how much is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import COLOURS

_ROW = 34
_LONGEST_NAME = 140
_GAP = 10
_THICK = 10


@dataclass(frozen=True)
class Bar:
    """``done`` and ``late`` of ``total``; what remains is neither. ``rate`` stands before the
    figures where it is given, ``late_name`` says what the late ones are called."""

    name: str
    total: int
    done: int
    late: int = 0
    rate: str = ""
    late_name: str = "逾期"

    def words(self) -> str:
        return f"{self.rate}　{self.counts()}" if self.rate else self.counts()

    def counts(self) -> str:
        return f"{self.done} / {self.total}"

    def late_words(self) -> str:
        return f"{self.late_name} {self.late}" if self.late else ""


@dataclass(frozen=True)
class _Columns:
    """How wide each part is, so that no figure is cut off."""

    name: int
    figures: int
    late: int


def _widest(metrics: QFontMetrics, words: Iterable[str]) -> int:
    return max((metrics.horizontalAdvance(word) for word in words), default=0) + 2


class Bars(QWidget):
    """As tall as its bars; put it into a scroll area."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        self._bars = bars
        self.setAccessibleDescription(
            "；".join(
                f"{bar.name} 已完成 {bar.words()}，{bar.late_name} {bar.late}" for bar in bars
            )
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
        columns = _Columns(
            name=min(_LONGEST_NAME, _widest(metrics, (bar.name for bar in self._bars))),
            figures=_widest(metrics, (bar.words() for bar in self._bars)),
            late=_widest(metrics, (bar.late_words() for bar in self._bars)),
        )
        for place, bar in enumerate(self._bars):
            self._paint_bar(painter, bar, QRectF(0, place * _ROW, self.width(), _ROW), columns)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: Bar, area: QRectF, columns: _Columns) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(COLOURS.text))
        elide = Qt.TextElideMode.ElideRight
        name = painter.fontMetrics().elidedText(bar.name, elide, columns.name)
        painter.drawText(QRectF(0, area.top(), columns.name, _ROW), middle, name)
        late = QRectF(area.width() - columns.late, area.top(), columns.late, _ROW)
        figures = QRectF(late.left() - _GAP - columns.figures, area.top(), columns.figures, _ROW)
        left = columns.name + _GAP
        room = QRectF(left, area.center().y() - _THICK / 2, figures.left() - _GAP - left, _THICK)
        self._fill(painter, room, 1.0, COLOURS.line)
        if bar.total:
            self._fill(painter, room, (bar.done + bar.late) / bar.total, COLOURS.late)
            self._fill(painter, room, bar.done / bar.total, COLOURS.accent)
        painter.setPen(QColor(COLOURS.quiet))
        painter.drawText(figures, middle | Qt.AlignmentFlag.AlignRight, bar.words())
        painter.setPen(QColor(COLOURS.late))
        painter.drawText(late, middle, bar.late_words())

    @staticmethod
    def _fill(painter: QPainter, room: QRectF, share: float, colour: str) -> None:
        part = QRectF(room)
        part.setWidth(room.width() * min(share, 1.0))
        if part.width() <= 0:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(part, _THICK / 2, _THICK / 2)
