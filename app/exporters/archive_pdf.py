"""一户一档: one person's or family's file as one PDF, in the order of the archive, with 卷内目录.

Every page carries its number; the pages of attached papers are pictures of the originals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import islice
from pathlib import Path

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.core.progress import Progress, silent
from app.exporters.fonts import TITLE
from app.exporters.ground import BINDING_MARGIN, MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from app.exporters.page import (
    CONTENT_WIDTH,
    PageMark,
    draw_foot,
    long_date,
    new_canvas,
)
from app.exporters.paper import Box, draw_centred, draw_line, draw_text
from app.exporters.paper_copy import page_jpeg
from app.exporters.safe_file import replacing

_ROW = 8.5 * mm
_FOOT = 9 * mm
_ROWS = int((PAGE_HEIGHT - 2 * MARGIN - _FOOT) // _ROW)
# A table's title and its heads, in rows.
_HEADING = 3
_LONGEST = 1750  # 150 dots an inch on A4
_HEAD = 6 * mm
Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A ruled table with at least one row; ``widths`` are shares of the page."""

    title: str
    heads: Row
    widths: tuple[float, ...]
    rows: Sequence[Row]


Piece = tuple[Table, Sequence[Row]]
"""Rows of a table that stand together on one page."""


@dataclass(frozen=True)
class Attached:
    """An attached paper: ``load`` gives its pages as pictures, read only when they are drawn."""

    title: str
    kind: str
    dated: str
    original: str
    pages: int
    load: Callable[[], Iterator[Image.Image]]


@dataclass(frozen=True)
class Archive:
    """What goes into the file. ``cover`` are label and value; ``tables`` come before the papers."""

    office: str
    cover: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    papers: Sequence[Attached]
    printed_by: str
    day: date


@dataclass
class _Pages:
    """The canvas with the number of the page that is being drawn."""

    canvas: Canvas
    archive: Archive
    total: int
    now: int = field(default=0)

    def foot(self) -> None:
        self.now += 1
        mark = PageMark(self.now, self.total, self.archive.day, self.archive.printed_by)
        draw_foot(self.canvas, mark)
        self.canvas.showPage()


def write_archive(path: Path, archive: Archive, progress: Progress = silent) -> int:
    """Write the file; returns its pages without the cover. Raises FileError."""
    tables = _pages_of(archive.tables)
    contents = _pages_of([_contents(archive, tables)])
    total = len(contents) + len(tables) + sum(paper.pages for paper in archive.papers)
    with replacing(path) as draft:
        canvas = new_canvas(draft, title="一户一档", author=archive.office)
        _draw_cover(canvas, archive)
        pages = _Pages(canvas, archive, total)
        for pieces in (*contents, *tables):
            _draw_pieces(pages, pieces)
        for number, paper in enumerate(archive.papers):
            progress(number, len(archive.papers), paper.title)
            _draw_paper(pages, paper)
        canvas.save()
    progress(len(archive.papers), len(archive.papers), "已生成")
    return total


def _pages_of(tables: Sequence[Table]) -> list[list[Piece]]:
    """Tables one below the other; one that does not fit goes on on the next page."""
    pages: list[list[Piece]] = []
    room = 0
    for table in tables:
        left = list(table.rows)
        while left:
            if room < _HEADING + 1:
                pages.append([])
                room = _ROWS
            fits = room - _HEADING
            pages[-1].append((table, left[:fits]))
            room -= _HEADING + len(left[:fits])
            left = left[fits:]
    return pages


def _contents(archive: Archive, tables: Sequence[Sequence[Piece]]) -> Table:
    """卷内目录, with the page on which each entry begins."""
    entries = len(archive.tables) + len(archive.papers)
    before = -(-entries // (_ROWS - _HEADING))
    rows: list[Row] = []
    for table in archive.tables:
        on = [
            n for n, pieces in enumerate(tables, before + 1) if any(p[0] is table for p in pieces)
        ]
        rows.append((str(len(rows) + 1), table.title, "", "", _span(on[0], len(on)), ""))
    page = before + len(tables) + 1
    for paper in archive.papers:
        words = paper.kind if paper.title == paper.kind else f"{paper.kind}：{paper.title}"
        span = _span(page, paper.pages)
        rows.append((str(len(rows) + 1), words, paper.dated, paper.original, span, ""))
        page += paper.pages
    heads = ("序号", "题名", "日期", "核对原件", "页号", "备注")
    return Table("卷内目录", heads, (1, 7, 2, 2, 1.4, 1.6), rows)


def _span(first: int, pages: int) -> str:
    return str(first) if pages == 1 else f"{first}—{first + pages - 1}"


def _draw_cover(canvas: Canvas, archive: Archive) -> None:
    middle, y = PAGE_WIDTH / 2, PAGE_HEIGHT - 70 * mm
    draw_centred(canvas, middle, y, archive.office, size=20, font=TITLE)
    draw_centred(canvas, middle, y - 16 * mm, "困难群众救助档案（一户一档）", size=24, font=TITLE)
    y -= 46 * mm
    for label, value in archive.cover:
        box = Box(BINDING_MARGIN + 45 * mm, y - 3 * mm, CONTENT_WIDTH - 60 * mm, 10 * mm)
        draw_line(canvas, BINDING_MARGIN + 12 * mm, y, label, size=14, font=TITLE)
        draw_text(canvas, box, value, size=14)
        canvas.line(box.x, box.y, box.right, box.y)
        y -= 14 * mm
    draw_centred(canvas, middle, MARGIN + 20 * mm, long_date(archive.day), size=12)
    canvas.showPage()


def _draw_pieces(pages: _Pages, pieces: Sequence[Piece]) -> None:
    pages.canvas.setLineWidth(0.5)
    y = PAGE_HEIGHT - MARGIN
    for table, rows in pieces:
        y -= _HEADING * _ROW
        box = Box(BINDING_MARGIN, y + _ROW, CONTENT_WIDTH, (_HEADING - 1) * _ROW)
        draw_text(pages.canvas, box, table.title, size=14, font=TITLE, centred=True)
        _draw_row(pages.canvas, table, table.heads, y, head=True)
        for row in rows:
            y -= _ROW
            _draw_row(pages.canvas, table, row, y)
    pages.foot()


def _draw_row(canvas: Canvas, table: Table, row: Row, y: float, *, head: bool = False) -> None:
    x, share = BINDING_MARGIN, CONTENT_WIDTH / sum(table.widths)
    for width, text in zip(table.widths, row, strict=True):
        box = Box(x, y, width * share, _ROW)
        canvas.rect(box.x, box.y, box.width, box.height)
        if head:
            draw_text(canvas, box, text, size=9.5, font=TITLE, centred=True)
        else:
            draw_text(canvas, box, text, size=9.5)
        x = box.right


def _draw_paper(pages: _Pages, paper: Attached) -> None:
    top = PAGE_HEIGHT - MARGIN - _HEAD
    room = Box(BINDING_MARGIN, MARGIN + _FOOT, CONTENT_WIDTH, top - MARGIN - _FOOT - 2 * mm)
    pictures = islice(paper.load(), paper.pages)
    for number, picture in enumerate(pictures, start=1):
        words = f"{paper.kind}　{paper.title}"
        more = f"（{number}/{paper.pages}）" if paper.pages > 1 else ""
        box = Box(BINDING_MARGIN, top, CONTENT_WIDTH, _HEAD)
        draw_text(pages.canvas, box, words + more, size=9)
        _place(pages.canvas, picture, room)
        pages.foot()


def _place(canvas: Canvas, picture: Image.Image, room: Box) -> None:
    """As large as it fits, but a small picture at most twice its size at 150 dots an inch."""
    scale = min(room.width / picture.width, room.height / picture.height, 72 / 150 * 2)
    width, height = picture.width * scale, picture.height * scale
    reader = ImageReader(BytesIO(page_jpeg(picture, _LONGEST)))
    x, y = room.x + (room.width - width) / 2, room.top - height
    canvas.drawImage(reader, x, y, width, height)
