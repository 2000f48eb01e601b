"""Home-visit record sheets as PDF: one A4 page a person, by village, in the order given.

Page numbers (第 x 页 共 y 页) count within a village, its list included: a village's stack is
handed out, carried and counted on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from app.core.errors import DeclinedError
from app.core.form_file import load_form
from app.core.forms import Form
from app.core.progress import Progress, silent
from app.exporters.fonts import missing_glyphs
from app.exporters.form_heights import Values
from app.exporters.form_pdf import FormPress, FormSheet
from app.exporters.page import PageMark, new_canvas
from app.exporters.safe_file import replacing
from app.exporters.visit_list import draw_list, list_pages
from app.exporters.visit_sheet import (
    DutyLine,
    LastVisit,
    VisitSheet,
    duty_lines,
    last_words,
    month_words,
)

__all__ = ["DutyLine", "LastVisit", "VisitSheet", "unprintable", "write_visit_sheets"]


def write_visit_sheets(
    path: Path,
    sheets: Sequence[VisitSheet],
    *,
    printed_on: date,
    printed_by: str,
    form: Form | None = None,
    with_lists: bool = False,
    progress: Progress = silent,
) -> None:
    """Write ``sheets`` to ``path``, one page each; sheets of a village stand together.

    ``form`` takes the place of the shipped layout; ``with_lists`` puts 走访名单 with a place to
    sign for each sheet before each village. The file appears whole or not at all, also when
    ``progress`` raises Cancelled. Raises DeclinedError when there is nothing to print, FileError
    when the file cannot be written or the form is at fault.
    """
    if not sheets:
        raise DeclinedError("没有可打印的走访记录表。", "", "请换一个月份或村（社区）再试。")
    form = form or load_form("visit_sheet")
    with replacing(path) as draft:
        title = f"{sheets[0].office}{form.title} {month_words(sheets[0].month)}"
        canvas = new_canvas(draft, title=title, author=sheets[0].office)
        press = FormPress(canvas, form, printed_on, printed_by)
        done = 0
        for village, group in groupby(sheets, key=lambda sheet: sheet.village):
            stack = list(group)
            first = _start_village(press, village, stack, with_lists=with_lists)
            pages = first + len(stack)
            for page, sheet in enumerate(stack, start=first + 1):
                progress(done, len(sheets), f"正在生成{form.title}：{village}")
                press.print_sheet(_form_sheet(sheet, printed_on), (page, pages))
                done += 1
        progress(done, len(sheets), "正在保存")
        canvas.save()


def unprintable(sheets: Sequence[VisitSheet]) -> tuple[tuple[str, str], ...]:
    """Sheet number and characters, for each sheet with characters that no font has. They are
    printed as 〓 and the sheet says so; whoever prints tells the clerk."""
    found = ((sheet.sheet_no, missing_glyphs(_all_text(sheet))) for sheet in sheets)
    return tuple((number, chars) for number, chars in found if chars)


def _start_village(
    press: FormPress, village: str, stack: Sequence[VisitSheet], *, with_lists: bool
) -> int:
    """The bookmark and the list of a village; returns the pages of the list."""
    press.mark_stack(village)
    lists = list_pages(stack) if with_lists else []
    for page, rows in enumerate(lists, start=1):
        pages = len(lists) + len(stack)
        mark = PageMark(page, pages, press.printed_on, press.printed_by, village)
        draw_list(press.canvas, rows, count=len(stack), mark=mark)
        press.canvas.showPage()
    return len(lists)


def _form_sheet(sheet: VisitSheet, printed_on: date) -> FormSheet:
    return FormSheet(sheet.sheet_no, _values(sheet, printed_on), stack=sheet.village)


def _values(sheet: VisitSheet, printed_on: date) -> Values:
    """The sheet by the keys of the form's facts; what is unknown stays empty for the pen."""
    texts = {key: value for key, value in vars(sheet).items() if isinstance(value, str)}
    return {
        **texts,
        "month": month_words(sheet.month),
        "members": "；".join(sheet.members),
        "duties": duty_lines(sheet.duties, printed_on),
        "last": last_words(sheet.last),
        "questions": sheet.questions or "没有待核实的事项。",
    }


def _all_text(sheet: VisitSheet) -> str:
    """Everything on the sheet that somebody typed."""
    last = (sheet.last.visitor, *sheet.last.lines) if sheet.last else ()
    texts = [value for value in vars(sheet).values() if isinstance(value, str)]
    duties = (duty.words for duty in sheet.duties)
    return "".join([*texts, *sheet.members, *sheet.questions, *duties, *last])
