"""The ways that lead from what a clerk types to people, as SQL: it is asked at every key.

Where the store keeps the index of ``app.models.find_index`` (SQLite), a way is a range of terms or
a search for three-letter parts; elsewhere there is one way, which compares the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.models.find_index import (
    HOME_NUMBERS,
    HOME_TEXTS,
    PERSON_NUMBERS,
    PERSON_TEXTS,
    Kind,
    fold_name,
    fold_number,
    folded,
    small_letters,
)

_PART = 3  # characters that the index of parts needs at least
_AFTER_ALL = "\U0010ffff"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_PLACES = tuple(name for name in PERSON_TEXTS if name not in PERSON_NUMBERS)
_HOME_PLACES = tuple(name for name in HOME_TEXTS if name not in HOME_NUMBERS)

_FOR_NUMBERS = (Kind.END, Kind.HOME_END, Kind.NUMBER, Kind.HOME_NUMBER)
_READ = (Kind.INITIALS, Kind.PINYIN, Kind.OTHER_INITIALS, Kind.OTHER_PINYIN)
_FOR_LETTERS = (Kind.NAME, Kind.INSIDE, Kind.FORMER, Kind.HEAD)
_FOR_WORDS = (Kind.NAME, Kind.FORMER, Kind.INSIDE, Kind.HEAD, Kind.HEAD_INSIDE)
_EXACT = frozenset({Kind.END, Kind.HOME_END})

_MEMBERS = 'CROSS JOIN membership ON membership.household_id = {home} AND membership."end" IS NULL'
_PERSON = "CROSS JOIN person ON person.id = {id}"


@dataclass(frozen=True)
class Way:
    """One way: people from ``source`` (which joins ``person``) where ``where``, best first by
    ``order``. A slow one reads every record."""

    source: str
    where: str
    order: str = ""
    slow: bool = False

    def sql(self, *conditions: str) -> str:
        """The ids of the people of this way to whom ``conditions`` apply too."""
        order = f" ORDER BY {self.order}" if self.order else ""
        return (
            f"SELECT person.id AS id FROM {self.source}"
            f" WHERE {' AND '.join((self.where, *conditions))}{order}"
        )


@dataclass(frozen=True)
class Ways:
    """All ways for a text, and the values that they are asked with."""

    ways: tuple[Way, ...]
    values: dict[str, str] = field(default_factory=dict)


def plain(text: str) -> str:
    """What was typed, without what no keyboard types: wide letters made narrow, no control signs
    or halves of characters."""
    return _UNSEEN.sub("", text.translate(_WIDE)).strip()


def ways_to(text: str, *, indexed: bool, place: str = "") -> Ways:
    """The ways for ``text`` (see ``plain``), best first. ``place`` tells its values from those of
    another text in the same question."""
    number = fold_number(text)
    part = number if _is_number(text) else text
    values = {
        "name": fold_name(text),
        "number": number,
        "spelt": _spelt(fold_name(text)),
        "part": part,
        "small": part.lower(),
    }
    if indexed:
        after = {f"after_{key}": value + _AFTER_ALL for key, value in values.items()}
        phrase = '"' + part.replace('"', '""') + '"'
        values |= {**after, "phrase": phrase}
        found = _indexed(text, part)
    else:
        pattern, name = _literal(small_letters(part)), _literal(values["name"])
        values |= {"pattern": f"%{pattern}%", "reading": f"% {values['spelt']}%"}
        # A name of nothing but dots is in every name.
        values |= {"first": f"{name}%", "inside": f"%{name or pattern}%", "last": f"%{pattern}"}
        found = _compared(text)
    named = [
        Way(
            _numbered(way.source, place),
            _numbered(way.where, place),
            _numbered(way.order, place),
            slow=way.slow,
        )
        for way in found
    ]
    used = " ".join(part for way in named for part in (way.source, way.where, way.order))
    kept = {f"{key}{place}": value for key, value in values.items()}
    return Ways(tuple(named), {key: v for key, v in kept.items() if re.search(rf":{key}\b", used)})


def _literal(text: str) -> str:
    """``text`` for LIKE, its own signs as they are."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def _numbered(sql: str, place: str) -> str:
    return re.sub(r":([a-z_]+)", rf":\g<1>{place}", sql)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]+[Xx]?", fold_number(text)) is not None


def _is_letters(text: str) -> bool:
    return re.fullmatch(r"[A-Za-zü' ]+", text) is not None


def _spelt(letters: str) -> str:
    """As readings are kept: ``lv`` for lü and lyu, nothing between syllables."""
    return re.sub(r"([ln])yu", r"\1v", re.sub(r"[' ]", "", letters).replace("ü", "v"))


# --- with the index ----------------------------------------------------------------------------


def _indexed(text: str, part: str) -> Iterator[Way]:
    if _is_number(text):
        yield from _terms(_FOR_NUMBERS, "number")
    elif _is_letters(text):
        yield from _terms(_READ, "spelt")
        yield from _terms(_FOR_LETTERS, "name")
    else:
        if fold_name(text):
            yield from _terms(_FOR_WORDS, "name")
        villages = _villages("instr(region.name, :part)")
        source = f"({villages}) AS village CROSS JOIN person ON person.village_id = village.id"
        yield Way(source, "1 = 1", "village.id, person.id")
        if re.search(r"[0-9]", text):
            yield from _terms((Kind.NUMBER, Kind.HOME_NUMBER), "number")
    if len(part) >= _PART:
        yield from _parts()
    else:
        yield from _everybody(part)


def _terms(kinds: Sequence[Kind], value: str) -> Iterator[Way]:
    for kind in kinds:
        if kind in _EXACT:
            where = f"find_term.kind = {kind:d} AND find_term.term = :{value}"
        else:
            where = (
                f"find_term.kind = {kind:d}"
                f" AND find_term.term >= :{value} AND find_term.term < :after_{value}"
            )
        yield Way(_owned("find_term", "owner", at_home=kind >= Kind.HEAD), where, "find_term.term")


def _parts() -> Iterator[Way]:
    for name in ("find_person", "find_home"):
        source = _owned(name, "rowid", at_home=name == "find_home")
        yield Way(source, f"{name} MATCH :phrase")


def _everybody(text: str) -> Iterator[Way]:
    """What is too short for the index of parts, and begins nothing. Numbers hold no characters but
    those of ASCII, so there is no need to read them for others."""
    own, home = (PERSON_TEXTS, HOME_TEXTS) if text.isascii() else (_PLACES, _HOME_PLACES)
    small = text != text.lower() or text != text.upper()
    for table, columns in (("person", own), ("household", home)):
        values = [f"lower({table}.{name})" if small else f"{table}.{name}" for name in columns]
        holds = " OR ".join(f"instr({value}, :small)" for value in values)
        source = _owned("household", "id", at_home=True) if table == "household" else table
        yield Way(source, f"({holds})", slow=True)


def _owned(table: str, key: str, *, at_home: bool) -> str:
    """``table`` joined to the people whom its ``key`` means: themselves, or all of a household."""
    if not at_home:
        return f"{table} {_PERSON.format(id=f'{table}.{key}')}"
    home = _MEMBERS.format(home=f"{table}.{key}")
    return f"{table} {home} {_PERSON.format(id='membership.person_id')}"


def _villages(named: str) -> str:
    """Villages that are ``named`` so or were: a former one leads on to the one it went into."""
    return (
        "WITH RECURSIVE place (id, parent_id, level) AS ("
        f"SELECT region.id, region.parent_id, region.level FROM region WHERE {named}"
        " UNION SELECT region.id, region.parent_id, region.level FROM place"
        " JOIN region ON region.id = place.parent_id WHERE place.level = 'former'"
        ") SELECT id FROM place WHERE level <> 'former'"
    )


# --- without it --------------------------------------------------------------------------------


def _compared(text: str) -> Iterator[Way]:
    # Counted, because SQLite would answer EXISTS by reading all households first.
    ways = [_like("person", ("name", "former_name", *PERSON_TEXTS))]
    ways += [_holds(folded(f"person.{name}"), "inside") for name in ("name", "former_name")]
    if _is_letters(text):
        ways += ["person.initials LIKE :reading", "person.pinyin LIKE :reading"]
    at_home = (
        "SELECT count(*) FROM membership"
        " JOIN household ON household.id = membership.household_id"
        ' WHERE membership.person_id = person.id AND membership."end" IS NULL'
        f" AND ({_like('household', ('head_name', *HOME_TEXTS))})"
    )
    villages = _villages(_like("region", ("name",)))
    ways += [f"person.village_id IN ({villages})", f"({at_home}) > 0"]
    order = f"CASE {' '.join(_ranks())} ELSE 9 END, person.name, person.id"
    yield Way("person", f"({' OR '.join(ways)})", order)


def _ranks() -> Iterator[str]:
    """The better matches first, in the order of the index."""
    name, former = folded("person.name"), folded("person.former_name")
    ends = " OR ".join(_holds(f"lower(person.{number})", "last") for number in PERSON_NUMBERS)
    best = (ends, _holds(name, "first"), _holds(former, "first"), _holds(name, "inside"))
    for rank, holds in enumerate(best, start=1):
        yield f"WHEN {holds} THEN {rank}"


def _like(table: str, columns: Sequence[str]) -> str:
    return " OR ".join(_holds(f"lower({table}.{name})", "pattern") for name in columns)


def _holds(expression: str, value: str) -> str:
    return rf"{expression} LIKE :{value} ESCAPE '\'"
