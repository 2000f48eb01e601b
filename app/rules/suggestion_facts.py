"""What suggestions go by: one person's plain facts, on a day, under the law of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
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
class Law:
    """What holds for everybody on ``day`` at a place: read from the policy once, not per person.
    ``codes`` know the office's own names of categories."""

    policy: Policy
    day: date
    region: str = ""
    codes: Codes = field(default_factory=Codes)

    @cached_property
    def child_until(self) -> int | None:
        return self._count("age.child_until")

    @cached_property
    def very_old(self) -> int | None:
        return self._count("age.very_old_allowance")

    @cached_property
    def card_notice(self) -> int | None:
        """Months."""
        return self._count("disability.card_notice_months")

    @cached_property
    def severe_grades(self) -> tuple[str, ...]:
        found = self.policy.value("disability.severe_grades", day=self.day, region=self.region)
        if not isinstance(found, InForce) or not isinstance(found.value, tuple):
            return ()
        return found.value

    @cached_property
    def window(self) -> Period | None:
        """The days in which an age is spoken of: some days ahead, and what was long ago is no
        news."""
        ahead, back = self._count("matter.ahead_days"), self._count("plan.late_months")
        if ahead is None or back is None:
            return None
        return Period(add_months(self.day, -back), self.day + timedelta(days=ahead))

    def cite(self, key: str) -> str:
        """The clause behind a figure."""
        found = self.policy.value(key, day=self.day, region=self.region)
        return found.version.cite if isinstance(found, InForce) else ""

    def _count(self, key: str) -> int | None:
        found = self.policy.value(key, day=self.day, region=self.region)
        return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None


@dataclass(frozen=True)
class Asked:
    """One person under the law of a day."""

    facts: PersonFacts
    law: Law

    @property
    def day(self) -> date:
        return self.law.day

    @cached_property
    def held(self) -> frozenset[str]:
        """The categories that the person holds and whose end nobody has entered: where one is,
        somebody has acted."""
        open_ones = (h for h in self.facts.held if h.end is None and h.start <= self.day)
        return frozenset(h.code for h in open_ones)

    def names(self, *codes: str) -> str:
        """What the office calls these categories."""
        return "、".join(self.law.codes.category_names(codes, self.day))

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
        """A finding about the person; ``part`` where there may be several of a kind."""
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
