"""Days and months as clerks say them. No Qt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.core.periods import parse_month

_WEEKDAYS = "一二三四五六日"


def month_words(month: str) -> str:
    """``2026-05`` as 2026年5月."""
    first = parse_month(month).first
    return f"{first.year}年{first.month}月"


def day_words(day: date) -> str:
    """2026年5月20日　星期三."""
    return f"{day.year}年{day.month}月{day.day}日　星期{_WEEKDAYS[day.weekday()]}"


def deadline_words(deadline: date, today: date) -> str:
    """5月28日前，还有 8 天 · 今天截止 · 5月28日前，已过 2 天."""
    left = (deadline - today).days
    if left == 0:
        return "今天截止"
    day = f"{deadline.month}月{deadline.day}日前"
    return f"{day}，还有 {left} 天" if left >= 0 else f"{day}，已过 {-left} 天"


def short_day(day: date) -> str:
    """5-12 二."""
    return f"{day.month}-{day.day} {_WEEKDAYS[day.weekday()]}"


def points_words(total: Decimal | None) -> str:
    """``85``, ``79.5``; — for none."""
    return "—" if total is None else f"{total.normalize():f}"
