"""What a clerk decides about the sheets of a file before it is read as a list of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

SheetKey = tuple[Path, str]
"""A file and the name of one of its sheets."""


@dataclass(frozen=True)
class SheetChoice:
    """How one sheet is read. ``keys`` (column → key) and ``header`` (first and last row) replace
    what would be recognised; None leaves that to the program. ``amounts`` are what a tick in a
    column means in yuan a month (重点救助60元). ``fill_down``: a household's name and place stand
    only on its first row. ``base`` is the known layout whose other habits stay ("": none)."""

    wanted: bool = True
    header: tuple[int, int] | None = None
    keys: Mapping[int, str] | None = None
    subject: str = "person"
    title: str = ""
    base: str = ""
    village: str | None = None
    category: str | None = None
    hidden_rows: bool = False
    fill_down: bool = False
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
