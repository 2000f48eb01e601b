"""What is new, left or changed since the last ledger, and who is claimed twice across offices."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.codes import categories, category_name
from app.ledger.columns import AWARDS, CHANGE_LEFT, CHANGES, HOUSEHOLDS, PERSONS
from app.ledger.content import LedgerContent
from app.ledger.table import FIRST_ROW, Row, Table, Value, value_text

_VOLATILE = frozenset({"visit_due", "visit_done", "visit_late", "last_contact"})


@dataclass(frozen=True)
class Difference:
    """One fact that differs between two ledgers, as text (None: unknown)."""

    field: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Moved:
    """A person or family that is new, has left, or has changed. ``row`` is the row of its sheet (in
    the old ledger for those who left); ``reason`` is the office's own, None when it gave none.
    """

    sheet: str
    key: str
    name: str
    village: str
    row: int
    differences: tuple[Difference, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class Comparison:
    """Now against the last ledger of the same office."""

    new: tuple[Moved, ...]
    left: tuple[Moved, ...]
    changed: tuple[Moved, ...]

    @property
    def left_without_reason(self) -> tuple[Moved, ...]:
        """Those who vanished without a word: the county asks back."""
        return tuple(moved for moved in self.left if moved.reason is None)


def compare(last: LedgerContent | None, now: LedgerContent) -> Comparison:
    """People and families of ``now`` against ``last``; without a last ledger all are new.

    What changes every month by its nature (visits done) is not a change.
    """
    reasons = _reasons(now.tables[CHANGES.key])
    new: list[Moved] = []
    left: list[Moved] = []
    changed: list[Moved] = []
    for sheet in (PERSONS, HOUSEHOLDS):
        table = now.tables[sheet.key]
        old = last.tables[sheet.key] if last else Table(table.sheet, ())
        before, after = _by_key(old), _by_key(table)
        new += [_moved(table, after[key]) for key in after if key not in before]
        for key in before:
            if key not in after:
                left.append(_moved(old, before[key], reason=reasons.get(key)))
        for key, row in after.items():
            if key in before and (found := _differences(old, before[key], table, row)):
                changed.append(_moved(table, row, found))
    return Comparison(tuple(new), tuple(left), tuple(changed))


_Placed = tuple[int, Row]


def _by_key(table: Table) -> dict[str, _Placed]:
    place = table.sheet.index[table.sheet.row_key[0]]
    return {str(row[place]): (number, row) for number, row in enumerate(table.rows, FIRST_ROW)}


def _reasons(changes: Table) -> dict[str, str]:
    """Why somebody left, as the office wrote it."""
    return {
        str(change["key"]): str(change["reason"])
        for change in changes.records()
        if change["change"] == CHANGE_LEFT and change["reason"] is not None
    }


def _moved(
    table: Table,
    placed: _Placed,
    differences: tuple[Difference, ...] = (),
    reason: str | None = None,
) -> Moved:
    number, row = placed
    index = table.sheet.index
    name = row[index["name" if "name" in index else "head_name"]]
    key = row[index[table.sheet.row_key[0]]]
    village = str(row[index["village"]] or "")
    return Moved(table.sheet.key, str(key), str(name or ""), village, number, differences, reason)


def _differences(old: Table, before: _Placed, new: Table, after: _Placed) -> tuple[Difference, ...]:
    if old.sheet == new.sheet and before[1] == after[1]:
        return ()
    found = []
    for column in new.sheet.columns:
        place = old.sheet.index.get(column.key)
        if place is None or column.key in _VOLATILE:
            continue
        was, is_now = before[1][place], after[1][new.sheet.index[column.key]]
        if was != is_now:
            found.append(Difference(column.key, column.title, _text(was), _text(is_now)))
    return tuple(found)


def _text(value: Value) -> str | None:
    return None if value is None else value_text(value)


class ConflictKind(StrEnum):
    """What two claims have against each other."""

    SAME_PERSON = "same_person"
    SHARED_ACCOUNT = "shared_account"
    EXCLUSIVE_LINES = "exclusive_lines"
    LIKELY_SAME = "likely_same"


CONFLICT_NAMES = {
    ConflictKind.SAME_PERSON: "同一人在两个单位",
    ConflictKind.SHARED_ACCOUNT: "一个账户用于两户",
    ConflictKind.EXCLUSIVE_LINES: "同时享受互斥的待遇",
    ConflictKind.LIKELY_SAME: "疑似同一人",
}


@dataclass(frozen=True)
class Side:
    """One claim: where it stands and what a person needs to see to decide."""

    office_code: str
    office_name: str
    sheet: str
    row: int
    key: str
    name: str
    village: str
    detail: str


@dataclass(frozen=True)
class Conflict:
    """Claims that a person must decide on. ``id`` is the same every month for the same claims, so
    that a decision is remembered and never asked again.
    """

    kind: ConflictKind
    about: str
    sides: tuple[Side, ...]

    @property
    def id(self) -> str:
        claims = sorted(
            f"{s.office_code}\x1f{s.sheet}\x1f{s.key}\x1f{s.detail}" for s in self.sides
        )
        text = "\x1e".join([self.kind, *claims])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def find_conflicts(ledgers: Iterable[LedgerContent]) -> tuple[Conflict, ...]:
    """Claims across (and, for accounts and lines, within) offices, in a stable order.

    SAME_PERSON and EXCLUSIVE_LINES go by the person key, SHARED_ACCOUNT by account number of
    different families, LIKELY_SAME by name and birth date with different keys: only a proposal.
    """
    people: dict[str, list[Side]] = defaultdict(list)
    lines: dict[str, list[tuple[Side, frozenset[str]]]] = defaultdict(list)
    births: dict[tuple[str, str], list[Side]] = defaultdict(list)
    accounts: dict[str, list[Side]] = defaultdict(list)
    for ledger in sorted(ledgers, key=lambda content: content.head.office_code):
        awarded = _awarded_lines(ledger.tables[AWARDS.key])
        for side, codes, birth in _people(ledger, awarded):
            people[side.key].append(side)
            lines[side.key].append((side, codes))
            if birth:
                births[side.name, birth].append(side)
        for account, side in _accounts(ledger):
            accounts[account].append(side)
    found = [
        *_same_people(people),
        *_shared(accounts),
        *_exclusive(lines),
        *_likely(births),
    ]
    return tuple(found)


def _awarded_lines(awards: Table) -> Mapping[str, frozenset[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    pairs = zip(awards.column("person_key"), awards.column("line_code"), strict=True)
    for person, code in pairs:
        if person is not None and code is not None:
            codes[str(person)].add(str(code))
    return {person: frozenset(found) for person, found in codes.items()}


def _side(ledger: LedgerContent, table: Table, number: int, row: Row, detail: str) -> Side:
    index = table.sheet.index
    name = row[index["name" if "name" in index else "head_name"]]
    return Side(
        ledger.head.office_code,
        ledger.head.office_name,
        table.sheet.key,
        number,
        str(row[index[table.sheet.row_key[0]]]),
        str(name or ""),
        str(row[index["village"]] or ""),
        detail,
    )


def _people(
    ledger: LedgerContent, awarded: Mapping[str, frozenset[str]]
) -> Iterator[tuple[Side, frozenset[str], str]]:
    table = ledger.tables[PERSONS.key]
    index = table.sheet.index
    key_at, codes_at, birth_at = index["person_key"], index["category_codes"], index["birth_date"]
    for number, row in enumerate(table.rows, FIRST_ROW):
        codes = frozenset(split_codes(row[codes_at])) | awarded.get(str(row[key_at]), frozenset())
        detail = "、".join(category_name(code) for code in sorted(codes))
        yield _side(ledger, table, number, row, detail), codes, _text(row[birth_at]) or ""


def split_codes(value: Value) -> tuple[str, ...]:
    """The category codes in a cell (``dibao_rural,disabled``)."""
    return tuple(code for code in str(value or "").split(",") if code)


def _accounts(ledger: LedgerContent) -> Iterator[tuple[str, Side]]:
    """Account numbers of families: of the family itself, of its members, of its awards."""
    family_of_person = {}
    seen: set[tuple[str, str]] = set()
    for sheet in (HOUSEHOLDS, PERSONS, AWARDS):
        table = ledger.tables[sheet.key]
        index = table.sheet.index
        family_at = index["household_key"]
        columns = [index[key] for key in ("account_no", "card_no") if key in index]
        for number, row in enumerate(table.rows, FIRST_ROW):
            family = row[family_at]
            if sheet is PERSONS:
                family_of_person[row[index["person_key"]]] = family
            for account in {str(row[at]) for at in columns if row[at] is not None}:
                if family is not None and (account, str(family)) not in seen:
                    seen.add((account, str(family)))
                    side = _side(ledger, table, number, row, "")
                    yield account, _as_family(side, str(family))


def _as_family(side: Side, family: str) -> Side:
    return Side(
        side.office_code,
        side.office_name,
        side.sheet,
        side.row,
        family,
        side.name,
        side.village,
        side.detail,
    )


def _same_people(people: Mapping[str, Sequence[Side]]) -> Iterator[Conflict]:
    for key, sides in people.items():
        if len({side.office_code for side in sides}) > 1:
            yield Conflict(ConflictKind.SAME_PERSON, key, tuple(sides))


def _shared(accounts: Mapping[str, Sequence[Side]]) -> Iterator[Conflict]:
    for account, sides in accounts.items():
        if len(sides) > 1:
            yield Conflict(ConflictKind.SHARED_ACCOUNT, account, tuple(sides))


def _exclusive(lines: Mapping[str, Sequence[tuple[Side, frozenset[str]]]]) -> Iterator[Conflict]:
    known = categories()
    for key, claims in lines.items():
        held = frozenset().union(*(codes for _, codes in claims))
        barred = {other for code in held if code in known for other in known[code].conflicts}
        if held & barred:
            sides = tuple(side for side, codes in claims if codes & (barred | _barring(held)))
            yield Conflict(ConflictKind.EXCLUSIVE_LINES, key, sides)


def _barring(held: frozenset[str]) -> set[str]:
    """The codes in ``held`` that exclude another one there."""
    known = categories()
    return {code for code in held if code in known and held & set(known[code].conflicts)}


def _likely(births: Mapping[tuple[str, str], Sequence[Side]]) -> Iterator[Conflict]:
    for (name, birth), sides in births.items():
        different = len({side.key for side in sides}) > 1
        if different and len({side.office_code for side in sides}) > 1:
            yield Conflict(ConflictKind.LIKELY_SAME, f"{name} {birth}", tuple(sides))
