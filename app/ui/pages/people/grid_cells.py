"""The cells of the grid: what is typed and pasted, and the way back. No Qt."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Rows = tuple[tuple[str, ...], ...]

_MOST_STEPS = 200


def split_pasted(text: str) -> Rows:
    """The cells of a block copied in Excel or WPS: tabs between cells, a cell with line breaks in
    quotes. A quote that nobody closes is a quote (〃 is often typed as one)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if plain.count('"') % 2:
        lines = [line.split("\t") for line in plain.split("\n")]
    else:
        lines = list(csv.reader(io.StringIO(plain, newline=""), delimiter="\t"))
    return tuple(tuple(cell.replace("\n", " ").strip() for cell in line) for line in lines)


def as_block(rows: Iterable[Sequence[str]]) -> str:
    """Cells for the clipboard, as Excel and WPS take them."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue().rstrip("\n")


class Cells:
    """Rows of texts under ``keys``; every change can be taken back. Blank rows at the end are not
    kept."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        self.rows: Rows = ()
        self._before: list[Rows] = []
        self._after: list[Rows] = []

    def start(self, keys: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Other cells, with nothing to take back."""
        self.keys = tuple(keys)
        self.rows = self._tidy(rows)
        self._before, self._after = [], []

    def add_column(self, key: str) -> None:
        """One more column at the right end, empty."""
        if key not in self.keys:
            self.keys = (*self.keys, key)

    def text(self, row: int, column: int) -> str:
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def put(self, row: int, column: int, block: Iterable[Sequence[str]]) -> None:
        """Write a block of cells, its first one at ``row`` and ``column``; what would stand beyond
        the last column is left out."""
        grid = [list(line) for line in self.rows]
        for down, line in enumerate(block, row):
            while len(grid) <= down:
                grid.append([])
            texts = [text for _, text in zip(range(column, len(self.keys)), line, strict=False)]
            wide = len(grid[down])
            grid[down] += [""] * (column + len(texts) - wide)
            grid[down][column : column + len(texts)] = texts
        self._change(grid)

    def clear(self, places: Iterable[tuple[int, int]]) -> None:
        """Empty these cells."""
        emptied = set(places)
        self._change([
            ["" if (row, column) in emptied else text for column, text in enumerate(line)]
            for row, line in enumerate(self.rows)
        ])

    def drop_rows(self, rows: Iterable[int]) -> None:
        """Take whole rows out; those below move up."""
        gone = set(rows)
        self._change([line for row, line in enumerate(self.rows) if row not in gone])

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        return self._swap(self._before, self._after)

    def redo(self) -> bool:
        """Do again what was taken back last."""
        return self._swap(self._after, self._before)

    def _change(self, grid: Iterable[Sequence[str]]) -> None:
        rows = self._tidy(grid)
        if rows != self.rows:
            self._before = [*self._before[-_MOST_STEPS:], self.rows]
            self._after = []
            self.rows = rows

    def _swap(self, start: list[Rows], end: list[Rows]) -> bool:
        if not start:
            return False
        end.append(self.rows)
        self.rows = start.pop()
        return True

    def _tidy(self, grid: Iterable[Sequence[str]]) -> Rows:
        wide = len(self.keys)
        rows = [tuple([*line, *[""] * wide][:wide]) for line in grid]
        while rows and not any(rows[-1]):
            rows.pop()
        return tuple(rows)
