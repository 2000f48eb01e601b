"""The table view of every page: rows to choose from, Enter opens, Ctrl+C copies for Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.ui.theme import COLOURS, ROW_PX
from app.ui.widgets.clipboard import put_table
from app.ui.widgets.column_room import LEAST, ColumnRoom
from app.ui.widgets.columns_dialog import ColumnChoice, ColumnsDialog
from app.ui.widgets.rows import Column, Index, RowsModel, cells

R = TypeVar("R")
SORT, DOWN = "sort", "down"
_PAD = 20


class _TonedDelegate(QStyledItemDelegate):
    """Keeps the colour of a cell when its row is selected: 逾期 stays red."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(colour, QColor):
            palette: QPalette = option.palette  # type: ignore[attr-defined]
            palette.setColor(QPalette.ColorRole.HighlightedText, colour)


class RowsTable(QTableView, Generic[R]):
    """Emits ``opened`` on Enter or double-click and ``moved`` when another row becomes current.

    One that stands ``inside`` a card has no frame and marks no row before it is used. ``empty`` is
    what it says while it has no rows.
    """

    opened = Signal(object)
    moved = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        sortable: bool = True,
        inside: bool = False,
        empty: str = "",
    ) -> None:
        super().__init__()
        self._empty = empty
        self.model_of_rows: RowsModel[R] = RowsModel(columns, self)
        self.setModel(self.model_of_rows)
        self._inside = inside
        self.setItemDelegate(_TonedDelegate(self))
        self._set_looks(inside)
        self._set_header(columns, sortable)
        self._room = ColumnRoom(self, columns)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.row_at(index.row())))
        self.selectionModel().currentRowChanged.connect(self._tell_moved)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show other rows; the current place is kept as far as there are rows."""
        place = max(self.currentIndex().row(), 0)
        self.model_of_rows.show_rows(rows)
        self._room.measure(rows)
        self._room.fit()
        header = self.horizontalHeader()
        if header.isSortIndicatorShown() and header.sortIndicatorSection() >= 0:
            self.model_of_rows.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        if rows and (not self._inside or self.hasFocus()):
            self.select_place(min(place, len(rows) - 1))

    def select_place(self, place: int) -> None:
        index = self.model_of_rows.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def row_at(self, place: int) -> R:
        return self.model_of_rows.row(place)

    def current(self) -> R | None:
        """The row the cursor stands on."""
        place = self.currentIndex().row()
        return self.row_at(place) if 0 <= place < len(self.model_of_rows.rows()) else None

    def chosen(self) -> tuple[R, ...]:
        """All selected rows, in the order shown."""
        spans: Any = self.selectionModel().selection()  # ``selectedRows`` takes seconds for 60,000
        places = sorted({row for span in spans for row in range(span.top(), span.bottom() + 1)})
        return tuple(self.row_at(place) for place in places)

    def copy(self) -> None:
        """The selected rows to the clipboard as they are shown, with titles."""
        columns = [column for column, choice in self._arranged() if choice.shown]
        put_table([column.title for column in columns], cells(columns, self.chosen()))

    def let_drag(self, mime: str) -> None:
        """Rows can be dragged as ``mime``; whoever takes them asks ``chosen``."""
        self.model_of_rows.mime = mime
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def order(self) -> dict[str, str]:
        """The column that the rows are sorted by, and whether downwards; empty as they came."""
        columns, header = self.model_of_rows.columns, self.horizontalHeader()
        at = header.sortIndicatorSection()
        if not 0 <= at < len(columns):
            return {}
        down = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {SORT: columns[at].title} | ({DOWN: "yes"} if down else {})

    def set_order(self, order: Mapping[str, Any]) -> None:
        """Sort as ``order`` says; as they came when it names no column of these."""
        titles = [column.title for column in self.model_of_rows.columns]
        at = titles.index(order[SORT]) if order.get(SORT) in titles else -1
        down = order.get(DOWN) in ("yes", True)  # true: as an earlier version remembered it
        way = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(at, way)

    def looks(self) -> dict[str, Any]:
        """Widths, order and sort by the titles of the columns, for the memory."""
        arranged = self._arranged()
        return {
            "widths": self._room.dragged(),
            "columns": [choice.title for _, choice in arranged],
            "hidden": [choice.title for _, choice in arranged if not choice.shown],
            **self.order(),
        }

    def restore_looks(self, looks: Mapping[str, Any]) -> None:
        """Look as ``looks`` says, as far as it makes sense for these columns."""
        widths = looks.get("widths")
        self._room.restore(widths if isinstance(widths, dict) else {})
        order, hidden = looks.get("columns"), looks.get("hidden")
        if isinstance(order, list) and isinstance(hidden, list):
            self.arrange([ColumnChoice(title, title not in hidden) for title in order])
        if looks.get(SORT):
            self.set_order(looks)

    def arrange(self, choices: Sequence[ColumnChoice]) -> None:
        """Show these columns in this order; those that nobody names come after, as they come."""
        titles = [column.title for column in self.model_of_rows.columns]
        known = [choice for choice in choices if choice.title in titles]
        named = {choice.title for choice in known}
        known += [choice for choice in self._usual() if choice.title not in named]
        if not any(choice.shown for choice in known):
            known = self._usual()
        header = self.horizontalHeader()
        for place, choice in enumerate(known):
            at = titles.index(choice.title)
            self.setColumnHidden(at, not choice.shown)
            header.moveSection(header.visualIndex(at), place)
        self._room.fit()

    def choose_columns(self) -> None:
        """Let the clerk say which columns to show."""
        now = [choice for _, choice in self._arranged()]
        ColumnsDialog(self, now, self._usual(), self.arrange).open()

    def _usual(self) -> list[ColumnChoice]:
        return [ColumnChoice(column.title, column.shown) for column in self.model_of_rows.columns]

    def _arranged(self) -> list[tuple[Column[R], ColumnChoice]]:
        """The columns as they stand from left to right."""
        header, columns = self.horizontalHeader(), self.model_of_rows.columns
        places = [header.logicalIndex(place) for place in range(len(columns))]
        return [
            (columns[at], ColumnChoice(columns[at].title, not self.isColumnHidden(at)))
            for at in places
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row is not None:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._empty and not self.model_of_rows.rows():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(COLOURS.quiet))
            space = self.viewport().rect().adjusted(_PAD, _PAD, -_PAD, -_PAD)
            flags = Qt.AlignmentFlag.AlignHCenter.value | Qt.TextFlag.TextWordWrap.value
            painter.drawText(space, flags, self._empty)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.fit()

    def _tell_moved(self) -> None:
        row = self.current()
        if row is not None:
            self.moved.emit(row)

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("复制所选行\tCtrl+C", self.copy)
        menu.addAction("全选\tCtrl+A", self.selectAll)
        if not self._inside:
            menu.addAction("选择列…", self.choose_columns)
        for action in self.actions():
            menu.addAction(action)
        menu.popup(self.viewport().mapToGlobal(at))

    def _show_header_menu(self, at: QPoint) -> None:
        """A column is shown or hidden with one press; the dialog changes their order too."""
        menu = QMenu(self)
        for column, choice in self._arranged():
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(choice.shown)
            action.toggled.connect(partial(self._show_column, column.title))
        menu.addSeparator()
        menu.addAction("选择列…", self.choose_columns)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _show_column(self, title: str, shown: bool) -> None:
        self.arrange([
            ColumnChoice(choice.title, shown if choice.title == title else choice.shown)
            for _, choice in self._arranged()
        ])

    def _set_looks(self, inside: bool) -> None:
        self.setProperty("role", "inside" if inside else "")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_header(self, columns: Sequence[Column[R]], sortable: bool) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(LEAST)
        for place, column in enumerate(columns):
            self.setColumnHidden(place, not column.shown)
        if not self._inside:
            header.setSectionsMovable(True)
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(self._show_header_menu)
        if sortable:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            header.setSortIndicatorClearable(True)  # a third press: the order they came in
            self.setSortingEnabled(True)
