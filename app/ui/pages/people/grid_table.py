"""The grid on the screen: cells to type into and paste over, coloured by what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.pages.people.grid_cells import Cells, as_block
from app.ui.theme import COLOURS, ROW_PX
from app.ui.widgets.rows import Index

_LEAST_ROWS, _SPARE_ROWS = 20, 5
_WIDTHS = {
    **dict.fromkeys(("id_no", "head_id_no", "carer_id_no", "agent_id_no"), 176),
    **dict.fromkeys(("disability_no", "account_no", "card_no"), 196),
    **dict.fromkeys(("phone", "second_phone", "carer_phone"), 124),
    **dict.fromkeys(("address", "hukou_address", "note"), 200),
    **dict.fromkeys(("sex", "group"), 64),
}
_WIDE = 104
_NOWHERE = QModelIndex()
_WHOLE_ROW = -1
_Keys = QKeySequence.StandardKey


class GridModel(QAbstractTableModel):
    """``Cells`` for Qt, with what is said about them: (row, column) → (words, is an error); column
    -1 is the whole row. ``edited`` after every change of a cell."""

    edited = Signal()

    def __init__(self, cells: Cells, titles: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self.cells = cells
        self._titles = titles
        self._shown = self._needed()
        self._marks: Mapping[tuple[int, int], tuple[str, bool]] = {}

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cells.keys)

    def flags(self, index: Index) -> Qt.ItemFlag:
        known = super().flags(index)
        return known | Qt.ItemFlag.ItemIsEditable if index.isValid() else known

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            known = role == Qt.ItemDataRole.DisplayRole and section < len(self.cells.keys)
            return self._titles.get(self.cells.keys[section]) if known else None
        words, error = self._marks.get((section, _WHOLE_ROW), ("", False))
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words or None
        if role == Qt.ItemDataRole.ForegroundRole and words:
            return QColor(COLOURS.late if error else COLOURS.doubt)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = index.row(), index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self.cells.text(*place)
        words, error = self._marks.get(place, ("", False))
        if role == Qt.ItemDataRole.ToolTipRole:
            return words or self.cells.text(*place) or None
        if role == Qt.ItemDataRole.BackgroundRole and words:
            return QColor(COLOURS.late_soft if error else COLOURS.doubt_soft)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return words
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.cells.put(index.row(), index.column(), ((str(value).strip(),),))
        self._tell()
        return True

    def show_marks(self, marks: Mapping[tuple[int, int], tuple[str, bool]]) -> None:
        """Colour the cells anew; a mark of a whole row colours its name and number too."""
        self._marks = marks
        self._repaint()

    def start(self, keys: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Other cells."""
        self.beginResetModel()
        self.cells.start(keys, rows)
        self._shown = self._needed()
        self._marks = {}
        self.endResetModel()

    def change(self, act: Callable[[], object]) -> None:
        """Let ``act`` change the cells, and tell."""
        act()
        self._tell()

    def add_column(self, key: str) -> None:
        """One more column at the right end."""
        place = len(self.cells.keys)
        if key not in self.cells.keys:
            self.beginInsertColumns(_NOWHERE, place, place)
            self.cells.add_column(key)
            self.endInsertColumns()

    def _tell(self) -> None:
        """There is always room below what is typed."""
        needed = self._needed()
        if needed > self._shown:
            self.beginInsertRows(_NOWHERE, self._shown, needed - 1)
            self._shown = needed
            self.endInsertRows()
        self._repaint()
        self.edited.emit()

    def _repaint(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def _needed(self) -> int:
        return max(_LEAST_ROWS, len(self.cells.rows) + _SPARE_ROWS)


class _Coloured(QStyledItemDelegate):
    """Paints the ground of a marked cell: the style sheet would leave it white."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor):
            area: QRect = option.rect  # type: ignore[attr-defined]
            painter.fillRect(area, ground)
        super().paint(painter, option, index)


class GridTable(QTableView):
    """``pasted`` with the text of the clipboard at the current cell."""

    pasted = Signal(str)

    def __init__(self, cells: Cells, titles: Mapping[str, str]) -> None:
        super().__init__()
        self.grid = GridModel(cells, titles, self)
        self.setModel(self.grid)
        self.setAccessibleName("批量登记的表格")
        self.setProperty("role", "grid")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(True)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumWidth(40)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setItemDelegate(_Coloured(self))

    def fit_columns(self) -> None:
        """Give every column the width that its kind of content needs."""
        for place, key in enumerate(self.grid.cells.keys):
            self.setColumnWidth(place, _WIDTHS.get(key, _WIDE))

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.setCurrentIndex(self.grid.index(row, max(column, 0)))
        self.setFocus()

    def put_block(self, block: Sequence[Sequence[str]]) -> None:
        """Write a block at the current cell and select it."""
        at = self._here()
        self.grid.change(lambda: self.grid.cells.put(at[0], at[1], block))
        self.go_to(*at)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back a cell here, not the last act of the page."""
        mine = (_Keys.Undo, _Keys.Redo)
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and any(event.matches(key) for key in mine)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # Enter comes back through ``closeEditor``
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._go_on()
        elif event.matches(_Keys.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(_Keys.Copy):
            self._copy()
        elif event.matches(_Keys.Cut):
            self._copy()
            self._clear()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._clear()
        elif event.matches(_Keys.Undo):
            self.grid.change(self.grid.cells.undo)
        elif event.matches(_Keys.Redo):
            self.grid.change(self.grid.cells.redo)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter takes what was typed and goes on, as in every form of the program."""
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_on()

    def drop_rows(self) -> None:
        """Take the rows of the selection out."""
        rows = {index.row() for index in self.selectedIndexes()}
        self.grid.change(lambda: self.grid.cells.drop_rows(rows))

    def _here(self) -> tuple[int, int]:
        at = self.currentIndex()
        return (at.row(), at.column()) if at.isValid() else (0, 0)

    def _go_on(self) -> None:
        row, column = self._here()
        last = column + 1 >= self.grid.columnCount()
        self.go_to(row + 1 if last else row, 0 if last else column + 1)

    def _copy(self) -> None:
        places = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        rows: dict[int, list[str]] = {}
        for row, column in places:
            rows.setdefault(row, []).append(self.grid.cells.text(row, column))
        QGuiApplication.clipboard().setText(as_block(rows.values()))

    def _clear(self) -> None:
        places = [(index.row(), index.column()) for index in self.selectedIndexes()]
        self.grid.change(lambda: self.grid.cells.clear(places))
