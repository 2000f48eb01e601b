"""转办单: a matter handed over to a department on paper, one page each, with room for the answer
(S0.211, S3.310)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.ground import PAGE_HEIGHT
from app.exporters.letter_page import (
    LEADING,
    LEFT,
    SIZE,
    TOP,
    WIDTH,
    Pen,
    begin,
    closing,
    paragraph,
    table,
)
from app.exporters.page import long_date, new_canvas
from app.exporters.paper import draw_right, wrap
from app.exporters.safe_file import replacing

_SIZES = (SIZE, 12.5, 11.0, 9.5, 8.0)
_ANSWER = 62 * mm  # at the foot: what came of it, who says so, when
_FIXED = 50 * mm  # title, number, table, closing
_FOOT = 16 * mm


@dataclass(frozen=True)
class Referral:
    """One page: who is asked (``department``) to do what for whom until when. ``number`` is that
    of the matter; ``who``, ``village``, ``phone`` and ``id_text`` (masked) say whom it is about."""

    number: int
    department: str
    kind: str
    words: str
    remedy: str
    clauses: tuple[str, ...]
    who: str
    id_text: str
    village: str
    phone: str
    due: date | None
    office: str
    clerk: str
    day: date


def write_referrals(path: Path, referrals: Sequence[Referral]) -> None:
    """All of them in one PDF. Raises FileError when it cannot be written."""
    with replacing(path) as draft:
        canvas = new_canvas(draft, title="转办单", author=referrals[0].office)
        for referral in referrals:
            _draw(canvas, referral)
            canvas.showPage()
        canvas.save()


def _draw(canvas: Canvas, referral: Referral) -> None:
    texts = _paragraphs(referral)
    size = _size(texts)
    pen = begin(canvas, "转 办 单")
    draw_right(canvas, LEFT + WIDTH, pen.y, f"第 {referral.number:06d} 号", size=11)
    pen = paragraph(pen, f"{referral.department}：", indent=False, size=size)
    pen = paragraph(pen, texts[0], size=size)
    pen = table(
        pen,
        (4, 5, 5, 4),
        (
            ("姓名", "证件号码", "村（社区）", "电话"),
            tuple(
                text or "—"
                for text in (referral.who, referral.id_text, referral.village, referral.phone)
            ),
        ),
    )
    pen = pen.down(2 * mm)
    for text in texts[1:]:
        pen = paragraph(pen, text, size=size)
    closing(pen, referral.office, referral.day)
    _draw_answer(canvas)


def _paragraphs(referral: Referral) -> list[str]:
    until = f"请于{long_date(referral.due)}前" if referral.due else "请"
    texts = [f"下列事项请你单位办理。{until}把办理结果填在下面，退回我单位，由我单位告知本人。"]
    texts.append(f"事项：{referral.kind}。{referral.words}")
    if referral.remedy:
        texts.append(f"要求：{referral.remedy}。")
    texts += [f"依据：{clause}" for clause in referral.clauses]
    texts.append(f"联系人：{referral.clerk}")
    return texts


def _size(texts: Sequence[str]) -> float:
    """The largest size at which everything stands above the answer."""
    room = PAGE_HEIGHT - TOP - _FIXED - _ANSWER - _FOOT
    for size in _SIZES:
        lines = sum(len(wrap("　　" + text, WIDTH / size)) for text in texts) + 1
        if lines * size * LEADING <= room:
            return size
    return _SIZES[-1]


def _draw_answer(canvas: Canvas) -> None:
    top = _FOOT + _ANSWER
    canvas.setDash(2, 2)
    canvas.line(LEFT, top, LEFT + WIDTH, top)
    canvas.setDash()
    pen = paragraph(Pen(canvas, top), "办理结果：", indent=False, size=12)
    for _ in range(3):
        pen = pen.down(9 * mm)
        canvas.line(LEFT, pen.y, LEFT + WIDTH, pen.y)
    pen = pen.down(4 * mm)
    paragraph(pen, "经办人：　　　　　　　（签章）　　　　　　　年　　月　　日", size=12)
