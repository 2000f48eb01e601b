"""What stands on a home-visit record sheet: plain words, prepared by the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.periods import parse_month
from app.exporters.page import long_date


@dataclass(frozen=True)
class DutyLine:
    """Why somebody comes: the rule, its words, and the last day on which the visit is in time."""

    rule_id: str
    words: str
    due: date | None


@dataclass(frozen=True)
class LastVisit:
    """What was found last time, a line a finding."""

    day: date
    visitor: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class VisitSheet:
    """One sheet. Unknown is an empty text; ``month`` is ``2026-05``; ``id_text`` is printed as it
    comes (masked unless the clerk asked otherwise); ``members`` are one text a person
    (``李明（配偶，65岁）``); ``sheet_no`` is ASCII, for its barcode."""

    sheet_no: str
    office: str
    village: str
    group: str
    month: str
    name: str
    sex: str = ""
    age: str = ""
    id_text: str = ""
    categories: str = ""
    head_name: str = ""
    relation: str = ""
    family_size: str = ""
    covered_size: str = ""
    phone: str = ""
    address: str = ""
    benefits: str = ""
    carer: str = ""
    responsible: str = ""
    duties: tuple[DutyLine, ...] = ()
    last: LastVisit | None = None
    questions: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


def month_words(month: str) -> str:
    """``2026年5月`` of ``2026-05``. Raises ValueError."""
    first = parse_month(month).first
    return f"{first.year}年{first.month}月"


def duty_lines(duties: Sequence[DutyLine], printed_on: date) -> list[str]:
    """Why somebody comes, a line a duty; numbered when there are several."""
    numbered = len(duties) > 1
    return [
        (f"{at}. " if numbered else "") + _duty_words(duty, printed_on)
        for at, duty in enumerate(duties, start=1)
    ]


def _duty_words(duty: DutyLine, printed_on: date) -> str:
    words = f"{duty.words}（{duty.rule_id}）"
    if duty.due is None:
        return words
    late = "【逾期】" if duty.due < printed_on else ""
    return f"{late}{words}，应于 {long_date(duty.due)}前完成"


def last_words(last: LastVisit | None) -> str:
    """What was found last time."""
    if last is None:
        return "系统中没有以前的走访记录。"
    return f"{long_date(last.day)}（{last.visitor}）：" + "；".join(last.lines)
