"""The tab 统计与抽查: the month's figures, the year's, and what is worth a second look."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from app.core.progress import Progress
from app.services.visit_figures import (
    FlagRow,
    MonthFigures,
    flagged_contacts,
    month_figures,
    year_figures,
)
from app.services.visit_figures_paper import print_figures, save_figures
from app.ui.ports import PDF, WORKBOOK, Context


class FiguresScreen(Protocol):
    def show_month(self, figures: MonthFigures, flags: tuple[FlagRow, ...]) -> None: ...

    def show_year(self, year: tuple[MonthFigures, ...]) -> None: ...

    def say(self, words: str) -> None: ...

    def month(self) -> str: ...


class FiguresPresenter:
    """The month comes at once, the year is worked out behind what the clerk does."""

    def __init__(self, context: Context, view: FiguresScreen) -> None:
        self._context = context
        self._view = view
        self._year: tuple[MonthFigures, ...] = ()

    def refresh(self) -> None:
        month = self._view.month()
        self._year = ()
        self._view.show_year(())

        def read(_: Progress) -> tuple[MonthFigures, tuple[FlagRow, ...]]:
            desk = self._context.desk
            return month_figures(desk, month), flagged_contacts(desk, month)

        self._context.jobs.run(
            read, lambda found: self._view.show_month(*found), latest="visits.figures"
        )
        self._context.jobs.run(
            lambda progress: year_figures(self._context.desk, month, progress),
            lambda year: self._take_year(month, year),
            latest="visits.year",
            quiet=True,
        )

    def save(self) -> None:
        """Write the figures as a workbook."""
        month = self._view.month()
        path = self._context.ask.save_as("统计表存到哪里", self._named("xlsx"), WORKBOOK)
        if path is None:
            return

        def work(progress: Progress) -> Path:
            year = self._year or year_figures(self._context.desk, month, progress)
            save_figures(self._context.desk, _of(month, year, self._context), year, path)
            return path

        self._context.jobs.run(
            work, lambda written: self._view.say(f"已另存：{written}"), title="正在生成统计表"
        )

    def print(self) -> None:
        """Write the figures as a PDF."""
        month = self._view.month()
        path = self._context.ask.save_as("统计表存到哪里", self._named("pdf"), PDF)
        if path is None:
            return

        def work(progress: Progress) -> Path:
            path.parent.mkdir(parents=True, exist_ok=True)
            year = self._year or year_figures(self._context.desk, month, progress)
            print_figures(self._context.desk, _of(month, year, self._context), year, path)
            return path

        def written(path: Path) -> None:
            self._view.say(f"已生成：{path}")
            self._context.print_out(path, "统计表")

        self._context.jobs.run(work, written, title="正在生成统计表")

    def _named(self, ending: str) -> Path:
        folder = self._context.desk.folder / "papers"
        return folder / f"走访统计_{self._view.month()}.{ending}"

    def _take_year(self, month: str, year: tuple[MonthFigures, ...]) -> None:
        if month == self._view.month():
            self._year = year
            self._view.show_year(year)


def _of(month: str, year: tuple[MonthFigures, ...], context: Context) -> MonthFigures:
    """The month itself, which is not among the year's before it has begun."""
    found = next((one for one in year if one.month == month), None)
    return found or month_figures(context.desk, month)
