"""The report on files that were verified, a page each: what holds, who signed, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.letter_page import LEFT, WIDTH, Pen, begin, paragraph
from app.exporters.page import new_canvas
from app.exporters.paper import Box, draw_line, draw_text
from app.exporters.safe_file import replacing

_TITLE = "台账文件核验报告"
_TEXT = 12.0
_SMALL = 10.5
_ROW = 6.6 * mm
_MARKS = {True: "通过", False: "不通过", None: "未检查"}


@dataclass(frozen=True)
class Verdict:
    """One file. ``lines`` are (title, text): ``proven``, or only what the file claims; ``checks``
    are (what, whether it holds; None: not reached)."""

    file: str
    good: bool
    verdict: str
    remedy: str
    lines: Sequence[tuple[str, str]]
    proven: bool
    checks: Sequence[tuple[str, bool | None]]


def write_verdicts(
    path: Path, verdicts: Sequence[Verdict], office: str, clerk: str, *, at: datetime
) -> None:
    """One page a file. Raises FileError when it cannot be written."""
    with replacing(path) as draft:
        canvas = new_canvas(draft, title=_TITLE, author=office)
        for verdict in verdicts:
            _draw(canvas, verdict, f"{office}　{clerk}　{at:%Y-%m-%d %H:%M} 核验")
            canvas.showPage()
        canvas.save()


def _draw(canvas: Canvas, verdict: Verdict, foot: str) -> None:
    pen = begin(canvas, _TITLE)
    pen = paragraph(pen, f"文件：{verdict.file}", indent=False, size=_TEXT)
    pen = paragraph(pen, f"结论：{verdict.verdict}", indent=False, size=_TEXT)
    if verdict.remedy:
        pen = paragraph(pen, f"处理：{verdict.remedy}", indent=False, size=_TEXT)
    if verdict.lines:
        heading = "文件内容" if verdict.proven else "文件自称（未经核实，不能作为依据）"
        pen = _rows(paragraph(pen, heading, indent=False, size=_TEXT), verdict.lines, (1, 5))
    pen = paragraph(pen.down(2 * mm), "逐项核验", indent=False, size=_TEXT)
    pairs = [(title, _MARKS[passed]) for title, passed in verdict.checks]
    half = (len(pairs) + 1) // 2
    sides = [*pairs[half:], *[("", "")] * (2 * half - len(pairs))]
    rows = [(*left, *right) for left, right in zip(pairs[:half], sides, strict=True)]
    pen = _rows(pen, rows, (4, 1.2, 4, 1.2))
    draw_line(canvas, LEFT, pen.y - 9 * mm, foot, size=_SMALL)


def _rows(pen: Pen, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Pen:
    """A ruled table without heads."""
    y, total = pen.y - 2.5 * mm, sum(widths)
    for row in rows:
        y -= _ROW
        x = LEFT
        for share, text in zip(widths, row, strict=True):
            box = Box(x, y, WIDTH * share / total, _ROW)
            pen.canvas.rect(box.x, box.y, box.width, box.height)
            draw_text(pen.canvas, box.inner(), text, size=_SMALL)
            x = box.right
    return Pen(pen.canvas, y)
