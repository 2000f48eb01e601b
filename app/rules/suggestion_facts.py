"""What suggestions go by: one person's plain facts, on a day, under the law of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from app.core.codes import Codes
from app.core.periods import Period, add_months
from app.rules.engine.parameters import InForce, Policy
from app.rules.findings import Finding, key_of


@dataclass(frozen=True)
class HeldCategory:
    """A category held from ``start`` to ``end``; None: still."""

    code: str
    start: date
    end: date | None = None


@dataclass(frozen=True)
class PersonFacts:
    """What suggestions go by. ``held`` are all holdings of the person, past ones too; ``home`` the
    codes that anybody of the household holds on the day; ``paid`` the categories under which the
    household is paid, for one member only (so that it is said once)."""

    person_id: int
    birth_date: date | None = None
    death_date: date | None = None
    disability_no: str | None = None
    disability_grade: str | None = None
    disability_valid_until: date | None = None
    self_care: str | None = None
    in_school: bool | None = None
    held: tuple[HeldCategory, ...] = ()
    home: frozenset[str] = frozenset()
    paid: frozenset[str] = frozenset()

    def codes_on(self, day: date) -> frozenset[str]:
        """What the person holds on ``day``."""
        return frozenset(
            h.code for h in self.held if h.start <= day and (h.end is None or h.end >= day)
        )


@dataclass(frozen=True)
class Asked:
    """One person on one day under the law of a place, with the office's own names."""

    facts: PersonFacts
    day: date
    policy: Policy
    region: str
    codes: Codes

    @property
    def held(self) -> frozenset[str]:
        return self.facts.codes_on(self.day)

    def count(self, key: str) -> int | None:
        found = self.policy.value(key, day=self.day, region=self.region)
        return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None

    def cite(self, key: str) -> str:
        found = self.policy.value(key, day=self.day, region=self.region)
        return found.version.cite if isinstance(found, InForce) else ""

    def names(self, *codes: str) -> str:
        return "、".join(self.codes.category_names(codes, self.day))

    def ahead(self) -> date | None:
        """The last day that is spoken of today."""
        days = self.count("matter.ahead_days")
        return None if days is None else self.day + timedelta(days=days)

    def window(self) -> Period | None:
        """The days in which an age is spoken of: what was long ago is no news."""
        ahead, back = self.ahead(), self.count("plan.late_months")
        if ahead is None or back is None:
            return None
        return Period(add_months(self.day, -back), ahead)

    def finding(
        self,
        kind: str,
        words: str,
        remedy: str,
        source: str,
        *,
        facts: Mapping[str, str],
        part: str = "",
        due: date | None = None,
    ) -> Finding:
        person = self.facts.person_id
        return Finding(
            key=key_of(kind, person, part) if part else key_of(kind, person),
            kind=kind,
            words=words,
            remedy=remedy,
            source=source,
            person_id=person,
            due=due,
            facts=MappingProxyType(dict(facts)),
        )
