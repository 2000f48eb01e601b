"""The month's days beside the list: how many, how late, how much is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.pages.visits.plan_presenter import Calendar
from app.ui.widgets.month_grid import DayFigures, MonthGrid
from app.ui.widgets.page import link_button
from app.ui.widgets.plain_label import plain_label

MIME = "application/x-bangfu-plan-rows"


class Pick(Protocol):
    def __call__(self, day: date | None, *, unplaced: bool = False) -> None: ...


class CalendarCard(QFrame):
    """``pick`` is told the day to show, ``drop`` the day onto which rows fell."""

    def __init__(self, *, pick: Pick, drop: Callable[[date], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.grid = MonthGrid(MIME)
        self.grid.setAccessibleName("日历")
        self.grid.picked.connect(pick)
        self.grid.dropped.connect(drop)
        self.unplaced = link_button("未安排", lambda: pick(None, unplaced=True))
        self.unplaced.setToolTip("只看还没有安排日子的")
        self._warning = plain_label("", role="small", wrap=True)
        self._warning.hide()
        head = QHBoxLayout()
        head.addWidget(plain_label("按天安排", role="heading"), 1)
        head.addWidget(self.unplaced)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.grid)
        layout.addWidget(
            plain_label("左下安排　右下逾期　右上已完成；可把行拖到一天", role="small")
        )
        layout.addWidget(self._warning)

    def show_calendar(self, calendar: Calendar, chosen: date | None) -> None:
        """Show a month, with the day that the list is filtered by."""
        self.grid.show_month(
            calendar.month,
            {
                day: DayFigures(count.planned, count.late, count.done)
                for day, count in calendar.days.items()
            },
            off=calendar.off,
            today=calendar.today,
        )
        self.grid.choose(chosen)
        self.unplaced.setText(f"未安排 {calendar.unplaced}")
        self._warning.setText(calendar.warning)
        self._warning.setVisible(bool(calendar.warning))
