"""How alike two records of people are: proposals only, a person decides whether they are one.

Names come first: without a name that is the same, sounds the same or differs by one character, two
records are never proposed. What else agrees or disagrees is weighed against each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.core.progress import Progress, each, silent

ENOUGH = 7  # points from which a pair is proposed

_SAME_NAME, _FORMER_NAME, _SOUNDS, _ONE_CHARACTER, _ONE_OF_TWO = 4, 3, 3, 2, 1
_SAME_BIRTH, _SWAPPED_BIRTH, _ONE_DIGIT_BIRTH, _OTHER_BIRTH = 4, 3, 2, -4
_SAME_NUMBER, _NEAR_NUMBER, _NEAR_GOOD_NUMBERS = 5, 4, 1
_TWO_GOOD_NUMBERS, _TWO_GOOD_IN_ONE_HOME = -2, -4
_VILLAGE, _HOUSEHOLD, _ADDRESS, _PHONE, _OTHER_SEX = 1, 2, 1, 2, -3

_CROWD = 60  # a phone that more people share (the village's own) brings nobody together
_DIGITS = 17  # of an identity number; the last character only checks them
_WHOLE = 18
_HEAD, _TAIL = 11, 7  # together a whole number: one digit too few spares one of them
_NAME_JUNK = re.compile(r"[\s·•・．.]")


@dataclass(frozen=True)
class Traits:
    """What two records are compared by; empty and None are unknown.

    ``number`` is the tidied identity number, ``good`` whether it identifies somebody. ``readings``
    are the toneless readings of the name, ``phones`` the person's own numbers and the household's.
    """

    id: int
    name: str
    former_name: str = ""
    readings: frozenset[str] = frozenset()
    number: str = ""
    good: bool = False
    sex: str = ""
    birth: date | None = None
    village: int | None = None
    household: int | None = None
    address: str = ""
    phones: frozenset[str] = frozenset()

    @property
    def plain_name(self) -> str:
        """The name without blanks and separators."""
        return _NAME_JUNK.sub("", self.name)


@dataclass(frozen=True)
class Likeness:
    """How alike two records are: points, what speaks for it and what against, in Chinese."""

    points: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True)
class LikelyPair:
    """Two records that may be one person; ``first`` < ``second``."""

    first: int
    second: int
    likeness: Likeness


Point = tuple[int, str]


def likeness(one: Traits, other: Traits) -> Likeness | None:
    """How alike the two are, the same in both directions; None when the names are strangers."""
    name = _names(one, other)
    if name is None:
        return None
    found = [name, *_births(one, other), *_numbers(one, other), *_places(one, other)]
    if one.sex and other.sex and one.sex != other.sex:
        found.append((_OTHER_SEX, "性别不同"))
    return Likeness(
        points=sum(points for points, _ in found),
        reasons=tuple(words for points, words in found if points > 0),
        against=tuple(words for points, words in found if points < 0),
    )


def likely_pairs(people: Sequence[Traits], progress: Progress = silent) -> tuple[LikelyPair, ...]:
    """The pairs that reach ``ENOUGH``, most alike first.

    Only people that share something that can carry a pair (a reading of the name, a birthday, a
    household, a phone, most of a number) are compared, so that a county takes seconds.
    """
    found: dict[tuple[int, int], Likeness] = {}
    for one, other in _candidates(people, progress):
        pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if pair in found or one.id == other.id:
            continue
        like = likeness(one, other)
        if like is not None and like.points >= ENOUGH:
            found[pair] = like
    pairs = [LikelyPair(*pair, like) for pair, like in found.items()]
    return tuple(sorted(pairs, key=lambda pair: (-pair.likeness.points, pair.first, pair.second)))


# --- what agrees and what does not -------------------------------------------------------------
def _names(one: Traits, other: Traits) -> Point | None:
    mine, theirs = one.plain_name, other.plain_name
    if not mine or not theirs:
        return None
    if mine == theirs:
        return _SAME_NAME, "姓名相同"
    if one.former_name == other.name or other.former_name == one.name:
        return _FORMER_NAME, "一个的曾用名是另一个的姓名"
    if len(mine) == len(theirs) and not one.readings.isdisjoint(other.readings):
        return _SOUNDS, "姓名读音相同"
    if not _one_off(mine, theirs):
        return None
    short = min(len(mine), len(theirs)) <= 2
    return (_ONE_OF_TWO if short else _ONE_CHARACTER), "姓名差一个字"


def _one_off(one: str, other: str) -> bool:
    """Whether one character is another, too much or missing."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    return one[start + (len(one) == len(other)) :] == other[start + 1 :]


def _births(one: Traits, other: Traits) -> Iterator[Point]:
    if one.birth is None or other.birth is None:
        return
    if one.birth == other.birth:
        yield _SAME_BIRTH, "出生日期相同"
    elif _swapped(one.birth) == _swapped(other.birth):
        yield _SWAPPED_BIRTH, "出生的月、日颠倒"
    elif _differences(f"{one.birth:%Y%m%d}", f"{other.birth:%Y%m%d}") == 1:
        yield _ONE_DIGIT_BIRTH, "出生日期差一位"
    else:
        yield _OTHER_BIRTH, "出生日期不同"


def _swapped(day: date) -> tuple[int, int, int]:
    """The same for a day and for the one with month and day exchanged."""
    return day.year, min(day.month, day.day), max(day.month, day.day)


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _numbers(one: Traits, other: Traits) -> Iterator[Point]:
    if not one.number or not other.number:
        return
    near = _near(one.number, other.number)
    both_good = one.good and other.good
    if one.number == other.number:
        yield _SAME_NUMBER, "身份证号相同"
    elif near:
        yield (_NEAR_GOOD_NUMBERS if both_good else _NEAR_NUMBER), near
    if both_good and one.number != other.number:
        home = one.household is not None and one.household == other.household
        points = _TWO_GOOD_IN_ONE_HOME if home else _TWO_GOOD_NUMBERS
        yield points, "两个身份证号都有效"


def _near(one: str, other: str) -> str:
    """How two different numbers come from one by a slip of the hand; empty when they do not."""
    if len(one) == len(other) == _WHOLE:
        one, other = one[:_DIGITS], other[:_DIGITS]
        places = [place for place in range(_DIGITS) if one[place] != other[place]]
        if len(places) <= 1:
            return "身份证号差一位"
        first, last = places[0], places[-1]
        crossed = one[first] == other[last] and one[last] == other[first]
        return "身份证号相邻两位颠倒" if last - first == 1 and crossed else ""
    if abs(len(one) - len(other)) == 1 and max(len(one), len(other)) <= _WHOLE + 1:
        return "身份证号少一位" if _one_off(one, other) else ""
    return ""


def _places(one: Traits, other: Traits) -> Iterator[Point]:
    if one.village is not None and one.village == other.village:
        yield _VILLAGE, "同村"
    same_home = one.household is not None and one.household == other.household
    if same_home:
        yield _HOUSEHOLD, "同户"
    if one.address and one.address == other.address:
        yield _ADDRESS, "住址相同"
    if not same_home and not one.phones.isdisjoint(other.phones):
        yield _PHONE, "电话相同"


# --- who is worth comparing --------------------------------------------------------------------
def _candidates(people: Sequence[Traits], progress: Progress) -> Iterator[tuple[Traits, Traits]]:
    """Pairs that share a block, some of them more than once."""
    blocks: dict[Hashable, list[Traits]] = defaultdict(list)
    for person in each(people, progress, "整理人员"):
        for key in _blocks(person):
            blocks[key].append(person)
    shared = [(key, block) for key, block in blocks.items() if len(block) > 1]
    for key, block in each(shared, progress, "逐一比对"):
        if not (isinstance(key, tuple) and key[0] == "phone" and len(block) > _CROWD):
            yield from combinations(block, 2)
    yield from _by_number(people)


def _blocks(person: Traits) -> Iterator[Hashable]:
    # A name alone carries no pair. With the village or the address it does; else it takes a
    # birthday, a household, a phone or a number, which have blocks of their own.
    sounds = person.readings | {person.plain_name}
    for sound in sounds:
        yield sound, person.village
    if person.former_name:
        yield person.former_name, person.village
    if person.birth is not None:
        yield _swapped(person.birth)
    if person.good:
        yield "number", person.number
    if person.household is not None:
        yield "home", person.household
    for phone in person.phones:
        yield "phone", phone
    if person.address:
        for sound in sounds:
            yield sound, person.address


def _by_number(people: Iterable[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """Numbers that differ by one slip, where at least one of the two identifies nobody: such a slip
    leaves one of the parts of a number whole."""
    damaged: dict[Hashable, list[Traits]] = defaultdict(list)
    for person in people:
        if person.number and not person.good:
            for part in _parts(person):
                damaged[part].append(person)
    if not damaged:
        return
    for person in people:
        for part in _parts(person):
            for other in damaged.get(part, ()):
                yield person, other


def _parts(person: Traits) -> Iterator[Hashable]:
    number = person.number
    if number:
        # A digit too few shifts the parts behind it: what stands before or behind is whole.
        yield "head", number[:_HEAD]
        yield "tail", number[-_TAIL:]
    if len(number) != _WHOLE:
        return
    area, year, day, serial = number[:6], number[6:10], number[10:14], number[14:_DIGITS]
    yield "day+serial", day, serial
    yield "area+year+serial", area, year, serial
    yield "decade+day+serial", year[:3], day[2:], serial
    yield "year+month+serial", year, day[:2], serial[1:]
