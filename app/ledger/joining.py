"""What a county sends up: the rows that it counts, of all its townships, as one ledger.

The same rows as in the merged workbook, in the same order. Numbers that only their own office
understands carry its code in front (990101101000-H12), villages its name (青山镇·清水村), so that
what two townships number or call alike stays apart. People keep their identity as key.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.ledger.columns import CHANGES, PERSONS, SHEETS, SUBJECT_HOUSEHOLD
from app.ledger.merging import Accepted, Kept, kept_tables
from app.ledger.person_keys import is_own_number, looks_like_number
from app.ledger.table import FIRST_ROW, Row, Sheet, Table, Value

_NUMBERED = frozenset({"household_key", "contact_no", "agreement_no", "matter_no"})


@dataclass(frozen=True)
class Run:
    """Rows of a sheet that follow each other here and in the ledger of one office: ``first`` is the
    row here, ``source`` the row there."""

    first: int
    office_code: str
    source: int


@dataclass(frozen=True)
class Joined:
    """The sheets of the ledger, and by sheet where its rows came from. Changes have no such place:
    they are measured anew against the last ledger of whoever joins."""

    tables: Mapping[str, Table]
    runs: Mapping[str, tuple[Run, ...]]


def join_ledgers(accepted: Sequence[Accepted]) -> Joined:
    """One ledger of what counts in ``accepted``: offices by code, rows as they came.

    Somebody whom several offices keep (a person decided that all of them stand) has the plain key
    in the first of them and one with the office's code in the others: no key occurs twice.
    """
    ordered = sorted(accepted, key=lambda one: one.content.head.office_code)
    names = Counter(one.content.head.office_name for one in ordered)
    taken: set[str] = set()
    parts = []
    for one in ordered:
        kept, head = kept_tables(one), one.content.head
        twice = names[head.office_name] > 1
        label = f"{head.office_name}（{head.office_code}）" if twice else head.office_name
        people = _people(kept, head.office_code, taken)
        parts.append((kept, _Lift(head.office_code, label, people)))
    tables = {sheet.key: _join(sheet, parts) for sheet in SHEETS}
    runs = {sheet.key: tuple(_runs(sheet, parts)) for sheet in SHEETS if sheet is not CHANGES}
    return Joined(tables, runs)


def origin_of(runs: Sequence[Run], row: int) -> tuple[str, int] | None:
    """(office code, row there) of the ``row`` of a sheet; None for a row before the first."""
    place = bisect_right(runs, row, key=lambda run: run.first) - 1
    if place < 0:
        return None
    run = runs[place]
    return run.office_code, run.source + row - run.first


@dataclass(frozen=True)
class _Lift:
    """How the rows of one office are rewritten; ``people`` are the new keys of everybody on its
    sheet of people."""

    code: str
    label: str
    people: Mapping[str, str]

    def number(self, value: Value) -> Value:
        return None if value is None else f"{self.code}-{value}"

    def person(self, value: Value) -> Value:
        if value is None:
            return None
        key = str(value)
        return self.people.get(key) or (f"{self.code}-{key}" if looks_like_number(key) else key)

    def village(self, value: Value) -> Value:
        return self.label if value is None else f"{self.label}·{value}"

    def row(self, sheet: Sheet) -> Callable[[Row], Row]:
        """Rewrites a row of ``sheet``."""
        changed = [
            (place, change)
            for key, place in sheet.index.items()
            if (change := self._change(key)) is not None
        ]

        def rewrite(row: Row) -> Row:
            values = list(row)
            for place, change in changed:
                values[place] = change(values[place])
            if sheet is CHANGES:
                family = values[sheet.index["subject"]] == SUBJECT_HOUSEHOLD
                at = sheet.index["key"]
                values[at] = self.number(values[at]) if family else self.person(values[at])
            return tuple(values)

        return rewrite

    def _change(self, key: str) -> Callable[[Value], Value] | None:
        if key in _NUMBERED:
            return self.number
        return {"person_key": self.person, "village": self.village}.get(key)


_Part = tuple[Kept, _Lift]


def _people(kept: Kept, code: str, taken: set[str]) -> dict[str, str]:
    """The new key of everybody on the sheet of people; ``taken`` are keys that stand already."""
    found = {}
    for key, id_no in _keys(kept[PERSONS.key][0]):
        plain = not is_own_number(key, id_no) and key not in taken
        found[key] = key if plain else f"{code}-{key}"
        taken.add(found[key])
    return found


def _keys(persons: Table) -> Iterable[tuple[str, Value]]:
    keys, numbers = persons.column("person_key"), persons.column("id_no")
    return ((str(key), id_no) for key, id_no in zip(keys, numbers, strict=True))


def _join(sheet: Sheet, parts: Sequence[_Part]) -> Table:
    """One sheet of all offices; folded, for a county's ledger is large."""

    def rows() -> Iterator[Row]:
        for kept, lift in parts:
            yield from map(lift.row(sheet), kept[sheet.key][0].rows)

    return Table(sheet, tuple(rows())).folded()


def _runs(sheet: Sheet, parts: Sequence[_Part]) -> Iterator[Run]:
    here = FIRST_ROW
    for kept, lift in parts:
        there = None
        for number in kept[sheet.key][1]:
            if number != there:
                yield Run(here, lift.code, number)
            there, here = number + 1, here + 1
