"""Levels of the administration: township, county, prefecture. The code of an office says which.

Ledgers go from each level to the next, in one form; only the words differ. This is the one place
that knows which words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.places import area_of

_COUNTY_DIGITS, _PREFECTURE_DIGITS = 6, 4


@dataclass(frozen=True)
class Level:
    """How offices of a level are spoken of: ``office`` as those above call them (各乡镇), ``grade``
    what is theirs (县级根证书), ``there`` as those below say it (请县里签发), ``here`` and
    ``whole`` as they say it themselves (本县, 全县), ``title`` in full."""

    office: str
    grade: str
    there: str
    here: str
    whole: str
    title: str

    @property
    def above(self) -> Level:
        """The level that this one reports to; the highest that the program knows is its own."""
        return _LADDER[min(_LADDER.index(self) + 1, len(_LADDER) - 1)]

    @property
    def below(self) -> Level:
        """The level that reports to this one; the lowest is its own."""
        return _LADDER[max(_LADDER.index(self) - 1, 0)]


TOWNSHIP = Level("乡镇", "乡镇", "乡镇", "本乡镇", "全乡镇", "乡镇（街道）")
COUNTY = Level("县区", "县级", "县里", "本县", "全县", "县（市、区）")
PREFECTURE = Level("市州", "市级", "市里", "本市", "全市", "市（州）")
_LADDER = (TOWNSHIP, COUNTY, PREFECTURE)


def level_of(code: str) -> Level:
    """The level of the office ``code`` (12 digits): 990101101000 is a township, 990101000000 a
    county, 990100000000 a prefecture. A municipality that has counties but no prefectures
    (110000000000) stands where a prefecture does."""
    digits = len(area_of(code))
    if digits <= _PREFECTURE_DIGITS:
        return PREFECTURE
    return COUNTY if digits == _COUNTY_DIGITS else TOWNSHIP


_ONE_UP = {
    "乡镇": COUNTY.office,
    "县级": PREFECTURE.grade,
    "县里": PREFECTURE.there,
    "本县": PREFECTURE.here,
    "全县": PREFECTURE.whole,
}
_PAIR = re.compile("|".join(_ONE_UP))


def speak(text: str, receiver: Level) -> str:
    """``text``, which is written for townships and their county, as it is said between an office of
    the level ``receiver`` and those that report to it."""
    return _PAIR.sub(lambda found: _ONE_UP[found[0]], text) if receiver == PREFECTURE else text
