"""Look at a book before it is read: which sheets, which columns, what is not clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.importers.book import Book, Row, Sheet, column_letters, spread_merges
from app.importers.cells import clean_text
from app.importers.choices import SheetChoice
from app.importers.file_facts import file_day
from app.importers.guess import Guess, guess_columns
from app.importers.headers import (
    Header,
    chosen_header,
    find_header,
    header_texts,
    possible_headers,
)
from app.importers.keys import IGNORED
from app.importers.layouts import HANDED_BACK, normal_header
from app.importers.places import match_village
from app.importers.profiles import Profile, recognise
from app.importers.rows import blank_heads

_SAMPLES = 3
_LOOKED_AT = 200
_LEAST_COLUMNS = 2


@dataclass(frozen=True)
class FoundColumn:
    """One column: its letters, header, first values, and what it seems to be ("": nothing)."""

    number: int
    letters: str
    header: str
    samples: tuple[str, ...]
    key: str
    why: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class FoundSheet:
    """One sheet as it would be read. ``layout`` names the layout or profile that knows it, empty
    when its columns are guesses; ``base`` is the layout it comes nearest to. ``asks`` are questions
    that only the clerk can answer."""

    path: Path
    sheet: str
    layout: str
    subject: str
    header: tuple[int, int]
    columns: tuple[FoundColumn, ...]
    rows: int
    hidden_rows: int
    hidden: bool
    blank_heads: int
    village: str | None
    category: str | None
    day: date | None
    fill_down: bool = False
    base: str = ""
    asks: tuple[str, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether it can be read without asking."""
        return bool(self.layout) and not self.asks


def survey(
    books: Sequence[Book], profiles: Sequence[Profile], villages: Sequence[str]
) -> tuple[FoundSheet, ...]:
    """Every sheet that may be a list, hidden ones too."""
    found = []
    for book in books:
        for sheet in book.sheets:
            if len(sheet.rows) < 2:
                continue
            spread_merges({row.number: row for row in sheet.rows}, sheet.merges)
            kept = recognise(sheet, profiles)
            header = find_header(sheet, book.path.stem) if kept is None else None
            if kept is not None:
                found.append(_of_choice(book, sheet, kept, villages))
            elif header is not None:
                found.append(_of_layout(book, sheet, header, villages))
            elif (rows := guess_header(sheet)) is not None:
                found.append(look_at(book, sheet, rows, villages=villages))
    return tuple(found)


def look_at(
    book: Book,
    sheet: Sheet,
    header: tuple[int, int],
    *,
    villages: Sequence[str],
    subject: str | None = None,
) -> FoundSheet:
    """The sheet with its header in these rows, every column guessed anew. A sheet is of people
    unless it is ``subject`` "household"."""
    texts = header_texts(sheet, *header)
    rows = _data_rows(sheet, header[1])
    values = _values(rows)
    guesses = guess_columns(texts, values, subject=subject or "person", villages=villages)
    return _found(book, sheet, header, guesses, villages=villages, subject=subject or "person")


def guess_header(sheet: Sheet) -> tuple[int, int] | None:
    """The rows that look most like a header: many short words, no long numbers, data below."""
    best, rows = 0, None
    last = sheet.rows[-1].number
    for candidate in possible_headers(sheet):
        words = {normal_header(text) for text in candidate.texts.values()}
        good = [word for word in words if 0 < len(word) <= 24 and not _has_long_number(word)]
        if len(_row_words(sheet, candidate.first)) < _LEAST_COLUMNS:
            continue  # a title over the whole sheet
        if len(good) >= _LEAST_COLUMNS and candidate.last < last and len(good) > best:
            if any(_has_long_number(text) for text in candidate.texts.values()):
                continue
            best, rows = len(good), (candidate.first, candidate.last)
    return rows


def _row_words(sheet: Sheet, number: int) -> set[str]:
    return {cell.text for row in sheet.rows if row.number == number for cell in row.cells.values()}


def _has_long_number(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 6


def _of_choice(book: Book, sheet: Sheet, kept: SheetChoice, villages: Sequence[str]) -> FoundSheet:
    keys = kept.keys or {}
    guesses = {
        number: Guess(key, "方案", sure=True, amount=kept.amounts.get(number))
        for number, key in keys.items()
    }
    found = _found(
        book, sheet, kept.header or (1, 1), guesses, villages=villages, subject=kept.subject
    )
    return replace(
        found,
        layout=f"方案“{kept.title}”",
        base=kept.base,
        category=kept.category,
        fill_down=kept.fill_down,
        asks=(),
    )


def _of_layout(book: Book, sheet: Sheet, header: Header, villages: Sequence[str]) -> FoundSheet:
    subject = header.layout.subject
    texts = {number: header.texts.get(number, "") for number in header.texts}
    values = _values(_data_rows(sheet, header.last))
    unread = {number: text for number, text in texts.items() if number not in header.columns}
    guesses = guess_columns(unread, values, subject=subject, villages=villages)
    taken = {column.key for column in header.columns.values()}
    columns = {
        number: guess
        for number, guess in guesses.items()
        if number in unread and guess.why != "内容" and guess.key not in taken
    }
    asked = any(guess.amount is not None for guess in columns.values())
    columns |= {
        number: Guess(column.key, "表头", sure=True) for number, column in header.columns.items()
    }
    place = (header.first, header.last)
    found = _found(book, sheet, place, columns, villages=villages, subject=subject)
    found = replace(found, base=header.layout.key)
    return found if asked else replace(found, layout=header.layout.title)


def _found(
    book: Book,
    sheet: Sheet,
    header: tuple[int, int],
    guesses: Mapping[int, Guess],
    *,
    villages: Sequence[str],
    subject: str,
) -> FoundSheet:
    texts = header_texts(sheet, *header)
    rows = _data_rows(sheet, header[1])
    values = _values(rows)
    keys = {number: guess.key for number, guess in guesses.items() if guess.key != IGNORED}
    choice = SheetChoice(header=header, keys=keys, subject=subject)
    blank = blank_heads(sheet, chosen_header(sheet, choice, keys))
    titles = "".join(
        clean_text(cell.text)
        for row in sheet.rows
        if row.number < header[0]
        for cell in row.cells.values()
    )
    columns = tuple(
        _column(number, texts.get(number, ""), values.get(number, ()), guesses.get(number))
        for number in sorted(set(texts) | set(values))
        if normal_header(texts.get(number, "")) not in HANDED_BACK
    )
    return FoundSheet(
        path=book.path,
        sheet=sheet.name,
        layout="",
        subject=subject,
        header=header,
        columns=columns,
        rows=len(rows),
        hidden_rows=sum(row.hidden for row in rows),
        hidden=sheet.hidden,
        blank_heads=blank,
        village=match_village(sheet.name, villages),
        category=None,
        day=file_day(book.path.stem, titles, book.saved_on),
        asks=_questions(columns, blank),
    )


def with_keys(found: FoundSheet, sheet: Sheet, keys: Mapping[int, str]) -> FoundSheet:
    """The sheet once its columns are ``keys``: how many rows then name no household."""
    choice = SheetChoice(header=found.header, keys=keys, subject=found.subject)
    blank = blank_heads(sheet, chosen_header(sheet, choice, keys))
    return replace(found, blank_heads=blank, asks=_questions(found.columns, blank))


def _questions(columns: Sequence[FoundColumn], blank: int) -> tuple[str, ...]:
    asks = [
        f"“{column.header}”里写着金额：打钩的人每月记{column.amount}元待遇吗？"
        for column in columns
        if column.amount is not None
    ]
    if blank:
        asks.append(f"有{blank}行没有写户主：照上一行的户主填入吗？")
    return tuple(asks)


def _column(number: int, header: str, values: Sequence[str], guess: Guess | None) -> FoundColumn:
    samples = tuple(dict.fromkeys(value for value in values if value))[:_SAMPLES]
    return FoundColumn(
        number=number,
        letters=column_letters(number),
        header=header,
        samples=samples,
        key=guess.key if guess else "",
        why=guess.why if guess else "",
        amount=guess.amount if guess else None,
    )


def _data_rows(sheet: Sheet, last: int) -> list[Row]:
    return [row for row in sheet.rows if row.number > last]


def _values(rows: Sequence[Row]) -> dict[int, list[str]]:
    values: dict[int, list[str]] = {}
    for row in rows[:_LOOKED_AT]:
        for number, cell in row.cells.items():
            values.setdefault(number, []).append(clean_text(cell.text))
    return values
