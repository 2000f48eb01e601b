"""Typing sheets back in: number, fields in the order of the paper, save, the next sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.core.errors import DeclinedError, UserError
from app.core.form_answers import Problem
from app.core.forms import Repeat
from app.core.progress import Progress
from app.services.drafts import DraftRow, drop, find_draft, sheet_place
from app.services.evidence import Source, attach_to, why_unfit
from app.services.sheet_entry import SheetEntry
from app.services.visit_checks import LATE_REASON, visit_doubts, visit_problems
from app.services.visits import Recorded, RecordVisit, open_sheet, record_visit
from app.ui.drafts import Unsaved, restored_words
from app.ui.ports import Context


class EntryScreen(Protocol):
    def show_sheet(self, entry: SheetEntry, kept: Mapping[str, object]) -> None: ...

    def show_restored(self, words: str, found: DraftRow | None) -> None: ...

    def show_number_problem(self, words: str) -> None: ...

    def show_problems(self, problems: tuple[Problem, ...], words: str) -> None: ...

    def show_saved(self, words: str, place: str) -> None: ...

    def show_no_sheet(self) -> None: ...

    def show_waiting(self, count: int, problem: str) -> None: ...

    def open_evidence(self, sources: Sequence[Source], entry: SheetEntry | None) -> None: ...


class EntryPresenter:
    """Holds the open sheet, and what was typed on the one before."""

    def __init__(self, context: Context, view: EntryScreen) -> None:
        self._context = context
        self._view = view
        self._entry: SheetEntry | None = None
        self._before: Mapping[str, object] = {}
        self._waiting: dict[str, list[Source]] = {}  # evidence of sheets that are not stored yet

    @property
    def entry(self) -> SheetEntry | None:
        """The sheet that is open."""
        return self._entry

    def open(self, typed: str) -> None:
        """Open the sheet of a number; a wrong one is said beside the number."""
        if not typed.strip():
            return

        def read(_: Progress) -> tuple[SheetEntry, DraftRow | None]:
            entry = open_sheet(self._context.desk, typed)
            return entry, find_draft(self._context.desk, sheet_place(entry.sheet_no))

        self._context.jobs.run(read, self._show, latest="entry.sheet", failed=self._tell_number)

    def last_value(self, key: str) -> object | None:
        """What F4 puts into a field."""
        kept = self.kept()
        if key in kept or self._entry is None:
            return kept.get(key)
        return self._entry.last.get(key)

    def usual(self) -> frozenset[str]:
        """The fields that were answered on the sheet before."""
        return frozenset(self._before)

    def kept(self) -> dict[str, object]:
        """The answers that are the same for a whole afternoon, from the sheet before."""
        if self._entry is None:
            return {}
        same = {field.key for field in self._entry.form.fields if field.repeat is Repeat.BATCH}
        same.add(LATE_REASON)
        return {key: value for key, value in self._before.items() if key in same}

    def bring(self, sources: Sequence[Source]) -> None:
        """Evidence was dropped or pasted. That of the open sheet waits until the sheet is saved;
        what is no picture is refused at once."""
        entry = self._entry
        if entry is None or entry.contact_id is not None:
            self._view.open_evidence(sources, entry)
            return
        if entry.known.minor and not self._context.ask.confirm(
            "这是未成年人，要添加照片吗？",
            "未成年人的照片只作内部佐证，默认不打印，不要外传；能不拍正脸就不拍。",
            yes="添加",
        ):
            return

        def done(unfit: tuple[str, ...]) -> None:
            waiting = self._waiting.setdefault(entry.sheet_no, [])
            waiting += [source for source, why in zip(sources, unfit, strict=True) if not why]
            self._view.show_waiting(len(waiting), "".join(unfit))

        self._context.jobs.run(
            lambda _: tuple(why_unfit(source) for source in sources), done, title="正在读取"
        )

    def problems(self, answers: Mapping[str, object]) -> tuple[Problem, ...]:
        """What is missing or wrong, in the order of the paper."""
        if self._entry is None:
            return ()
        today = self._context.desk.clock.today()
        return visit_problems(self._entry.form, answers, self._entry.known, today=today)

    def unsaved(self, typed: Mapping[str, object]) -> Unsaved | None:
        """What was typed on the open sheet and is not stored; ``typed`` by field."""
        if self._entry is None:
            return None
        words = f"{self._entry.form.title}：{self._entry.name}"
        return Unsaved(sheet_place(self._entry.sheet_no), words, typed)

    def discard(self) -> None:
        """Throw away what was typed on the open sheet."""
        entry = self._entry
        if entry is not None and self._context.ask.confirm(
            "放弃没有保存的内容吗？", "放弃以后找不回来。", yes="放弃"
        ):
            self._context.jobs.run(
                lambda _: drop(self._context.desk, sheet_place(entry.sheet_no)),
                lambda _: self._show((entry, None)),
            )

    def save(self, answers: Mapping[str, object]) -> bool:
        """Store the sheet; one that was stored before is replaced only when the clerk says so.
        Whether it is on its way."""
        entry = self._entry
        if entry is None:
            return False
        problems = self.problems(answers)
        if problems:
            self._view.show_problems(problems, f"还有 {len(problems)} 处没有填对：{problems[0]}")
            return False
        if entry.recorded and not self._context.ask.confirm(
            "这张表已经录入过，要用现在的内容替换吗？",
            "原来的内容会留在变更记录里。",
            yes="重新录入",
        ):
            return False
        command = RecordVisit(entry.sheet_no, dict(answers), again=entry.recorded)
        self._context.jobs.run(
            lambda _: visit_doubts(
                self._context.desk,
                entry.form,
                answers,
                entry.known,
                contact_id=entry.contact_id,
            ),
            lambda doubts: self._weigh(command, doubts),
            failed=self._tell_problem,
        )
        return True

    def _weigh(self, command: RecordVisit, doubts: tuple[str, ...]) -> None:
        """What is strange is asked about; the clerk has the paper."""
        if not doubts or self._context.ask.confirm(
            "保存之前请核对。", "\n".join(doubts), yes="没有错，保存"
        ):
            self._store(command)
        else:
            self._view.show_problems((), "还没有保存：" + "".join(doubts))

    def _store(self, command: RecordVisit) -> None:
        desk, waiting = self._context.desk, self._waiting.get(command.sheet_no, [])

        def work(progress: Progress) -> tuple[Recorded, str]:
            recorded = record_visit(desk, command)
            wrong = attach_to(desk, waiting, recorded.contact_id, progress) if waiting else ""
            return recorded, wrong

        def done(kept: tuple[Recorded, str]) -> None:
            recorded, wrong = kept
            self._before = command.answers
            self._waiting.pop(command.sheet_no, None)
            self._after(recorded, sheet_place(command.sheet_no))
            if wrong:
                self._context.ask.tell("走访已保存，有佐证没有添加。", wrong)

        self._context.jobs.run(
            work,
            done,
            title="正在保存",
            failed=self._tell_problem,
        )

    def _after(self, recorded: Recorded, place: str) -> None:
        self._context.changed()
        self._entry = None
        if recorded.next_sheet_no is None:
            self._view.show_no_sheet()
            self._view.show_saved("已保存。这一批全部录入完了。", place)
            return
        self._view.show_saved(f"已保存。这一批还有 {recorded.left} 张。", place)
        self.open(recorded.next_sheet_no)

    def _show(self, opened: tuple[SheetEntry, DraftRow | None]) -> None:
        self._entry, found = opened
        self._view.show_sheet(self._entry, self.kept())
        self._view.show_waiting(len(self._waiting.get(self._entry.sheet_no, ())), "")
        self._view.show_restored(restored_words(found.saved_at) if found else "", found)

    def _tell_number(self, error: UserError) -> None:
        self._entry = None
        self._view.show_no_sheet()
        self._view.show_number_problem("".join(error.sentences()))

    def _tell_problem(self, error: UserError) -> None:
        if isinstance(error, DeclinedError):
            self._context.ask.error(error)
            self._view.show_problems((), "")
        else:
            self._view.show_problems((), "".join(error.sentences()))
