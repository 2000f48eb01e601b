"""What the register already holds, as the planner needs it: a plain snapshot without a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from app.core.code_lists import standard_words

FieldValue = str | int | Decimal | date | bool | None


@dataclass(frozen=True)
class KnownPerson:
    """``fields`` by the keys of ``PERSON_FIELDS``; ``categories`` are the codes active now;
    ``around`` what is open now beside the person's own facts, by dotted key and part."""

    id: int
    fields: Mapping[str, FieldValue]
    categories: frozenset[str] = frozenset()
    household_id: int | None = None
    relation: str | None = None
    village: str | None = None
    group: str | None = None
    around: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownHousehold:
    """``fields`` by the keys of ``HOUSEHOLD_FIELDS``, ``amounts`` in yuan a month by the keys of
    ``AMOUNT_KEYS``."""

    id: int
    fields: Mapping[str, FieldValue]
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    category: str | None = None
    village: str | None = None
    group: str | None = None
    around: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Register:
    """People by the 18 characters of their number, households by those of their head.

    ``former_villages``: a name that a village had, or a village that went into another → its name
    today. ``words``: what the words of facts with a code list mean (``standard_words``).
    """

    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    households: Mapping[str, KnownHousehold] = field(default_factory=dict)
    villages: tuple[str, ...] = ()
    former_villages: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=standard_words)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the people of each name."""
        found: dict[str, list[str]] = {}
        for key, person in self.people.items():
            found.setdefault(str(person.fields.get("name")), []).append(key)
        return {name: tuple(keys) for name, keys in found.items()}
