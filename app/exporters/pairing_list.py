"""结对帮扶名单: who looks after whom, by cadre or by village, to be signed (S2.707, S3.404). A4
landscape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.forms import Binding, PaperKind
from app.exporters.fonts import BODY, TITLE
from app.exporters.ground import MARGIN, ground_of
from app.exporters.page import PageMark, draw_foot, new_canvas
from app.exporters.paper import LEADING, PADDING, Box, draw_text, wrap
from app.exporters.safe_file import replacing

_GROUND = ground_of(PaperKind(landscape=True, binding=Binding.TOP))
_COLUMNS = (
    ("序号", 9.0),
    ("帮扶对象", 22.0),
    ("身份证号", 31.0),
    ("村组、住址", 40.0),
    ("对象类别", 34.0),
    ("联系电话", 24.0),
    ("责任人", 20.0),
    ("单位、职务", 36.0),
    ("责任人电话", 24.0),
    ("从哪天起", 19.0),
    ("签名", 18.0),
)
_SHARE = _GROUND.content_width / sum(width for _, width in _COLUMNS)
_SIZE = 8.5
_LEAST, _MOST = 8 * mm, 17 * mm
_TITLE, _NOTE, _HEAD, _BAND, _FOOT = 9 * mm, 6 * mm, 8 * mm, 7 * mm, 8 * mm
_TITLE_SIZE = 17.0
_GREY = 0.92


@dataclass(frozen=True)
class PairingLine:
    """One object with its cadre, as words; the number is given while printing."""

    name: str
    id_masked: str
    place: str
    categories: str
    phone: str
    cadre: str
    post: str
    cadre_phone: str
    since: str


@dataclass(frozen=True)
class PairingGroup:
    """The objects of one cadre or one village, under a ``heading``."""

    heading: str
    lines: Sequence[PairingLine]


@dataclass(frozen=True)
class PairingPaper:
    """The whole list; with ``apart`` each group begins a page, because it goes its own way."""

    office: str
    title: str
    note: str
    groups: Sequence[PairingGroup]
    apart: bool
    printed_by: str
    day: date


Item = tuple[float, str | tuple[str, ...]]
"""A band (text) or a row (cells), and how high it is."""


def write_pairing_list(path: Path, paper: PairingPaper) -> None:
    """The list as PDF. Raises FileError when it cannot be written."""
    pages = list(_pages(paper))
    with replacing(path) as draft:
        canvas = new_canvas(draft, title=paper.title, author=paper.office)
        for number, items in enumerate(pages, start=1):
            canvas.setPageSize((_GROUND.width, _GROUND.height))
            _draw_page(canvas, paper, items)
            mark = PageMark(number, len(pages), paper.day, paper.printed_by)
            draw_foot(canvas, mark, _GROUND)
            canvas.showPage()
        canvas.save()


def _pages(paper: PairingPaper) -> Iterator[list[Item]]:
    room = _GROUND.top - MARGIN - _TITLE - _NOTE - _HEAD - _FOOT
    page: list[Item] = []
    for group in paper.groups:
        rows = [_row(number, line) for number, line in enumerate(group.lines, start=1)]
        if page and (paper.apart or _high(page) + _BAND + rows[0][0] > room):
            yield page
            page = []
        page.append((_BAND, group.heading))
        for row in rows:
            if _high(page) + row[0] > room:
                yield page
                page = [(_BAND, f"{group.heading}（续）")]
            page.append(row)
    if page:
        yield page


def _high(items: Sequence[Item]) -> float:
    return sum(height for height, _ in items)


def _row(number: int, line: PairingLine) -> Item:
    cells = (
        str(number),
        line.name,
        line.id_masked,
        line.place,
        line.categories,
        line.phone,
        line.cadre,
        line.post,
        line.cadre_phone,
        line.since,
        "",
    )
    lines = max(
        len(wrap(text, (width * _SHARE - 2 * PADDING) / _SIZE))
        for text, (_, width) in zip(cells, _COLUMNS, strict=True)
    )
    return min(max(_LEAST, (lines * LEADING + 0.7) * _SIZE), _MOST), cells


def _draw_page(canvas: Canvas, paper: PairingPaper, items: Sequence[Item]) -> None:
    canvas.setLineWidth(0.5)
    x, width = _GROUND.left, _GROUND.content_width
    y = _GROUND.top - _TITLE
    title = f"{paper.office}{paper.title}"
    draw_text(canvas, Box(x, y, width, _TITLE), title, size=_TITLE_SIZE, font=TITLE, centred=True)
    y -= _NOTE
    draw_text(canvas, Box(x - PADDING, y, width, _NOTE), paper.note, size=9)
    y -= _HEAD
    _draw_cells(canvas, y, _HEAD, tuple(title for title, _ in _COLUMNS), font=TITLE)
    for height, what in items:
        y -= height
        if isinstance(what, str):
            _draw_band(canvas, Box(x, y, width, height), what)
        else:
            _draw_cells(canvas, y, height, what)


def _draw_band(canvas: Canvas, box: Box, text: str) -> None:
    canvas.saveState()
    canvas.setFillGray(_GREY)
    canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=1)
    canvas.restoreState()
    draw_text(canvas, box, text, size=9.5, font=TITLE)


def _draw_cells(
    canvas: Canvas, y: float, height: float, cells: Sequence[str], *, font: str = ""
) -> None:
    x = _GROUND.left
    for (_, width), text in zip(_COLUMNS, cells, strict=True):
        box = Box(x, y, width * _SHARE, height)
        canvas.rect(box.x, box.y, box.width, box.height)
        draw_text(canvas, box, text, size=_SIZE, font=font or BODY, centred=bool(font))
        x = box.right
