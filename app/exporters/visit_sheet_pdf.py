"""Home-visit record sheets as PDF: one A4 page a person, by village, in the order given.

Page numbers (第 x 页 共 y 页) count within a village, its list included: a village's stack is
handed out, carried and counted on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.errors import DeclinedError
from app.core.form_file import load_form
from app.core.progress import Progress, silent
from app.exporters.fonts import ABSENT, missing_glyphs
from app.exporters.form_layout import (
    BINDING_MARGIN,
    FOOT,
    HEADER,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Layout,
    lay_out,
)
from app.exporters.form_paper import Values, draw_frame, draw_values
from app.exporters.page import (
    CONTENT_WIDTH,
    SMALL,
    TITLE_HEIGHT,
    PageMark,
    draw_foot,
    draw_title,
    long_date,
    new_canvas,
)
from app.exporters.paper import PADDING, Box, draw_right, draw_text
from app.exporters.safe_file import replacing
from app.exporters.visit_list import draw_list, list_pages
from app.exporters.visit_sheet import DutyLine, LastVisit, VisitSheet, month_words

__all__ = ["DutyLine", "LastVisit", "VisitSheet", "unprintable", "write_visit_sheets"]

_FRAME = "frame"
_BARCODE_WIDTH = 68 * mm
_BARCODE_HEIGHT = 6.5 * mm
_BAR = 0.33 * mm
_NUMBER_SIZE = 8.0
_CUT_NOTE = "“…”处未能印全，以系统登记为准。"
_ABSENT_NOTE = f"“{ABSENT}”为字库缺字，请手写补正。"


def write_visit_sheets(
    path: Path,
    sheets: Sequence[VisitSheet],
    *,
    printed_on: date,
    printed_by: str,
    with_lists: bool = False,
    progress: Progress = silent,
) -> None:
    """Write ``sheets`` to ``path``, one page each; sheets of a village stand together.

    ``with_lists`` puts 走访名单 with a place to sign for each sheet before each village. The file
    appears whole or not at all, also when ``progress`` raises Cancelled. Raises DeclinedError when
    there is nothing to print, FileError when the file cannot be written or the form is at fault.
    """
    if not sheets:
        raise DeclinedError("没有可打印的走访记录表。", "", "请换一个月份或村（社区）再试。")
    layout = lay_out(load_form("visit_sheet"))
    with replacing(path) as draft:
        title = f"{sheets[0].office}{layout.form.title} {month_words(sheets[0].month)}"
        press = _Press(
            new_canvas(draft, title=title, author=sheets[0].office), layout, printed_on, printed_by
        )
        press.draw_frame_once()
        done = 0
        for village, group in groupby(sheets, key=lambda sheet: sheet.village):
            stack = list(group)
            press.start_village(village, stack, with_lists=with_lists)
            for sheet in stack:
                progress(done, len(sheets), f"正在生成走访记录表：{village}")
                press.print_sheet(sheet)
                done += 1
        progress(done, len(sheets), "正在保存")
        press.canvas.save()


def unprintable(sheets: Sequence[VisitSheet]) -> tuple[tuple[str, str], ...]:
    """Sheet number and characters, for each sheet with characters that no font has. They are
    printed as 〓 and the sheet says so; whoever prints tells the clerk."""
    found = ((sheet.sheet_no, missing_glyphs(_all_text(sheet))) for sheet in sheets)
    return tuple((number, chars) for number, chars in found if chars)


@dataclass
class _Press:
    """The document while it is printed, and where in the village's stack it stands."""

    canvas: Canvas
    layout: Layout
    printed_on: date
    printed_by: str
    page: int = 0
    pages: int = 0

    def draw_frame_once(self) -> None:
        self.canvas.beginForm(_FRAME, 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
        draw_frame(self.canvas, self.layout)
        self.canvas.endForm()

    def start_village(self, village: str, stack: Sequence[VisitSheet], *, with_lists: bool) -> None:
        lists = list_pages(stack) if with_lists else []
        self.page, self.pages = 0, len(lists) + len(stack)
        place = f"{self.canvas.getPageNumber()}"
        self.canvas.bookmarkPage(place)
        self.canvas.addOutlineEntry(village or "（未填村）", place, 0)
        for rows in lists:
            draw_list(self.canvas, rows, count=len(stack), mark=self._mark(village))
            self.canvas.showPage()

    def print_sheet(self, sheet: VisitSheet) -> None:
        form = self.layout.form
        self.canvas.doForm(_FRAME)
        _draw_head(self.canvas, sheet, form.title)
        cut = draw_values(self.canvas, self.layout, _values(sheet, self.printed_on))
        notes = [*form.notes]
        if cut:
            notes.append(_CUT_NOTE)
        if missing_glyphs(_all_text(sheet)):
            notes.append(_ABSENT_NOTE)
        note_line = Box(BINDING_MARGIN - PADDING, MARGIN + 4 * mm, CONTENT_WIDTH, FOOT - 4.5 * mm)
        draw_text(self.canvas, note_line, "".join(notes), size=SMALL)
        draw_foot(self.canvas, self._mark(f"{sheet.village}　版式 {form.version}"))
        self.canvas.showPage()

    def _mark(self, right: str) -> PageMark:
        self.page += 1
        return PageMark(self.page, self.pages, self.printed_on, self.printed_by, right)


def _draw_head(canvas: Canvas, sheet: VisitSheet, title: str) -> None:
    draw_title(canvas, sheet.office + title)
    low = PAGE_HEIGHT - MARGIN - HEADER
    height = (HEADER - TITLE_HEIGHT) / 2
    width = CONTENT_WIDTH - _BARCODE_WIDTH - 4 * mm
    place = "　".join(part for part in (sheet.village, sheet.group) if part)
    left = BINDING_MARGIN - PADDING
    draw_text(canvas, Box(left, low + height, width, height), f"村（社区）：{place}")
    draw_text(canvas, Box(left, low, width, height), f"走访月份：{month_words(sheet.month)}")
    right = PAGE_WIDTH - MARGIN
    draw_right(canvas, right, low + 1.1 * mm, f"编号：{sheet.sheet_no}", size=_NUMBER_SIZE)
    bars = _barcode(sheet.sheet_no)
    bars.drawOn(canvas, right - bars.width, low + 4.2 * mm)


def _barcode(number: str) -> Code128:
    """The number as Code 128, bars as wide as the place allows."""
    modules = Code128(number, barWidth=1, quiet=False).width
    bar = min(_BAR, _BARCODE_WIDTH / modules)
    return Code128(number, barHeight=_BARCODE_HEIGHT, barWidth=bar, quiet=False)


def _values(sheet: VisitSheet, printed_on: date) -> Values:
    """The sheet by the keys of the form's facts; what is unknown stays empty for the pen."""
    texts = {key: value for key, value in vars(sheet).items() if isinstance(value, str)}
    numbered = len(sheet.duties) > 1
    return {
        **texts,
        "members": "；".join(sheet.members),
        "duties": [
            (f"{at}. " if numbered else "") + _duty_words(duty, printed_on)
            for at, duty in enumerate(sheet.duties, start=1)
        ],
        "last": _last_words(sheet.last),
        "questions": sheet.questions or "没有待核实的事项。",
    }


def _duty_words(duty: DutyLine, printed_on: date) -> str:
    words = f"{duty.words}（{duty.rule_id}）"
    if duty.due is None:
        return words
    late = "【逾期】" if duty.due < printed_on else ""
    return f"{late}{words}，应于 {long_date(duty.due)}前完成"


def _last_words(last: LastVisit | None) -> str:
    if last is None:
        return "系统中没有以前的走访记录。"
    return f"{long_date(last.day)}（{last.visitor}）：" + "；".join(last.lines)


def _all_text(sheet: VisitSheet) -> str:
    """Everything on the sheet that somebody typed."""
    last = (sheet.last.visitor, *sheet.last.lines) if sheet.last else ()
    texts = [value for value in vars(sheet).values() if isinstance(value, str)]
    duties = (duty.words for duty in sheet.duties)
    return "".join([*texts, *sheet.members, *sheet.questions, *duties, *last])
