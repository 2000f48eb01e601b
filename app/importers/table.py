"""A sheet that was recognised, and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.importers.book import Cell
from app.importers.choices import SheetChoice
from app.importers.headers import Header
from app.importers.layouts import Layout
from app.importers.planned import Place


@dataclass
class Record:
    """One data row: its cells by key (blank ones are not there)."""

    place: Place
    cells: dict[str, Cell]


@dataclass
class Table:
    """A sheet that was recognised. ``context`` is the text that tells what the sheet is about:
    titles above the header, the sheet's name, the file's name, in this order. ``day`` is the day
    the list is of, where the file tells."""

    path: Path
    sheet: str
    layout: Layout
    header: Header
    choice: SheetChoice
    headers: Mapping[str, str]
    context: tuple[str, ...]
    day: date | None
    records: list[Record] = field(default_factory=list)
    totals: dict[str, tuple[Decimal, Cell]] = field(default_factory=dict)
    hidden_rows: int = 0
    total_rows: int = 0
    copied: int = 0
    filled: int = 0

    @property
    def category(self) -> str | None:
        """The category that the sheet as a whole is about, as far as its titles and names say."""
        if self.choice.category or self.layout.key == "chosen":
            return self.choice.category
        if self.layout.village_made and "category" in self.headers:
            return None
        found = (self.layout.category_in(text) for text in self.context)
        return next((code for code in found if code), self.layout.category)

    def place(self, row: int = 0) -> Place:
        return Place(self.path.name, self.sheet, row)

    def default_amount(self, key: str) -> Decimal | None:
        """What a tick in the column of ``key`` means, where the header says it."""
        columns = (number for number, column in self.header.columns.items() if column.key == key)
        return next((self.choice.amounts.get(number) for number in columns), None)
