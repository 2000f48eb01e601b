"""A written PDF shown page by page and handed to a printer: no Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.services.printing import (
    PreviewPage,
    Raster,
    pages_for_printer,
    preview_page,
    read_pages,
    save_copy,
)
from app.ui.ports import PDF, Context

_PREVIEW_SCALE = 2.5


@dataclass(frozen=True)
class Order:
    """What the clerk wants of the printer; ``two_sided`` is empty, ``long`` or ``short`` (the edge
    over which the sheet is turned)."""

    printer: str
    pages: str
    copies: int
    two_sided: str = ""


class PaperScreen(Protocol):
    def show_page(self, page: PreviewPage) -> None: ...

    def show_problem(self, words: str) -> None: ...

    def say(self, words: str) -> None: ...


class Printer(Protocol):
    """What stands between us and the machine: Qt's printing in the program, a file in tests."""

    def dpi(self, order: Order) -> int:
        """How finely the pages are to be drawn. Raises ``UserError`` when it is not there."""

    def print_pages(
        self, order: Order, rasters: Iterator[Raster], *, count: int, title: str, progress: Progress
    ) -> None:
        """Print ``count`` pages. Raises ``UserError`` when the printer refuses."""


class PaperPresenter:
    """The file is there already; nothing here changes the register."""

    def __init__(
        self, context: Context, view: PaperScreen, printer: Printer, *, path: Path, title: str
    ) -> None:
        self._context, self._view, self._printer = context, view, printer
        self.path, self._title = path, title
        self._pages = 0

    def turn_to(self, page: int) -> None:
        """Show another page."""

        def show(found: PreviewPage) -> None:
            self._pages = found.pages
            self._view.show_page(found)

        self._context.jobs.run(
            lambda _: preview_page(self.path, page, scale=_PREVIEW_SCALE), show, latest="paper.page"
        )

    def print(self, order: Order) -> None:
        """Send the pages to the printer."""
        try:
            pages = read_pages(order.pages, self._pages)
            dpi = self._printer.dpi(order)
        except UserError as error:
            self._view.show_problem("".join(error.sentences()))
            return

        def work(progress: Progress) -> int:
            rasters = pages_for_printer(self.path, pages, dpi)
            self._printer.print_pages(
                order, rasters, count=len(pages), title=self._title, progress=progress
            )
            return len(pages)

        self._context.jobs.run(
            work,
            lambda count: self._view.say(f"已送到打印机：{count} 页，{order.copies} 份。"),
            title=f"正在打印{self._title}",
            failed=lambda error: self._view.show_problem("".join(error.sentences())),
        )

    def save_as(self) -> None:
        """Keep the file where the clerk says."""
        target = self._context.ask.save_as(f"{self._title}存到哪里", self.path, PDF)
        if target is not None:
            self._context.jobs.run(
                lambda _: save_copy(self.path, target),
                lambda _: self._view.say(f"已存为 {target.name}。"),
                title="正在保存",
            )
