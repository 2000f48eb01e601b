"""Printing visit sheets: which villages, one file, and a look at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.forms import FormKind
from app.core.progress import Progress
from app.services.documents import (
    FormChoice,
    PrintedDocuments,
    Wanted,
    meant_for,
    offered_forms,
    print_documents,
)
from app.services.printing import PreviewPage, preview_page
from app.services.sheets import PrintedBatch, print_sheets, to_visit
from app.ui.ports import PDF, Context
from app.ui.printing.choice_presenter import left_out
from app.ui.words import month_words

_PREVIEW_SCALE = 2.0


@dataclass(frozen=True)
class VillageSheets:
    """How many sheets a village would get."""

    name: str
    count: int


class PrintScreen(Protocol):
    def show_villages(self, villages: tuple[VillageSheets, ...], title: str) -> None: ...

    def show_forms(self, forms: tuple[FormChoice, ...]) -> None: ...

    def show_printed(self, batch: PrintedBatch) -> None: ...

    def show_documents(self, done: PrintedDocuments, words: str) -> None: ...

    def show_page(self, page: PreviewPage) -> None: ...


class PrintPresenter:
    """A sheet number is used up only when the file was written."""

    def __init__(self, context: Context, view: PrintScreen) -> None:
        self._context = context
        self._view = view
        self._month = ""
        self._people: Collection[int] = ()
        self._form: FormChoice | None = None
        self._forms: tuple[FormChoice, ...] = ()
        self._path: Path | None = None

    @property
    def path(self) -> Path | None:
        """The file printed last."""
        return self._path

    def start(self, month: str, people: Collection[int] = ()) -> None:
        """Count the sheets that each village needs in ``month``, of ``people`` only when some are
        given, and offer the other forms that are filled in at the door."""
        self._month, self._people = month, people
        desk = self._context.desk

        def read(_: Progress) -> tuple[FormChoice, ...]:
            due = [row.person_id for row in to_visit(desk, month, people=people)]
            offered = offered_forms(desk, due) if due else ()
            return tuple(one for one in offered if one.kind is FormKind.CONTACT and one.fits)

        def show(forms: tuple[FormChoice, ...]) -> None:
            self._forms = forms
            self._view.show_forms(forms)

        self._context.jobs.run(read, show, latest="print.forms")
        self._count()

    def choose(self, key: str) -> None:
        """Print form ``key``; empty means the visit sheet."""
        self._form = next((one for one in self._forms if one.key == key), None)
        self._count()

    def print_out(self) -> None:
        """Hand what was written last to the print dialog."""
        if self._path is not None:
            self._context.print_out(self._path, self._name())

    def _name(self) -> str:
        return self._form.title if self._form is not None else "走访表"

    def _count(self) -> None:
        desk, month, form = self._context.desk, self._month, self._form
        people = self._people

        def read(_: Progress) -> tuple[VillageSheets, ...]:
            rows = to_visit(desk, month, people=people)
            if form is not None:
                meant = meant_for(desk, form.key, [row.person_id for row in rows])
                rows = [row for row in rows if row.person_id in meant]
            return tuple(
                VillageSheets(name, count)
                for name, count in Counter(row.village for row in rows).items()
            )

        title = f"{month_words(month)}{self._name() if form else '入户走访记录表'}"
        title += "（所选的人）" if people else ""
        self._context.jobs.run(
            read, lambda found: self._view.show_villages(found, title), latest="print.villages"
        )

    def print(self, villages: Sequence[str], *, masked: bool) -> None:
        """Ask where to, write the file, show its first page."""
        suggested = self._suggested()
        out = self._context.ask.save_as(f"{self._name()}存到哪里", suggested, PDF)
        if out is None:
            return
        if self._form is not None:
            self._print_form(self._form, villages, out, masked=masked)
            return

        def work(progress: Progress) -> PrintedBatch:
            out.parent.mkdir(parents=True, exist_ok=True)
            return print_sheets(
                self._context.desk,
                self._month,
                out=out,
                villages=villages,
                people=self._people,
                masked=masked,
                progress=progress,
            )

        self._context.jobs.run(work, self._printed, title="正在生成走访表")

    def _print_form(
        self, form: FormChoice, villages: Sequence[str], out: Path, *, masked: bool
    ) -> None:
        desk, month, chosen = self._context.desk, self._month, self._people

        def work(progress: Progress) -> PrintedDocuments:
            out.parent.mkdir(parents=True, exist_ok=True)
            people = [row.person_id for row in to_visit(desk, month, villages, people=chosen)]
            wanted = Wanted(people=meant_for(desk, form.key, people))
            return print_documents(
                desk, form.key, wanted, out=out, masked=masked, progress=progress
            )

        def printed(done: PrintedDocuments) -> None:
            self._path = done.path
            self._view.show_documents(done, left_out(done))
            self.turn_to(1)

        self._context.jobs.run(work, printed, title=f"正在生成{form.title}")

    def turn_to(self, page: int) -> None:
        """Show another page."""
        path = self._path
        if path is None:
            return

        self._context.jobs.run(
            lambda _: preview_page(path, page, scale=_PREVIEW_SCALE),
            self._view.show_page,
            latest="print.page",
        )

    def _suggested(self) -> Path:
        folder = self._context.desk.folder / "papers"
        folder.mkdir(parents=True, exist_ok=True)
        moment = self._context.desk.clock.now()
        return folder / f"{self._name()}_{self._month}_{moment:%Y%m%d%H%M}.pdf"

    def _printed(self, batch: PrintedBatch) -> None:
        self._path = batch.path
        self._view.show_printed(batch)
        self._context.changed()
        self.turn_to(1)
