"""What goes back to whoever sent the sheets: the list of problems, and the refused rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.core.errors import UserError
from app.core.progress import Progress, silent
from app.exporters.handback_xlsx import (
    PROBLEM,
    REMEDY,
    HandbackRow,
    HandbackSheet,
    write_handback,
)
from app.exporters.roster_xlsx import Roster, RosterColumn, write_roster
from app.importers.book import Book, Sheet
from app.importers.planned import PlannedFile, Problem, ProblemKind, Severity
from app.services.import_people import ImportPreview

__all__ = ["KIND_NAMES", "kind_words", "severity_words", "write_problem_list", "write_refused"]

KIND_NAMES = {
    ProblemKind.FILE: "文件",
    ProblemKind.VALUE: "内容",
    ProblemKind.ROW: "整行",
    ProblemKind.ACROSS: "前后矛盾",
}
_PROBLEM_LIST = (
    RosterColumn("程度", width=8.0),
    RosterColumn("种类", width=9.0),
    RosterColumn("文件", width=26.0),
    RosterColumn("工作表", width=14.0),
    RosterColumn("单元格", width=8.0),
    RosterColumn("列", width=13.0),
    RosterColumn("内容", width=22.0),
    RosterColumn("要求", width=24.0),
    RosterColumn("原因", width=34.0),
    RosterColumn("怎么办", width=36.0),
)


def severity_words(problem: Problem) -> str:
    """Whether the row was refused or only doubted."""
    return "拒绝" if problem.severity is Severity.ERROR else "提醒"


def kind_words(problem: Problem) -> str:
    """Where the problem lies: the file, a value, a row, or between rows."""
    return KIND_NAMES[problem.kind]


def write_problem_list(preview: ImportPreview, path: Path, progress: Progress = silent) -> None:
    """Write the problems as a workbook to hand back to the village. Raises ``FileError``."""
    rows = [
        (
            severity_words(p),
            kind_words(p),
            p.file,
            p.sheet,
            p.cell or (f"第{p.row}行" if p.row else ""),
            p.column,
            p.value,
            p.rule,
            p.reason,
            p.remedy,
        )
        for p in preview.problems
    ]
    write_roster(path, Roster("导入问题清单", _PROBLEM_LIST, rows), progress=progress)


def write_refused(preview: ImportPreview, path: Path, progress: Progress = silent) -> int:
    """Write the refused rows as they were sent, with 问题 and 怎么改 beside them; corrected, the
    workbook can be imported as it is. Returns how many rows.

    Raises ``UserError`` when no row was refused, ``FileError`` when it cannot be written."""
    books = {book.path.name: book for book in preview.books}
    sheets = [
        sheet
        for file in preview.plan.files
        if (sheet := _sheet(file, books.get(file.path.name), preview.problems)) is not None
    ]
    if not sheets:
        raise UserError("没有被拒绝的行，不用退回。")
    write_handback(path, sheets, progress)
    return sum(len(sheet.rows) for sheet in sheets)


def _sheet(
    file: PlannedFile, book: Book | None, problems: Sequence[Problem]
) -> HandbackSheet | None:
    wrong: dict[int, list[Problem]] = {}
    for problem in problems:
        here = (problem.file, problem.sheet) == (file.path.name, file.sheet)
        if here and problem.severity is Severity.ERROR and problem.row:
            wrong.setdefault(problem.row, []).append(problem)
    source = next((each for each in book.sheets if each.name == file.sheet), None) if book else None
    if not wrong or source is None:
        return None
    columns = [
        column for column, text in sorted(file.headers.items()) if text not in {PROBLEM, REMEDY}
    ]
    columns += sorted(
        {column for row in source.rows if row.number in wrong for column in row.cells}
        - set(file.headers)
    )
    rows = [_row(number, found, source, columns) for number, found in sorted(wrong.items())]
    return HandbackSheet(
        name=file.sheet,
        title=f"{file.title}　{file.path.stem}　退回修改：黄色的格子有问题，改好后可以直接再导入",
        headers=[file.headers.get(column, "") for column in columns],
        rows=rows,
    )


def _row(
    number: int, problems: Sequence[Problem], sheet: Sheet, columns: Sequence[int]
) -> HandbackRow:
    source = next((row for row in sheet.rows if row.number == number), None)
    texts: Mapping[int, str] = (
        {column: cell.text for column, cell in source.cells.items()} if source else {}
    )
    addresses = {problem.cell for problem in problems if problem.cell}
    wrong = {
        place
        for place, column in enumerate(columns)
        if source and column in source.cells and source.cells[column].address in addresses
    }
    return HandbackRow(
        texts=[texts.get(column, "") for column in columns],
        wrong=frozenset(wrong),
        problem="；".join(_words(problem) for problem in problems),
        remedy="；".join(dict.fromkeys(problem.remedy for problem in problems)),
    )


def _words(problem: Problem) -> str:
    where = problem.cell or f"第{problem.row}行"
    return f"原表{problem.sheet} {where}：{problem.reason}（{problem.rule}）"
