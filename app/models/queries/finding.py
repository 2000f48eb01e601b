"""Whom a search means: ids of people, best match first; without a text in visiting order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import CursorResult, text
from sqlalchemy.orm import Session

from app.core.places import group_in, group_order
from app.core.progress import Progress, silent
from app.models.queries.find_ways import Way, plain, ways_to
from app.models.shared import is_shared

_AT_ONCE = 500  # ids read between two looks at whether somebody still wants them


@dataclass(frozen=True)
class Wanted:
    """What is looked for; ``missing`` is a key of ``MISSING``, ``day`` says which categories hold.
    ``closed``: those too who are no longer on the register (never records merged into others)."""

    day: date
    text: str = ""
    village: str = ""
    category: str = ""
    missing: str = ""
    closed: bool = False


@dataclass(frozen=True)
class FoundIds:
    """``whole``: these are all; otherwise there are, or may be, more."""

    ids: list[int]
    whole: bool


_HOME = (
    "membership JOIN household ON household.id = membership.household_id"
    ' WHERE membership.person_id = person.id AND membership."end" IS NULL'
)
# Counted, because SQLite would answer EXISTS by reading everybody's holdings first.
_HELD = "(SELECT count(*) FROM holding WHERE holding.person_id = person.id AND {})"
_HOLDS_NOW = _HELD.format('holding.code = :category AND holding."end" IS NULL') + " > 0"
_HOLDS_ANY = _HELD.format('holding.start <= :day AND coalesce(holding."end", :day) >= :day')

# What a register should know of everybody: how a record shows that it lacks it.
MISSING = {
    "id_no": "coalesce(person.id_no, '') = ''",
    "phone": "coalesce(person.phone, '') = ''"
    f" AND (SELECT count(*) FROM {_HOME} AND household.phone <> '') = 0",
    "village": "person.village_id IS NULL",
    "categories": f"{_HOLDS_ANY} = 0",
}


def count_missing(session: Session, day: date) -> dict[str, int]:
    """How many people on the register lack each key of ``MISSING``."""
    counts = {}
    for key, lacks in MISSING.items():
        query = f"SELECT count(*) FROM person WHERE person.closed_on IS NULL AND {lacks}"
        values = {"day": day} if ":day" in lacks else {}
        counts[key] = int(_ask(session, query, values).scalar_one())
    return counts


def first_ids(session: Session, wanted: Wanted, limit: int) -> FoundIds:
    """The best ``limit`` people, fast: the ways that read every record are gone only when no other
    finds anybody."""
    if not plain(wanted.text):
        found = list(islice(_in_visiting_order(session, wanted, silent), limit + 1))
        return FoundIds(found[:limit], whole=len(found) <= limit)
    ids: dict[int, None] = {}
    for query in _queries(session, wanted):
        if query.slow and ids:
            return FoundIds(list(ids), whole=False)
        with _ask(session, query.sql(f"LIMIT {limit + 1}"), query.values) as rows:
            for row in rows:
                ids[row[0]] = None
                if len(ids) > limit:
                    return FoundIds(list(ids)[:limit], whole=False)
    return FoundIds(list(ids), whole=True)


def all_ids(session: Session, wanted: Wanted, progress: Progress = silent) -> list[int]:
    """Everybody, in the same order. Raises ``Cancelled`` when ``progress`` does."""
    if not plain(wanted.text):
        return list(_in_visiting_order(session, wanted, progress))
    ids: dict[int, None] = {}
    for query in _queries(session, wanted):
        with _ask(session, query.sql(), query.values) as rows:
            for part in rows.partitions(_AT_ONCE):
                ids.update((row[0], None) for row in part)
                progress(0, 0, "")
    return list(ids)


def has_index(session: Session) -> bool:
    """Whether the store keeps the index of ``app.models.find_index``."""
    return not is_shared(session)


# --- a text ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Query:
    """Several ways asked one after the other; what is read of the answer is all that is worked
    out."""

    ways: Sequence[Way]
    conditions: Sequence[str]
    values: dict[str, Any]
    slow: bool = False

    def sql(self, limit: str = "") -> str:
        """One question; ``limit`` is that of each way."""
        each = (f"SELECT id FROM ({way.sql(*self.conditions)} {limit}) AS way" for way in self.ways)
        return " UNION ALL ".join(each)


def _queries(session: Session, wanted: Wanted) -> Iterator[_Query]:
    """The quick ways of the whole text, then of its words, then the slow ones of both."""
    indexed = has_index(session)
    text = plain(wanted.text)
    whole = ways_to(text, indexed=indexed)
    conditions, values = _conditions(wanted)
    words = text.split()
    values |= whole.values
    asked = [
        _Query([way for way in whole.ways if way.slow is slow], conditions, values, slow)
        for slow in (False, True)
    ]
    if len(words) > 1:
        asked += _all_words(words, conditions, values, indexed=indexed)
    yield from sorted((query for query in asked if query.ways), key=lambda query: query.slow)


def _all_words(
    words: Sequence[str], conditions: Sequence[str], values: dict[str, Any], *, indexed: bool
) -> Iterator[_Query]:
    """Whom every one of ``words`` finds: the longest leads, because it finds the fewest, and the
    others are looked for in their records."""
    leading, *others = sorted(words, key=len, reverse=True)
    ways = ways_to(leading, indexed=indexed)
    each = [
        ways_to(word, indexed=False, place=str(place)) for place, word in enumerate(others, start=1)
    ]
    compared = [way.where for other in each for way in other.ways]
    known = {key: value for other in (ways, *each) for key, value in other.values.items()}
    for slow in (False, True):
        chosen = [way for way in ways.ways if way.slow is slow]
        yield _Query(chosen, (*conditions, *compared), values | known, slow)


def _conditions(wanted: Wanted) -> tuple[list[str], dict[str, Any]]:
    conditions = ["person.merged_into_id IS NULL" if wanted.closed else "person.closed_on IS NULL"]
    values: dict[str, Any] = {}
    if wanted.village:
        conditions.append("person.village_id IN (SELECT id FROM region WHERE name = :village)")
        values["village"] = wanted.village
    if wanted.category:
        conditions.append(_HOLDS_NOW)
        values["category"] = wanted.category
    if wanted.missing:
        conditions.append(MISSING[wanted.missing])
        if ":day" in MISSING[wanted.missing]:
            values["day"] = wanted.day
    return conditions, values


# --- no text -----------------------------------------------------------------------------------

_PLACES = (
    "SELECT person.id, coalesce(person.group_name, household.group_name),"
    " coalesce(person.address, household.address), household.id"
    " FROM person LEFT JOIN membership"
    ' ON membership.person_id = person.id AND membership."end" IS NULL'
    " LEFT JOIN household ON household.id = membership.household_id"
    " WHERE {}"
)


def _in_visiting_order(session: Session, wanted: Wanted, progress: Progress) -> Iterator[int]:
    """Village by village, so that the first people are there before the last are read."""
    conditions, values = _conditions(wanted)
    named = " WHERE name = :village" if wanted.village else ""
    asked = {"village": wanted.village} if wanted.village else {}
    villages = _ask(session, f"SELECT id FROM region{named} ORDER BY id", asked).scalars().all()
    for village in (*villages, None):
        here = "person.village_id IS NULL" if village is None else "person.village_id = :here"
        places = {} if village is None else {"here": village}
        query = _PLACES.format(" AND ".join((here, *conditions)))
        yield from _sorted(_ask(session, query, values | places))
        progress(0, 0, "")


def _sorted(rows: CursorResult[Any]) -> list[int]:
    """By group (where none is kept, the one the address names), then by household."""
    places = {
        person: (group_order(group or group_in(address)), home or 0, person)
        for person, group, address, home in map(tuple[Any, ...], rows)
    }
    return sorted(places, key=places.__getitem__)


def _ask(session: Session, query: str, values: dict[str, Any]) -> CursorResult[Any]:
    """Handed to the driver as it stands: building it anew at every key would cost more than the
    search. Names of values become marks where the driver wants marks."""
    return session.connection().execute(text(query), values)
