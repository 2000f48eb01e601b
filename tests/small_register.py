"""Registers of a few people, and what one finder finds in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.rules.finders import finders
from app.rules.finders.look import Look
from app.rules.findings import Finding
from app.rules.policy import shipped_policy
from app.rules.register_snapshot import Held, Home, Register, Someone

DAY = date(2026, 5, 6)
LONG_AGO = date(2024, 1, 5)
REGION = "520122100000"


def someone(one: int = 1, **facts: Any) -> Someone:
    known: dict[str, object] = dict.fromkeys(Someone._fields)
    return Someone(**{**known, "id": one, "home": 1, "registered_on": LONG_AGO, **facts})


def home_of(one: int = 1, **facts: Any) -> Home:
    known: dict[str, object] = dict.fromkeys(Home._fields)
    return Home(**{**known, "id": one, "head_name": f"户主{one}", **facts})


def register_of(*people: Someone, **parts: Any) -> Register:
    homes = {person.home: home_of(person.home) for person in people if person.home}
    return Register(people=people, **{"homes": homes, **parts})


def holds(*codes: str, since: date = LONG_AGO) -> list[Held]:
    return [Held(code, since) for code in codes]


def find(kind: str, register: Register, day: date = DAY) -> list[Finding]:
    return list(finders()[kind](Look(register, shipped_policy(), day, REGION)))


def only(kind: str, register: Register, day: date = DAY) -> Finding:
    (found,) = find(kind, register, day)
    assert found.kind == kind
    assert found.key.startswith(f"{kind}:")
    assert found.words
    assert found.remedy
    assert found.source in shipped_policy().sources
    assert found.facts
    return found
