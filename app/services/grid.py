"""Registering many people at once from a grid that was typed or pasted from a spreadsheet.

The rows go through the very planning of an import (``app.importers.plan``): the same cleaners, the
same checks, the same comparison with the register. They are written as one act, all or none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.dictionary import PERSON_FIELDS
from app.core.errors import DeclinedError
from app.core.progress import Progress, silent
from app.importers.book import Book, Cell, Row, Sheet
from app.importers.choices import SheetChoice
from app.importers.layouts import layouts, normal_header
from app.importers.plan import plan_books
from app.importers.planned import Action, ImportPlan, PlannedPerson, Problem, Severity
from app.importers.register import Register
from app.importers.wishes import Wishes
from app.models.queries import codes as code_queries
from app.models.queries import register as queries
from app.services.desk import Desk
from app.services.drafts import settle
from app.services.import_register import snapshot
from app.services.import_writing import ImportWriter

NAME = "批量登记"
_SOURCE = (Path(NAME), NAME)
_FIRST = 1  # the headers stand above, in row 0, so that row 3 of the grid is called row 3
_OF_ROWS = {
    "village": "村（社区）",
    "group": "组",
    "head_name": "户主姓名",
    "head_id_no": "户主身份证号",
    "relation": "与户主关系",
    "category": "对象类别",
}
# In the order in which a village's list usually has them.
USUAL_KEYS = (
    "name",
    "id_no",
    "relation",
    "head_name",
    "head_id_no",
    "village",
    "group",
    "category",
    "phone",
    "address",
    "disability_no",
    "note",
)
_LEAST_HEADERS = 2
MOST_ROWS = 2000


def grid_titles() -> dict[str, str]:
    """Every column that the grid can have, by key: who somebody is first, then the facts."""
    facts = {field.key: field.label for field in PERSON_FIELDS if field.key != "no_id_reason"}
    usual = {key: (facts | _OF_ROWS)[key] for key in USUAL_KEYS}
    return {**usual, **facts}


def recognise_headers(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The keys of a row of headers ("" for a header that nobody knows), None when the row is
    none."""
    known = [_key_of(cell) for cell in cells]
    found = [key for key in known if key]
    if len(found) < _LEAST_HEADERS or not {"name", "id_no"} & set(found):
        return None
    return tuple(key if key not in known[:place] else "" for place, key in enumerate(known))


def _key_of(header: str) -> str:
    titles = grid_titles()
    plain = normal_header(header)
    for key, title in titles.items():
        if plain and normal_header(title) == plain:
            return key
    known = (layout.columns.get(plain) for layout in layouts() if layout.subject == "person")
    return next((key for key in known if key in titles), "")


@dataclass(frozen=True)
class GridSheet:
    """What stands in the grid: texts by row, under ``keys``."""

    keys: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class GridBase:
    """The register as it was when the grid was opened; ``edition`` says whether it still is."""

    register: Register
    edition: int


@dataclass(frozen=True)
class GridMark:
    """What is said about a cell, or with ``column`` None about a row (both from 0)."""

    row: int
    column: int | None
    words: str
    error: bool


@dataclass(frozen=True)
class GridCheck:
    """What registering the grid would do. Nothing is written while any mark is an error."""

    new: int
    changed: int
    unchanged: int
    marks: tuple[GridMark, ...]
    notes: tuple[str, ...]

    @property
    def errors(self) -> int:
        return sum(mark.error for mark in self.marks)


@dataclass(frozen=True)
class GridResult:
    """What was written; ``act_id`` undoes it whole."""

    act_id: int
    new: int
    changed: int


def open_grid(desk: Desk) -> GridBase:
    """Read the register once, so that every check after a key stroke is quick."""
    with desk.store.read() as session:
        register = snapshot(session, code_queries.own_codes(session))
        return GridBase(register, queries.edition(session))


def check_grid(
    desk: Desk, base: GridBase, sheet: GridSheet, progress: Progress = silent
) -> GridCheck:
    """Judge every cell and compare every row with the register; nothing is written."""
    return _check(_plan(desk, base, sheet, progress), sheet)


def register_grid(
    desk: Desk, sheet: GridSheet, *, draft: str = "", progress: Progress = silent
) -> GridResult:
    """Write every row, as one act; what was the draft ``draft`` is none any more.

    Raises ``DeclinedError`` when any row has an error; then nothing is written.
    """
    base = open_grid(desk)
    plan = _plan(desk, base, sheet, progress)
    check = _check(plan, sheet)
    if check.errors or not (check.new or check.changed):
        raise DeclinedError(
            f"还有 {check.errors} 处错误，一行也没有登记。" if check.errors else "没有要登记的人。",
            "",
            "请改正标红的格子，再登记。" if check.errors else "请先填写或粘贴名单。",
        )
    words = f"批量登记：新增 {check.new} 人，变更 {check.changed} 人"
    with desk.write("register_grid", words) as work:
        ImportWriter(work, desk, ()).write(plan, progress)
        settle(work, desk, draft)
        return GridResult(work.act_id, check.new, check.changed)


def _plan(desk: Desk, base: GridBase, sheet: GridSheet, progress: Progress) -> ImportPlan:
    keys = dict(enumerate(sheet.keys, 1))
    choice = SheetChoice(header=(0, 0), keys=keys, title=NAME)
    return plan_books(
        (_book(sheet),),
        base.register,
        day=desk.clock.today(),
        wishes=Wishes(choices={_SOURCE: choice}),
        progress=progress,
    )


def _book(sheet: GridSheet) -> Book:
    """The grid as a workbook would hold it."""
    titles = grid_titles()
    lines = [tuple(titles[key] for key in sheet.keys), *sheet.rows]
    rows = [
        Row(
            number,
            {
                column: Cell(text, number, column)
                for column, text in enumerate(line, 1)
                if text.strip()
            },
        )
        for number, line in enumerate(lines)
        if any(line)
    ]
    path, name = _SOURCE
    return Book(path, (Sheet(name, rows=rows),))


def _check(plan: ImportPlan, sheet: GridSheet) -> GridCheck:
    titles = grid_titles()
    columns = {titles[key]: place for place, key in enumerate(sheet.keys)}
    read = {person.place.row - _FIRST for person in plan.people}
    marks = [
        GridMark(
            problem.row - _FIRST,
            columns.get(problem.column),
            _words(problem),
            problem.severity is Severity.ERROR or problem.row - _FIRST not in read,
        )
        for problem in plan.problems
        if problem.row >= _FIRST
    ]
    marks += _known(plan.people)
    marks += _not_read(sheet, read | {mark.row for mark in marks})
    counts = plan.counts
    return GridCheck(
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        marks=tuple(sorted(marks, key=lambda mark: (not mark.error, mark.row, mark.column or 0))),
        notes=tuple(_words(problem) for problem in plan.problems if problem.row < _FIRST),
    )


def _words(problem: Problem) -> str:
    return "；".join(part for part in (problem.reason, problem.remedy) if part)


def _known(people: Sequence[PlannedPerson]) -> list[GridMark]:
    """Who is on the register already is not registered a second time."""
    said = {
        Action.CHANGED: "已经登记，会补充或更新他的记录",
        Action.UNCHANGED: "已经登记，没有变化",
    }
    return [
        GridMark(person.place.row - _FIRST, None, said[person.action], error=False)
        for person in people
        if person.action in said
    ]


def _not_read(sheet: GridSheet, known: Collection[int]) -> list[GridMark]:
    """Rows that hold something and were taken for no person: a total, a signature, a header."""
    words = "没有当作人员读入（像是合计、签名或表头）；不是人员请删去这一行"
    return [
        GridMark(row, None, words, error=True)
        for row, line in enumerate(sheet.rows)
        if any(line) and row not in known
    ]
