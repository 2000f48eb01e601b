"""Visit sheets out to a village as a workbook, and back: looked at first, then one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.core.errors import UserError
from app.core.forms import Form
from app.core.progress import Progress, silent
from app.exporters.handback_xlsx import (
    PROBLEM,
    REMEDY,
    HandbackRow,
    HandbackSheet,
    write_handback,
)
from app.exporters.sheet_book_xlsx import FIXED, LATE, NAME, NUMBER, BookRow, write_sheet_book
from app.importers.reading import open_book
from app.importers.sheet_book import CellProblem, ReadRow, read_rows
from app.models.queries import sheets as queries
from app.services.desk import Desk
from app.services.forms import SHEET, form_in_use
from app.services.numbered import find_paper
from app.services.office import expect_office
from app.services.register_updates import ADOPT
from app.services.sheet_entry import SheetEntry
from app.services.sheet_numbers import read_sheet_number
from app.services.visit_checks import LATE_REASON, visit_doubts, visit_problems
from app.services.visits import RecordVisit, keep_visit, read_sheet


class RowState(StrEnum):
    """What would happen to a row."""

    READY = "ready"
    RECORDED = "recorded"
    EMPTY = "empty"
    REFUSED = "refused"


@dataclass(frozen=True)
class BackRow:
    """A row of the workbook: where it stands, whose it is, what would happen, and why."""

    sheet: str
    row: int
    number: str
    name: str
    state: RowState
    words: str
    problems: tuple[CellProblem, ...]
    read: ReadRow
    command: RecordVisit | None = None


@dataclass(frozen=True)
class BookBack:
    """A workbook that came back, as it was read."""

    path: Path
    form: Form
    rows: tuple[BackRow, ...]

    def of(self, state: RowState) -> tuple[BackRow, ...]:
        """The rows of this state."""
        return tuple(row for row in self.rows if row.state is state)


def hand_out_book(
    desk: Desk, batch_no: str, out: Path, *, village: str = "", progress: Progress = silent
) -> int:
    """Write those sheets of a batch that have not come back as a workbook; returns how many.

    Raises ``UserError`` when all have come back, ``FileError``, ``Cancelled``.
    """
    office = expect_office(desk)
    words = f"走访表做成 Excel：批次 {batch_no}"
    with desk.write("hand_out_book", words) as work:
        rows = [
            BookRow(number, name, where)
            for number, name, where, _, day in queries.sheets_of_batch(work.session, batch_no)
            if day is None and village in {"", where}
        ]
        if not rows:
            raise UserError("这一批没有还要录入的走访表。", "", "请换一批，或换一个村。")
        title = f"{office.name}走访表　批次 {batch_no}" + (f"　{village}" if village else "")
        form = form_in_use(work.session, SHEET)
        write_sheet_book(out, form, rows, title=title, progress=progress)
    return len(rows)


def look_at_book(desk: Desk, path: Path, progress: Progress = silent) -> BookBack:
    """Read a workbook that came back and judge every row; nothing is kept.

    Raises ``FileError`` when it is no workbook of visit sheets, ``Cancelled``.
    """
    today = desk.clock.today()
    book = open_book(path, tick=lambda: progress(0, 0, "正在读取"))
    with desk.store.read() as session:
        form = form_in_use(session, SHEET)
    read = read_rows(book, form, mark=NUMBER, extra={LATE: LATE_REASON}, today=today)
    seen: dict[str, int] = {}
    rows: list[BackRow] = []
    for at, one in enumerate(read):
        progress(at, len(read), "正在核对")
        rows.append(_judge(desk, one, seen))
    return BookBack(path, form, tuple(rows))


def commit_book(desk: Desk, back: BookBack, progress: Progress = silent) -> int:
    """Store every row that is ready, as one act that can be undone; returns how many.

    Raises ``UserError`` when none is ready, and like ``record_visit`` when something has changed
    since it was looked at; then nothing is stored.
    """
    ready = back.of(RowState.READY)
    if not ready:
        raise UserError("没有可以录入的行。", "", "请先改好有问题的行。")
    with desk.write("import_sheets", f"读回走访表 Excel：{len(ready)} 张") as work:
        for at, row in enumerate(ready):
            progress(at, len(ready), "正在录入")
            assert row.command is not None
            keep_visit(desk, work, find_paper(work.session, row.command.sheet_no), row.command)
    progress(len(ready), len(ready), "已录入")
    return len(ready)


def hand_back_book(back: BookBack, out: Path, progress: Progress = silent) -> int:
    """Write the refused rows as they came, with 问题 and 怎么改 beside them; corrected, the
    workbook is read as it is. Returns how many rows. Raises ``UserError`` when none was refused."""
    refused = back.of(RowState.REFUSED)
    if not refused:
        raise UserError("没有被拒绝的行，不用退回。")
    labels = [field.label for field in back.form.fields]
    heads = [*FIXED, *labels, LATE]
    title = f"走访表　{back.path.stem}　退回修改：黄色的格子有问题，改好后可以直接再读"
    rows = [_handback(row, heads) for row in refused]
    write_handback(out, [HandbackSheet("走访表", title, heads, rows)], progress)
    return len(rows)


def _handback(row: BackRow, heads: Sequence[str]) -> HandbackRow:
    columns = {problem.column for problem in row.problems}
    return HandbackRow(
        texts=[row.read.texts.get(head, "") for head in heads],
        wrong=frozenset(at for at, head in enumerate(heads) if head in columns),
        problem=f"{row.sheet} 第{row.row}行：{row.words}",
        remedy="请对照纸上的走访表改正。",
    )


def _judge(desk: Desk, read: ReadRow, seen: dict[str, int]) -> BackRow:
    typed = read.texts.get(NUMBER, "")
    problems: tuple[CellProblem, ...] = ()
    entry: SheetEntry | None = None
    state, words = RowState.REFUSED, ""
    try:
        number = read_sheet_number(expect_office(desk), typed)
        entry = _expect_visit_sheet(read_sheet(desk, number))
    except UserError as error:
        words = "".join(error.sentences()).rstrip("。")
        problems = (CellProblem(read.cells.get(NUMBER, ""), NUMBER, words),)
    else:
        state, problems, words = _judge_sheet(desk, read, entry, seen)
    ready = state is RowState.READY and entry is not None
    return BackRow(
        sheet=read.sheet,
        row=read.number,
        number=typed,
        name=read.texts.get(NAME, ""),
        state=state,
        words=words,
        problems=problems,
        read=read,
        command=RecordVisit(entry.sheet_no, read.answers) if ready and entry else None,
    )


def _expect_visit_sheet(entry: SheetEntry) -> SheetEntry:
    if entry.form.key != SHEET:
        raise UserError(f"这是{entry.form.title}的编号。", "", "请在“录入”里录入它。")
    return entry


def _judge_sheet(
    desk: Desk, read: ReadRow, entry: SheetEntry, seen: dict[str, int]
) -> tuple[RowState, tuple[CellProblem, ...], str]:
    filled = any(text for head, text in read.texts.items() if head not in {*FIXED, PROBLEM, REMEDY})
    if not filled:
        return RowState.EMPTY, (), "没有填写"
    if entry.recorded:
        return RowState.RECORDED, (), "已经录入过，跳过"
    problems = [*_about_whom(read, entry, seen), *read.problems]
    fields = entry.form.fields
    labels = {field.key: field.label for field in fields} | {LATE_REASON: LATE}
    labels |= {ADOPT + field.register: field.label for field in fields if field.register}
    told = {problem.column for problem in problems}
    problems += (
        CellProblem(read.cells.get(labels[one.field], ""), labels[one.field], one.words)
        for one in visit_problems(entry.form, read.answers, entry.known, today=desk.clock.today())
        if labels[one.field] not in told
    )
    if problems:
        return RowState.REFUSED, tuple(problems), "；".join(map(_words, problems))
    seen[entry.sheet_no] = read.number
    return RowState.READY, (), "".join(visit_doubts(desk, entry.form, read.answers, entry.known))


def _about_whom(read: ReadRow, entry: SheetEntry, seen: Mapping[str, int]) -> list[CellProblem]:
    found = []
    if entry.sheet_no in seen:
        words = f"这张表在第 {seen[entry.sheet_no]} 行已经填过一次"
        found.append(CellProblem(read.cells.get(NUMBER, ""), NUMBER, words))
    if read.texts.get(NAME, "") != entry.name:
        words = f"这个编号的走访表是{entry.name}的，姓名对不上"
        found.append(CellProblem(read.cells.get(NAME, ""), NAME, words))
    return found


def _words(problem: CellProblem) -> str:
    where = f"{problem.cell} " if problem.cell else ""
    return f"{where}{problem.column}：{problem.words}"
