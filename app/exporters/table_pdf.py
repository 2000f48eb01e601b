"""A list on A4: title, a few lines on top, a ruled table over as many pages as it needs, a line to
sign on the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.progress import Progress, silent
from app.exporters.fonts import BODY, TITLE
from app.exporters.ground import BINDING_MARGIN, MARGIN, PAGE_HEIGHT
from app.exporters.page import (
    CONTENT_WIDTH,
    TITLE_HEIGHT,
    PageMark,
    draw_foot,
    draw_title,
    new_canvas,
)
from app.exporters.paper import PADDING, Box, draw_line, draw_text, wrap
from app.exporters.safe_file import replacing

_ROW = 8.5 * mm
_FOOT = 8 * mm
_SIGN = 14 * mm
_LEAD_SIZE, _LEAD_STEP = 9.5, 13.5
_TOP = PAGE_HEIGHT - MARGIN - TITLE_HEIGHT - 2 * mm


@dataclass(frozen=True)
class PaperColumn:
    """A column: its title and its share of the width."""

    title: str
    share: float
    centred: bool = False


@dataclass(frozen=True)
class PaperTable:
    """``lead`` are paragraphs above the table, ``sign`` what stands below it to be signed."""

    title: str
    lead: tuple[str, ...]
    columns: tuple[PaperColumn, ...]
    rows: Sequence[Sequence[str]]
    sign: str = ""


@dataclass(frozen=True)
class Printing:
    """Who prints it, and when."""

    office: str
    clerk: str
    day: date


def write_table(
    path: Path, tables: Sequence[PaperTable], printing: Printing, progress: Progress = silent
) -> int:
    """All ``tables`` in one PDF, each beginning a page; returns the pages. Raises FileError when it
    cannot be written."""
    sheets = [(table, page) for table in tables for page in _pages(table)]
    with replacing(path) as draft:
        canvas = new_canvas(draft, title=tables[0].title, author=printing.office)
        for number, (table, page) in enumerate(sheets, start=1):
            progress(number, len(sheets), f"正在生成{table.title}")
            _draw(canvas, table, page)
            mark = PageMark(number, len(sheets), printing.day, printing.clerk, table.title)
            draw_foot(canvas, mark)
            canvas.showPage()
        canvas.save()
    return len(sheets)


@dataclass(frozen=True)
class _Page:
    rows: Sequence[Sequence[str]]
    first: bool
    last: bool


def _lead_lines(table: PaperTable) -> list[str]:
    return [
        line
        for paragraph in table.lead
        for line in wrap(paragraph, (CONTENT_WIDTH - 2 * PADDING) / _LEAD_SIZE)
    ]


def _pages(table: PaperTable) -> list[_Page]:
    """The rows page by page; the last leaves room to sign."""
    room = _TOP - MARGIN - _FOOT - _ROW  # a page has its row of titles
    lead = len(_lead_lines(table)) * _LEAD_STEP + 2 * mm
    sign = _SIGN if table.sign else 0
    left, pages = list(table.rows), list[_Page]()
    while left or not pages:
        here = room - (0 if pages else lead)
        fits = int(here // _ROW)
        if len(left) * _ROW + sign > here and len(left) <= fits:
            fits = max(1, len(left) - 1)  # the signature goes on with the last row
        pages.append(_Page(left[:fits], not pages, fits >= len(left)))
        left = left[fits:]
    return pages


def _draw(canvas: Canvas, table: PaperTable, page: _Page) -> None:
    draw_title(canvas, table.title + ("" if page.first else "（续）"))
    y = _TOP
    if page.first:
        for line in _lead_lines(table):
            y -= _LEAD_STEP
            draw_line(canvas, BINDING_MARGIN, y, line, size=_LEAD_SIZE)
        y -= 2 * mm
    canvas.setLineWidth(0.5)
    y -= _ROW
    _draw_row(canvas, table, y, [column.title for column in table.columns], font=TITLE)
    for row in page.rows:
        y -= _ROW
        _draw_row(canvas, table, y, row, font=BODY)
    if page.last and table.sign:
        draw_line(canvas, BINDING_MARGIN, y - 9 * mm, table.sign, size=10)


def _draw_row(
    canvas: Canvas, table: PaperTable, y: float, cells: Sequence[str], *, font: str
) -> None:
    x, whole = BINDING_MARGIN, sum(column.share for column in table.columns)
    for column, text in zip(table.columns, cells, strict=True):
        box = Box(x, y, CONTENT_WIDTH * column.share / whole, _ROW)
        canvas.rect(box.x, box.y, box.width, box.height)
        centred = column.centred or font is TITLE
        draw_text(canvas, box, text, size=9, font=font, centred=centred)
        x = box.right
