"""Plan an import: read files, bring them together, compare with the register; write nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from app.core.progress import Progress, silent
from app.importers.book import Book
from app.importers.checks import check_across, check_tables
from app.importers.compare import plan_household, plan_person
from app.importers.fields import Setting
from app.importers.households import (
    Household,
    join_households,
    read_households,
    settle_households,
)
from app.importers.joining import join_people
from app.importers.likely import find_brake
from app.importers.people import read_people
from app.importers.person import Person
from app.importers.planned import (
    AMOUNT_KEYS,
    AMOUNT_NAMES,
    Action,
    FieldChange,
    ImportPlan,
    Place,
    PlanCounts,
    PlannedCategory,
    PlannedFile,
    PlannedHousehold,
    PlannedPerson,
    Problem,
    ProblemKind,
    Severity,
)
from app.importers.reading import is_lock_file, open_book
from app.importers.register import FieldValue, KnownHousehold, KnownPerson, Register
from app.importers.report import Report
from app.importers.table import Table
from app.importers.tables import read_tables
from app.importers.wishes import NO_WISHES, Wishes

__all__ = [
    "AMOUNT_KEYS",
    "AMOUNT_NAMES",
    "Action",
    "FieldChange",
    "FieldValue",
    "ImportPlan",
    "KnownHousehold",
    "KnownPerson",
    "Place",
    "PlanCounts",
    "PlannedCategory",
    "PlannedFile",
    "PlannedHousehold",
    "PlannedPerson",
    "Problem",
    "ProblemKind",
    "Register",
    "Severity",
    "plan_import",
]


def plan_import(
    sources: Sequence[Path],
    register: Register,
    *,
    day: date,
    passwords: Sequence[str] = (),
    progress: Progress = silent,
) -> ImportPlan:
    """``plan_books`` of the files at ``sources``; raises what ``open_books`` and it raise."""
    books = open_books(sources, passwords, progress)
    return plan_books(books, register, day=day, progress=progress)


def open_books(
    sources: Sequence[Path], passwords: Sequence[str] = (), progress: Progress = silent
) -> tuple[Book, ...]:
    """Read the files whole; each of ``passwords`` is tried on those that need one. Lock files that
    lie beside others become books without sheets.

    Raises FileError when a file cannot be read, PasswordNeeded (one of them) when a password is
    missing, and what ``progress`` raises."""
    books = []
    for done, path in enumerate(sources):
        words = f"读取“{path.name}”"
        progress(done, len(sources), words)
        if is_lock_file(path) and len(sources) > 1:
            books.append(Book(path, ()))
            continue

        def tick(done: int = done, words: str = words) -> None:
            progress(done, len(sources), words)

        books.append(open_book(path, passwords, tick))
    return tuple(books)


def plan_books(
    books: Sequence[Book],
    register: Register,
    *,
    day: date,
    wishes: Wishes = NO_WISHES,
    progress: Progress = silent,
) -> ImportPlan:
    """What importing ``books`` (in any order, joined by the head's number) would do to ``register``
    on ``day``.

    Raises FileError when a book has no known layout, and what ``progress`` raises."""
    report = Report()
    setting = Setting(register, day, report, wishes.same)
    tables = _tables(books, wishes, report)
    progress(0, 0, "核对人员和家庭")
    people: list[Person] = []
    households: list[Household] = []
    for table in tables:
        if table.layout.subject == "person":
            people += read_people(table, setting)
        else:
            households += read_households(table, setting)
        progress(0, 0, f"核对“{table.path.name}”")
    check_tables(tables, report)
    people = join_people(people, setting)
    households = settle_households(people, join_households(households, setting), setting)
    check_across(people, households, setting)
    planned_people = tuple(plan_person(person, setting) for person in people)
    planned_households = tuple(plan_household(each, setting) for each in households)
    return ImportPlan(
        files=tuple(_file(table) for table in tables),
        people=planned_people,
        households=planned_households,
        problems=tuple(report.problems),
        counts=_count(tables, planned_people, planned_households, report),
        brake=find_brake(planned_people, register),
    )


def _tables(books: Sequence[Book], wishes: Wishes, report: Report) -> list[Table]:
    tables: list[Table] = []
    for book in books:
        if is_lock_file(book.path):
            reason = "是表格打开时留下的临时文件，没有读"
            report.file(Place(book.path.name), (reason, "不用管它；最好先关闭该表再导入"))
            continue
        tables += read_tables(book, report, wishes)
    return tables


def _file(table: Table) -> PlannedFile:
    layout = table.layout
    return PlannedFile(
        path=table.path,
        sheet=table.sheet,
        layout=layout.title,
        category=table.category,
        rows=len(table.records),
        day=table.day,
        whole=layout.subject == "person" and not layout.village_made,
        headers=table.header.texts,
        title=table.context[0],
    )


def _count(
    tables: Sequence[Table],
    people: Sequence[PlannedPerson],
    households: Sequence[PlannedHousehold],
    report: Report,
) -> PlanCounts:
    persons = _by_action(people)
    homes = _by_action(households)
    errors = sum(problem.severity is Severity.ERROR for problem in report.problems)
    return PlanCounts(
        new=persons[Action.NEW],
        changed=persons[Action.CHANGED],
        unchanged=persons[Action.UNCHANGED],
        refused=persons[Action.REFUSED],
        errors=errors,
        warnings=len(report.problems) - errors,
        households_new=homes[Action.NEW],
        households_changed=homes[Action.CHANGED],
        households_unchanged=homes[Action.UNCHANGED],
        households_refused=homes[Action.REFUSED],
        rows=sum(len(table.records) for table in tables),
        hidden_rows=sum(table.hidden_rows for table in tables),
        total_rows=sum(table.total_rows for table in tables),
    )


def _by_action(planned: Sequence[PlannedPerson | PlannedHousehold]) -> Mapping[Action, int]:
    counts = dict.fromkeys(Action, 0)
    for each in planned:
        counts[each.action] += 1
    return counts
