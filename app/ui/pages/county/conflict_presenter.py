"""Deciding conflicts: one at a time or many alike, taken back when it was wrong."""

from __future__ import annotations

from typing import Protocol

from app.services.county_conflicts import (
    Answer,
    BatchPreview,
    ConflictRow,
    decide,
    preview_batch,
    withdraw,
)
from app.ui.ports import Context

Rows = tuple[ConflictRow, ...]


class ConflictScreen(Protocol):
    def show_conflicts(self, rows: Rows) -> None: ...

    def ask_batch(self, preview: BatchPreview, answer: Answer) -> None: ...

    def go_on(self) -> None: ...


class ConflictPresenter:
    """Works on the rows of the month that is on the screen; no ledger is read again."""

    def __init__(self, context: Context, view: ConflictScreen) -> None:
        self._context = context
        self._view = view
        self._rows: Rows = ()

    def show(self, rows: Rows) -> None:
        """The conflicts of a month, as the page has read them."""
        self._rows = rows
        self._view.show_conflicts(rows)

    def decide(self, row: ConflictRow, answer: Answer) -> None:
        """Answer one conflict and go on to the next."""
        self._run(frozenset({row.id}), answer)

    def decide_alike(self, row: ConflictRow, answer: Answer) -> None:
        """Show what the same answer would do to all of this kind between these offices."""
        self._view.ask_batch(preview_batch(self._rows, row, answer.choice), answer)

    def confirm_batch(self, preview: BatchPreview, answer: Answer) -> None:
        """Answer those that were shown, in one act."""
        self._run(frozenset(row.id for row in preview.rows), answer)

    def withdraw(self, row: ConflictRow) -> None:
        """Take the answer back."""
        rows = self._rows
        self._context.jobs.run(
            lambda _: withdraw(self._context.desk, rows, {row.id}), self._changed, title="正在撤回"
        )

    def _run(self, ids: frozenset[str], answer: Answer) -> None:
        rows = self._rows
        self._context.jobs.run(
            lambda _: decide(self._context.desk, rows, ids, answer),
            self._decided,
            title="正在保存处理",
        )

    def _decided(self, rows: Rows) -> None:
        self.show(rows)
        self._view.go_on()
        self._context.changed()

    def _changed(self, rows: Rows) -> None:
        self.show(rows)
        self._context.changed()
