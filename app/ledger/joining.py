"""What a county sends up: the rows that it counts, of all its townships, as one ledger.

The same rows as in the merged workbook, in the same order. Numbers that only their own office
understands carry its code in front (990101101000-H12), villages its name (青山镇·清水村), so that
what two townships number or call alike stays apart. People keep their identity as key.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from app.ledger.columns import CHANGES, PERSONS, SHEETS, SUBJECT_HOUSEHOLD
from app.ledger.merging import Accepted, Kept, kept_tables
from app.ledger.person_keys import is_own_number, looks_like_number
from app.ledger.table import FIRST_ROW, Sheet, Table, Value

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

    def column(self, table: Table, key: str) -> Iterable[Value]:
        """A column of one of the sheets, rewritten."""
        values = table.column(key)
        if key in _NUMBERED:
            return map(self.number, values)
        if key == "person_key":
            return map(self.person, values)
        if key == "village":
            return map(self.village, values)
        if key == "key":  # of 变动: a person's or a family's
            families = (subject == SUBJECT_HOUSEHOLD for subject in table.column("subject"))
            return (
                self.number(value) if family else self.person(value)
                for value, family in zip(values, families, strict=True)
            )
        return values


_Part = tuple[Kept, _Lift]


def _people(kept: Kept, code: str, taken: set[str]) -> dict[str, str]:
    """The new key of everybody on the sheet of people; ``taken`` are keys that stand already."""
    found = {}
    for value, id_no in kept[PERSONS.key][0].picked("person_key", "id_no"):
        key = str(value)
        plain = not is_own_number(key, id_no) and key not in taken
        found[key] = key if plain else f"{code}-{key}"
        taken.add(found[key])
    return found


def _join(sheet: Sheet, parts: Sequence[_Part]) -> Table:
    """One sheet of all offices; folded, for a county's ledger is large."""
    tables = [(kept[sheet.key][0], lift) for kept, lift in parts]
    columns = [
        tuple(chain.from_iterable(lift.column(table, key) for table, lift in tables))
        for key in sheet.index
    ]
    return Table(sheet, tuple(zip(*columns, strict=True))).folded()


def _runs(sheet: Sheet, parts: Sequence[_Part]) -> Iterator[Run]:
    here = FIRST_ROW
    for kept, lift in parts:
        there = None
        for number in kept[sheet.key][1]:
            if number != there:
                yield Run(here, lift.code, number)
            there, here = number + 1, here + 1
