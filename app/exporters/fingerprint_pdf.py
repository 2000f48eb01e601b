"""The sheet that travels with a key: its fingerprint in groups, in words and as QR, the steps that
come next, and places to sign. Nothing on it is secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.letter_page import LEFT, WIDTH, Pen, begin, paragraph, table
from app.exporters.page import long_date, new_canvas
from app.exporters.paper import draw_centred, draw_line
from app.exporters.safe_file import replacing

_QR = 42 * mm
_GROUP = 15.0
_TEXT = 12.0


@dataclass(frozen=True)
class FingerprintSheet:
    """What is printed. ``groups`` and ``words`` are the same fingerprint (both empty while there is
    no key); ``steps`` say what is done next, ``signers`` who signs."""

    title: str
    office: str
    office_code: str
    groups: str
    words: str
    steps: Sequence[str]
    signers: Sequence[str]
    printed_by: str
    day: date


def write_fingerprint_sheet(path: Path, sheet: FingerprintSheet) -> None:
    """One page. Raises FileError when it cannot be written."""
    with replacing(path) as draft:
        canvas = new_canvas(draft, title=sheet.title, author=sheet.office)
        _draw(canvas, sheet)
        canvas.showPage()
        canvas.save()


def _draw(canvas: Canvas, sheet: FingerprintSheet) -> None:
    pen = begin(canvas, sheet.title)
    pen = table(
        pen.down(-4 * mm),
        (2, 5, 2, 4),
        (("单位", sheet.office, "单位代码", sheet.office_code),),
    )
    if sheet.groups:
        pen = _groups(pen.down(9 * mm), sheet)
        pen = paragraph(pen, "按词念（与上面是同一个指纹，四个词一组）：", indent=False, size=_TEXT)
        words = sheet.words.split("　")
        for at in range(0, len(words), 2):
            pen = paragraph(pen, "　　　".join(words[at : at + 2]), size=_TEXT)
    pen = pen.down(3 * mm)
    for number, step in enumerate(sheet.steps, start=1):
        pen = paragraph(pen, f"{number}．{step}", indent=False, size=_TEXT)
    y = pen.y - 16 * mm
    share = WIDTH / max(len(sheet.signers), 1)
    for place, signer in enumerate(sheet.signers):
        draw_line(canvas, LEFT + place * share, y, f"{signer}：____________", size=_TEXT)
    draw_line(
        canvas,
        LEFT,
        y - 12 * mm,
        f"打印：{sheet.printed_by} {long_date(sheet.day)}　　核对日期：____年__月__日",
        size=_TEXT,
    )


def _groups(pen: Pen, sheet: FingerprintSheet) -> Pen:
    """Four groups a line on the left, the QR code on the right."""
    canvas, top = pen.canvas, pen.y
    _draw_qr(canvas, LEFT + WIDTH - _QR, top - _QR, sheet.groups)
    groups = sheet.groups.split()
    room = (WIDTH - _QR - 6 * mm) / 4
    y = top - _GROUP
    for at in range(0, len(groups), 4):
        for place, group in enumerate(groups[at : at + 4]):
            draw_centred(canvas, LEFT + (place + 0.5) * room, y, group, size=_GROUP)
        y -= _GROUP * 1.9
    return Pen(canvas, min(y, top - _QR) - 2 * mm)


def _draw_qr(canvas: Canvas, x: float, y: float, text: str) -> None:
    code = QrCodeWidget(text.replace(" ", ""), barLevel="M")
    left, bottom, right, top = code.getBounds()
    scale = _QR / (right - left)
    drawing = Drawing(_QR, _QR, transform=[scale, 0, 0, _QR / (top - bottom), -left, -bottom])
    drawing.add(code)
    renderPDF.draw(drawing, canvas, x, y)
