"""走访 → 责任人: the directory, what is wrong, whom each looks after, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.cadre_board import CadreBoard, CadreRow, ObjectRow, cadre_board
from app.services.cadre_choices import CadreChoice, cadre_choices
from app.services.cadre_papers import (
    ListBy,
    PapersMade,
    export_pairing_list,
    print_contact_cards,
    print_pairing_list,
)
from app.services.cadre_questions import CadreQuestion, Wrong
from app.services.cadres import gather_cadres
from app.services.desk import Desk
from app.services.pairing import give_to_village_defaults
from app.services.person.typed import FieldError
from app.ui.acting import run_act
from app.ui.pages.people.undo_presenter import UndoPresenter
from app.ui.pages.visits.cadres import tasks
from app.ui.ports import PDF, WORKBOOK, Context
from app.ui.tasks import Task, Values


@dataclass(frozen=True)
class CadreFilter:
    """Which cadres are shown; empty means everything."""

    text: str = ""
    village: str = ""
    level: str = ""


class CadresScreen(Protocol):
    def show_questions(self, questions: tuple[CadreQuestion, ...]) -> None: ...

    def show_cadres(self, rows: tuple[CadreRow, ...], words: str) -> None: ...

    def show_objects(self, rows: tuple[ObjectRow, ...], words: str) -> None: ...

    def filter(self) -> CadreFilter: ...

    def current(self) -> CadreRow | None: ...

    def chosen(self) -> tuple[CadreRow, ...]: ...

    def chosen_objects(self) -> tuple[ObjectRow, ...]: ...

    def open_task(self, task: Task) -> None: ...

    def open_giving(self, cadre_id: int, people: tuple[int, ...]) -> None: ...

    def say(self, words: str) -> None: ...


class CadresPresenter:
    """Reads the board once; filters and questions without reading again."""

    def __init__(self, context: Context, view: CadresScreen) -> None:
        self._context = context
        self._view = view
        self._board: CadreBoard | None = None
        self._question: CadreQuestion | None = None
        self._wanted: Wrong | None = None
        self.undo = UndoPresenter(context)

    # --- reading -------------------------------------------------------------------------------
    def refresh(self) -> None:
        desk = self._context.desk
        self._context.jobs.run(lambda _: cadre_board(desk), self._take, latest="visits.cadres")

    def _take(self, board: CadreBoard) -> None:
        self._board = board
        self._question = next((one for one in board.questions if self._still(one)), None)
        self._wanted = None
        self._view.show_questions(board.questions)
        self.show_filtered()

    def _still(self, question: CadreQuestion) -> bool:
        """Whether this is the question that was asked before the store changed."""
        if self._question is None:
            return question.kind is self._wanted
        return (question.kind, question.cite) == (self._question.kind, self._question.cite)

    def show_filtered(self) -> None:
        """Show the cadres that filter and question leave, and the objects of the current one."""
        if self._board is None:
            return
        rows = tuple(row for row in self._board.cadres if self._fits(row))
        serving = sum(row.left_on is None for row in rows)
        people = len({o.person_id for row in rows for o in self._board.of(row.id)})
        self._view.show_cadres(rows, f"在任 {serving} 位，包保 {people} 人")
        self.show_current()

    def _fits(self, row: CadreRow) -> bool:
        wanted, question = self._view.filter(), self._question
        return (
            (not wanted.village or row.village == wanted.village)
            and (not wanted.level or row.level == wanted.level)
            and (
                not wanted.text
                or any(wanted.text in part for part in (row.name, row.unit, row.post, row.phone))
            )
            and (question is None or not question.cadres or row.id in question.cadres)
        )

    def show_current(self) -> None:
        """The objects of the current cadre; with a question about people, those."""
        if self._board is None:
            return
        question, row = self._question, self._view.current()
        if question is not None and question.people:
            people = set(question.people)
            found = tuple(one for one in self._board.objects if one.person_id in people)
            self._view.show_objects(found, question.words)
        elif row is None:
            self._view.show_objects((), "")
        else:
            found = self._board.of(row.id)
            known = "，".join(part for part in (row.unit, row.post, row.phone) if part)
            who = f"{row.name}（{known}）" if known else row.name
            self._view.show_objects(found, f"{who}包保的 {row.objects} 人")

    def ask(self, question: CadreQuestion | None) -> None:
        """Show only what a question is about; None: everything."""
        self._question = question
        self.show_filtered()

    def want(self, kind: Wrong) -> None:
        """Come from another page to the question of this kind."""
        self._wanted, self._question = kind, None

    def chosen_question(self) -> CadreQuestion | None:
        return self._question

    def open_person(self, row: ObjectRow) -> None:
        self._context.go("people", f"person:{row.person_id}:responsible")

    # --- the directory ---------------------------------------------------------------------------
    def add(self) -> None:
        if self._board is not None:
            self._view.open_task(tasks.add_task(self._board.office.villages))

    def edit(self, row: CadreRow | None = None) -> None:
        row = row or self._view.current()
        if self._board is not None and row is not None:
            self._view.open_task(tasks.add_task(self._board.office.villages, row))

    def away(self) -> None:
        """Away; whoever is away is here again."""
        row = self._view.current()
        if row is None:
            return
        if row.away_from is not None:
            self._view.open_task(tasks.back_task(row))
        else:
            self._with_choices(lambda cadres: tasks.away_task(row, cadres, self._today))

    def leave(self) -> None:
        """Has left; whoever has left is in office again."""
        row = self._view.current()
        if row is not None:
            left = row.left_on is not None
            self._view.open_task(
                tasks.return_task(row) if left else tasks.leave_task(row, self._today)
            )

    def unite(self) -> None:
        row = self._view.current()
        if row is not None and self._board is not None:
            self._view.open_task(tasks.unite_task(row, self._board.cadres))

    def gather(self) -> None:
        """Put older names into the directory, if the clerk means it."""
        if self._context.ask.confirm(
            "把以前登记的责任人整理进名单吗？",
            "同名且电话、单位不矛盾的算一个人；原来登记的文字不变，可以撤销。",
            yes="整理",
        ):
            self._act(lambda desk: gather_cadres(desk).words)

    # --- whom they look after ------------------------------------------------------------------
    def give(self) -> None:
        """Choose people for the current cadre; with a question about people, those are offered."""
        row = self._view.current()
        if row is None:
            return
        if row.left_on is not None:
            self._context.ask.tell(f"{row.name}已经离任，不能再交给他。", "请选择在任的责任人。")
            return
        chosen = tuple(dict.fromkeys(one.person_id for one in self._view.chosen_objects()))
        asked = self._question.people if self._question is not None else ()
        self._view.open_giving(row.id, chosen if asked and len(chosen) > 1 else asked)

    def give_to_defaults(self) -> None:
        """Everybody of the question to the default of the village."""
        question = self._question
        if question is None or question.kind is not Wrong.NOBODY:
            self._context.ask.tell("请先点“没有责任人”的那一条。", "再按“按村落实”。")
            return
        if self._context.ask.confirm(
            f"把这 {len(question.people)} 人交给各村的默认责任人吗？",
            "没有默认责任人的村不变，可以撤销。",
            yes="按村落实",
        ):
            today, people = self._today, question.people
            self._act(lambda desk: give_to_village_defaults(desk, people, today).words)

    def hand_over(self) -> None:
        row = self._view.current()
        if row is not None:
            mine = [one for one in self._view.chosen_objects() if one.cadre_id == row.id]
            self._with_choices(lambda cadres: tasks.hand_over_task(row, mine, cadres, self._today))

    def end(self) -> None:
        """End the chosen responsibilities."""
        chosen = [one for one in self._view.chosen_objects() if one.row_id is not None]
        if chosen:
            self._view.open_task(tasks.take_task(chosen, self._today))

    # --- papers ----------------------------------------------------------------------------------
    def print_out(self) -> None:
        self._view.open_task(tasks.print_task(self._view.chosen()))

    def _make_paper(self, values: Values) -> None:
        chosen = self._view.chosen() if values[tasks.WHOSE] == tasks.CHOSEN else ()
        cadres = tuple(row.id for row in chosen)
        kind = values[tasks.PAPER]
        name = "帮扶联络卡" if kind == tasks.CARDS else "结对帮扶名单"
        ending, kinds = ("xlsx", WORKBOOK) if kind == tasks.WORKBOOK else ("pdf", PDF)
        suggested = Path(f"{name}{self._today:%Y%m%d}.{ending}")
        path = self._context.ask.save_as("保存到", suggested, kinds)
        if path is None:
            return

        desk = self._context.desk

        def make(progress: Progress) -> PapersMade:
            match kind:
                case tasks.CARDS:
                    return print_contact_cards(desk, path, cadres)
                case tasks.WORKBOOK:
                    return export_pairing_list(desk, path, cadres, progress)
                case _:
                    return print_pairing_list(desk, path, ListBy(kind), cadres)

        self._context.jobs.run(make, self._made, title=f"正在生成{name}")

    def _made(self, made: PapersMade) -> None:
        self._view.say(f"已保存 {made.path.name}，{made.count} 人。")
        if made.path.suffix == ".pdf":
            self._context.print_out(made.path, made.path.stem)

    # --- doing it --------------------------------------------------------------------------------
    def perform(
        self, task: Task, values: Values, done: Callable[[], None], tell: Callable[[str, str], None]
    ) -> None:
        """Do what a form says; it stays open while something is wrong."""

        def finish(result: object) -> None:
            done()
            if isinstance(result, dict):
                self._make_paper(values)
            else:
                self._view.say(str(result))
                self._context.changed()

        def fail(error: UserError) -> None:
            tell(error.key if isinstance(error, FieldError) else "", "".join(error.sentences()))

        desk = self._context.desk
        self._context.jobs.run(
            lambda _: task.do(desk, values), finish, title=task.title, failed=fail
        )

    def _act(self, work: Callable[[Desk], str]) -> None:
        run_act(self._context, work, self._view.say)

    def _with_choices(self, make: Callable[[Sequence[CadreChoice]], Task]) -> None:
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: cadre_choices(desk),
            lambda found: self._view.open_task(make(found)),
            latest="visits.cadre_choices",
        )

    @property
    def _today(self) -> date:
        return self._context.desk.clock.today()
