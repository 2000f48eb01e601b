"""Needs Qt. The pinned PySide6 must neither lose nor pile up references to None.

A binding that gives one back too many at each call kills the program after some hundred thousand
of them, which is a day of scrolling; nothing else in the suite would notice. Try a new pin here.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import version

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from tests.house.tree import ROOT

CALLS = 20_000


class _Empty(QAbstractTableModel):
    """A table whose every cell is unknown: ``data`` answers None to Qt."""

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(
        self, _index: QModelIndex | QPersistentModelIndex, _role: int = Qt.ItemDataRole.DisplayRole
    ) -> None:
        return None


class _Bell(QObject):
    rung = Signal(object)


def _drift_of_none() -> int:
    """By how many references to None the count has moved after many calls in both directions."""
    model, proxy, bell = _Empty(), QSortFilterProxyModel(), _Bell()
    proxy.setSourceModel(model)
    bell.rung.connect(lambda _value: None)
    cell = proxy.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        proxy.data(cell)
        bell.rung.emit(None)
        bell.setObjectName("")
    return sys.getrefcount(None) - before


def test_calls_across_qt_leave_the_count_of_none_where_it_was() -> None:
    _drift_of_none()
    assert abs(_drift_of_none()) < CALLS // 100


def test_the_installed_qt_is_the_pinned_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pin,) = [name for name in project["dependencies"] if name.startswith("PySide6-Essentials==")]
    assert pin.partition("==")[2] == version("PySide6-Essentials")
