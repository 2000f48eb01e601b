"""护理费发放表: A4 landscape, one line a carer and person, with room for a signature; who is not
paid, and why, stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.money import capital_amount, cents, yuan
from app.exporters.fonts import BODY, TITLE
from app.exporters.ground import PAGE_HEIGHT, PAGE_WIDTH
from app.exporters.page import long_date, new_canvas
from app.exporters.paper import Box, draw_centred, draw_line, draw_right, draw_text
from app.exporters.safe_file import replacing
from app.exporters.visit_sheet import month_words

_WIDE, _HIGH = PAGE_HEIGHT, PAGE_WIDTH  # turned
_LEFT, _RIGHT, _TOP, _BOTTOM = 15 * mm, 12 * mm, 12 * mm, 24 * mm
_ROW = 9.5 * mm
_HEAD = 8 * mm
_TITLE_ROOM = 17 * mm
_PAID = (
    ("序号", 10), ("村（社区）", 25), ("特困人员", 30), ("护理人", 30), ("账号", 25),
    ("护理费\n（元/月）", 20), ("天数", 14), ("得分", 13), ("扣发\n（元）", 18),
    ("实发（元）", 22), ("领款人签字", 30), ("备注", 33),
)  # fmt: skip
_UNPAID = (
    ("序号", 10), ("村（社区）", 35), ("特困人员", 45), ("护理人", 45), ("天数", 20),
    ("没有发放的原因", 115),
)  # fmt: skip


@dataclass(frozen=True)
class PaperLine:
    """One line; ``account`` masked, ``days`` as ``12/31``, amounts in yuan."""

    village: str
    person: str
    carer: str
    account: str
    fee: Decimal | None
    days: str
    points: str
    deducted: Decimal
    amount: Decimal | None
    why: str


@dataclass(frozen=True)
class PaySheetPaper:
    """A month's sheet of one office, printed by ``clerk`` on ``day``."""

    month: str
    office: str
    clerk: str
    day: date
    paid: tuple[PaperLine, ...]
    unpaid: tuple[PaperLine, ...]
    total: Decimal


@dataclass(frozen=True)
class _Block:
    """Rows of one table on one page; ``sum_words`` stand below them."""

    heads: tuple[tuple[str, float], ...]
    rows: Sequence[tuple[str, ...]]
    title: str = ""
    sum_words: str = ""


def write_pay_sheet(path: Path, paper: PaySheetPaper) -> None:
    """All pages into one PDF. Raises FileError when it cannot be written."""
    pages = _pages(paper)
    with replacing(path) as draft:
        canvas = new_canvas(draft, title=_title(paper), author=paper.office)
        for number, blocks in enumerate(pages, start=1):
            canvas.setPageSize((_WIDE, _HIGH))
            _draw_frame(canvas, paper, number, len(pages))
            y = _HIGH - _TOP - _TITLE_ROOM
            for block in blocks:
                y = _draw_block(canvas, y, block)
            canvas.showPage()
        canvas.save()


def _title(paper: PaySheetPaper) -> str:
    return f"{paper.office}{month_words(paper.month)}护理费发放表"


def _pages(paper: PaySheetPaper) -> list[list[_Block]]:
    """The tables cut into pages: the paid with a sum for each page, the unpaid after them."""
    room = _HIGH - _TOP - _TITLE_ROOM - _BOTTOM
    most = int((room - _HEAD - _ROW) // _ROW)
    rows = [_paid_row(number, line) for number, line in enumerate(paper.paid, start=1)]
    pages: list[list[_Block]] = []
    for first in range(0, max(len(rows), 1), most):
        last = first + most >= len(rows)
        lines = paper.paid[first : first + most]
        part = cents(sum((line.amount for line in lines if line.amount), Decimal(0)))
        words = f"本页小计　{yuan(part)}元"
        if last:
            whole = f"合计　{len(rows)}人　{yuan(paper.total)}元（{capital_amount(paper.total)}）"
            words = f"{words}　　{whole}" if first else whole
        pages.append([_Block(_PAID, rows[first : first + most], sum_words=words)])
    left = [_unpaid_row(number, line) for number, line in enumerate(paper.unpaid, start=1)]
    while left:
        used = sum(_height(block) for block in pages[-1])
        fits = int((room - used - 2 * _HEAD - 4 * mm) // _ROW)
        if fits < 1:
            pages.append([])
            continue
        pages[-1].append(_Block(_UNPAID, left[:fits], title="没有发放的"))
        left = left[fits:]
    return pages


def _height(block: _Block) -> float:
    below = _ROW if block.sum_words else 0.0
    above = _HEAD + 4 * mm if block.title else 0.0
    return above + _HEAD + len(block.rows) * _ROW + below


def _paid_row(number: int, line: PaperLine) -> tuple[str, ...]:
    deducted = yuan(line.deducted) if line.deducted else ""
    return (
        str(number), line.village, line.person, line.carer, line.account, yuan(line.fee),
        line.days, line.points, deducted, yuan(line.amount), "", line.why,
    )  # fmt: skip


def _unpaid_row(number: int, line: PaperLine) -> tuple[str, ...]:
    return str(number), line.village, line.person, line.carer, line.days, line.why


def _draw_frame(canvas: Canvas, paper: PaySheetPaper, number: int, pages: int) -> None:
    box = Box(_LEFT, _HIGH - _TOP - 9 * mm, _WIDE - _LEFT - _RIGHT, 9 * mm)
    draw_text(canvas, box, _title(paper), size=16, font=TITLE, centred=True)
    draw_right(canvas, _WIDE - _RIGHT, _HIGH - _TOP - 14 * mm, "单位：元", size=9)
    signs = "单位负责人：　　　　　　　　财政所审核：　　　　　　　　民政办（章）：　　　　　　　　"
    draw_line(canvas, _LEFT, 14 * mm, signs + f"制表人：{paper.clerk}", size=10)
    draw_centred(canvas, _WIDE / 2, 7 * mm, f"第 {number} 页 共 {pages} 页", size=8)
    draw_right(canvas, _WIDE - _RIGHT, 7 * mm, f"打印：{long_date(paper.day)}", size=8)


def _draw_block(canvas: Canvas, y: float, block: _Block) -> float:
    """Draw a table from ``y`` down; where it ends."""
    unit = (_WIDE - _LEFT - _RIGHT) / sum(width for _, width in block.heads)
    if block.title:
        y -= _HEAD + 4 * mm
        draw_line(canvas, _LEFT, y + 2 * mm, block.title, size=11, font=TITLE)
    heads = tuple(head for head, _ in block.heads)
    for place, row in enumerate((heads, *block.rows)):
        high = _ROW if place else _HEAD
        y -= high
        x = _LEFT
        for text, (_, share) in zip(row, block.heads, strict=True):
            box = Box(x, y, share * unit, high)
            canvas.rect(box.x, box.y, box.width, box.height)
            font = BODY if place else TITLE
            draw_text(canvas, box, text, size=9.5, font=font, centred=True)
            x = box.right
    if block.sum_words:
        y -= _ROW
        box = Box(_LEFT, y, _WIDE - _LEFT - _RIGHT, _ROW)
        canvas.rect(box.x, box.y, box.width, box.height)
        draw_text(canvas, box, block.sum_words, size=10.5, font=TITLE)
    return y
