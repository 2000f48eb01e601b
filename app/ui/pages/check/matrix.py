"""Kinds of doubt down, villages across, how many in each; the cell with the cursor filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from app.services.quality import DoubtRow, count_doubts
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

_ALL = "全部疑点"
_FIRST_VILLAGE = 2  # columns before the villages: the kind, the sum


@dataclass(frozen=True)
class MatrixRow:
    """One kind of doubt (``rule`` empty: all of them) with its numbers by village."""

    rule: str
    title: str
    total: int
    counts: tuple[int, ...]


def matrix_of(rows: Sequence[DoubtRow]) -> tuple[tuple[str, ...], tuple[MatrixRow, ...]]:
    """The villages that have doubts, and a line for each kind that occurs, most frequent first."""
    villages = count_doubts(rows)
    titles = {row.rule: row.title for row in rows}
    lines = [MatrixRow("", _ALL, len(rows), tuple(village.total for village in villages))]
    for rule, total in Counter(row.rule for row in rows).most_common():
        counts = tuple(village.by_rule.get(rule, 0) for village in villages)
        lines.append(MatrixRow(rule, titles[rule], total, counts))
    return tuple(village.village for village in villages), tuple(lines)


class _Cells(RowsTable[MatrixRow]):
    """One cell at a time; Enter goes on into the list."""

    entered = Signal()

    def __init__(self, columns: Sequence[Column[MatrixRow]]) -> None:
        super().__init__(columns, sortable=False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName("各村各类疑点")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Matrix(QWidget):
    """``chosen`` tells (rule, village), empty for all of them; ``entered`` that the list is
    wanted. The table is built anew when other villages have doubts."""

    chosen = Signal(str, str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._villages: tuple[str, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._picked = ("", "")
        self.table = self._new_table(())

    def show_counts(self, rows: Iterable[DoubtRow]) -> None:
        """Count ``rows``; the cell keeps its kind and village as far as they are still there."""
        picked = self._picked
        villages, lines = matrix_of(tuple(rows))
        if villages != self._villages:
            before, inside = self.table, self.table.hasFocus()
            self.table = self._new_table(villages)
            self._layout.removeWidget(before)
            before.deleteLater()
            if inside:
                self.table.setFocus()
        self.table.show_rows(lines)
        rules = [line.rule for line in lines]
        row = rules.index(picked[0]) if picked[0] in rules else 0
        column = villages.index(picked[1]) + _FIRST_VILLAGE if picked[1] in villages else 1
        self.table.setCurrentIndex(self.table.model_of_rows.index(row, column))
        self._tell()

    def _new_table(self, villages: tuple[str, ...]) -> _Cells:
        self._villages = villages
        table = _Cells(_columns(villages))
        table.selectionModel().currentChanged.connect(lambda *_: self._tell())
        table.entered.connect(self.entered)
        self._layout.addWidget(table)
        return table

    def _tell(self) -> None:
        line, column = self.table.current(), self.table.currentIndex().column()
        if line is None:
            return
        at = column - _FIRST_VILLAGE
        self._picked = line.rule, self._villages[at] if at >= 0 else ""
        self.chosen.emit(*self._picked)


def _columns(villages: tuple[str, ...]) -> tuple[Column[MatrixRow], ...]:
    return (
        Column[MatrixRow]("疑点", lambda line: line.title, 300, stretch=True),
        Column[MatrixRow]("合计", lambda line: str(line.total), 64, right=True),
        *(
            Column[MatrixRow](village, partial(_count, at=at), _width(village), right=True)
            for at, village in enumerate(villages)
        ),
    )


def _width(village: str) -> int:
    return max(64, 16 * len(village) + 24)


def _count(line: MatrixRow, at: int) -> str:
    return str(line.counts[at] or "")
