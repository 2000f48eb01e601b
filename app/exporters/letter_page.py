"""A page of running text: a title, paragraphs, small tables, a closing line; for letters and
printed sheets. One page, the text made smaller when it does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.fonts import BODY, TITLE
from app.exporters.ground import PAGE_HEIGHT, PAGE_WIDTH
from app.exporters.page import long_date
from app.exporters.paper import Box, draw_centred, draw_line, draw_right, draw_text, wrap

LEFT = 28 * mm
TOP = 37 * mm
WIDTH = PAGE_WIDTH - LEFT - 26 * mm
SIZE = 14.0
LEADING = 1.75
_TITLE_SIZE = 20.0
_INDENT = "　　"
_ROW = 9 * mm


@dataclass(frozen=True)
class Pen:
    """Where the next line goes; ``y`` is the base line of the last one."""

    canvas: Canvas
    y: float

    def down(self, by: float) -> Pen:
        return Pen(self.canvas, self.y - by)


def begin(canvas: Canvas, title: str) -> Pen:
    """The title, in the middle; at most two lines."""
    y = PAGE_HEIGHT - TOP
    for line in wrap(title, WIDTH / _TITLE_SIZE, TITLE):
        draw_centred(canvas, PAGE_WIDTH / 2, y, line, size=_TITLE_SIZE, font=TITLE)
        y -= _TITLE_SIZE * 1.4
    return Pen(canvas, y - 4 * mm)


def paragraph(pen: Pen, text: str, *, indent: bool = True, size: float = SIZE) -> Pen:
    """A paragraph, its first line set in by two characters."""
    y = pen.y
    for line in wrap((_INDENT if indent else "") + text, WIDTH / size):
        y -= size * LEADING
        draw_line(pen.canvas, LEFT, y, line, size=size)
    return Pen(pen.canvas, y)


def table(
    pen: Pen, widths: Sequence[float], rows: Sequence[Sequence[str]], *, words: bool = False
) -> Pen:
    """A ruled table as wide as the text; ``widths`` are shares, the first row its heads. Where its
    first column holds ``words``, they begin at the left."""
    y, total = pen.y - 4 * mm, sum(widths)
    for number, row in enumerate(rows):
        y -= _ROW
        x = LEFT
        for column, (share, text) in enumerate(zip(widths, row, strict=True)):
            box = Box(x, y, WIDTH * share / total, _ROW)
            pen.canvas.rect(box.x, box.y, box.width, box.height)
            font = BODY if number else TITLE
            centred = not (words and number and not column)
            draw_text(pen.canvas, box, text, size=11, font=font, centred=centred)
            x = box.right
    return Pen(pen.canvas, y)


def closing(pen: Pen, office: str, day: date) -> Pen:
    """Who writes and when, on the right, with room for the seal."""
    y = pen.y - 3 * SIZE * LEADING
    draw_right(pen.canvas, LEFT + WIDTH - 4 * SIZE, y, office, size=SIZE)
    y -= SIZE * LEADING
    draw_right(pen.canvas, LEFT + WIDTH - 3 * SIZE, y, long_date(day), size=SIZE)
    return Pen(pen.canvas, y)
