"""Changing many people at once: a preview, then one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.bulk import BulkChange, BulkPreview, BulkResult, commit_bulk, preview_bulk
from app.services.cadre_choices import cadre_choices
from app.services.codes import offered_categories
from app.services.office import show_office
from app.ui.ports import Context


class BulkScreen(Protocol):
    def show_choices(
        self, villages: Sequence[str], kinds: Sequence[tuple[str, str]], cadres: Sequence[str]
    ) -> None: ...

    def show_preview(self, preview: BulkPreview, words: str) -> None: ...

    def show_problem(self, words: str) -> None: ...

    def close_done(self) -> None: ...


class BulkPresenter:
    """Works on the people that were selected; ``done`` is told when they have changed."""

    def __init__(
        self,
        context: Context,
        view: BulkScreen,
        people: Sequence[int],
        done: Callable[[BulkResult], None],
    ) -> None:
        self._context = context
        self._view = view
        self._people = tuple(people)
        self._done = done
        self._preview: BulkPreview | None = None

    @property
    def ready(self) -> bool:
        """Whether what is shown can be done."""
        return self._preview is not None and bool(self._preview.changing)

    def start(self) -> None:
        """Fill the pick lists."""
        desk = self._context.desk

        def read(_: Progress) -> tuple[tuple[str, ...], list[tuple[str, str]], tuple[str, ...]]:
            office = show_office(desk)
            kinds = [
                (category.code, category.name)
                for group in offered_categories(desk)
                for category in group.categories
            ]
            cadres = tuple(dict.fromkeys(one.name for one in cadre_choices(desk)))
            return office.villages if office else (), kinds, cadres

        self._context.jobs.run(read, lambda found: self._view.show_choices(*found))

    def preview(self, change: BulkChange) -> None:
        """Work out who would change; nothing is written."""
        desk, people = self._context.desk, self._people
        self.forget()
        self._context.jobs.run(
            lambda _: preview_bulk(desk, people, change),
            self._show_preview,
            latest="people.bulk",
            failed=self._tell,
        )

    def forget(self) -> None:
        """What was asked for has changed: the preview no longer holds."""
        self._preview = None
        self._view.show_problem("")

    def commit(self) -> None:
        """Do what was shown."""
        desk, preview = self._context.desk, self._preview
        if preview is None:
            return
        self._context.jobs.run(
            lambda progress: commit_bulk(desk, preview, progress),
            self._finish,
            title="正在批量修改",
            failed=self._tell,
        )

    def _show_preview(self, preview: BulkPreview) -> None:
        self._preview = preview
        changing = len(preview.changing)
        stays = len(preview.rows) - changing
        words = f"将修改 {changing} 人" + (f"，{stays} 人不改，原因见最后一列" if stays else "")
        self._view.show_preview(preview, words)

    def _finish(self, result: BulkResult) -> None:
        self._view.close_done()
        self._done(result)

    def _tell(self, error: UserError) -> None:
        self._view.show_problem("".join(error.sentences()))
