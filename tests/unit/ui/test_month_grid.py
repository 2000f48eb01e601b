"""The month as seven columns of days."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import COLOURS
from app.ui.widgets.month_grid import DayFigures, MonthGrid

TODAY = date(2026, 6, 9)


def shown(qtbot: QtBot, month: str = "2026-06") -> MonthGrid:
    grid = MonthGrid("application/x-rows")
    qtbot.addWidget(grid)
    figures = {date(2026, 6, 12): DayFigures(12, 3, 4)}
    grid.show_month(month, figures, off=frozenset({date(2026, 6, 13)}), today=TODAY)
    grid.resize(350, 260)
    grid.show()
    return grid


def test_every_day_has_its_place_and_no_two_the_same(qtbot: QtBot) -> None:
    grid = shown(qtbot)
    middles = [grid.place_of(date(2026, 6, day)) for day in range(1, 31)]
    places = [(at.x(), at.y()) for at in middles]
    assert len(set(places)) == 30
    assert all(0 < x < 350 and 0 < y < 260 for x, y in places)
    assert places[0][0] < places[1][0]  # the first is a Monday
    assert places[0][0] == places[7][0]


def test_the_keys_walk_the_month_and_stay_in_it(qtbot: QtBot) -> None:
    grid, picked = shown(qtbot), list[object]()
    grid.picked.connect(picked.append)
    keys = Qt.Key
    for key in (keys.Key_Up, keys.Key_Up, keys.Key_Left, keys.Key_Space):  # the 9th, the 2nd
        QTest.keyClick(grid, key)
    for key in (keys.Key_Down, keys.Key_Right, keys.Key_Return, keys.Key_Return):
        QTest.keyClick(grid, key)
    assert picked == [date(2026, 6, 1), date(2026, 6, 9), None]


def test_another_month_forgets_the_day(qtbot: QtBot) -> None:
    grid = shown(qtbot)
    grid.choose(TODAY)
    assert grid.chosen() == TODAY
    grid.show_month("2026-07", {}, off=(), today=TODAY)
    assert grid.chosen() is None


def test_a_day_off_is_grey_and_a_late_figure_red(qtbot: QtBot) -> None:
    grid = shown(qtbot)
    picture = grid.grab().toImage()
    off = grid.place_of(date(2026, 6, 13)).toPoint()
    work = grid.place_of(date(2026, 6, 15)).toPoint()
    assert picture.pixelColor(off) == QColor(COLOURS.ground)
    assert picture.pixelColor(work) == QColor(COLOURS.paper)
    middle, red = grid.place_of(date(2026, 6, 12)).toPoint(), QColor(COLOURS.late)
    near = [
        picture.pixelColor(middle.x() + x, middle.y() + y) for x in range(24) for y in range(18)
    ]
    assert any(abs(c.red() - red.red()) < 40 and c.green() < 90 for c in near)


def test_only_rows_are_taken_and_the_day_below_them_is_marked(qtbot: QtBot) -> None:
    grid, data = shown(qtbot), QMimeData()
    data.setData("application/x-rows", b"")
    at = grid.place_of(TODAY)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(grid, enter)
    assert enter.isAccepted()
    for place, taken in ((at, True), (QPointF(2, 2), False)):
        move = QDragMoveEvent(place.toPoint(), Qt.DropAction.CopyAction, data, left, none)
        QApplication.sendEvent(grid, move)
        assert move.isAccepted() is taken
    QApplication.sendEvent(grid, QDragLeaveEvent())


def test_a_long_month_has_room(qtbot: QtBot) -> None:
    grid = shown(qtbot, "2026-08")  # begins on a Saturday: six weeks
    assert grid.sizeHint().height() > shown(qtbot).sizeHint().height()
    assert grid.minimumSizeHint().height() < grid.sizeHint().height()
    assert DayFigures(2, 1, 0).words == "安排 2，其中逾期 1；已完成 0"
