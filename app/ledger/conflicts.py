"""Who and what is claimed twice across the offices of a county: proposals, a person decides."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from app.core.codes import categories, category_name
from app.ledger.columns import AWARDS, HOUSEHOLDS, PERSONS
from app.ledger.content import LedgerContent
from app.ledger.person_keys import is_own_number
from app.ledger.table import FIRST_ROW, Table, Value, value_text


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
        text = "\x1e".join([self.kind, self.about, *claims])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


class _Claim(NamedTuple):
    """A person or family (``key``) on one office's sheet. Of a county's 120,000 only the few that
    meet another become a ``Side``."""

    office: str
    office_name: str
    sheet: str
    row: int
    key: str
    name: str
    village: str
    lines: frozenset[str] = frozenset()

    def side(self) -> Side:
        return Side(*self[:-1], detail=_names(self.lines))


def find_conflicts(ledgers: Iterable[LedgerContent]) -> tuple[Conflict, ...]:
    """Claims across (and, for accounts and lines, within) offices, in a stable order.

    SAME_PERSON and EXCLUSIVE_LINES go by the person key (an office's own number is nobody
    elsewhere), SHARED_ACCOUNT by account number of different families, LIKELY_SAME by name and
    birth date with different keys: only a proposal.
    """
    people: dict[str, list[_Claim]] = defaultdict(list)
    births: dict[tuple[str, Value], list[tuple[str, _Claim]]] = defaultdict(list)
    accounts: dict[str, list[_Claim]] = defaultdict(list)
    for ledger in sorted(ledgers, key=lambda content: content.head.office_code):
        for claim, who, birth in _people(ledger):
            people[who].append(claim)
            if birth is not None:
                births[claim.name, birth].append((who, claim))
        for account, claim in _accounts(ledger):
            accounts[account].append(claim)
    return (*_same_people(people), *_shared(accounts), *_exclusive(people), *_likely(births))


def _awarded_lines(awards: Table) -> Mapping[str, frozenset[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for person, code in awards.picked("person_key", "line_code"):
        if person is not None and code is not None:
            codes[str(person)].add(str(code))
    return {person: frozenset(found) for person, found in codes.items()}


def _people(ledger: LedgerContent) -> Iterator[tuple[_Claim, str, Value]]:
    """Everybody on the sheet of people, with who it is (an office's own number is nobody elsewhere)
    and the birth date."""
    office = ledger.head.office_code
    place = office, ledger.head.office_name, PERSONS.key
    awarded = _awarded_lines(ledger.tables[AWARDS.key])
    none: frozenset[str] = frozenset()
    people = ledger.tables[PERSONS.key].picked(
        "person_key", "id_no", "name", "village", "category_codes", "birth_date"
    )
    for number, (person, id_no, name, village, codes, birth) in enumerate(people, FIRST_ROW):
        key = str(person)
        who = f"{office}-{key}" if is_own_number(key, id_no) else key
        lines = _codes(codes) | awarded.get(key, none)
        claim = _Claim(*place, number, key, str(name or ""), str(village or ""), lines)
        yield claim, who, birth


@cache
def _codes(value: Value) -> frozenset[str]:
    return frozenset(split_codes(value))


@cache
def _names(codes: frozenset[str]) -> str:
    return "、".join(category_name(code) for code in sorted(codes))


def join_codes(codes: Iterable[str]) -> str | None:
    """Category codes as a cell holds them; ``split_codes`` is the way back."""
    return ",".join(codes) or None


def split_codes(value: Value) -> tuple[str, ...]:
    """The category codes in a cell (``dibao_rural,disabled``)."""
    return tuple(code for code in str(value or "").split(",") if code)


def _accounts(ledger: LedgerContent) -> Iterator[tuple[str, _Claim]]:
    """Each account of each family once: of the family itself, of its members, of its awards."""
    seen: set[tuple[Value, Value]] = set()
    for sheet in (HOUSEHOLDS, PERSONS, AWARDS):
        place = ledger.head.office_code, ledger.head.office_name, sheet.key
        table = ledger.tables[sheet.key]
        index = table.sheet.index
        name_key = "name" if "name" in index else "head_name"
        accounts = [key for key in ("account_no", "card_no") if key in index]
        rows = table.picked("household_key", name_key, "village", *accounts)
        for number, (family, name, village, *numbers) in enumerate(rows, FIRST_ROW):
            for account in numbers:
                known = account, family
                if account is not None and family is not None and known not in seen:
                    seen.add(known)
                    claim = _Claim(*place, number, str(family), str(name or ""), str(village or ""))
                    yield str(account), claim


def _conflict(kind: ConflictKind, about: str, claims: Iterable[_Claim]) -> Conflict:
    return Conflict(kind, about, tuple(claim.side() for claim in claims))


def _same_people(people: Mapping[str, Sequence[_Claim]]) -> Iterator[Conflict]:
    for key, claims in people.items():
        if len({claim.office for claim in claims}) > 1:
            yield _conflict(ConflictKind.SAME_PERSON, key, claims)


def _shared(accounts: Mapping[str, Sequence[_Claim]]) -> Iterator[Conflict]:
    for account, claims in accounts.items():
        if len(claims) > 1:
            yield _conflict(ConflictKind.SHARED_ACCOUNT, account, claims)


def _exclusive(people: Mapping[str, Sequence[_Claim]]) -> Iterator[Conflict]:
    """Lines that exclude each other, by ``conflicts`` of the categories, in both directions."""
    for claims in people.values():
        clashing = _clashing(frozenset().union(*(claim.lines for claim in claims)))
        if clashing:
            holding = (claim for claim in claims if claim.lines & clashing)
            yield _conflict(ConflictKind.EXCLUSIVE_LINES, claims[0].key, holding)


@cache
def _clashing(held: frozenset[str]) -> frozenset[str]:
    """The codes in ``held`` that exclude, or are excluded by, another one there."""
    known = categories()
    pairs = {
        (code, other) for code in held & known.keys() for other in held & set(known[code].conflicts)
    }
    return frozenset(code for pair in pairs for code in pair)


def _likely(
    births: Mapping[tuple[str, Value], Sequence[tuple[str, _Claim]]],
) -> Iterator[Conflict]:
    for (name, birth), found in births.items():
        claims = [claim for _, claim in found]
        different = len({who for who, _ in found}) > 1
        if different and len({claim.office for claim in claims}) > 1:
            yield _conflict(ConflictKind.LIKELY_SAME, f"{name} {_day(birth)}", claims)


def _day(birth: Value) -> str:
    return "" if birth is None else value_text(birth)
