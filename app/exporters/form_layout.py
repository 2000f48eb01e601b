"""Where everything of a form stands on its pages, counted once for all sheets of equal shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.units import mm

from app.core.form_text import filled
from app.core.forms import Cell, Form, Grid, Section, Signature
from app.exporters.fonts import BODY, TITLE, em_width
from app.exporters.form_fit import (
    Place,
    check_place,
    check_signature,
    refusal,
    signature_height,
    title_height,
)
from app.exporters.form_heights import (
    STRIP,
    Content,
    grid_heights,
    row_heights,
    unit_width,
)
from app.exporters.ground import MARGIN, Ground, ground_of
from app.exporters.paper import Box, wrap

HEADER = 19.5 * mm
RUNNING_HEADER = 6 * mm
FOOT = 9.5 * mm
NOTE_SIZE = 7.5
NOTE_LEADING = 1.3
TEXT_LEADING = 1.6
_MOST_SIGNATURE = 60 * mm
_INDENT = "　　"
_ROUNDING = 0.01


@dataclass(frozen=True)
class GridCell:
    """A cell of a table: its column's ``title``; or the place of what stands there, by section, row
    and column."""

    box: Box
    title: str = ""
    at: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Strip:
    """A section, or the part of one that stands on a page: its title upright in ``title_box``, its
    cells to the right of that."""

    title: str
    title_box: Box
    places: tuple[Place, ...]
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class TextLine:
    """A line of running text on its base line."""

    x: float
    y: float
    text: str
    size: float
    font: str = BODY


@dataclass
class Page:
    """One page: strips and places to sign with a thick frame around what hangs together, and lines
    of running text."""

    strips: list[Strip] = field(default_factory=list)
    signatures: list[tuple[Signature, Box]] = field(default_factory=list)
    texts: list[TextLine] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """A form laid out on its pages; ``notes`` are the lines of small print at the foot."""

    form: Form
    ground: Ground
    pages: tuple[Page, ...]
    notes: tuple[str, ...]


Shape = tuple[object, ...]


def shape_of(form: Form, content: Content) -> Shape | None:
    """What the places depend on: sheets of one shape share one layout. None for a form with running
    text, where each sheet is laid out by itself."""
    if any(section.clauses for section in form.sections):
        return None
    unit = unit_width(form, ground_of(form.paper))
    return tuple(
        heights(form, section, content, unit)
        for section in form.sections
        for heights in (row_heights, grid_heights)
    )


def lay_out(form: Form, content: Content | None = None) -> Layout:
    """The places of ``form`` when it is filled with ``content``.

    Raises FileError when something of the layout itself does not fit: a form of one page that is
    too tall, boxes too wide for their field, a label too long for its cell.
    """
    content = content or Content()
    ground = ground_of(form.paper)
    notes = _notes(form, ground)
    flow = _Flow(form, ground, low=MARGIN + FOOT + (len(notes) - 1) * NOTE_SIZE * NOTE_LEADING)
    for at, section in enumerate(form.sections):
        if section.clauses:
            flow.text(section, content)
        else:
            flow.section(at, section, content)
    flow.sign()
    return Layout(form, ground, tuple(flow.pages), notes)


def _notes(form: Form, ground: Ground) -> tuple[str, ...]:
    """The small print in lines: together when it is short, else each note from a new line."""
    notes = list(form.notes)
    if form.copies:
        holders = "，".join(f"第 {at} 联{one}" for at, one in enumerate(form.copies, start=1))
        notes.append(f"本文书一式{_COUNT[len(form.copies)]}份：{holders}。")
    if form.draft:
        notes.append("样稿：条款文字供参考，由本单位审定后使用，可在“设置—表样”中修改。")
    ems = ground.content_width / NOTE_SIZE
    together = "".join(notes)
    if em_width(together, BODY) <= ems:
        return (together,)
    return tuple(line for note in notes for line in wrap(note, ems))


_COUNT = "零一两三四五六"


class _Flow:
    """The pages while they are filled from the top."""

    def __init__(self, form: Form, ground: Ground, *, low: float) -> None:
        self.form, self.ground, self.low = form, ground, low
        self.unit = unit_width(form, ground)
        self.pages = [Page()]
        self.y = ground.top - HEADER
        self._framed_from: float | None = None

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def section(self, at: int, section: Section, content: Content) -> None:
        """A strip: rows of cells, then a table; it goes on overleaf between two rows."""
        strip = _Strip(self, section.title)
        heights = row_heights(self.form, section, content, self.unit)
        for cells, height in zip(section.rows(), heights, strict=True):
            strip.make_room(height)
            strip.add_cells(cells, height)
        if section.grid is not None:
            self._grid(strip, section, content, at=at, grid=section.grid)
        strip.close()

    def _grid(
        self, strip: _Strip, section: Section, content: Content, *, at: int, grid: Grid
    ) -> None:
        columns = [(column.label, column.span * self.unit) for column in grid.columns]
        head = title_height(self.form, columns, section.line_mm * mm)
        heights = grid_heights(self.form, section, content, self.unit)
        strip.make_room(head + (heights[0] if heights else 0))
        strip.add_titles(columns, head)
        for row, height in enumerate(heights):
            if strip.make_room(height):
                strip.add_titles(columns, head)
            strip.add_row([width for _, width in columns], height, (at, row))

    def text(self, section: Section, content: Content) -> None:
        """Running text; a heading never stands alone at the foot of a page."""
        self.end_frame()
        size = section.text_pt
        leading = size * TEXT_LEADING
        texts = {key: value for key, value in content.values.items() if isinstance(value, str)}
        if self.page.frames and self.y == self.page.frames[-1].y:
            self.y -= leading / 2
        if section.title:
            if self.y - 3 * leading < self.low:
                self.turn()
            self._line(section.title, size, leading, font=TITLE)
        for clause in section.clauses:
            for line in wrap(_INDENT + filled(clause, texts), self.ground.content_width / size):
                if self.y - leading < self.low:
                    self.turn()
                self._line(line, size, leading)
        self.y -= leading / 3

    def _line(self, text: str, size: float, leading: float, font: str = BODY) -> None:
        self.y -= leading
        base = self.y + (leading - size) / 2 + size * 0.14
        self.page.texts.append(TextLine(self.ground.left, base, text, size, font))

    def sign(self) -> None:
        """The places to sign, a row of them side by side; a single row takes what is left."""
        rows: dict[int, list[Signature]] = {}
        for one in self.form.signatures:
            rows.setdefault(one.row, []).append(one)
        for signatures in rows.values():
            height = max(signature_height(one) for one in signatures)
            if self.y - height < self.low - _ROUNDING:
                self.turn(needed=height)
            alone = len(rows) == 1 and all(one.height_mm is None for one in signatures)
            if alone and len(self.pages) == 1:
                height = min(self.y - self.low, max(height, _MOST_SIGNATURE))
            self.begin_frame()
            each = self.ground.content_width / len(signatures)
            self.y -= height
            for at, one in enumerate(signatures):
                box = Box(self.ground.left + at * each, self.y, each, height)
                check_signature(self.form, one, box)
                self.page.signatures.append((one, box))
        self.end_frame()

    def begin_frame(self) -> None:
        if self._framed_from is None:
            self._framed_from = self.y

    def end_frame(self) -> None:
        top = self._framed_from
        if top is not None and top > self.y:
            box = Box(self.ground.left, self.y, self.ground.content_width, top - self.y)
            self.page.frames.append(box)
        self._framed_from = None

    def turn(self, needed: float = 0.0) -> None:
        """A new page. Raises FileError when the form must stay on one."""
        if self.form.one_page:
            excess = max(self.low + needed - self.y, 0.1 * mm) / mm
            raise refusal(
                self.form,
                f"内容比一页{self.form.paper.size}纸高出 {excess:.1f} 毫米，请减少行数或行高",
            )
        self.end_frame()
        self.pages.append(Page())
        self.y = self.ground.top - RUNNING_HEADER


class _Strip:
    """One section while it is laid out."""

    def __init__(self, flow: _Flow, title: str) -> None:
        self.flow, self.title = flow, title
        self._start()

    def _start(self) -> None:
        self.flow.begin_frame()
        self.top = self.flow.y
        self.places: list[Place] = []
        self.cells: list[GridCell] = []

    def make_room(self, height: float) -> bool:
        """True when a new page had to be begun."""
        if self.flow.y - height >= self.flow.low - _ROUNDING:
            return False
        self.close()
        self.flow.turn(needed=height)
        self._start()
        return True

    def add_cells(self, cells: Sequence[Cell], height: float) -> None:
        self.flow.y -= height
        x = self.flow.ground.left + STRIP
        for cell in cells:
            label = Box(x, self.flow.y, cell.area.label_span * self.flow.unit, height)
            width = cell.area.span * self.flow.unit - label.width
            value = Box(label.right, self.flow.y, width, height)
            x = value.right
            place = Place(cell, label, value)
            check_place(self.flow.form, place)
            self.places.append(place)

    def add_titles(self, columns: Sequence[tuple[str, float]], height: float) -> None:
        """The titles of a table."""
        boxes = self._boxes([width for _, width in columns], height)
        titles = (title for title, _ in columns)
        self.cells += [GridCell(box, title) for box, title in zip(boxes, titles, strict=True)]

    def add_row(self, widths: Sequence[float], height: float, at: tuple[int, int]) -> None:
        """A row of a table: ``at`` is its section and its number."""
        boxes = self._boxes(widths, height)
        self.cells += [GridCell(box, at=(*at, column)) for column, box in enumerate(boxes)]

    def _boxes(self, widths: Sequence[float], height: float) -> list[Box]:
        self.flow.y -= height
        boxes, x = [], self.flow.ground.left + STRIP
        for width in widths:
            boxes.append(Box(x, self.flow.y, width, height))
            x += width
        return boxes

    def close(self) -> None:
        height = self.top - self.flow.y
        if height:
            box = Box(self.flow.ground.left, self.flow.y, STRIP, height)
            strip = Strip(self.title, box, tuple(self.places), tuple(self.cells))
            self.flow.page.strips.append(strip)
