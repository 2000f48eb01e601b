"""Clean what stands in a cell. Names and free text keep every character that was given; NFKC is for
numbers, dates, amounts and code words only (it rewrites rare characters of names)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from app.core.money import parse_yuan

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_BLANKS = re.compile(rf"[\s\u3000\u00a0{_INVISIBLE}]+")
_OUTER = " \t\r\n\v\f\u3000\u00a0\u2002\u2003\u2009" + _INVISIBLE
_FORMULA = re.compile(r'^="(.*)"$', re.DOTALL)
_CJK = re.compile(
    r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_DOTS = re.compile(r"\s*[\u00b7\u2022\u30fb\uff0e\uff65\u2027\u2219\u22c5\u0387\u16eb]\s*")
_ASCII_DOT = re.compile(r"(?<=[^\x00-\x7f\s])\s*\.\s*(?=[^\x00-\x7f\s])")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_YES = frozenset({"是", "有", "√", "✓", "☑", "1", "Y", "YES", "TRUE", "对", "是的", "在校"})
_NO = frozenset({"否", "无", "没有", "不是", "×", "X", "0", "N", "NO", "FALSE", "☐", "□", "不"})
_DITTO = frozenset({"同上", "〃", "″", '"', "“", "”", "、、", "''", "同上行"})
_TIMES = re.compile(r"[×xX*]")


class Absence(StrEnum):
    """Three different ways in which a cell says nothing."""

    UNKNOWN = "unknown"  # blank: nobody wrote anything
    NONE = "none"  # 无: there is none, and somebody says so
    NOT_APPLICABLE = "not_applicable"  # — or /: the question does not arise


_NONE_WORDS = frozenset({"无", "没有", "暂无", "未有"})
_NOT_APPLICABLE_WORDS = frozenset({"—", "——", "–", "-", "--", "/", "／", "－", "不适用"})


@lru_cache(maxsize=32_768)  # each cell is asked for several times, many hold the same words
def clean_text(raw: str) -> str:
    """Without outer blanks, the CSV trick ``="…"`` and the leading quote that forces text."""
    text = raw.strip(_OUTER)
    wrapped = _FORMULA.match(text)
    if wrapped:
        text = wrapped.group(1).strip(_OUTER)
    if len(text) > 1 and text[0] in "'‘’" and text[1] not in "'‘’":
        text = text[1:].strip(_OUTER)
    return re.sub(r"[\r\n]+", " ", text)


def clean_digits(raw: str) -> str:
    """For numbers, dates and accounts: half-width, without any blank or invisible character."""
    # Marks that a blank kept apart come together once it is gone.
    return unicodedata.normalize(
        "NFKC", _BLANKS.sub("", unicodedata.normalize("NFKC", clean_text(raw)))
    )


def absence(text: str) -> Absence | None:
    """Which way of saying nothing this cleaned text is, or None when it says something."""
    if not text:
        return Absence.UNKNOWN
    if text in _NONE_WORDS:
        return Absence.NONE
    return Absence.NOT_APPLICABLE if text in _NOT_APPLICABLE_WORDS else None


def is_ditto(text: str) -> bool:
    """同上 and its signs: the value of the row above."""
    return text in _DITTO


def clean_name(raw: str) -> str:
    """A name as given: only outer blanks, the blank that aligns a Chinese name ("张　三") and the
    spelling of the middle dot (to U+00B7) are changed; never normalised."""
    text = clean_text(raw)
    bare = _BLANKS.sub("", text)
    if bare and all(_CJK.match(char) for char in bare):
        return bare
    text = _DOTS.sub("\u00b7", text)
    text = _ASCII_DOT.sub("\u00b7", text)
    parts = text.split("\u00b7")
    if len(parts) > 1 and all(_CJK.fullmatch(char) for part in parts for char in _squeeze(part)):
        return "\u00b7".join(_squeeze(part) for part in parts)
    return text


def _squeeze(text: str) -> str:
    return _BLANKS.sub("", text)


def has_private_characters(text: str) -> bool:
    """Whether the text uses characters of an old police font, which print as boxes."""
    return _PRIVATE.search(text) is not None


def parse_amount(raw: str) -> Decimal | None:
    """Yuan with two places from "1,128.00元", "690/月"; None when it is not one clear
    amount ("690元×3")."""
    text = clean_digits(raw)
    return None if _TIMES.search(text) else parse_yuan(text)


def parse_count(raw: str) -> int | None:
    """A whole number such as "3", "3人", "3.0"; None when it is none."""
    text = clean_digits(raw).rstrip("人口个套户")
    found = re.fullmatch(r"(\d{1,9})(\.0+)?", text, re.ASCII)
    return int(found.group(1)) if found else None


def parse_yes_no(raw: str) -> bool | None:
    """是, 有, √ … or 否, 无, × …; None for anything else."""
    text = clean_digits(raw).upper()
    if text in _YES:
        return True
    return False if text in _NO else None
