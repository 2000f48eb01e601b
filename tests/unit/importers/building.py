"""Small workbooks and registers for the tests of this room; all people are invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.core.identity import check_digit
from app.importers.plan import (
    ImportPlan,
    KnownHousehold,
    KnownPerson,
    PlannedPerson,
    Problem,
    Register,
    plan_import,
)

DAY = date(2026, 5, 20)
SAMPLES = Path(__file__).parents[2] / "samples" / "import"
ROSTER = ("村组", "户主姓名", "姓名", "身份证号", "与户主关系", "人员类别", "联系电话", "备注")


def number(birth: str, order: int) -> str:
    """A good identity number of the unassigned region 990101."""
    first = f"990101{birth}{order:03d}"
    return first + check_digit(first)


HEAD = number("19500101", 1)
WIFE = number("19550202", 2)
CHILD = number("20150303", 3)


def save(path: Path, *sheets: Sequence[Sequence[Any]], merges: Iterable[str] = ()) -> Path:
    """A workbook of these sheets; ``merges`` are of the first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet: Worksheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    book.save(path)
    return path


def roster(path: Path, *rows: Sequence[Any], headers: Sequence[str] = ROSTER) -> Path:
    """A village-made sheet with one header row."""
    return save(path, [headers, *rows])


def member(
    name: Any, id_no: Any, relation: str = "户主", category: str = "农村低保", **more: Any
) -> tuple[Any, ...]:
    """A row of ``roster``."""
    values = {"place": "红旗村3组", "head": "张三", "phone": None, "note": None, **more}
    return (
        values["place"],
        values["head"],
        name,
        id_no,
        relation,
        category,
        values["phone"],
        values["note"],
    )


def plan(*paths: Path, register: Register | None = None, **more: Any) -> ImportPlan:
    return plan_import(paths, register or Register(villages=("红旗村",)), day=DAY, **more)


def stored(done: ImportPlan, villages: Sequence[str] = ("红旗村",)) -> Register:
    """The register after ``done`` was written (what a blank cell left open stays open)."""
    ids = {
        each.head_key: each.known_id or place
        for place, each in enumerate(done.households, start=1)
        if each.head_key
    }
    people = {
        each.id_key: KnownPerson(
            each.known_id or place,
            each.fields,
            frozenset(one.code for one in each.categories),
            ids.get(each.household_key or ""),
            each.relation,
            each.village,
            each.group,
        )
        for place, each in enumerate(done.people, start=1)
        if each.id_key
    }
    homes = {
        each.head_key: KnownHousehold(
            ids[each.head_key],
            each.fields,
            each.amounts,
            each.category,
            each.village,
            each.group,
        )
        for each in done.households
        if each.head_key
    }
    return Register(people, homes, tuple(villages))


def reasons(done: ImportPlan) -> str:
    return "\n".join(problem.reason for problem in done.problems)


def the_problem(done: ImportPlan, words: str) -> Problem:
    """The only problem whose reason holds ``words``."""
    (found,) = [problem for problem in done.problems if words in problem.reason]
    return found


def by_key(done: ImportPlan) -> Mapping[str, PlannedPerson]:
    return {person.id_key: person for person in done.people if person.id_key}
