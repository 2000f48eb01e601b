"""The list on top of a village's visit sheets: who is to be visited, and who took the sheet."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.fonts import TITLE
from app.exporters.ground import BINDING_MARGIN, MARGIN, PAGE_HEIGHT
from app.exporters.page import CONTENT_WIDTH, TITLE_HEIGHT, PageMark, draw_foot, draw_title
from app.exporters.paper import PADDING, Box, draw_text
from app.exporters.visit_sheet import VisitSheet, month_words

Numbered = tuple[int, VisitSheet]

_COLUMNS = (
    ("序号", 9.0),
    ("姓名", 24.0),
    ("组、住址", 44.0),
    ("对象类别", 26.0),
    ("联系电话", 23.0),
    ("编号", 34.0),
    ("签收", 15.0),
)
_ROW = 8.5 * mm
_LEAD = 7 * mm
_FOOT = 8 * mm
_ROWS = int((PAGE_HEIGHT - 2 * MARGIN - TITLE_HEIGHT - _LEAD - _FOOT) // _ROW) - 1


def list_pages(sheets: Sequence[VisitSheet]) -> list[list[Numbered]]:
    """The sheets of one village, numbered, in pages of the list."""
    numbered = list(enumerate(sheets, start=1))
    return [numbered[at : at + _ROWS] for at in range(0, len(numbered), _ROWS)]


def draw_list(canvas: Canvas, rows: Sequence[Numbered], *, count: int, mark: PageMark) -> None:
    """One page of the list of a village of ``count`` sheets."""
    first = rows[0][1]
    draw_title(canvas, f"{first.office}{first.village}走访名单")
    y = PAGE_HEIGHT - MARGIN - TITLE_HEIGHT - _LEAD
    lead = Box(BINDING_MARGIN - PADDING, y, CONTENT_WIDTH, _LEAD)
    draw_text(canvas, lead, f"走访月份：{month_words(first.month)}　　共 {count} 份")
    canvas.setLineWidth(0.5)
    y -= _ROW
    _draw_row(canvas, y, tuple(title for title, _ in _COLUMNS), font=TITLE)
    for number, sheet in rows:
        y -= _ROW
        _draw_row(canvas, y, _cells(number, sheet))
    draw_foot(canvas, mark)


def _cells(number: int, sheet: VisitSheet) -> tuple[str, ...]:
    group = "" if sheet.group in sheet.address else sheet.group
    place = " ".join(part for part in (group, sheet.address) if part)
    return (
        str(number),
        sheet.name,
        place,
        sheet.categories,
        sheet.phone,
        sheet.sheet_no,
        "",
    )


def _draw_row(canvas: Canvas, y: float, cells: Sequence[str], *, font: str = "") -> None:
    x = BINDING_MARGIN
    for (_, width), text in zip(_COLUMNS, cells, strict=True):
        box = Box(x, y, width * mm, _ROW)
        canvas.rect(box.x, box.y, box.width, box.height)
        if font:
            draw_text(canvas, box, text, size=9, font=font, centred=True)
        else:
            draw_text(canvas, box, text, size=9)
        x = box.right
