"""A list on A4 paper: signature sheets and registers, a new page and numbering for each part.

Each page says what its lines come to, the last page of a part what all of them do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.money import capital_amount, yuan
from app.core.progress import Progress, each, silent
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
from app.exporters.paper import PADDING, Box, draw_text, fit
from app.exporters.safe_file import replacing

NUMBER = "序号"
_LEAD = 7 * mm
_HEAD = 8 * mm
_SUM = 7 * mm
_SIGN = 10 * mm
_FOOT = 6 * mm
_SIZE = 9.0
_NUMBER_WIDTH = 11.0
_TALLER = (1.5, 2.0, 3.0, 4.0)


@dataclass(frozen=True)
class ListColumn:
    """A column: its title, its share of the width in millimetres, and whether the text stands in
    its middle."""

    title: str
    width: float
    centred: bool = False


@dataclass(frozen=True)
class ListLine:
    """One line: a text for each column, and the yuan that it adds to the sum (None: unknown)."""

    cells: tuple[str, ...]
    amount: Decimal | None = None


@dataclass(frozen=True)
class ListPart:
    """The lines of a village, or all of them; ``lead`` stands under the title."""

    title: str
    lead: str
    lines: tuple[ListLine, ...]


@dataclass(frozen=True)
class ListPaper:
    """The whole paper. ``row`` is the height of a line in millimetres (room for a signature needs
    nine); ``signs`` are the words of the line for signatures under the last page of a part."""

    name: str
    columns: tuple[ListColumn, ...]
    parts: tuple[ListPart, ...]
    office: str
    printed_by: str
    printed_on: date
    row: float = 9.5
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Sheet:
    """One page: its part, the place of its first line, and its lines with their heights."""

    part: ListPart
    at: int
    lines: tuple[tuple[ListLine, float], ...]

    @property
    def is_last(self) -> bool:
        return self.at + len(self.lines) == len(self.part.lines)


def write_list(path: Path, paper: ListPaper, *, progress: Progress = silent) -> int:
    """The paper as one PDF; how many pages. Raises FileError when it cannot be written."""
    sheets = [sheet for part in paper.parts for sheet in _sheets(paper, part)]
    with replacing(path) as draft:
        canvas = new_canvas(draft, title=paper.name, author=paper.office)
        for number, sheet in enumerate(each(sheets, progress, f"正在生成{paper.name}"), start=1):
            _draw_sheet(canvas, paper, sheet)
            mark = PageMark(number, len(sheets), paper.printed_on, paper.printed_by, paper.office)
            draw_foot(canvas, mark)
            canvas.showPage()
        canvas.save()
    return len(sheets)


def _sheets(paper: ListPaper, part: ListPart) -> Iterator[_Sheet]:
    """The pages of a part. The room for sums and signatures is left on every page, so that the last
    one is no exception."""
    room = PAGE_HEIGHT - 2 * MARGIN - TITLE_HEIGHT - _LEAD - _HEAD - 2 * _SUM - _FOOT
    room -= _SIGN if paper.signs else 0
    at, used = 0, 0.0
    held: list[tuple[ListLine, float]] = []
    for line in part.lines:
        height = _height(paper, line)
        if held and used + height > room:
            yield _Sheet(part, at, tuple(held))
            at, used, held = at + len(held), 0.0, []
        held.append((line, height))
        used += height
    yield _Sheet(part, at, tuple(held))


def _height(paper: ListPaper, line: ListLine) -> float:
    """The usual height, or more where a text would be cut off."""
    height = paper.row * mm
    for grown in (1.0, *_TALLER):
        height = paper.row * mm * grown
        cells = zip(_widths(paper)[1:], line.cells, strict=True)
        if not any(
            fit(text, width - 2 * PADDING, height, size=_SIZE).cut for width, text in cells if text
        ):
            break
    return height


def _widths(paper: ListPaper) -> list[float]:
    """The widths of the number and the columns; together they fill the page."""
    shares = (_NUMBER_WIDTH, *(column.width for column in paper.columns))
    return [share * CONTENT_WIDTH / sum(shares) for share in shares]


def _draw_sheet(canvas: Canvas, paper: ListPaper, sheet: _Sheet) -> None:
    part = sheet.part
    draw_title(canvas, part.title)
    y = PAGE_HEIGHT - MARGIN - TITLE_HEIGHT - _LEAD
    draw_text(canvas, Box(BINDING_MARGIN, y, CONTENT_WIDTH, _LEAD), part.lead, size=_SIZE)
    canvas.setLineWidth(0.5)
    y -= _HEAD
    titles = (NUMBER, *(column.title for column in paper.columns))
    _draw_row(canvas, paper, (y, _HEAD), titles, font=TITLE)
    for place, (line, height) in enumerate(sheet.lines, start=sheet.at + 1):
        y -= height
        _draw_row(canvas, paper, (y, height), (str(place), *line.cells))
    y -= _SUM
    lines = [line for line, _ in sheet.lines]
    _draw_sum(canvas, y, f"本页 {len(lines)} 行", lines, capital=False)
    if sheet.is_last:
        y -= _SUM
        _draw_sum(canvas, y, f"合计 {len(part.lines)} 行", part.lines, capital=True)
        if paper.signs:
            words = "　　　　　　　".join(f"{sign}：" for sign in paper.signs)
            draw_text(canvas, Box(BINDING_MARGIN, y - _SIGN, CONTENT_WIDTH, _SIGN), words)


def _draw_sum(
    canvas: Canvas, y: float, words: str, lines: Sequence[ListLine], *, capital: bool
) -> None:
    """What the lines come to; those without a price are told, never counted as nothing."""
    known = [line.amount for line in lines if line.amount is not None]
    total = sum(known, Decimal("0.00"))
    text = f"{words}　金额（折价）{yuan(total)} 元"
    if capital:
        text += f"　大写：{capital_amount(total)}"
    if len(known) < len(lines):
        text += f"　另有 {len(lines) - len(known)} 行没有折价"
    box = Box(BINDING_MARGIN, y, CONTENT_WIDTH, _SUM)
    canvas.rect(box.x, box.y, box.width, box.height)
    draw_text(canvas, box, text, size=_SIZE, font=TITLE if capital else BODY)


def _draw_row(
    canvas: Canvas,
    paper: ListPaper,
    place: tuple[float, float],
    cells: Sequence[str],
    *,
    font: str = BODY,
) -> None:
    """One row; ``place`` is its lower edge and its height."""
    x, (y, height) = BINDING_MARGIN, place
    middle = (True, *(column.centred or font is TITLE for column in paper.columns))
    for width, centred, text in zip(_widths(paper), middle, cells, strict=True):
        box = Box(x, y, width, height)
        canvas.rect(box.x, box.y, box.width, box.height)
        draw_text(canvas, box, text, size=_SIZE, font=font, centred=centred)
        x = box.right
