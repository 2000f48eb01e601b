"""What a clerk needs to say how the columns of an unknown sheet are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.core.codes import categories
from app.core.errors import UserError
from app.importers.book import Book, Sheet
from app.importers.choices import SheetChoice, SheetKey
from app.importers.headers import HEADER_WITHIN, MOST_HEADER_ROWS, header_texts
from app.importers.keys import IGNORED, ColumnChoice, column_choices, key_label
from app.importers.survey import FoundColumn, FoundSheet, look_at, survey
from app.importers.survey import with_keys as recount
from app.models.queries import office as office_queries
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.import_profiles import load_profiles

__all__ = [
    "HEADER_WITHIN",
    "IGNORED",
    "MOST_HEADER_ROWS",
    "ColumnChoice",
    "FoundColumn",
    "FoundSheet",
    "Matching",
    "SheetChoice",
    "SheetKey",
    "Survey",
    "category_choices",
    "choice_of",
    "column_choices",
    "header_of",
    "key_label",
    "look_at_sheet",
    "survey_books",
    "what_is_missing",
    "with_keys",
]

_LONG_NUMBER = re.compile(r"(?<!\d)\d{14,18}[\dXx]?(?!\d)")


@dataclass(frozen=True)
class Matching:
    """What the clerk said of one sheet so far: which column is what, and how rows are taken."""

    found: FoundSheet
    keys: Mapping[int, str]
    wanted: bool = True
    village: str = ""
    category: str = ""
    hidden_rows: bool = False
    fill_down: bool = False
    amounts: Mapping[int, Decimal] | None = None
    touched: bool = False

    @property
    def state(self) -> str:
        """How far the clerk is with it, in one word."""
        if not self.wanted:
            return "不读"
        if what_is_missing(self):
            return "缺列"
        return "可以读" if self.touched or self.found.clear else "请核对"

    @property
    def key(self) -> SheetKey:
        return self.found.path, self.found.sheet


@dataclass(frozen=True)
class Survey:
    """All sheets of some books, with the office's villages and the names of saved profiles."""

    sheets: tuple[Matching, ...]
    villages: tuple[str, ...]
    profiles: tuple[str, ...]

    @property
    def clear(self) -> bool:
        """Whether everything can be read without asking."""
        return all(sheet.found.clear for sheet in self.sheets if sheet.wanted)


def survey_books(desk: Desk, books: tuple[Book, ...]) -> Survey:
    """Every sheet with what its columns seem to be; long numbers are masked in the samples."""
    with desk.store.read() as session:
        profiles = load_profiles(session)
        villages = tuple(region.name for region in office_queries.villages(session))
    sheets = tuple(_matching(found) for found in survey(books, profiles, villages))
    return Survey(sheets, villages, tuple(profile.name for profile in profiles))


def look_at_sheet(
    books: tuple[Book, ...],
    matching: Matching,
    *,
    header: tuple[int, int],
    subject: str,
    villages: tuple[str, ...],
) -> Matching:
    """The same sheet with its header in other rows, or as a list of the other kind.

    Raises ``UserError`` when the rows cannot be a header."""
    first, last = header
    if not 1 <= first <= last <= HEADER_WITHIN + MOST_HEADER_ROWS or last - first >= (
        MOST_HEADER_ROWS
    ):
        raise UserError(
            "表头的行数不对。", "", f"表头在前{HEADER_WITHIN}行内，最多{MOST_HEADER_ROWS}行。"
        )
    book = next(each for each in books if each.path == matching.found.path)
    found = look_at(book, _sheet_of(books, matching), header, villages=villages, subject=subject)
    fresh = _matching(found)
    return replace(
        fresh,
        wanted=True,
        village=matching.village,
        category=matching.category,
        hidden_rows=matching.hidden_rows,
        touched=True,
    )


def with_keys(books: tuple[Book, ...], matching: Matching, keys: Mapping[int, str]) -> Matching:
    """The same sheet with its columns read as ``keys``."""
    found = recount(matching.found, _sheet_of(books, matching), keys)
    return replace(matching, found=found, keys=keys, touched=True)


def header_of(books: tuple[Book, ...], matching: Matching) -> Mapping[int, str]:
    """The headers of all columns of the sheet, for a profile."""
    return header_texts(_sheet_of(books, matching), *matching.found.header)


def _sheet_of(books: tuple[Book, ...], matching: Matching) -> Sheet:
    book = next(each for each in books if each.path == matching.found.path)
    return next(each for each in book.sheets if each.name == matching.found.sheet)


def choice_of(matching: Matching) -> SheetChoice:
    """What the importer is told. Where the clerk changed no column of a known sheet, the program
    reads it as it knows it."""
    found = matching.found
    keys = matching.keys if matching.touched or not found.layout else None
    return SheetChoice(
        wanted=matching.wanted,
        header=found.header,
        keys=keys,
        subject=found.subject,
        base=found.base,
        village=matching.village or None,
        category=matching.category or None,
        hidden_rows=matching.hidden_rows,
        fill_down=matching.fill_down,
        amounts=matching.amounts or {},
    )


def what_is_missing(matching: Matching) -> str:
    """What still has to be said before this sheet can be read; empty when nothing is."""
    if not matching.wanted:
        return ""
    keys = set(matching.keys.values())
    if matching.found.subject == "household":
        return "" if "head_id_no" in keys else "请指出哪一列是“户主身份证号”。"
    if "name" not in keys:
        return "请指出哪一列是“姓名”。"
    if not keys & {"id_no", "disability_no"}:
        return "请指出哪一列是“身份证号”（或残疾证号）。"
    return ""


def category_choices() -> tuple[tuple[str, str], ...]:
    """Codes and names of all categories."""
    return tuple((each.code, each.name) for each in categories().values())


def _matching(found: FoundSheet) -> Matching:
    columns = tuple(
        replace(column, samples=tuple(_masked(text) for text in column.samples))
        for column in found.columns
    )
    keys = {column.number: column.key for column in columns if column.key}
    return Matching(
        found=replace(found, columns=columns),
        keys=keys,
        wanted=not found.hidden and found.rows > 0,
        village=found.village or "",
        category=found.category or "",
        fill_down=found.fill_down,
        amounts={column.number: column.amount for column in columns if column.amount is not None},
    )


def _masked(text: str) -> str:
    """A sample shows what kind of thing it is, not whose number it is."""
    return _LONG_NUMBER.sub(lambda found: id_on_screen(found.group(0)), text)
