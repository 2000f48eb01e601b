"""Scoring a month: one agreement after another; what a failed score does is shown before it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.core.errors import UserError
from app.services.acts import undo_act
from app.services.care.papers import print_score_notices
from app.services.care.score_month import MonthLine, ScoreMonth, list_month, score_ids
from app.services.care.scores import (
    Scored,
    ScorePreview,
    ScoreTyped,
    correct_score,
    preview_score,
    record_score,
)
from app.services.care.standing import Ended
from app.services.matter_letters import Printed
from app.services.person.typed import FieldError
from app.ui.pages.care.carers.forms import SCORE_SHEET, print_form
from app.ui.pages.care.carers.tasks import tell_task
from app.ui.ports import PDF, Context
from app.ui.tasks import Task
from app.ui.words import month_words, points_words


class ScoreScreen(Protocol):
    def show_month(self, month: ScoreMonth, words: str) -> None: ...

    def show_line(self, line: MonthLine, month: ScoreMonth) -> None: ...

    def show_problem(self, key: str, words: str) -> None: ...

    def show_saved(self, line: MonthLine | None, words: str) -> None: ...

    def start_task(self, task: Task) -> None: ...

    def say(self, words: str, *, undo: bool = False) -> None: ...


class ScorePresenter:
    """Reads a month, keeps one sheet after the other."""

    def __init__(self, context: Context, view: ScoreScreen) -> None:
        self._context = context
        self._view = view
        self._last: Scored | None = None
        self.month: ScoreMonth | None = None
        self.line: MonthLine | None = None

    def read(self, month: str) -> None:
        """Show another month, or the same one again."""
        desk = self._context.desk
        self._context.jobs.run(lambda _: list_month(desk, month), self._show, latest="care.month")

    def open(self, line: MonthLine) -> None:
        """Show the sheet of one agreement."""
        self.line = line
        if self.month is not None:
            self._view.show_line(line, self.month)

    def save(self, typed: ScoreTyped) -> None:
        """Keep the sheet; one that would end a qualification asks first, with what would happen."""
        desk, line = self._context.desk, self.line
        if line is None:
            return

        known = line.score.id if line.score else None

        def seen(preview: ScorePreview) -> None:
            if self._agrees(line, preview):
                self._keep(line, typed, agreed=preview.ends_qualification)
            else:
                self._view.show_problem("", "没有保存。可以改分数，或再按保存。")

        self._context.jobs.run(
            lambda _: preview_score(desk, typed, known), seen, title="正在计算", failed=self._fail
        )

    def tell(self, lines: Sequence[MonthLine]) -> None:
        """Write down that these carers were told."""
        try:
            task = tell_task(score_ids(lines), self._context.desk.clock.today())
        except UserError as error:
            self._context.ask.error(error)
        else:
            self._view.start_task(task)

    def print_notices(self, lines: Sequence[MonthLine]) -> None:
        """考核得分告知书 of these lines; without one that was scored, of all of the month."""
        ids = score_ids(lines) or score_ids(self.month.lines if self.month else ())
        desk = self._context.desk
        if not ids or self.month is None:
            self._context.ask.tell("这个月还没有打过分。", "打分以后再打印告知书。")
            return
        name = f"考核得分告知书_{self.month.month}.pdf"
        path = self._context.ask.save_as("告知书存到哪里", desk.folder / name, PDF)
        if path is None:
            return

        def printed(result: Printed) -> None:
            self._view.say(f"已生成 {result.count} 张告知书：{result.path}")
            self._context.print_out(result.path, "考核得分告知书")

        self._context.jobs.run(
            lambda _: print_score_notices(desk, ids, path), printed, title="正在生成告知书"
        )

    def print_sheets(self, lines: Sequence[MonthLine]) -> None:
        """The score sheets to fill in, for these lines; with one chosen, of the whole month."""
        chosen = lines if len(lines) > 1 else (self.month.lines if self.month else ())
        ids = tuple(line.agreement_id for line in chosen if line.wanted)
        if ids:
            print_form(self._context, SCORE_SHEET, ids)
        else:
            self._context.ask.tell("这个月没有要考核的协议。")

    def undo(self) -> None:
        """Take the last sheet back, with everything that followed from it."""
        if self._last is None:
            return
        last, self._last = self._last, None

        def undone(_: None) -> None:
            self._view.say(f"已撤销：{last.words}。")
            self._context.changed()

        self._context.jobs.run(
            lambda _: undo_act(self._context.desk, last.act_id), undone, title="正在撤销"
        )

    # --- inside ------------------------------------------------------------------------------
    def _agrees(self, line: MonthLine, preview: ScorePreview) -> bool:
        """Whether the clerk agrees to what follows from a score; of most nothing does."""
        ask = self._context.ask
        if preview.ends_qualification:
            return ask.confirm(*ending_words(line, preview), yes="取消资格")
        if preview.regained.qualified:
            return ask.confirm(*regained_words(line, preview), yes="更正")
        return True

    def _keep(self, line: MonthLine, typed: ScoreTyped, *, agreed: bool) -> None:
        desk, known = self._context.desk, line.score

        def kept(done: Scored) -> None:
            self._last = done
            self._view.show_saved(self._after(line), f"{line.carer}　{done.words}")
            self._context.changed()

        self._context.jobs.run(
            lambda _: (
                record_score(desk, typed, agreed=agreed)
                if known is None
                else correct_score(desk, known.id, typed, agreed=agreed)
            ),
            kept,
            title="正在保存",
            failed=self._fail,
        )

    def _after(self, line: MonthLine) -> MonthLine | None:
        """The next agreement that waits for a score, after this one and round again."""
        lines = self.month.lines if self.month else ()
        place = next((at for at, one in enumerate(lines) if one == line), -1)
        rest = (*lines[place + 1 :], *lines[: max(place, 0)])
        return next((one for one in rest if one.wanted and one.score is None), None)

    def _fail(self, error: UserError) -> None:
        key = error.key if isinstance(error, FieldError) else ""
        self._view.show_problem(key, "".join(error.sentences()))

    def _show(self, month: ScoreMonth) -> None:
        self.month = month
        self._view.show_month(month, month_state(month))


def month_state(month: ScoreMonth) -> str:
    """How far the month is."""
    done = sum(line.score is not None for line in month.lines)
    words = f"{month_words(month.month)}　已考核 {done}，还差 {month.left}"
    return f"{words}，没有告知 {month.untold}" if month.untold else words


def ending_words(line: MonthLine, preview: ScorePreview) -> tuple[str, str]:
    """The question before a qualification ends, and everything that would end with it."""
    question = (
        f"{line.carer}得 {points_words(preview.total)} 分，{preview.grade}，会立即取消护理资格。"
        "要继续吗？"
    )
    people = _people(preview.ends)
    until = f"，{preview.due}前重新落实护理人" if preview.due else ""
    lost = f"{len(preview.ends)} 份协议终止，这些人列为无人照料{until}：\n{people}"
    return question, lost if preview.ends else "现在没有执行中的协议。"


def regained_words(line: MonthLine, preview: ScorePreview) -> tuple[str, str]:
    """The question before a correction gives a qualification back, and what comes back with it."""
    question = (
        f"更正为 {points_words(preview.total)} 分，{preview.grade}，恢复{line.carer}的护理资格。"
        "要继续吗？"
    )
    found = preview.regained
    parts = []
    if found.back:
        parts.append(f"{len(found.back)} 份协议恢复执行：\n{_people(found.back)}")
    if found.stay:
        parts.append(f"{len(found.stay)} 份不恢复，已另有护理人或不再需要：\n{_people(found.stay)}")
    return question, "\n".join(parts) or "没有要恢复的协议。"


def _people(ended: Sequence[Ended]) -> str:
    return "\n".join(f"　{one.person}　{one.village}　协议 {one.number}" for one in ended)
