"""Printing visit sheets: which villages, one file, and a look at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.progress import Progress
from app.services.sheets import PreviewPage, PrintedBatch, preview_page, print_sheets, to_visit
from app.ui.ports import PDF, Context
from app.ui.words import month_words

_PREVIEW_SCALE = 2.0


@dataclass(frozen=True)
class VillageSheets:
    """How many sheets a village would get."""

    name: str
    count: int


class PrintScreen(Protocol):
    def show_villages(self, villages: tuple[VillageSheets, ...], title: str) -> None: ...

    def show_printed(self, batch: PrintedBatch) -> None: ...

    def show_page(self, page: PreviewPage) -> None: ...


class PrintPresenter:
    """A sheet number is used up only when the file was written."""

    def __init__(self, context: Context, view: PrintScreen) -> None:
        self._context = context
        self._view = view
        self._month = ""
        self._people: Collection[int] = ()
        self._path: Path | None = None

    @property
    def path(self) -> Path | None:
        """The file printed last."""
        return self._path

    def start(self, month: str, people: Collection[int] = ()) -> None:
        """Count the sheets that each village needs in ``month``; those of ``people`` only when some
        are given."""
        self._month, self._people = month, people

        def read(_: Progress) -> tuple[VillageSheets, ...]:
            rows = to_visit(self._context.desk, month, people=people)
            return tuple(
                VillageSheets(name, count)
                for name, count in Counter(row.village for row in rows).items()
            )

        title = f"{month_words(month)}入户走访记录表" + ("（所选的人）" if people else "")
        self._context.jobs.run(
            read, lambda found: self._view.show_villages(found, title), latest="print.villages"
        )

    def print(self, villages: Sequence[str], *, masked: bool) -> None:
        """Ask where to, write the file, show its first page."""
        suggested = self._suggested()
        out = self._context.ask.save_as("走访表存到哪里", suggested, PDF)
        if out is None:
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
        return folder / f"走访表_{self._month}_{moment:%Y%m%d%H%M}.pdf"

    def _printed(self, batch: PrintedBatch) -> None:
        self._path = batch.path
        self._view.show_printed(batch)
        self._context.changed()
        self.turn_to(1)
