"""Money is ``Decimal``, in yuan, two places."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
_TOO_MUCH = Decimal(10) ** 13  # a number of ten thousand 亿 is no amount that a clerk means
_UNIT = re.compile(r"(元|圆|人民币|RMB|¥|￥|/?月|/?年|/?人)", re.IGNORECASE)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL_UNITS = ("", "拾", "佰", "仟")
_BIG_UNITS = ("", "万", "亿", "万亿")


def cents(amount: Decimal) -> Decimal:
    """``amount`` with two places, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def parse_yuan(text: str) -> Decimal | None:
    """The amount in ``text`` ("1,128.00元", "690/月"), or None when it is not one clear amount."""
    plain = _UNIT.sub("", unicodedata.normalize("NFKC", text)).replace(",", "").strip()
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    return cents(amount) if amount.is_finite() and abs(amount) < _TOO_MUCH else None


def yuan(amount: Decimal | None) -> str:
    """``1,128.00``; an unknown amount is shown as a dash, never as zero."""
    return "—" if amount is None else f"{cents(amount):,}"


def _section(number: int) -> str:
    """Four digits in capitals, zeros folded."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _SMALL_UNITS[place]
            gap = False
        else:
            gap = True
    return text


def _whole(number: int) -> str:
    sections = []
    while number:
        number, rest = divmod(number, 10_000)
        sections.append(rest)
    text, gap = "", False
    for place in reversed(range(len(sections))):
        section = sections[place]
        if not section:
            gap = bool(text)
            continue
        if text and (gap or section < 1000):
            text += "零"
        text += _section(section) + _BIG_UNITS[place]
        gap = False
    return text


def capital_amount(amount: Decimal) -> str:
    """The amount in capitals, as pay sheets write it: 1409.50 → 壹仟肆佰零玖元伍角."""
    total = int(cents(abs(amount)) * 100)
    whole, jiao, fen = total // 100, total // 10 % 10, total % 10
    sign = "负" if amount < 0 else ""
    if not total:
        return "零元整"
    text = _whole(whole) + "元" if whole else ""
    if not jiao and not fen:
        return f"{sign}{text}整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif text:
        text += "零"
    if fen:
        text += _DIGITS[fen] + "分"
    return sign + text
