"""What the program finds in the register: one thing that somebody has to look into.

Whoever finds something (a screen over the register, the answers of a visit, a suggested category, a
refused row of a ledger) says it as a ``Finding``; ``services/matters`` makes matters of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True)
class Finding:
    """One thing found, as plain data.

    ``key`` is the same whenever the same cause is found again (see ``key_of``), so that nobody is
    asked twice; ``kind`` groups findings (the finder's name). It is about a person or a household,
    and ``contact_id`` names the contact that told. ``words`` say in one Chinese sentence what is
    wrong, ``remedy`` what to do, ``source`` is the id of the clause behind it (S4.209).

    ``due`` is the last good day to deal with it; None where no rule sets one. ``department`` is
    whom to ask, where the finding tells. ``facts`` are what it was found by, in the words a clerk
    reads (label → value): they are also its fingerprint. A matter that was closed is asked again
    only when they have changed, so they hold nothing that changes by itself from day to day, and
    nothing sensitive that is not masked.
    """

    key: str
    kind: str
    words: str
    remedy: str
    source: str
    person_id: int | None = None
    household_id: int | None = None
    contact_id: int | None = None
    due: date | None = None
    department: str = ""
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def key_of(kind: str, *parts: object) -> str:
    """``dead_but_paid:12``: the kind, then what tells two findings of it apart (ids, a code, a day;
    never a name or a number of a person)."""
    return ":".join((kind, *map(str, parts)))
