"""What the presenters of giving have in common: forms, the last act and its undo, files. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.acts import ActRow, list_acts, undo_act
from app.services.desk import Desk
from app.services.gifts import Given, GivenLatelyError
from app.services.giving_papers import Written
from app.services.people import PeopleQuery, PersonRow, find_people
from app.services.person.typed import FieldError
from app.ui.ports import Context
from app.ui.tasks import Task, Values

T = TypeVar("T")
_HITS = 8
Picked = Callable[[int | None, str], None]
Pick = Callable[[str, Picked], None]


class FormScreen(Protocol):
    """Where forms are opened, and what came of them is said."""

    def say(self, words: str, *, undo: bool = False) -> None: ...

    def open_task(self, task: Task) -> None: ...


class GivingScreen(FormScreen, Protocol):
    """What every tab of giving can do for its presenter."""

    def pick_person(self, title: str, picked: Picked, *, or_other: bool = False) -> None: ...


class Doing:
    """Opens forms and does what they say; every act can be taken back from here."""

    def __init__(self, context: Context, screen: FormScreen) -> None:
        self._context = context
        self._screen = screen
        self._last: ActRow | None = None

    # --- forms -------------------------------------------------------------------------------
    def start(self, make: Callable[[Desk], Task]) -> None:
        """Read what the form needs and open it."""
        self._context.jobs.run(
            lambda _: make(self._context.desk), self._screen.open_task, latest="giving.form"
        )

    def start_for(self, pick: Pick, title: str, make: Callable[[Desk, int, str], Task]) -> None:
        """Ask for whom with ``pick``, then open the form."""

        def picked(person_id: int | None, name: str) -> None:
            if person_id is not None:
                self.start(lambda desk: make(desk, person_id, name))

        pick(title, picked)

    def perform(
        self, task: Task, values: Values, done: Callable[[], None], tell: Callable[[str, str], None]
    ) -> None:
        """Do what a form says; ``tell`` gets the field (or "") and what is wrong, and the form
        stays open. Before the same is given again the clerk is asked."""
        desk = self._context.desk

        def work(_: Progress) -> tuple[object, ActRow]:
            return task.do(desk, values), list_acts(desk, limit=1)[0]

        def finish(got: tuple[object, ActRow]) -> None:
            done()
            self._tell_done(*got)

        def fail(error: UserError) -> None:
            if isinstance(error, GivenLatelyError) and self._context.ask.confirm(
                error.what, f"{error.why}{error.what_to_do}", yes="仍然发放"
            ):
                self.perform(task, {**values, "again": "yes"}, done, tell)
                return
            key = error.key if isinstance(error, FieldError) else ""
            tell(key, "".join(error.sentences()))

        self._context.jobs.run(work, finish, title=task.title, failed=fail)

    def do(self, act: Callable[[Desk], object], title: str) -> None:
        """An act that asks nothing; what is wrong goes to the message box."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: (act(desk), list_acts(desk, limit=1)[0]),
            lambda got: self._tell_done(*got),
            title=title,
        )

    def undo(self) -> None:
        """Take the last act of this tab back."""
        if self._last is None:
            return
        last, self._last = self._last, None

        def undone(_: None) -> None:
            self._screen.say(f"已撤销：{last.words}。")
            self._context.changed()

        self._context.jobs.run(
            lambda _: undo_act(self._context.desk, last.id), undone, title="正在撤销"
        )

    def _tell_done(self, result: object, act: ActRow) -> None:
        self._last = act if act.undoable else None
        notice = result.notice if isinstance(result, Given) else ""
        number = f"（{result.number}）" if isinstance(result, Given) else ""
        self._screen.say(f"{act.words}{number}。{notice}", undo=act.undoable)
        self._context.changed()

    # --- files and people --------------------------------------------------------------------
    def write(
        self, title: str, name: str, kinds: str, work: Callable[[Desk, Path, Progress], Written]
    ) -> None:
        """Ask where a file shall lie and write it."""
        desk = self._context.desk
        suffix = "xlsx" if "xlsx" in kinds else "pdf"
        suggested = desk.folder / f"{name}_{desk.clock.today():%Y%m%d}.{suffix}"
        path = self._context.ask.save_as(f"{title}存到哪里", suggested, kinds)
        if path is None:
            return

        def written(got: Written) -> None:
            self._screen.say(f"已生成{title}（{got.count}）：{got.path}")
            if got.path.suffix == ".pdf":
                self._context.print_out(got.path, title)

        self._context.jobs.run(
            lambda progress: work(desk, path, progress), written, title=f"正在生成{title}"
        )

    def find_people(self, text: str, show: Callable[[tuple[PersonRow, ...]], None]) -> None:
        """Whom ``text`` may mean, the first few."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: find_people(desk, PeopleQuery(text=text), limit=_HITS) if text else (),
            show,
            latest="giving.people",
        )

    def go_to_person(self, person_id: int) -> None:
        """Open a record."""
        self._context.go("people", f"person:{person_id}")

    def read(self, key: str, work: Callable[[Desk], T], show: Callable[[T], None]) -> None:
        """Ask a question of the store; an older answer to the same one is thrown away."""
        self._context.jobs.run(lambda _: work(self._context.desk), show, latest=f"giving.{key}")
