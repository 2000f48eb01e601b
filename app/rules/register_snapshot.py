"""The register of one day as plain data: what finders look through, whoever keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.core.periods import Period
from app.rules.caregivers import CareScored, CareTerm


class Someone(NamedTuple):
    """One person on the register. ``home`` is the household the person belongs to now."""

    id: int
    home: int | None
    registered_on: date
    birth_date: date | None
    death_date: date | None
    self_care: str | None
    disability_no: str | None
    disability_grade: str | None
    account_no: str | None
    card_no: str | None
    in_school: bool | None
    insurance: str | None
    care_institution: str | None


class Home(NamedTuple):
    """One household; incomes are yuan a year."""

    id: int
    head_name: str
    size: int | None
    annual_income: Decimal | None
    per_capita_income: Decimal | None
    relocation_site: str | None
    registered_poor: bool | None
    house_danger: str | None
    account_no: str | None
    card_no: str | None


class Held(NamedTuple):
    """A category that is held on the day, since when."""

    code: str
    start: date


class Paid(NamedTuple):
    """What is paid on the day, to a household (``category``) or a person (the benefit's kind)."""

    category: str
    amount: Decimal | None
    start: date
    account_no: str | None = None


class Told(NamedTuple):
    """The newest visit at which the person was seen: its day and the answers by field key."""

    contact_id: int
    day: date
    answers: Mapping[str, object]


class Try(NamedTuple):
    """One contact or attempt; ``unseen`` is why the person was not seen, where the sheet says."""

    contact_id: int
    day: date
    kind: str
    done: bool
    unseen: str | None


class Excused(NamedTuple):
    """Why nobody is to come to somebody, today and since when."""

    id: int
    start: date
    reason: str


class Wished(NamedTuple):
    """A micro-wish that is claimed and not fulfilled yet; who claimed it when."""

    id: int
    person_id: int
    words: str
    claimed_by: str
    claimed_on: date


class Listed(NamedTuple):
    """The lists of one festival day: how many people, how many of them were given something, and
    whether all lists are closed."""

    people: int
    given: int
    closed: bool


@dataclass(frozen=True)
class Register:
    """Everybody still on the register, and what hangs on them. Mappings are by the person's or the
    household's id; who is not in one has nothing there. ``tries`` are newest first, back to the day
    on which somebody was last reached. ``interim_carers`` are the people by whom somebody stands as
    a carer although no agreement runs."""

    people: Sequence[Someone] = ()
    homes: Mapping[int, Home] = field(default_factory=dict)
    held: Mapping[int, Sequence[Held]] = field(default_factory=dict)
    awards: Mapping[int, Sequence[Paid]] = field(default_factory=dict)
    benefits: Mapping[int, Sequence[Paid]] = field(default_factory=dict)
    told: Mapping[int, Told] = field(default_factory=dict)
    tries: Mapping[int, Sequence[Try]] = field(default_factory=dict)
    excuses: Mapping[int, Sequence[Excused]] = field(default_factory=dict)
    checked: Mapping[int, date] = field(default_factory=dict)
    assessed: Mapping[int, date] = field(default_factory=dict)
    responsible: frozenset[int] = frozenset()
    adopted: Mapping[str, Period] = field(default_factory=dict)
    ledgers: frozenset[str] = frozenset()
    care: Sequence[CareTerm] = ()
    interim_carers: frozenset[int] = frozenset()
    care_scored: Sequence[CareScored] = ()
    wishes: Sequence[Wished] = ()
    festivals: Mapping[date, Listed] = field(default_factory=dict)
    activities: Mapping[str, Sequence[date]] = field(default_factory=dict)

    def codes(self, person_id: int) -> frozenset[str]:
        """The categories that the person holds."""
        return frozenset(held.code for held in self.held.get(person_id, ()))

    def members(self) -> Mapping[int, Sequence[Someone]]:
        """Who belongs to each household."""
        found: dict[int, list[Someone]] = {}
        for person in self.people:
            if person.home is not None:
                found.setdefault(person.home, []).append(person)
        return found
