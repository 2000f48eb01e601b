"""Whom a key of the ledger means here: the way from a row back to the record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.models.household import Household
from app.models.person import Person
from app.models.queries import ledger as queries
from app.models.queries import matters as matter_queries
from app.models.unit_of_work import Session

_PERSON, _HOUSEHOLD = "P", "H"


@dataclass(frozen=True)
class Subject:
    """Whom a row is about; a household is opened at its head. Empty: no such record here (any
    more)."""

    person_id: int | None = None
    household_id: int | None = None


NOBODY = Subject()


def household_key(household_id: int) -> str:
    """What identifies a household in the ledger: our own number."""
    return f"{_HOUSEHOLD}{household_id}"


def person_key(person: Person) -> str:
    """What identifies a person in the ledger: the identity key, else our own number."""
    return person.id_key or f"{_PERSON}{person.id}"


def subjects_of(session: Session, keys: Collection[str]) -> dict[str, Subject]:
    """Whom each of these keys means. An identity key goes before our own numbers, for a travel
    permit may begin with the same letter."""
    by_key = queries.people_by_key(session, keys)
    rest = set(keys) - by_key.keys()
    people = _numbered(rest, _PERSON)
    homes = _numbered(rest, _HOUSEHOLD)
    there = queries.known_ids(session, Person, set(people.values()))
    lived_in = queries.known_ids(session, Household, set(homes.values()))
    found = {key: Subject(person_id) for key, person_id in by_key.items()}
    found |= {key: Subject(number) for key, number in people.items() if number in there}
    for key, number in homes.items():
        if number in lived_in:
            found[key] = Subject(matter_queries.head_person(session, number), number)
    return found


def _numbered(keys: Collection[str], letter: str) -> dict[str, int]:
    """Our own numbers among ``keys``."""
    return {
        key: int(key[1:])
        for key in keys
        if key[:1] == letter and key[1:].isascii() and key[1:].isdigit() and len(key) < 12
    }
