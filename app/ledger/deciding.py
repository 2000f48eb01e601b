"""What a person decided about conflicts, and the rows that stand outside the figures for it.

A decision never changes a township's ledger: rows that do not count are left out of the county's
figures and refused in the receipt, with the reason. Pure judgement, no store.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.ledger.columns import (
    AWARDS,
    CARE,
    CHANGES,
    CONTACTS,
    HOUSEHOLDS,
    MATTERS,
    PERSONS,
    SUBJECT_HOUSEHOLD,
    SUBJECT_PERSON,
)
from app.ledger.conflicts import Conflict, ConflictKind, Side
from app.ledger.content import LedgerContent
from app.ledger.table import FIRST_ROW, Table, Value


class Verdict(StrEnum):
    """The answers that a conflict allows."""

    KEEP_ONE = "keep_one"
    DIFFERENT = "different"
    KEEP_BOTH = "keep_both"


VERDICTS: Mapping[ConflictKind, tuple[Verdict, ...]] = {
    ConflictKind.SAME_PERSON: (Verdict.KEEP_ONE, Verdict.DIFFERENT, Verdict.KEEP_BOTH),
    ConflictKind.LIKELY_SAME: (Verdict.KEEP_ONE, Verdict.DIFFERENT, Verdict.KEEP_BOTH),
    ConflictKind.SHARED_ACCOUNT: (Verdict.KEEP_ONE, Verdict.KEEP_BOTH),
    ConflictKind.EXCLUSIVE_LINES: (Verdict.KEEP_ONE, Verdict.KEEP_BOTH),
}


@dataclass(frozen=True)
class Decision:
    """One answer; ``kept`` is the claim (``claim_id``) that counts under KEEP_ONE, else empty."""

    verdict: Verdict
    kept: str
    reason: str
    decided_by: str
    decided_on: date


Ruling = tuple[Conflict, Decision]


@dataclass(frozen=True)
class LeftOut:
    """A row of an office's ledger that does not count, and the ruling that says so."""

    sheet: str
    row: int
    key: str
    name: str
    ruling: Ruling


def claim_id(side: Side) -> str:
    """Names a claim without saying whose it is; the same every month."""
    text = "\x1f".join((side.office_code, side.sheet, side.key))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def decision_words(ruling: Ruling) -> str:
    """The answer as receipt and workbook say it."""
    conflict, decision = ruling
    account = conflict.kind is ConflictKind.SHARED_ACCOUNT
    if decision.verdict is Verdict.KEEP_BOTH:
        return "共用账户，予以保留" if account else "保留双方，各自计入"
    if decision.verdict is Verdict.DIFFERENT:
        return "不是同一人，各自计入"
    kept = next((s for s in conflict.sides if claim_id(s) == decision.kept), None)
    owner = f"{kept.office_name} {kept.name}" if kept else ""
    return f"账户归{owner}户" if account else f"以{owner}为准"


def left_out(content: LedgerContent, rulings: Sequence[Ruling]) -> tuple[LeftOut, ...]:
    """The rows of one office's ledger that do not count.

    A person who counts elsewhere is left out with contacts, awards, care, matters and changes; a
    family of whom nobody is left, too. A shared account takes no row away: the family keeps its
    entitlement and is asked for another account.
    """
    people = _dropped(content.head.office_code, rulings)
    if not people:
        return ()
    families = _emptied(content.tables[PERSONS.key], people)
    return tuple(_rows(content, people, families))


def contradictions(rulings: Sequence[Ruling]) -> tuple[tuple[Conflict, Conflict], ...]:
    """Pairs of which one keeps a claim that the other takes away."""
    away: dict[str, Conflict] = {}
    for conflict, decision in _exclusions(rulings):
        away |= {claim_id(s): conflict for s in conflict.sides if claim_id(s) != decision.kept}
    return tuple(
        (conflict, away[decision.kept])
        for conflict, decision in _exclusions(rulings)
        if decision.kept in away
    )


def _exclusions(rulings: Iterable[Ruling]) -> Iterator[Ruling]:
    """The rulings that take somebody out of the figures."""
    for conflict, decision in rulings:
        if (
            decision.verdict is Verdict.KEEP_ONE
            and conflict.kind is not ConflictKind.SHARED_ACCOUNT
        ):
            yield conflict, decision


def _dropped(office_code: str, rulings: Sequence[Ruling]) -> dict[Value, Ruling]:
    return {
        side.key: ruling
        for ruling in _exclusions(rulings)
        for side in ruling[0].sides
        if side.office_code == office_code and claim_id(side) != ruling[1].kept
    }


def _emptied(persons: Table, people: Mapping[Value, Ruling]) -> dict[Value, Ruling]:
    """The families whose every member is left out."""
    members: dict[Value, list[Value]] = defaultdict(list)
    for key, family in zip(
        persons.column("person_key"), persons.column("household_key"), strict=True
    ):
        if family is not None:
            members[family].append(key)
    return {
        family: people[keys[0]]
        for family, keys in members.items()
        if all(key in people for key in keys)
    }


def _rows(
    content: LedgerContent, people: Mapping[Value, Ruling], families: Mapping[Value, Ruling]
) -> Iterator[LeftOut]:
    by_person = {SUBJECT_PERSON: people, SUBJECT_HOUSEHOLD: families}
    for sheet in (PERSONS, HOUSEHOLDS, CONTACTS, AWARDS, CARE, MATTERS, CHANGES):
        for number, record in enumerate(content.tables[sheet.key].records(), FIRST_ROW):
            if sheet is CHANGES:
                key = record["key"]
                ruling = by_person.get(str(record["subject"]), people).get(key)
            else:
                key = record.get("person_key") or record.get("household_key")
                ruling = people.get(record.get("person_key"))
                if ruling is None and sheet in {HOUSEHOLDS, AWARDS}:
                    ruling = families.get(record["household_key"])
            if ruling is not None:
                name = record.get("name") or record.get("head_name")
                yield LeftOut(sheet.key, number, str(key), str(name or ""), ruling)
