"""A month as seven columns of days: figures in each, one can be picked, rows dropped onto it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.core.periods import parse_month
from app.ui.theme import COLOURS, text_font

_WEEK = 7
_HEAD, _LEAST_HIGH, _USUAL_HIGH = 22, 34, 44
_DAY_PX, _FIGURE_PX, _LEAST_PX, _PAD = 13, 12, 8, 4
_NAMES = "一二三四五六日"
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_WEEK,
    Qt.Key.Key_Down: _WEEK,
}


@dataclass(frozen=True)
class DayFigures:
    """What a day holds: contacts still to make, those of them that are late, contacts made."""

    planned: int = 0
    late: int = 0
    done: int = 0

    @property
    def words(self) -> str:
        """``安排 12，其中逾期 3；已完成 4``."""
        late = f"，其中逾期 {self.late}" if self.late else ""
        return f"安排 {self.planned}{late}；已完成 {self.done}"


_EMPTY = DayFigures()


class MonthGrid(QWidget):
    """Emits ``picked`` with a day, or None when the picked day is pressed again; ``dropped`` with
    the day onto which something of ``mime`` fell."""

    picked = Signal(object)
    dropped = Signal(object)

    def __init__(self, mime: str) -> None:
        super().__init__()
        self._mime = mime
        self._month = "2000-01"
        self._days: tuple[date, ...] = ()
        self._figures: Mapping[date, DayFigures] = {}
        self._off: Collection[date] = frozenset()
        self._today = date.min
        self._chosen: date | None = None
        self._cursor: date | None = None
        self._over: date | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_month(
        self,
        month: str,
        figures: Mapping[date, DayFigures],
        *,
        off: Collection[date],
        today: date,
    ) -> None:
        """Show ``month`` (``2026-05``); the picked day stays if it lies in it."""
        window = parse_month(month)
        count = (window.last - window.first).days + 1
        self._days = tuple(window.first + timedelta(days=n) for n in range(count))
        self._month, self._figures, self._off, self._today = month, figures, off, today
        if self._chosen not in self._days:
            self._chosen = None
        if self._cursor not in self._days:
            self._cursor = today if today in self._days else self._days[0]
        self.setAccessibleDescription(
            "；".join(f"{day.day}日 {one.words}" for day, one in sorted(figures.items()))
        )
        self.updateGeometry()
        self.update()

    def chosen(self) -> date | None:
        """The picked day."""
        return self._chosen

    def choose(self, day: date | None) -> None:
        """Pick ``day`` without telling anybody."""
        self._chosen = day if day in self._days else None
        self._cursor = self._chosen or self._cursor
        self.update()

    def place_of(self, day: date) -> QPointF:
        """The middle of a day."""
        return self._area(day).center()

    def sizeHint(self) -> QSize:
        return QSize(340, _HEAD + self._rows() * _USUAL_HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, _HEAD + self._rows() * _LEAST_HIGH)

    # --- keys and mouse ----------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._cursor is not None and not event.modifiers():
            moved = self._cursor + timedelta(days=step)
            self._cursor = moved if moved in self._days else self._cursor
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._pick(self._cursor)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self._cursor = day
            self._pick(day)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(QPointF(event.pos()))
            words = self._words(day) if day is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(self._mime):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._over = self._day_at(event.position())
        event.setAccepted(self._over is not None)
        self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        day, self._over = self._day_at(event.position()), None
        self.update()
        if day is not None:
            event.acceptProposedAction()
            self.dropped.emit(day)

    def _pick(self, day: date | None) -> None:
        self._chosen = None if day == self._chosen else day
        self.update()
        self.picked.emit(self._chosen)

    # --- where and how -----------------------------------------------------------------------
    def _rows(self) -> int:
        return -(-(self._days[0].weekday() + len(self._days)) // _WEEK) if self._days else 5

    def _area(self, day: date) -> QRectF:
        place = self._days[0].weekday() + day.day - 1
        wide = self.width() / _WEEK
        high = (self.height() - _HEAD) / self._rows()
        return QRectF(place % _WEEK * wide, _HEAD + place // _WEEK * high, wide, high)

    def _day_at(self, at: QPointF) -> date | None:
        return next((day for day in self._days if self._area(day).contains(at)), None)

    def _words(self, day: date) -> str:
        rest = "　休息" if day in self._off else ""
        words = self._figures.get(day, _EMPTY).words
        return f"{day.month}月{day.day}日 星期{_NAMES[day.weekday()]}{rest}　{words}"

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(_FIGURE_PX))
        painter.setPen(QColor(COLOURS.quiet))
        wide = self.width() / _WEEK
        for place, name in enumerate(_NAMES):
            head = QRectF(place * wide, 0, wide, _HEAD)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        for day in self._days:
            self._paint_day(painter, day, self._area(day).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_day(self, painter: QPainter, day: date, area: QRectF) -> None:
        painter.setPen(self._frame(day))
        painter.setBrush(QColor(self._ground(day)))
        painter.drawRoundedRect(area, 4, 4)
        inside = area.adjusted(_PAD, 2, -_PAD, -2)
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setFont(text_font(_DAY_PX, bold=day == self._today))
        rest = day in self._off
        painter.setPen(QColor(COLOURS.faint if rest else COLOURS.text))
        painter.drawText(inside, top | left, str(day.day))
        figures = self._figures.get(day, _EMPTY)
        painter.setFont(_fitting_font(f"{figures.planned} {figures.late}", inside.width()))
        for count, colour, where in (
            (figures.done, COLOURS.done, top | right),
            (figures.planned, COLOURS.accent, bottom | left),
            (figures.late, COLOURS.late, bottom | right),
        ):
            if count:
                painter.setPen(QColor(colour))
                painter.drawText(inside, where, str(count))

    def _frame(self, day: date) -> QPen:
        if day == self._cursor and self.hasFocus():
            return QPen(QColor(COLOURS.accent_dark), 2)
        if day in {self._today, self._over}:
            return QPen(QColor(COLOURS.accent), 1.5)
        return QPen(QColor(COLOURS.line), 1)

    def _ground(self, day: date) -> str:
        if day in {self._chosen, self._over}:
            return COLOURS.accent_soft
        return COLOURS.ground if day in self._off else COLOURS.paper


def _fitting_font(words: str, room: float) -> QFont:
    """The font of the figures, smaller where they would run into each other."""
    px = _FIGURE_PX
    while px > _LEAST_PX and QFontMetrics(text_font(px)).horizontalAdvance(words) > room:
        px -= 1
    return text_font(px)
