"""A small chart of something that changes in steps, such as a standard over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import COLOURS, text_font

_HIGH, _LINE_HIGH, _LABEL_PX = 132, 18, 12
_MARGIN = 8
_AFTER = 365  # days shown after the last step, so that it has a length


@dataclass(frozen=True)
class Step:
    """From ``first`` on ``value`` holds, until the next step; None: nothing holds."""

    first: date
    value: float | None
    words: str


class StepChart(QWidget):
    """Each step with its value above and its first day below; today is a dotted line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._steps: tuple[Step, ...] = ()
        self._today = date.min
        self.setFont(text_font(_LABEL_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step], today: date) -> None:
        """Draw other steps; with no number among them the chart hides."""
        self._steps, self._today = tuple(steps), today
        told = "；".join(f"{step.first:%Y-%m-%d} 起 {step.words}" for step in steps)
        self.setAccessibleName(f"{self._name}：{told}")
        self.setVisible(any(step.value is not None for step in steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        values = [step.value for step in self._steps if step.value is not None]
        if not values:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(_MARGIN, 2 * _LINE_HIGH, -_MARGIN, -_LINE_HIGH - 6)
        painter.setPen(QColor(COLOURS.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._paint_today(painter, area)
        self._paint_steps(painter, area, min(values), max(values))
        self._paint_days(painter, area)
        painter.end()

    def _place(self, day: date, area: QRectF) -> float:
        """Where a day stands; what is shown reaches a year beyond the last step and today."""
        first = self._steps[0].first.toordinal()
        last = max(self._steps[-1].first, self._today).toordinal() + _AFTER
        return area.left() + area.width() * (day.toordinal() - first) / (last - first)

    def _paint_today(self, painter: QPainter, area: QRectF) -> None:
        if self._today < self._steps[0].first:
            return
        place = self._place(self._today, area)
        painter.setPen(QPen(QColor(COLOURS.faint), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(place, area.top() - _LINE_HIGH), QPointF(place, area.bottom()))

    def _paint_steps(self, painter: QPainter, area: QRectF, least: float, most: float) -> None:
        room = 0.0
        ends = [self._place(step.first, area) for step in self._steps[1:]] + [area.right()]
        before: QPointF | None = None
        for step, end in zip(self._steps, ends, strict=True):
            if step.value is None:
                before = None
                continue
            # The lowest stands a third up: steps are seen, and nothing looks like zero.
            share = (step.value - least) / (most - least) if most > least else 0.5
            height = area.bottom() - area.height() * (1 + 2 * share) / 3
            start = QPointF(self._place(step.first, area), height)
            painter.setPen(QPen(QColor(COLOURS.accent), 2))
            if before is not None:
                painter.drawLine(before, start)
            before = QPointF(end, height)
            painter.drawLine(start, before)
            painter.setPen(QColor(COLOURS.text))
            room = self._label(painter, QPointF(start.x(), height - _LINE_HIGH - 2), step, room)

    def _label(self, painter: QPainter, at: QPointF, step: Step, room: float) -> float:
        """The value above its step, unless it would run into the one before; returns its end."""
        text = f"{step.value:g}"
        wide = painter.fontMetrics().horizontalAdvance(text) + 4
        left = min(at.x(), self.width() - wide - 2.0)
        if left < room:
            return room
        painter.drawText(QRectF(left, at.y(), wide, _LINE_HIGH), text)
        return left + wide

    def _paint_days(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QColor(COLOURS.quiet))
        room = 0.0
        for step in self._steps:
            text = f"{step.first:%Y-%m}"
            wide = painter.fontMetrics().horizontalAdvance(text) + 4
            left = min(self._place(step.first, area), self.width() - wide - 2.0)
            if left >= room:
                painter.drawText(QRectF(left, area.bottom() + 4, wide, _LINE_HIGH), text)
                room = left + wide + 6
