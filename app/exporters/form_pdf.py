"""Forms as PDF: sheet after sheet of one form, each in as many copies as it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.errors import DeclinedError
from app.core.form_text import filled
from app.core.forms import Form
from app.core.progress import Progress, silent
from app.exporters.fonts import ABSENT, TITLE, missing_glyphs
from app.exporters.form_heights import Content, Row, Value, tables_of
from app.exporters.form_ink import Answers
from app.exporters.form_layout import (
    FOOT,
    HEADER,
    NOTE_LEADING,
    NOTE_SIZE,
    Layout,
    Shape,
    lay_out,
    shape_of,
)
from app.exporters.form_paper import draw_frame, draw_values
from app.exporters.ground import MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from app.exporters.page import (
    SMALL,
    TITLE_HEIGHT,
    TITLE_SIZE,
    PageMark,
    draw_foot,
    new_canvas,
)
from app.exporters.paper import (
    PADDING,
    Box,
    draw_fitted,
    draw_line,
    draw_right,
    draw_text,
    fit_lines,
)
from app.exporters.safe_file import replacing

_BARCODE_WIDTH = 68 * mm
_BARCODE_HEIGHT = 6.5 * mm
_BAR = 0.33 * mm
_NUMBER_SIZE = 8.0
_COPY_SIZE = 8.0
_TYPED_NOTE = "填写的内容按录入印出，其余按打印当天的登记；签字见纸质原件。"
_CUT_NOTE = "“…”处未能印全，以系统登记为准。"
_ABSENT_NOTE = f"“{ABSENT}”为字库缺字，请手写补正。"


@dataclass(frozen=True)
class FormSheet:
    """One sheet in plain words: facts by key, rows by source. Unknown is missing and stays empty
    for the pen; ``number`` is ASCII, for its barcode; ``stack`` is the village it lies with.
    ``answers`` are what was typed in from it (None: it goes out to be filled in)."""

    number: str
    values: Mapping[str, Value] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    stack: str = ""
    answers: Answers | None = None

    @property
    def content(self) -> Content:
        """What is printed."""
        return Content(self.values, self.rows, self.answers or {})

    def all_text(self) -> str:
        """Everything on the sheet that somebody typed."""
        parts = [v if isinstance(v, str) else "".join(v) for v in self.values.values()]
        parts += [text for rows in self.rows.values() for row in rows for text in row.values()]
        parts += [value for value in (self.answers or {}).values() if isinstance(value, str)]
        return "".join(parts)


@dataclass(frozen=True)
class Pressed:
    """What was printed: its pages, and the numbers of the sheets on which something found no
    room; ``absent`` are (number, characters that no font has and that stand as 〓)."""

    pages: int
    cut: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]


def write_forms(
    path: Path,
    form: Form,
    sheets: Sequence[FormSheet],
    *,
    printed_on: date,
    printed_by: str,
    progress: Progress = silent,
) -> Pressed:
    """Write ``sheets`` of ``form`` to ``path``, in the order given, the copies of one together.

    The file appears whole or not at all, also when ``progress`` raises Cancelled. Raises
    DeclinedError when there is nothing to print, FileError when the file cannot be written or the
    layout is at fault.
    """
    if not sheets:
        raise DeclinedError(f"没有可打印的{form.title}。", "", "请先选择对象再打印。")
    with replacing(path) as draft:
        press = FormPress(
            new_canvas(draft, title=form.title, author=printed_by), form, printed_on, printed_by
        )
        done = 0
        for stack, group in groupby(sheets, key=lambda sheet: sheet.stack):
            press.mark_stack(stack)
            for sheet in group:
                progress(done, len(sheets), f"正在生成{form.title}：{stack}")
                press.print_sheet(sheet)
                done += 1
        progress(done, len(sheets), "正在保存")
        pages = press.canvas.getPageNumber() - 1
        press.canvas.save()
    return Pressed(pages, tuple(press.cut), tuple(press.absent))


@dataclass
class FormPress:
    """The document while sheets of one form are printed into it."""

    canvas: Canvas
    form: Form
    printed_on: date
    printed_by: str
    cut: list[str] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)
    _frames: dict[Shape, tuple[Layout, str]] = field(default_factory=dict)
    _lacking: str = ""  # the characters of the sheet in the press that no font has

    def mark_stack(self, stack: str) -> None:
        """A bookmark before a village's sheets."""
        place = f"{self.canvas.getPageNumber()}"
        self.canvas.bookmarkPage(place)
        self.canvas.addOutlineEntry(stack or "（未填村）", place, 0)

    def print_sheet(self, sheet: FormSheet, place: tuple[int, int] | None = None) -> None:
        """One sheet in all its copies; ``place`` is its (page, pages) in the stack, its own pages
        are counted where it is left out."""
        self._lacking = missing_glyphs(sheet.all_text())
        if self._lacking:
            self.absent.append((sheet.number, self._lacking))
        layout, frame = self._laid_out(sheet)
        for copy in range(max(1, len(self.form.copies))):
            for at in range(len(layout.pages)):
                _set_size(self.canvas, layout)
                self._draw_back(sheet, layout, frame, at)
                self._draw_page(sheet, layout, at, place or (at + 1, len(layout.pages)))
                if at == 0:
                    _draw_copy(self.canvas, layout, copy)
                self.canvas.showPage()

    def _laid_out(self, sheet: FormSheet) -> tuple[Layout, str]:
        """The layout, and the name under which its frame is kept in the document: sheets of one
        shape draw it once."""
        shape = shape_of(self.form, sheet.content) if sheet.answers is None else None
        if shape is None:
            return lay_out(self.form, sheet.content), ""
        if shape not in self._frames:
            layout, name = lay_out(self.form, sheet.content), f"frame{len(self._frames)}"
            for at, page in enumerate(layout.pages):
                self.canvas.beginForm(
                    f"{name}_{at}", 0, 0, layout.ground.width, layout.ground.height
                )
                draw_frame(self.canvas, page, layout.ground)
                self.canvas.endForm()
            self._frames[shape] = layout, name
        return self._frames[shape]

    def _draw_back(self, sheet: FormSheet, layout: Layout, frame: str, at: int) -> None:
        if frame:
            self.canvas.doForm(f"{frame}_{at}")
        else:
            draw_frame(self.canvas, layout.pages[at], layout.ground, sheet.content.answers)

    def _draw_page(self, sheet: FormSheet, layout: Layout, at: int, place: tuple[int, int]) -> None:
        cut = draw_values(
            self.canvas,
            layout.pages[at],
            sheet.values,
            tables_of(self.form, sheet.content),
            answers=sheet.content.answers,
        )
        if at == 0:
            cut |= _draw_head(self.canvas, layout, sheet)
        else:
            _draw_running_head(self.canvas, layout, sheet)
        if cut and sheet.number not in self.cut[-1:]:
            self.cut.append(sheet.number)
        last = at == len(layout.pages) - 1
        self._draw_notes(layout, last=last, cut=cut, typed=sheet.answers is not None)
        right = "　".join(filter(None, (sheet.stack, f"版式 {self.form.version}")))
        mark = PageMark(*place, self.printed_on, self.printed_by, right)
        draw_foot(self.canvas, mark, layout.ground)

    def _draw_notes(self, layout: Layout, *, last: bool, cut: bool, typed: bool) -> None:
        notes = list(layout.notes) if last and not typed else []
        if last and typed:
            notes = [_TYPED_NOTE]
        if cut:
            notes = _with(notes, _CUT_NOTE)
        if last and self._lacking:
            notes = _with(notes, _ABSENT_NOTE)
        height = FOOT - 4.5 * mm + (len(layout.notes) - 1) * NOTE_SIZE * NOTE_LEADING
        ground = layout.ground
        box = Box(ground.left, MARGIN + 4 * mm, ground.content_width, height)
        draw_fitted(self.canvas, box, fit_lines(notes, box.width, box.height, size=SMALL))


def _set_size(canvas: Canvas, layout: Layout) -> None:
    size = (layout.ground.width, layout.ground.height)
    if size != (PAGE_WIDTH, PAGE_HEIGHT):
        canvas.setPageSize(size)


def _with(notes: list[str], more: str) -> list[str]:
    """``more`` at the end of the last line."""
    return [*notes[:-1], (notes[-1] if notes else "") + more]


def _draw_head(canvas: Canvas, layout: Layout, sheet: FormSheet) -> bool:
    """The title, two lines of facts, the number with its barcode; True when one was cut."""
    ground = layout.ground
    texts = {key: value for key, value in sheet.values.items() if isinstance(value, str)}
    top = ground.top - TITLE_HEIGHT
    title = Box(ground.left, top, ground.content_width, TITLE_HEIGHT)
    heading = filled(layout.form.heading, texts)
    cut = draw_text(canvas, title, heading, size=TITLE_SIZE, font=TITLE, centred=True)
    low = ground.top - HEADER
    height = (HEADER - TITLE_HEIGHT) / 2
    width = ground.content_width - (_BARCODE_WIDTH + 4 * mm if sheet.number else 0)
    for at, line in enumerate(layout.form.head):
        box = Box(ground.left - PADDING, low + (1 - at) * height, width, height)
        cut |= draw_text(canvas, box, filled(line, texts))
    if sheet.number:
        words = f"编号：{sheet.number}"
        draw_right(canvas, ground.right, low + 1.1 * mm, words, size=_NUMBER_SIZE)
        bars = _barcode(sheet.number)
        bars.drawOn(canvas, ground.right - bars.width, low + 4.2 * mm)
    return cut


def _draw_running_head(canvas: Canvas, layout: Layout, sheet: FormSheet) -> None:
    ground = layout.ground
    y = ground.top - 3.5 * mm
    draw_line(canvas, ground.left, y, f"{layout.form.title}（续）", size=_NUMBER_SIZE)
    if sheet.number:
        draw_right(canvas, ground.right, y, f"编号：{sheet.number}", size=_NUMBER_SIZE)


def _draw_copy(canvas: Canvas, layout: Layout, copy: int) -> None:
    """Which copy this is and who keeps it, above the title."""
    if layout.form.copies:
        words = f"第 {copy + 1} 联　{layout.form.copies[copy]}"
        ground = layout.ground
        draw_right(canvas, ground.right, ground.top + 1 * mm, words, size=_COPY_SIZE)


def _barcode(number: str) -> Code128:
    """The number as Code 128, bars as wide as the place allows."""
    modules = Code128(number, barWidth=1, quiet=False).width
    bar = min(_BAR, _BARCODE_WIDTH / modules)
    return Code128(number, barHeight=_BARCODE_HEIGHT, barWidth=bar, quiet=False)
