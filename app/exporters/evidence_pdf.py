"""The evidence of a month's visits as one PDF: four pictures a page, by village, with captions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.core.progress import Progress, silent
from app.exporters.fonts import TITLE
from app.exporters.ground import BINDING_MARGIN, MARGIN, PAGE_HEIGHT
from app.exporters.page import CONTENT_WIDTH, PageMark, draw_foot, new_canvas
from app.exporters.paper import Box, draw_text
from app.exporters.paper_copy import page_jpeg
from app.exporters.safe_file import replacing
from app.exporters.visit_sheet import month_words

_FOOT = 9 * mm
_HEAD = 9 * mm
_CAPTION = 11 * mm
_GAP = 3 * mm
_ACROSS, _DOWN = 2, 2
_LONGEST = 1000  # 270 dots an inch on half a page


@dataclass(frozen=True)
class EvidencePaper:
    """A photo or a scan; ``load`` gives its pages as pictures, read only when they are drawn."""

    title: str
    pages: int
    load: Callable[[], Iterator[Image.Image]]


@dataclass(frozen=True)
class EvidenceVisit:
    """One visit; the caption stands below each of its pictures."""

    village: str
    caption: str
    papers: Sequence[EvidencePaper]


@dataclass(frozen=True)
class EvidenceBook:
    """What goes into the file; visits of a village stand together."""

    office: str
    month: str
    printed_by: str
    day: date
    visits: Sequence[EvidenceVisit]


def write_evidence(path: Path, book: EvidenceBook, progress: Progress = silent) -> int:
    """Write the file; returns its pages. It appears whole or not at all. Raises FileError,
    Cancelled."""
    total = sum(_pages_of(stack) for _, stack in _villages(book))
    number = done = 0
    count = sum(len(visit.papers) for visit in book.visits)
    with replacing(path) as draft:
        canvas = new_canvas(draft, title=f"{book.office}走访佐证", author=book.office)
        for village, stack in _villages(book):
            place = 0
            for visit in stack:
                for paper in visit.papers:
                    progress(done, count, f"{village}：{paper.title}")
                    done += 1
                    for at, picture in enumerate(islice(paper.load(), paper.pages), start=1):
                        if place % (_ACROSS * _DOWN) == 0:
                            number = _begin(canvas, book, village, number, total=total)
                        more = f"（{at}/{paper.pages}）" if paper.pages > 1 else ""
                        _draw(canvas, place, picture, f"{visit.caption}{more}")
                        place += 1
            canvas.showPage()
        progress(done, count, "正在保存")
        canvas.save()
    return total


def _villages(book: EvidenceBook) -> Iterator[tuple[str, list[EvidenceVisit]]]:
    for village, stack in groupby(book.visits, key=lambda visit: visit.village):
        yield village or "（未填村）", list(stack)


def _pages_of(stack: Sequence[EvidenceVisit]) -> int:
    pictures = sum(paper.pages for visit in stack for paper in visit.papers)
    return -(-pictures // (_ACROSS * _DOWN))


def _begin(canvas: Canvas, book: EvidenceBook, village: str, before: int, *, total: int) -> int:
    """A new page, the one before being finished unless it was the last of another village."""
    if canvas.getPageNumber() <= before:
        canvas.showPage()
    title = f"{book.office}　{month_words(book.month)}走访佐证　{village}"
    top = Box(BINDING_MARGIN, PAGE_HEIGHT - MARGIN - _HEAD, CONTENT_WIDTH, _HEAD)
    draw_text(canvas, top, title, size=12, font=TITLE)
    draw_foot(
        canvas, PageMark(before + 1, total, book.day, book.printed_by, "含个人信息，不得外传")
    )
    return before + 1


def _draw(canvas: Canvas, place: int, picture: Image.Image, caption: str) -> None:
    width = (CONTENT_WIDTH - _GAP * (_ACROSS - 1)) / _ACROSS
    height = (PAGE_HEIGHT - 2 * MARGIN - _HEAD - _FOOT - _GAP * (_DOWN - 1)) / _DOWN
    down, across = divmod(place % (_ACROSS * _DOWN), _ACROSS)
    x = BINDING_MARGIN + across * (width + _GAP)
    top = PAGE_HEIGHT - MARGIN - _HEAD - down * (height + _GAP)
    room = Box(x, top - height + _CAPTION, width, height - _CAPTION)
    scale = min(room.width / picture.width, room.height / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    reader = ImageReader(BytesIO(page_jpeg(picture, _LONGEST)))
    canvas.drawImage(reader, x + (width - wide) / 2, room.top - high, wide, high)
    draw_text(canvas, Box(x, top - height, width, _CAPTION), caption, size=8)
