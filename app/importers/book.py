"""What a table file holds, whatever its format: plain cells with the text a person would see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from app.core.errors import FileError

Value = str | int | float | bool | date | None

BLANK_ROWS_THAT_END_A_SHEET = 50


class PasswordNeeded(FileError):  # noqa: N818 - a question to the clerk rather than a fault
    """The workbook ``path`` is encrypted and none of the passwords given opens it."""

    def __init__(self, path: Path, *, tried: bool) -> None:
        self.path = path
        super().__init__(
            f"“{path.name}”设有打开密码，{'所给的密码不对' if tried else '需要密码才能读'}。",
            what_to_do="请输入这份表的打开密码，或先在表格软件里取消密码再导入。",
        )


@dataclass(slots=True)
class Cell:
    """One cell that is not blank. ``typed_as_number`` cells may have lost digits."""

    value: Value
    row: int
    column: int

    @property
    def typed_as_number(self) -> bool:
        return isinstance(self.value, (int, float)) and not isinstance(self.value, bool)

    @property
    def text(self) -> str:
        """The cell as text. A number shows its 15 reliable digits, never made-up ones, and no
        exponent: 1.1010119900307723e17 is 110101199003077000."""
        value = self.value
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, (int, float)):
            return number_text(value)
        if isinstance(value, datetime):
            return (
                value.date().isoformat() if value.time().isoformat() == "00:00:00" else str(value)
            )
        return "" if value is None else value.isoformat()

    @property
    def address(self) -> str:
        """``C7``."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(slots=True)
class Row:
    """A row with at least one cell that is not blank."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False
    struck: bool = False
    red: bool = False


@dataclass(frozen=True)
class Merge:
    """A merged range, first and last included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class Sheet:
    """One sheet. ``uncached`` are addresses of formulas that were never calculated;
    ``more_below`` says that values follow after the blank rows where reading stopped;
    ``comments`` are notes pinned to cells, by address."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    uncached: list[str] = field(default_factory=list)
    more_below: bool = False
    comments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    """A file that could be read, with its sheets in order; ``saved_on`` is the day on which it was
    last saved, as far as the file tells."""

    path: Path
    sheets: tuple[Sheet, ...]
    saved_on: date | None = None


def number_text(number: float) -> str:
    """15 significant digits, written out."""
    text = f"{number:.15g}"
    if "e" in text:
        text = format(Decimal(text), "f")
    return text


def column_letters(column: int) -> str:
    """28 is ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def spread_merges(rows: Mapping[int, Row], merges: list[Merge]) -> None:
    """Let every cell of a merged range show the value of its first cell, and no other cell."""
    for merge in merges:
        anchor = rows.get(merge.first_row)
        cell = anchor.cells.get(merge.first_column) if anchor else None
        if cell is None:
            continue
        for number, column in _covered(merge):
            row = rows.get(number)
            if row is not None and column not in row.cells:
                row.cells[column] = Cell(cell.value, number, column)


def _covered(merge: Merge) -> Iterator[tuple[int, int]]:
    last_row = min(merge.last_row, merge.first_row + 500)
    last_column = min(merge.last_column, merge.first_column + 200)
    for number in range(merge.first_row, last_row + 1):
        for column in range(merge.first_column, last_column + 1):
            yield number, column
