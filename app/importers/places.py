"""Which village and group a row belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from app.importers.cells import clean_text

_SUFFIX = re.compile(r"(村民委员会|居民委员会|村委会|居委会|社区|村)$")
_VILLAGE = re.compile(
    r"[^省市县区镇乡道\d第年月_\-()（）《》“”【】\s]{1,12}?(?:村民委员会|居民委员会|村委会|居委会|社区|村(?!民))"
)
_NO_VILLAGES = frozenset({"农村", "行政村", "全村", "本村", "各村", "乡村", "村", "社区", "本社区"})
_GROUP = re.compile(r"第?([\d一二三四五六七八九十]{1,3})(?:村民小组|居民小组|小组|组|社)")
_DIGITS = {word: place for place, word in enumerate("一二三四五六七八九", start=1)}


def split_place(text: str, villages: Sequence[str]) -> tuple[str | None, str | None]:
    """Village and group in "红旗村3组", "某某镇红旗村第三村民小组" or "3组"; None for what is not
    said. A village of the office goes before anything that only looks like one."""
    plain = clean_text(text)
    found = match_village(plain, villages)
    rest = plain
    if found is None:
        looks = (match.group(0) for match in _VILLAGE.finditer(plain))
        found = next((name for name in looks if name not in _NO_VILLAGES), None)
    if found is not None:
        _, _, rest = plain.partition(_stem(found))
    return found, _group(rest)


def match_village(text: str, villages: Sequence[str]) -> str | None:
    """The village of the office that ``text`` names, whatever suffix it is written with."""
    for village in sorted(villages, key=len, reverse=True):
        stem = _stem(village)
        if village in text or text == stem or _SUFFIX.sub("", text) == stem:
            return village
        if len(stem) > 1 and re.search(re.escape(stem) + r"(村|社区|\d|第|居委会)", text):
            return village
    return None


def _stem(village: str) -> str:
    """红旗 of 红旗村; a name that is nothing but 社区 stays."""
    return _SUFFIX.sub("", village) or village


def read_group(text: str) -> str | None:
    """ "3", "3组" and "第三村民小组" are all 3组; another name ("上湾") is kept."""
    plain = clean_text(text)
    if not plain:
        return None
    if re.fullmatch(r"[\d一二三四五六七八九十]{1,3}", unicodedata.normalize("NFKC", plain)):
        plain += "组"
    return _group(plain) or plain


def _group(text: str) -> str | None:
    found = _GROUP.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    word = found.group(1)
    if word.isdecimal():
        return f"{int(word)}组"
    tens, ten, ones = word.rpartition("十")
    number = (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
    return f"{number}组"
