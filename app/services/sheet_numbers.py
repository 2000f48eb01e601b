"""The numbers of printed sheets: made with a digit that catches slips, read as they are typed."""

from __future__ import annotations

import re
import unicodedata

from app.core.errors import UserError
from app.services.office import OfficeView

# A visit sheet has twelve digits, any other form thirteen.
_SHEET_NO = re.compile(r"[0-9]{12,13}")
VISIT_SHEET = 12


def with_check_digit(digits: str) -> str:
    """``digits`` and the digit that catches one wrong or two swapped figures (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def is_sheet_number(digits: str) -> bool:
    """Whether ``digits`` can be the number of a sheet, of any office."""
    return bool(_SHEET_NO.fullmatch(digits)) and with_check_digit(digits[:-1]) == digits


def read_sheet_number(office: OfficeView, typed: str) -> str:
    """The sheet number that was typed or scanned. Raises ``UserError`` saying what is wrong."""
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed))
    if not _SHEET_NO.fullmatch(number):
        raise UserError(
            "表的编号不对。",
            "走访表的编号是 12 位数字，其他入户表是 13 位。",
            "请对照表右上角条码下的数字重新输入。",
        )
    if with_check_digit(number[:-1]) != number:
        raise UserError(
            "表的编号不对。", "校验位不符，有一位数字输错了。", "请对照条码下的数字重新输入。"
        )
    if number[:3] != office.code[6:9]:
        raise UserError(
            "这是其他单位打印的表。",
            f"编号以 {number[:3]} 开头。",
            "请把它交还给打印它的乡镇录入。",
        )
    return number
