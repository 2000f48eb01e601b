"""Visit sheets that come back as a workbook: each row as it stands, and what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.errors import FileError, UserError
from app.core.form_answers import parse_answer
from app.core.forms import Form, FormField
from app.importers.book import Book, Row, Sheet

_FIRST_ROWS = 12
_BETWEEN = re.compile(r"[\s、，,；;]+")


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in one cell: its address, its column's head, words without a full stop."""

    cell: str
    column: str
    words: str


@dataclass(frozen=True)
class ReadRow:
    """A row of the workbook: the texts as they stand by head, the answers that could be read."""

    sheet: str
    number: int
    texts: Mapping[str, str]
    cells: Mapping[str, str]
    answers: dict[str, object] = field(default_factory=dict)
    problems: tuple[CellProblem, ...] = ()


def read_rows(
    book: Book, form: Form, *, mark: str, extra: Mapping[str, str], today: date
) -> tuple[ReadRow, ...]:
    """The rows below the head ``mark`` of every sheet that has it. ``extra`` are columns besides
    those of the form: head and the key under which the text is an answer.

    Raises ``FileError`` when no sheet has the head, or one lacks columns of the form.
    """
    found: list[ReadRow] = []
    known = False
    for sheet in book.sheets:
        heads = _heads(sheet, mark)
        if heads is None:
            continue
        known = True
        _expect_columns(book, sheet, form, set(heads[1].values()))
        found += (
            _read(sheet, row, heads[1], form, extra=extra, today=today)
            for row in sheet.rows
            if row.number > heads[0] and row.cells
        )
    if not known:
        raise FileError(
            f"“{book.path.name}”不是走访表的表格。",
            f"没有找到“{mark}”这一列。",
            "请选择由“做成 Excel”生成、村里填好的那份表。",
        )
    return tuple(found)


def _heads(sheet: Sheet, mark: str) -> tuple[int, dict[int, str]] | None:
    for row in sheet.rows:
        if row.number > _FIRST_ROWS:
            return None
        heads = {column: cell.text.strip() for column, cell in row.cells.items()}
        if mark in heads.values():
            return row.number, heads
    return None


def _expect_columns(book: Book, sheet: Sheet, form: Form, heads: set[str]) -> None:
    missing = [field.label for field in form.fields if field.label not in heads]
    if missing:
        raise FileError(
            f"“{book.path.name}”缺了列。",
            f"工作表“{sheet.name}”里没有：{'、'.join(missing)}。",
            "请不要删列、改列名；用原来的表重新填。",
        )


def _read(
    sheet: Sheet,
    row: Row,
    heads: Mapping[int, str],
    form: Form,
    *,
    extra: Mapping[str, str],
    today: date,
) -> ReadRow:
    texts, cells = {}, {}
    for column, head in heads.items():
        if column in row.cells:
            texts[head] = row.cells[column].text.strip()
            cells[head] = row.cells[column].address
    answers: dict[str, object] = {
        key: texts[head] for head, key in extra.items() if texts.get(head)
    }
    problems = []
    for asked in form.fields:
        label = asked.label
        if cells.get(label) in sheet.uncached:
            problems.append(CellProblem(cells[label], label, "公式没有算出结果，请填成文字"))
            continue
        try:
            value = _answer(asked, texts.get(label, ""), today)
        except UserError as error:
            words = error.what_to_do or error.what
            problems.append(CellProblem(cells.get(label, ""), label, words.rstrip("。")))
            continue
        if value is not None:
            answers[asked.key] = value
    return ReadRow(sheet.name, row.number, texts, cells, answers, tuple(problems))


def _answer(asked: FormField, text: str, today: date) -> object | None:
    """The answer in a cell: boxes by digit, by word, or as the list of the cell writes them."""
    if not asked.boxes:
        return parse_answer(asked, text, today=today)
    digits = {choice.name: choice.digit for choice in asked.boxes}
    digits |= {f"{choice.digit}{choice.name}": choice.digit for choice in asked.boxes}
    words = [digits.get(word, word) for word in _BETWEEN.split(text) if word]
    return parse_answer(asked, "".join(dict.fromkeys(words)), today=today)
