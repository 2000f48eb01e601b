"""Collects what is wrong while a plan is made, so that nothing is dropped without a word."""

from __future__ import annotations

from app.importers.book import Cell
from app.importers.planned import Place, Problem, ProblemKind, Severity

_MOST_VALUE = 60
_RULES = {
    ProblemKind.FILE: "每张工作表都读得出、认得出",
    ProblemKind.VALUE: "填写的内容要看得懂、前后一致",
    ProblemKind.ROW: "一个人一行，写清姓名和身份证号",
    ProblemKind.ACROSS: "一人一号、一户一户主，各表之间一致",
}


class Report:
    """All problems in the order they are met; ``once`` says the same thing a single time."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._said: set[tuple[str, ...]] = set()

    def value(
        self,
        place: Place,
        cell: Cell,
        header: str,
        words: tuple[str, ...],
        *,
        error: bool = False,
    ) -> None:
        """One cell; ``words`` are the reason, the remedy and, where it can be said better than in
        general, the rule."""
        self._add(
            place, ProblemKind.VALUE, words, error=error, at=(cell.address, header, cell.text)
        )

    def row(self, place: Place, words: tuple[str, ...], *, error: bool = False) -> None:
        """One row as a whole."""
        self._add(place, ProblemKind.ROW, words, error=error)

    def file(self, place: Place, words: tuple[str, ...]) -> None:
        """A file or a sheet."""
        self._add(place, ProblemKind.FILE, words, error=False)

    def across(
        self, place: Place, words: tuple[str, ...], *, error: bool = False, value: str = ""
    ) -> None:
        """Rows, sheets or files that do not agree."""
        self._add(place, ProblemKind.ACROSS, words, error=error, at=("", "", value))

    def once(self, *key: str) -> bool:
        """True the first time it is asked with this key."""
        if key in self._said:
            return False
        self._said.add(key)
        return True

    def _add(
        self,
        place: Place,
        kind: ProblemKind,
        words: tuple[str, ...],
        *,
        error: bool,
        at: tuple[str, str, str] = ("", "", ""),
    ) -> None:
        cell, column, value = at
        self.problems.append(
            Problem(
                severity=Severity.ERROR if error else Severity.WARNING,
                kind=kind,
                file=place.file,
                sheet=place.sheet,
                cell=cell,
                row=place.row,
                column=column,
                value=value[:_MOST_VALUE],
                reason=words[0],
                remedy=words[1],
                rule=words[2] if len(words) > 2 else _RULES[kind],
            )
        )
