"""Receipts: 领取单 for what somebody was given, 捐赠收据 for what somebody gave.

Two halves of one page: one stays in the office, the other goes with whoever signs or gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.fonts import TITLE
from app.exporters.ground import BINDING_MARGIN, MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from app.exporters.page import CONTENT_WIDTH, new_canvas
from app.exporters.paper import Box, draw_centred, draw_line, draw_right, draw_text
from app.exporters.safe_file import replacing

_HALF = PAGE_HEIGHT / 2
_LABEL = 28 * mm
_SMALL = 9.0
_SIZE = 11.0
_TITLE_SIZE = 18.0
_ROW = 11 * mm
_TALL = 20 * mm


@dataclass(frozen=True)
class Receipt:
    """One receipt. ``rows`` are labels with what stands beside them (long texts get a taller row by
    themselves); ``signs`` the labels of what is signed by hand; ``copies`` name the halves."""

    title: str
    number: str
    rows: tuple[tuple[str, str], ...]
    signs: tuple[str, ...]
    note: str
    office: str
    day: str
    copies: tuple[str, str]


def write_receipts(path: Path, receipts: Sequence[Receipt]) -> None:
    """All of them in one PDF, a page each. Raises FileError when it cannot be written."""
    with replacing(path) as draft:
        canvas = new_canvas(draft, title=receipts[0].title, author=receipts[0].office)
        for receipt in receipts:
            for place, copy in enumerate(receipt.copies):
                _draw(canvas, receipt, PAGE_HEIGHT - place * _HALF, copy)
            canvas.setDash(3, 3)
            canvas.line(MARGIN, _HALF, PAGE_WIDTH - MARGIN, _HALF)
            canvas.setDash()
            canvas.showPage()
        canvas.save()


def _draw(canvas: Canvas, receipt: Receipt, top: float, copy: str) -> None:
    """One half, from ``top`` downwards."""
    left, right = BINDING_MARGIN, BINDING_MARGIN + CONTENT_WIDTH
    y = top - MARGIN - _TITLE_SIZE
    draw_centred(canvas, left + CONTENT_WIDTH / 2, y, receipt.title, size=_TITLE_SIZE, font=TITLE)
    draw_line(canvas, left, y - 7 * mm, copy, size=_SMALL)
    draw_right(canvas, right, y - 7 * mm, f"第 {receipt.number} 号", size=_SMALL)
    y -= 9 * mm
    canvas.setLineWidth(0.6)
    for label, text in receipt.rows:
        height = _TALL if len(text) > 40 else _ROW
        y -= height
        _draw_row(canvas, Box(left, y, CONTENT_WIDTH, height), label, text)
    y -= 8 * mm
    draw_text(canvas, Box(left, y, CONTENT_WIDTH, 7 * mm), receipt.note, size=_SMALL)
    y -= 10 * mm
    width = CONTENT_WIDTH / max(1, len(receipt.signs))
    for place, sign in enumerate(receipt.signs):
        draw_line(canvas, left + place * width, y, f"{sign}：", size=_SIZE)
    draw_right(canvas, right, y - 11 * mm, f"{receipt.office}（盖章）", size=_SIZE)
    draw_right(canvas, right, y - 17 * mm, receipt.day, size=_SIZE)


def _draw_row(canvas: Canvas, row: Box, label: str, text: str) -> None:
    label_box = Box(row.x, row.y, _LABEL, row.height)
    text_box = Box(label_box.right, row.y, row.width - _LABEL, row.height)
    for box in (label_box, text_box):
        canvas.rect(box.x, box.y, box.width, box.height)
    draw_text(canvas, label_box, label, size=_SIZE, font=TITLE, centred=True)
    draw_text(canvas, text_box, text, size=_SIZE)
