"""Keying a sheet a second time: blind, compared, decided, the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from app.core.errors import UserError
from app.services.second_keying import (
    CheckList,
    CheckSheet,
    Difference,
    compare_keyed,
    list_unchecked,
    open_check,
    settle_check,
)
from app.ui.ports import Context


class CheckScreen(Protocol):
    def show_list(self, listed: CheckList) -> None: ...

    def show_sheet(self, sheet: CheckSheet | None) -> None: ...

    def show_differences(self, differences: tuple[Difference, ...]) -> None: ...

    def say(self, words: str, role: str) -> None: ...


class CheckPresenter:
    """The sheet that is keyed again, and what was typed."""

    def __init__(self, context: Context, view: CheckScreen) -> None:
        self._context, self._view = context, view
        self._sheet: CheckSheet | None = None
        self._typed: Mapping[str, object] = {}

    def refresh(self) -> None:
        """Read what waits."""
        self._context.jobs.run(
            lambda _: list_unchecked(self._context.desk), self._view.show_list, latest="check.list"
        )

    def open(self, typed: str) -> None:
        """The sheet of a number."""
        if typed.strip():
            self._context.jobs.run(
                lambda _: open_check(self._context.desk, typed),
                self._show,
                latest="check.sheet",
                failed=self._tell,
            )

    def compare(self, typed: Mapping[str, object]) -> None:
        """What was typed is compared; what agrees is kept at once."""
        sheet = self._sheet
        if sheet is None:
            return
        self._typed = dict(typed)

        def done(differences: tuple[Difference, ...]) -> None:
            if differences:
                self._view.show_differences(differences)
                self._view.say("两次录入不一样，请对照纸面选定。", "problem")
            else:
                self._settle(sheet, frozenset())

        self._context.jobs.run(
            lambda _: compare_keyed(self._context.desk, sheet.sheet_no, self._typed),
            done,
            failed=self._tell,
        )

    def decide(self, second: frozenset[str]) -> None:
        """Keep the second keying of these fields, the first of all others."""
        if self._sheet is not None:
            self._settle(self._sheet, second)

    def _settle(self, sheet: CheckSheet, second: frozenset[str]) -> None:
        typed, desk = self._typed, self._context.desk

        def done(listed: CheckList) -> None:
            self._context.changed()
            self._view.show_list(listed)
            self._view.say(f"{sheet.name}的走访表已核对。", "done")
            following = next((row.sheet_no for row in listed.rows), "")
            if following:
                self.open(following)
            else:
                self._sheet = None
                self._view.show_sheet(None)

        def work() -> CheckList:
            settle_check(desk, sheet.sheet_no, typed, second=second)
            return list_unchecked(desk)

        self._context.jobs.run(lambda _: work(), done, title="正在保存", failed=self._tell)

    def _show(self, sheet: CheckSheet) -> None:
        self._sheet = sheet
        self._view.show_sheet(sheet)

    def _tell(self, error: UserError) -> None:
        self._view.say("".join(error.sentences()), "problem")
