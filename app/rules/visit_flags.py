"""Contacts that are worth a second look (值得一看): a clerk may be right all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Flag(StrEnum):
    """Why somebody should look."""

    TWO_PLACES = "同一分钟在两个村"
    FUTURE = "走访日期在录入以后"
    LATE_ENTRY = "隔很久才录入"


@dataclass(frozen=True)
class MadeContact:
    """A contact as it was recorded; ``time`` (``HH:MM``) None where the paper does not say it,
    ``explained`` where a reason for the late entry was given."""

    id: int
    village: str
    day: date
    time: str | None
    visitors: tuple[str, ...]
    entered_on: date
    explained: bool = False


@dataclass(frozen=True)
class Flagged:
    """One contact, why, and what was found, in words."""

    contact_id: int
    flag: Flag
    words: str


def flag_contacts(made: Iterable[MadeContact], *, late_days: int | None) -> tuple[Flagged, ...]:
    """What is strange about these contacts, in their order; an entry is late when it comes more
    than ``late_days`` days after the contact (None: never)."""
    listed = list(made)
    found = [*_two_places(listed)]
    for one in listed:
        days = (one.entered_on - one.day).days
        if days < 0:
            words = f"写的是 {one.day}，录入是 {one.entered_on}"
            found.append(Flagged(one.id, Flag.FUTURE, words))
        elif late_days is not None and days > late_days and not one.explained:
            words = f"走访后 {days} 天才录入，没有写原因"
            found.append(Flagged(one.id, Flag.LATE_ENTRY, words))
    order = {one.id: place for place, one in enumerate(listed)}
    flags = list(Flag)
    return tuple(sorted(found, key=lambda one: (flags.index(one.flag), order[one.contact_id])))


def _two_places(made: Iterable[MadeContact]) -> Iterator[Flagged]:
    """The same visitor in two villages in the same minute."""
    together: dict[tuple[date, str, str], list[MadeContact]] = defaultdict(list)
    for one in made:
        if one.time and one.village:
            for visitor in one.visitors:
                together[one.day, one.time, visitor].append(one)
    seen: set[int] = set()
    for (_, time, visitor), contacts in together.items():
        villages = dict.fromkeys(one.village for one in contacts)
        if len(villages) < 2:
            continue
        for one in contacts:
            if one.id not in seen:
                seen.add(one.id)
                words = f"{visitor} {time} 同时在{'、'.join(villages)}"
                yield Flagged(one.id, Flag.TWO_PLACES, words)
