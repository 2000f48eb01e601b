"""Resident identity numbers and disability cards (GB 11643-1999): read, judged, never guessed.

A number may be written with blanks, full-width digits or a ``×``; it may have 15 characters
(issued before 1999), 20 (a disability card: number + kind + grade) or 22 (a card issued again: +
``B`` + how often). People are matched on the 18 characters that all of these share, the ``key``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache


class IdKind(StrEnum):
    """What a text in an identity column turned out to be."""

    OK = "ok"
    OK_15 = "ok_15"
    CARD_20 = "card_20"
    CARD_22 = "card_22"
    RESIDENCE = "residence"
    NONE = "none"
    MASKED = "masked"
    DAMAGED = "damaged"
    BAD_LENGTH = "bad_length"
    BAD_CHAR = "bad_char"
    BAD_DATE = "bad_date"
    BAD_CHECK = "bad_check"


@dataclass(frozen=True)
class DisabilityCard:
    """A disability card's 20 or 22 characters; ``kind`` is 视力…多重, ``grade`` is 一级…四级."""

    number: str
    kind: str
    grade: str


@dataclass(frozen=True)
class IdNumber:
    """``raw`` as given, ``text`` tidied. ``key`` is the 18 characters that identify the person, or
    None when there is no number that may be trusted. ``birth`` and ``sex`` (男, 女) are what the
    digits say, also for a damaged number, whose first 15 digits are good."""

    raw: str
    text: str
    kind: IdKind
    key: str | None = None
    birth: date | None = None
    sex: str | None = None
    card: DisabilityCard | None = None

    @property
    def county(self) -> str | None:
        """The six digits of the place of first registration (not of the present home)."""
        return self.text[:6] if self.text[:6].isdecimal() else None


DISABILITY_KINDS = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
DISABILITY_GRADES = ("一级", "二级", "三级", "四级")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
_JUNK = re.compile(r"[\s'‘’`\u200b-\u200f\u2060\ufeff-]")
_FORMULA = re.compile(r'^="(.*)"$', re.DOTALL)
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?E\+?\d{2}$")
_NO_NUMBER = frozenset({"", "无", "没有", "暂无", "无证", "/", "—", "——", "–", "-", "NONE", "NULL"})
_OLD_RESIDENCE = re.compile(r"^[A-Z]{3}\d{12}$")


def check_digit(first17: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def tidy_number(raw: str) -> str:
    """``raw`` without blanks, quotes and invisible characters, half-width, in capitals, × as X."""
    text = raw.strip()
    wrapped = _FORMULA.match(text)
    text = unicodedata.normalize("NFKC", wrapped.group(1) if wrapped else text)
    return _JUNK.sub("", text).upper().replace("×", "X").replace("\u0425", "X")


@lru_cache(maxsize=32_768)  # an import asks for each number several times
def read_id(raw: str) -> IdNumber:
    """Judge what stands in an identity column. Never raises and never repairs a digit."""
    plain = raw.strip()
    text = tidy_number(raw)
    if text in _NO_NUMBER or plain in _NO_NUMBER:
        return IdNumber(raw, text, IdKind.NONE)
    if _SCIENTIFIC.match(text):
        return _damaged(raw, format(Decimal(text), "f"))
    if "*" in text:
        return _masked_or_star_for_x(raw, text)
    if _OLD_RESIDENCE.match(text):
        return IdNumber(raw, text, IdKind.RESIDENCE)
    if len(text) in {20, 22}:
        return _card(raw, text)
    if len(text) == 15:
        return _fifteen(raw, text)
    if len(text) != 18:
        kind = IdKind.BAD_LENGTH if text.rstrip("X").isdecimal() else IdKind.BAD_CHAR
        return IdNumber(raw, text, kind)
    return _eighteen(raw, text)


def _masked_or_star_for_x(raw: str, text: str) -> IdNumber:
    """One ``*`` at the end may stand for X; anywhere else somebody masked the number."""
    if text.count("*") == 1 and text.endswith("*") and len(text) == 18:
        found = _eighteen(raw, text[:-1] + "X")
        if found.key:
            return found
    return IdNumber(raw, text, IdKind.MASKED)


def _damaged(raw: str, text: str) -> IdNumber:
    birth = _date(text[6:14]) if len(text) == 18 else None
    return IdNumber(raw, text, IdKind.DAMAGED, birth=birth)


def _eighteen(raw: str, text: str) -> IdNumber:
    if not (text[:17].isascii() and text[:17].isdecimal() and text[17] in "0123456789X"):
        return IdNumber(raw, text, IdKind.BAD_CHAR)
    if text.endswith("000"):
        return _damaged(raw, text)
    birth = _date(text[6:14])
    sex = "男" if int(text[16]) % 2 else "女"
    if birth is None:
        return IdNumber(raw, text, IdKind.BAD_DATE, sex=sex)
    if check_digit(text[:17]) != text[17]:
        return IdNumber(raw, text, IdKind.BAD_CHECK, birth=birth, sex=sex)
    kind = IdKind.RESIDENCE if _is_residence(text) else IdKind.OK
    return IdNumber(raw, text, kind, text, birth, sex)


def _is_residence(text: str) -> bool:
    """Residence permits: 81 to 83 (港澳台), or a foreigner's 9 + province of issue."""
    return text[:2] in {"81", "82", "83"} or (
        text[0] == "9" and _PROVINCES.match(text, 1) is not None
    )


def _fifteen(raw: str, text: str) -> IdNumber:
    if not (text.isascii() and text.isdecimal()):
        return IdNumber(raw, text, IdKind.BAD_CHAR)
    century = "18" if text[12:] >= "996" else "19"  # 996 to 999 were kept for centenarians
    first17 = text[:6] + century + text[6:]
    birth = _date(first17[6:14])
    sex = "男" if int(text[14]) % 2 else "女"
    if birth is None:
        return IdNumber(raw, text, IdKind.BAD_DATE, sex=sex)
    return IdNumber(raw, text, IdKind.OK_15, first17 + check_digit(first17), birth, sex)


def _card(raw: str, text: str) -> IdNumber:
    person = _eighteen(raw, text[:18])
    kind = IdKind.CARD_20 if len(text) == 20 else IdKind.CARD_22
    card = disability_card(text)
    if person.key is None:
        return IdNumber(raw, text, person.kind, birth=person.birth, sex=person.sex)
    if card is None:
        return IdNumber(raw, text, IdKind.BAD_CHAR, birth=person.birth, sex=person.sex)
    return IdNumber(raw, text, kind, person.key, person.birth, person.sex, card)


def disability_card(number: str) -> DisabilityCard | None:
    """Kind and grade that a card number of 20 or 22 characters names, or None when it is none."""
    text = tidy_number(number)
    found = re.fullmatch(r"\d{17}[\dX]([1-7])([1-4])(B\d)?", text, re.ASCII)
    if found is None:
        return None
    kind, grade = int(found.group(1)), int(found.group(2))
    return DisabilityCard(text, DISABILITY_KINDS[kind - 1], DISABILITY_GRADES[grade - 1])


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


_REASONS = {
    IdKind.NONE: ("没有身份证号", "请补填身份证号；确实没有的，请在“人员”页手工登记并写明原因"),
    IdKind.MASKED: ("身份证号被星号遮住了", "请向提供表格的人要没有打星号的原表"),
    IdKind.DAMAGED: (
        "身份证号被表格软件当成数字改坏了，末三位已丢失",
        "请把这一列设为“文本”格式，对照证件重新填写；证件上确以000结尾的，请在“人员”页手工登记",
    ),
    IdKind.BAD_LENGTH: ("身份证号位数不对", "请对照身份证或户口簿核对位数，应为18位（旧证15位）"),
    IdKind.BAD_CHAR: (
        "身份证号里有不该有的字符",
        "请对照身份证或户口簿重新填写，只能是数字和末位X",
    ),
    IdKind.BAD_DATE: ("身份证号里的出生日期不存在", "请对照身份证或户口簿核对第7至14位"),
    IdKind.BAD_CHECK: (
        "身份证号校验位不对，至少有一位填错",
        "请对照身份证或户口簿逐位核对；户口簿上就是错号的，请在“人员”页手工登记并写明原因",
    ),
}


def id_problem(number: IdNumber) -> tuple[str, str] | None:
    """Why this number cannot identify anybody and what to do, in Chinese; None when it can.

    For a damaged number the reason names the birth day that the good digits still tell."""
    if number.key is not None:
        return None
    if number.kind is IdKind.RESIDENCE:
        return "外国人旧版永久居留证号不能用来核对", "请改填新版18位证件号码"
    reason, remedy = _REASONS[number.kind]
    if number.kind is IdKind.BAD_LENGTH:
        reason += f"（{len(number.text)}位）"
    if number.kind is IdKind.DAMAGED and number.birth:
        reason += f"（前15位仍可用：出生日期{number.birth.isoformat()}，发证地{number.county}）"
    return reason, remedy
