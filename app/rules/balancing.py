"""A suggestion for the days and visitors of a month's contacts, so that no day and nobody has all.

First everybody gets a visitor, village by village along the road; then each visitor's contacts are
spread over the days. What would otherwise miss its last good day goes first, then what is late,
and the rest of a day stays in the village where it began. A household is seen on one day. Nothing
is put behind its last good day: what finds no room is left without a day. The same question has
the same answer, in whatever order it is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate


@dataclass(frozen=True)
class Stop:
    """One open contact. ``home`` holds together who is seen at one door; ``place`` is where it
    stands on the way through the villages; ``due`` its last good day, ``due`` of a late one may
    have passed. A ``day`` or ``visitor`` that is already chosen stays."""

    key: str
    home: str
    village: str
    place: int
    due: date
    late: bool
    day: date | None = None
    visitor: str = ""


@dataclass(frozen=True)
class Placed:
    """The day (None: no room before its last good day) and the visitor of a contact."""

    key: str
    day: date | None
    visitor: str


@dataclass(frozen=True)
class _Home:
    """What one visitor does at one door; ``due`` None: there is no day left to keep."""

    stops: tuple[Stop, ...]
    visitor: str
    due: date | None
    late: bool

    @property
    def size(self) -> int:
        return len(self.stops)

    @property
    def village(self) -> str:
        return self.stops[0].village

    @property
    def way(self) -> tuple[int, str]:
        """Where it stands on the way."""
        return self.stops[0].place, self.stops[0].key

    def fits(self, day: date) -> bool:
        return self.due is None or day <= self.due

    def on(self, day: date | None, visitor: str) -> list[Placed]:
        return [Placed(stop.key, day, visitor) for stop in self.stops]


def suggest_days(
    stops: Iterable[Stop], *, days: Collection[date], visitors: Sequence[str], most: int
) -> tuple[Placed, ...]:
    """A day of ``days`` and one of ``visitors`` for each of ``stops``, at most ``most`` contacts a
    day and visitor; a household that is larger has a day of its own. In the order in which they are
    walked, those without room last."""
    ordered = sorted(stops, key=lambda stop: (stop.place, stop.key))
    working = sorted(set(days))
    held, homes = _held(_told(ordered), working)
    taken: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for placed in held:
        assert placed.day is not None
        taken[placed.visitor][placed.day] += 1
    found = list(held)
    for visitor, own in _dealt(homes, visitors, taken).items():
        found += _spread(own, visitor, _Room(working, taken[visitor], most))
    order = {stop.key: place for place, stop in enumerate(ordered)}
    return tuple(sorted(found, key=lambda p: (p.day or date.max, p.visitor, order[p.key])))


def _told(stops: Sequence[Stop]) -> list[Stop]:
    """Whoever lives with somebody who has a visitor or a day has the same, unless told otherwise;
    a day only as far as it keeps the last good day."""
    visitors, days = dict[str, str](), dict[str, date]()
    for stop in stops:
        if stop.visitor:
            visitors.setdefault(stop.home, stop.visitor)
        if stop.day is not None:
            days.setdefault(stop.home, stop.day)
    found = []
    for stop in stops:
        day = stop.day or days.get(stop.home)
        if stop.day is None and day is not None and not (stop.late or day <= stop.due):
            day = None
        found.append(replace(stop, day=day, visitor=stop.visitor or visitors.get(stop.home, "")))
    return found


def _held(stops: Iterable[Stop], days: Sequence[date]) -> tuple[list[Placed], list[_Home]]:
    """What has its day, and the homes that wait for one."""
    held: list[Placed] = []
    together: dict[tuple[str, str], list[Stop]] = defaultdict(list)
    for stop in stops:
        if stop.day is not None:
            held.append(Placed(stop.key, stop.day, stop.visitor))
        else:
            together[stop.home, stop.visitor].append(stop)
    first = days[0] if days else date.max
    homes = []
    for (_, visitor), listed in together.items():
        dues = [stop.due for stop in listed if stop.due >= first or not stop.late]
        late = any(stop.late for stop in listed)
        homes.append(_Home(tuple(listed), visitor, min(dues, default=None), late))
    return held, homes


# --- who goes ---------------------------------------------------------------------------------
def _dealt(
    homes: Iterable[_Home], visitors: Sequence[str], taken: Mapping[str, Mapping[date, int]]
) -> dict[str, list[_Home]]:
    """The homes of each visitor: those with a visitor keep theirs, the others are dealt out along
    the way, so that all come to the same number as far as households allow."""
    names = list(dict.fromkeys(visitors)) or [""]
    found: dict[str, list[_Home]] = {name: [] for name in names}
    free: list[_Home] = []
    for home in homes:
        (found.setdefault(home.visitor, []) if home.visitor else free).append(home)
    burdens = [
        sum(home.size for home in found[name]) + sum(taken.get(name, {}).values()) for name in names
    ]
    ends = list(accumulate(_shares(burdens, sum(home.size for home in free))))
    gone = 0
    for home in free:
        middle = gone + home.size / 2
        at = next((place for place, end in enumerate(ends) if middle <= end), len(ends) - 1)
        found[names[at]].append(home)
        gone += home.size
    return found


def _shares(burdens: Sequence[int], more: int) -> list[float]:
    """``more`` shared out so that the sums become as level as they can."""
    ranked = sorted(burdens)
    counts = range(len(ranked), 0, -1)
    levels = ((sum(ranked[:count]) + more) / count for count in counts)
    level = next(
        level for count, level in zip(counts, levels, strict=True) if level >= ranked[count - 1]
    )
    return [max(0.0, level - burden) for burden in burdens]


# --- when -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Room:
    """The days of one visitor, what each holds already, the most that one may hold."""

    days: Sequence[date]
    taken: Mapping[date, int]
    most: int

    def used(self, day: date) -> int:
        return self.taken.get(day, 0)


def _spread(homes: Iterable[_Home], visitor: str, room: _Room) -> list[Placed]:
    """One visitor's homes over the days."""
    left = sorted(homes, key=lambda home: (not home.late, home.due or date.max, home.way))
    found: list[Placed] = []
    for at, day in enumerate(room.days):
        seen = _seen([home for home in left if home.fits(day)], room, at)
        found += [placed for home in seen for placed in home.on(day, visitor)]
        gone = {id(home) for home in seen}
        left = [home for home in left if id(home) not in gone]
    return found + [placed for home in left for placed in home.on(None, visitor)]


def _seen(left: Sequence[_Home], room: _Room, at: int) -> list[_Home]:
    """What the day at ``at`` holds: what cannot wait, then the village of that (or of what is most
    urgent), then the next village, until the day has its share."""
    days, used = room.days[at:], room.used(room.days[at])
    size = sum(home.size for home in left) + sum(room.used(day) for day in days)
    want = min(room.most, -(-size // len(days)))
    found: list[_Home] = []
    must = used + _pressing(left, room, at, want)
    for home in sorted(left, key=lambda home: (home.due or date.max, not home.late, home.way)):
        if used >= must:
            break
        if not used or used + home.size <= room.most:
            found.append(home)
            used += home.size
    taken = {id(home) for home in found}
    for home in _by_village([h for h in left if id(h) not in taken], found):
        if used >= want:
            break
        if not used or (used + home.size <= room.most and 2 * used + home.size < 2 * want):
            found.append(home)
            used += home.size
    return found


def _pressing(left: Iterable[_Home], room: _Room, at: int, want: int) -> int:
    """How many contacts must be made on this day so that the days after it, each with its share,
    can keep all last good days."""
    demand: dict[date, int] = defaultdict(int)
    for home in left:
        if home.due is not None:
            demand[home.due] += home.size
    worst = sums = 0
    for due in sorted(demand):
        sums += demand[due]
        later = sum(max(0, want - room.used(day)) for day in room.days[at + 1 :] if day <= due)
        worst = max(worst, sums - later)
    return worst


def _by_village(left: Sequence[_Home], begun: Sequence[_Home]) -> list[_Home]:
    """The homes by urgency, village after village; the village where the day began comes first."""
    villages = dict.fromkeys([home.village for home in (*begun[-1:], *left)])
    rank = {village: place for place, village in enumerate(villages)}
    return sorted(left, key=lambda home: rank[home.village])
