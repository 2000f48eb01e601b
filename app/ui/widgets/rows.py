"""A table over a tuple of frozen rows: what each column shows is data, not a class of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor

from app.ui.theme import COLOURS

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TONES = {"late": COLOURS.late, "done": COLOURS.done, "quiet": COLOURS.quiet}


def _no_tone(row: Any) -> str:
    return ""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its title, the text of a cell, its width in pixels.

    ``key`` is what sorting compares (the text without it); ``tone`` names a colour for a row. One
    that is not ``shown`` stands in the table once the clerk has chosen it.
    """

    title: str
    text: Callable[[R], str]
    width: int = 100
    right: bool = False
    stretch: bool = False
    key: Callable[[R], Any] | None = None
    tone: Callable[[R], str] = _no_tone
    shown: bool = True


class RowsModel(QAbstractTableModel, Generic[R]):
    """Shows rows; whoever reads new ones calls ``show_rows``."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.mime = ""  # what rows are called while they are dragged; empty: they cannot be
        self._given: tuple[R, ...] = ()  # in the order they came
        self._rows: tuple[R, ...] = ()  # in the order they are shown

    def show_rows(self, rows: Sequence[R]) -> None:
        self.beginResetModel()
        self._given = self._rows = tuple(rows)
        self.endResetModel()

    def rows(self) -> tuple[R, ...]:
        return self._rows

    def row(self, place: int) -> R:
        return self._rows[place]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self.mime and index.isValid() else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Says only that rows are dragged: who takes them asks the table which."""
        data = QMimeData()
        data.setData(self.mime, b"")
        return data

    def mimeTypes(self) -> list[str]:
        return [self.mime] if self.mime else []

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            text = column.text(row)
            return text if len(text) > 4 else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = column.tone(row)
            return QColor(_TONES[tone]) if tone else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows that are shown; equal ones keep their order, unknown ones come last. No
        column brings back the order in which they came."""
        if not 0 <= column < len(self.columns):
            self._reorder(self._given)
            return
        chosen = self.columns[column]
        key = chosen.key or chosen.text
        down = order == Qt.SortOrder.DescendingOrder
        known = [row for row in self._given if key(row) is not None]
        unknown = [row for row in self._given if key(row) is None]
        self._reorder((*sorted(known, key=key, reverse=down), *unknown))

    def _reorder(self, rows: tuple[R, ...]) -> None:
        """The same rows in another order: what is selected stays selected."""
        self.layoutAboutToBeChanged.emit()
        places = {id(row): place for place, row in enumerate(rows)}
        before = self.persistentIndexList()
        after = [self.index(places[id(self._rows[i.row()])], i.column()) for i in before]
        self._rows = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _alignment(self, section: int) -> Qt.AlignmentFlag:
        side = (
            Qt.AlignmentFlag.AlignRight
            if self.columns[section].right
            else (Qt.AlignmentFlag.AlignLeft)
        )
        return side | Qt.AlignmentFlag.AlignVCenter


def cells(columns: Sequence[Column[R]], rows: Sequence[R]) -> list[list[str]]:
    """What the cells of ``rows`` say."""
    return [[column.text(row) for column in columns] for row in rows]


def one_line(text: str) -> str:
    """``text`` without what would end a cell or a line on the clipboard."""
    return text.replace("\t", " ").replace("\n", " ")
