"""What every printed page has: the title above, the page number and who printed it below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.fonts import BODY, TITLE, runs
from app.exporters.ground import (
    A4_GROUND,
    BINDING_MARGIN,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Ground,
)
from app.exporters.paper import Box, draw_centred, draw_line, draw_right, draw_text, shorten

SMALL = 7.5
TITLE_SIZE = 16.0
CONTENT_WIDTH = PAGE_WIDTH - BINDING_MARGIN - MARGIN
TITLE_HEIGHT = 8.5 * mm


@dataclass(frozen=True)
class PageMark:
    """The foot of one page: its place in the stack, and who printed it when."""

    page: int
    pages: int
    printed_on: date
    printed_by: str
    right: str = ""


def new_canvas(path: Path, *, title: str, author: str) -> Canvas:
    """An A4 document whose bytes depend on its contents only."""
    rl_config.useA85 = 0  # plain binary streams: a fifth smaller, a third faster
    runs("一")  # loads the body font, so that no page begins in one that is not embedded
    canvas = Canvas(
        str(path),
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName=BODY,  # type: ignore[arg-type]  # the stubs say float
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("帮扶台账")
    return canvas


def long_date(day: date) -> str:
    """``2026年5月8日``, as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def draw_title(canvas: Canvas, text: str) -> None:
    """The title, made smaller when the office's name is long."""
    box = Box(BINDING_MARGIN, PAGE_HEIGHT - MARGIN - TITLE_HEIGHT, CONTENT_WIDTH, TITLE_HEIGHT)
    draw_text(canvas, box, text, size=TITLE_SIZE, font=TITLE, centred=True)


def draw_foot(canvas: Canvas, mark: PageMark, ground: Ground = A4_GROUND) -> None:
    """Page number in the middle, who and when on the left, a remark on the right."""
    y = MARGIN + 1 * mm
    middle = ground.left + ground.content_width / 2
    room = (ground.content_width / 2 - 15 * mm) / SMALL
    by = f"打印：{mark.printed_by} {long_date(mark.printed_on)}"
    draw_line(canvas, ground.left, y, shorten(by, room), size=SMALL)
    draw_centred(canvas, middle, y, f"第 {mark.page} 页 共 {mark.pages} 页", size=SMALL)
    draw_right(canvas, ground.right, y, shorten(mark.right, room), size=SMALL)
