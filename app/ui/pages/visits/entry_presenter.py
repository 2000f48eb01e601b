"""Typing sheets back in: number, fields in the order of the paper, save, the next sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from app.core.errors import DeclinedError, UserError
from app.core.form_answers import Problem, validate
from app.core.progress import Progress
from app.services.visits import Recorded, RecordVisit, SheetEntry, open_sheet, record_visit
from app.ui.ports import Context

# The same for a whole afternoon: F4 takes these from the sheet before, all others from last time.
_OF_THE_DAY = ("visit_date", "visitors", "visit_mode")


class EntryScreen(Protocol):
    def show_sheet(self, entry: SheetEntry) -> None: ...

    def show_number_problem(self, words: str) -> None: ...

    def show_problems(self, problems: tuple[Problem, ...], words: str) -> None: ...

    def show_saved(self, words: str) -> None: ...

    def show_no_sheet(self) -> None: ...


class EntryPresenter:
    """Holds the open sheet, and what was typed on the one before."""

    def __init__(self, context: Context, view: EntryScreen) -> None:
        self._context = context
        self._view = view
        self._entry: SheetEntry | None = None
        self._before: Mapping[str, object] = {}

    @property
    def entry(self) -> SheetEntry | None:
        """The sheet that is open."""
        return self._entry

    def open(self, typed: str) -> None:
        """Open the sheet of a number; a wrong one is said beside the number."""
        if not typed.strip():
            return

        def read(_: Progress) -> SheetEntry:
            return open_sheet(self._context.desk, typed)

        self._context.jobs.run(read, self._show, latest="entry.sheet", failed=self._tell_number)

    def last_value(self, key: str) -> object | None:
        """What F4 puts into a field."""
        if key in _OF_THE_DAY and key in self._before:
            return self._before[key]
        return self._entry.last.get(key) if self._entry else None

    def problems(self, answers: Mapping[str, object]) -> tuple[Problem, ...]:
        """What is missing or wrong, in the order of the paper."""
        if self._entry is None:
            return ()
        return validate(
            self._entry.form,
            answers,
            categories=self._entry.categories,
            today=self._context.desk.clock.today(),
        )

    def save(self, answers: Mapping[str, object]) -> None:
        """Store the sheet; one that was stored before is replaced only when the clerk says so."""
        entry = self._entry
        if entry is None:
            return
        problems = self.problems(answers)
        if problems:
            self._view.show_problems(problems, f"还有 {len(problems)} 处没有填对：{problems[0]}")
            return
        if entry.recorded and not self._context.ask.confirm(
            "这张走访表已经录入过，要用现在的内容替换吗？",
            "原来的内容会留在变更记录里。",
            yes="重新录入",
        ):
            return
        self._store(RecordVisit(entry.sheet_no, dict(answers), again=entry.recorded))

    def _store(self, command: RecordVisit) -> None:
        def done(recorded: Recorded) -> None:
            self._before = command.answers
            self._after(recorded)

        self._context.jobs.run(
            lambda _: record_visit(self._context.desk, command),
            done,
            title="正在保存",
            failed=self._tell_problem,
        )

    def _after(self, recorded: Recorded) -> None:
        self._context.changed()
        self._entry = None
        if recorded.next_sheet_no is None:
            self._view.show_no_sheet()
            self._view.show_saved("已保存。这一批全部录入完了。")
            return
        self._view.show_saved(f"已保存。这一批还有 {recorded.left} 张。")
        self.open(recorded.next_sheet_no)

    def _show(self, entry: SheetEntry) -> None:
        self._entry = entry
        self._view.show_sheet(entry)

    def _tell_number(self, error: UserError) -> None:
        self._entry = None
        self._view.show_no_sheet()
        self._view.show_number_problem("".join(error.sentences()))

    def _tell_problem(self, error: UserError) -> None:
        if isinstance(error, DeclinedError):
            self._context.ask.error(error)
        else:
            self._view.show_problems((), "".join(error.sentences()))
