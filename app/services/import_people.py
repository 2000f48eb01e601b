"""Importing people: a preview first, then the whole import as one act that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from app.core.errors import DeclinedError
from app.core.progress import Progress, silent
from app.importers.book import Book
from app.importers.choices import SheetChoice, SheetKey
from app.importers.plan import open_books, plan_books
from app.importers.planned import (
    Action,
    Brake,
    ImportPlan,
    Place,
    PlanCounts,
    PlannedFile,
    PlannedPerson,
    Problem,
    ProblemKind,
    Severity,
)
from app.importers.wishes import NO_WISHES, Wishes
from app.models.exchange import ImportBatch
from app.models.queries import register as queries
from app.models.queries.codes import own_codes
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.import_changes import ValueChange, change_words, default_kept, value_changes
from app.services.import_missing import EndHolding, MissingRow, end_missing, missing_people
from app.services.import_profiles import load_profiles
from app.services.import_register import snapshot
from app.services.import_writing import ChangeId, ImportWriter

__all__ = [
    "Action",
    "Book",
    "Brake",
    "Candidate",
    "ImportPreview",
    "ImportResult",
    "Place",
    "PreviewRow",
    "Problem",
    "ProblemKind",
    "Severity",
    "SheetChoice",
    "SheetKey",
    "commit_import",
    "preview_books",
    "preview_import",
    "read_books",
]

RowKey = tuple[Place, str]
"""Where a row stands, and the name in it (a cell may hold two people)."""


@dataclass(frozen=True)
class Candidate:
    """Somebody of the register whom a row with an unreadable number may mean."""

    key: str
    words: str


@dataclass(frozen=True)
class PreviewRow:
    """What will happen to one row, in words."""

    action: Action
    name: str
    id_masked: str
    village: str
    categories: tuple[str, ...]
    sheet: str
    row: int
    words: str
    file: str = ""
    candidates: tuple[Candidate, ...] = ()

    @property
    def place(self) -> Place:
        return Place(self.file, self.sheet, self.row)


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do; ``edition`` is the register it was compared with. ``changes`` are
    the values that would be replaced, ``missing`` those who are not on the newer list."""

    plan: ImportPlan
    rows: tuple[PreviewRow, ...]
    problems: tuple[Problem, ...]
    edition: int
    books: tuple[Book, ...] = ()
    wishes: Wishes = NO_WISHES
    changes: tuple[ValueChange, ...] = ()
    missing: tuple[MissingRow, ...] = ()

    @property
    def counts(self) -> PlanCounts:
        return self.plan.counts


@dataclass(frozen=True)
class ImportResult:
    """What an import did; ``act_id`` undoes it whole. ``kept`` values stayed as they were,
    ``ended`` categories were ended because somebody is missing from the list."""

    act_id: int
    counts: PlanCounts
    kept: int = 0
    ended: int = 0


def read_books(
    paths: Sequence[Path], *, password: str | None = None, progress: Progress = silent
) -> tuple[Book, ...]:
    """Read files whole. Raises ``FileError`` (also for a password that is missing) in words."""
    return open_books(paths, (password,) if password else (), progress)


def preview_import(
    desk: Desk,
    paths: Sequence[Path],
    *,
    password: str | None = None,
    progress: Progress = silent,
) -> ImportPreview:
    """Read ``paths`` and compare them with the register; nothing is written.

    Raises ``FileError`` for a file that cannot be read, in words.
    """
    return preview_books(desk, read_books(paths, password=password, progress=progress), progress)


def preview_books(
    desk: Desk,
    books: tuple[Book, ...],
    progress: Progress = silent,
    *,
    choices: Mapping[SheetKey, SheetChoice] | None = None,
    same: Mapping[RowKey, str] | None = None,
) -> ImportPreview:
    """Compare ``books`` with the register; nothing is written. ``choices`` say how sheets are read,
    ``same`` who of the register a row with an unreadable number is.

    Raises ``FileError`` when nothing in a book can be recognised.
    """
    with desk.store.read() as session:
        edition = queries.edition(session)
        codes = own_codes(session)
        register = snapshot(session, codes)
        wishes = Wishes(choices or {}, load_profiles(session), same or {})
        plan = plan_books(books, register, day=desk.clock.today(), wishes=wishes, progress=progress)
        changes = value_changes(session, plan)
        missing = missing_people(session, plan)
    called = partial(codes.category_name, day=desk.clock.today())
    names = {
        key: f"{register.people[key].fields.get('name')}　{register.people[key].village or ''}"
        for person in plan.people
        for key in person.candidates
    }
    return ImportPreview(
        plan=plan,
        rows=_preview_rows(plan, names, called),
        problems=plan.problems,
        edition=edition,
        books=books,
        wishes=wishes,
        changes=changes,
        missing=missing,
    )


def _preview_rows(
    plan: ImportPlan, names: Mapping[str, str], called: Callable[[str], str]
) -> tuple[PreviewRow, ...]:
    """One a person or refused row; a refused one says why."""
    why: dict[Place, list[str]] = {}
    for problem in plan.problems:
        if problem.severity is Severity.ERROR:
            place = Place(problem.file, problem.sheet, problem.row)
            why.setdefault(place, []).append(problem.reason)
    return tuple(
        _preview_row(
            person,
            names,
            categories=tuple(called(category.code) for category in person.categories),
            why="；".join(why.get(person.place, ())),
        )
        for person in plan.people
    )


def _preview_row(
    planned: PlannedPerson, names: Mapping[str, str], *, categories: tuple[str, ...], why: str
) -> PreviewRow:
    number = planned.fields.get("id_no") or planned.id_key or planned.number
    return PreviewRow(
        action=planned.action,
        name=str(planned.fields.get("name") or ""),
        id_masked=id_on_screen(str(number or "")),
        village=planned.village or "",
        categories=categories,
        sheet=planned.place.sheet,
        row=planned.place.row,
        words=why
        if planned.action is Action.REFUSED
        else "；".join(change_words(change) for change in planned.changes),
        file=planned.place.file,
        candidates=tuple(
            Candidate(key, f"{names[key]}　{id_on_screen(key)}") for key in planned.candidates
        ),
    )


def commit_import(
    desk: Desk,
    preview: ImportPreview,
    progress: Progress = silent,
    *,
    kept: Collection[ChangeId] | None = None,
    ended: Sequence[EndHolding] = (),
    anyway: bool = False,
) -> ImportResult:
    """Write what ``preview`` showed, in one transaction.

    ``kept`` values stay as the register has them; without it, conflicts keep the register's.
    ``ended`` are the categories that the clerk ends for those missing from the list.

    Raises ``DeclinedError`` when the register has changed since the preview, or when the import
    has a brake and nobody said to go on ``anyway``.
    """
    counts, brake = preview.counts, preview.plan.brake
    if brake is not None and not anyway:
        raise DeclinedError(
            "这次导入先停下了，什么也没有写。",
            f"{brake.reason}。",
            "请先核对是不是选错了表；确实没错，再确认一次“仍要导入”。",
        )
    stay = default_kept(preview.changes) if kept is None else frozenset(kept)
    words = f"导入：新增 {counts.new} 人，变更 {counts.changed} 人"
    with desk.write("import", words) as work:
        if queries.edition(work.session) != preview.edition:
            raise DeclinedError(
                "预览之后登记内容又有变动，没有导入。", "", "请重新选择文件，再预览一次。"
            )
        ImportWriter(work, desk, stay).write(preview.plan, progress)
        stopped = end_missing(work, desk, ended)
        work.session.add(
            ImportBatch(
                line_id=work.act_id,
                at=desk.clock.now().replace(tzinfo=None),
                files=[_kept_file(file) for file in preview.plan.files],
                counts=asdict(counts),
            )
        )
        return ImportResult(work.act_id, counts, len(stay), stopped)


def _kept_file(file: PlannedFile) -> dict[str, object]:
    """What is remembered of a file: enough to know the next one of its kind."""
    return {
        "name": file.path.name,
        "sheet": file.sheet,
        "rows": file.rows,
        "layout": file.layout if file.whole else None,
        "day": file.day.isoformat() if file.day else None,
    }
