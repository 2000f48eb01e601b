"""Letters to a carer: the score of a month, and that the qualification has ended (S3.702)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.exporters.letter_page import LEFT, WIDTH, Pen, begin, closing, paragraph, table
from app.exporters.page import long_date, new_canvas
from app.exporters.safe_file import replacing
from app.exporters.visit_sheet import month_words

_RECEIPT = 62 * mm  # from the foot: who received it, when, how
_SMALL = 12.0
_MOST = 5  # agreements that have room on the page


@dataclass(frozen=True)
class ScoreNotice:
    """What one carer got for caring for one person in one month. ``items`` are (item, worth,
    points); ``failed`` adds what follows from it."""

    carer: str
    person: str
    village: str
    month: str
    items: tuple[tuple[str, str, str], ...]
    total: str
    grade: str
    failed: bool
    vetoes: tuple[str, ...]
    opinion: str
    scored_on: date
    office: str
    day: date


@dataclass(frozen=True)
class CancelNotice:
    """That a qualification ended ``on`` a day, why, and which agreements (number, person, village)
    ended with it."""

    carer: str
    id_text: str
    on: date
    reason: str
    clause: str
    agreements: tuple[tuple[str, str, str], ...]
    office: str
    day: date


def write_score_notices(path: Path, notices: Sequence[ScoreNotice]) -> None:
    """One page each, in one PDF. Raises FileError when it cannot be written."""
    with replacing(path) as draft:
        canvas = new_canvas(draft, title="护理人考核得分告知书", author=notices[0].office)
        for notice in notices:
            _draw_score(canvas, notice)
            canvas.showPage()
        canvas.save()


def write_cancel_notice(path: Path, notice: CancelNotice) -> None:
    """One page. Raises FileError when it cannot be written."""
    with replacing(path) as draft:
        canvas = new_canvas(draft, title="取消护理资格告知书", author=notice.office)
        _draw_cancel(canvas, notice)
        canvas.showPage()
        canvas.save()


def _draw_score(canvas: Canvas, notice: ScoreNotice) -> None:
    pen = begin(canvas, "护理人考核得分告知书")
    pen = paragraph(pen, f"{notice.carer}：", indent=False, size=_SMALL)
    place = f"（{notice.village}）" if notice.village else ""
    pen = paragraph(
        pen,
        f"你护理特困人员{notice.person}{place}，{month_words(notice.month)}考核得分"
        f"{notice.total}分，{notice.grade}。各项得分如下：",
        size=_SMALL,
    )
    rows = [("考核项目", "分值", "得分"), *notice.items, ("合计", "", notice.total)]
    pen = table(pen, (12, 2, 2), rows, words=True).down(2 * mm)
    if notice.vetoes:
        pen = paragraph(pen, f"一票否决：{'、'.join(notice.vetoes)}。", size=_SMALL)
    if notice.opinion:
        pen = paragraph(pen, f"考核意见：{notice.opinion.rstrip('。')}。", size=_SMALL)
    if notice.failed:
        what = "考核不合格，按照规定立即取消护理资格，护理协议同时终止。"
        pen = paragraph(pen, what, size=_SMALL)
    pen = paragraph(pen, f"考核日期：{long_date(notice.scored_on)}。", size=_SMALL)
    closing(pen, notice.office, notice.day)
    _draw_receipt(canvas)


def _draw_cancel(canvas: Canvas, notice: CancelNotice) -> None:
    pen = begin(canvas, "取消护理资格告知书")
    number = f"（身份证号{notice.id_text}）" if notice.id_text else ""
    pen = paragraph(pen, f"{notice.carer}{number}：", indent=False)
    pen = paragraph(
        pen, f"因{notice.reason.rstrip('。')}，从{long_date(notice.on)}起取消你的护理资格。"
    )
    if notice.clause:
        pen = paragraph(pen, f"依据：{notice.clause}", size=_SMALL)
    if notice.agreements:
        pen = paragraph(pen, "下列护理协议同时终止：")
        rows = [("协议编号", "特困人员", "村（社区）"), *notice.agreements[:_MOST]]
        pen = table(pen, (4, 5, 5), rows).down(2 * mm)
        if len(notice.agreements) > _MOST:
            pen = paragraph(pen, f"（共{len(notice.agreements)}份，只列出前{_MOST}份。）")
    pen = paragraph(pen, "请把代管的钱物和住房钥匙当面交还本人或村（居）民委员会。")
    closing(pen, notice.office, notice.day)
    _draw_receipt(canvas)


def _draw_receipt(canvas: Canvas) -> None:
    canvas.setDash(2, 2)
    canvas.line(LEFT, _RECEIPT, LEFT + WIDTH, _RECEIPT)
    canvas.setDash()
    pen = paragraph(Pen(canvas, _RECEIPT), "告知方式：□ 当面　□ 电话　□ 书面送达", indent=False,
                    size=_SMALL)  # fmt: skip
    pen = paragraph(pen.down(3 * mm), "本人已知道上述内容。对结果有意见的，写在这里：",
                    indent=False, size=_SMALL)  # fmt: skip
    canvas.line(LEFT, pen.y - 9 * mm, LEFT + WIDTH, pen.y - 9 * mm)
    line = "护理人（签字或手印）：　　　　　　告知人：　　　　　　　年　　月　　日"
    paragraph(pen.down(13 * mm), line, indent=False, size=_SMALL)
