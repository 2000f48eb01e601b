"""One look at the register under the law of one day: what every finder works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from app.core.matter_kinds import matter_kinds
from app.core.terms import Answer
from app.rules.deadlines import due_after
from app.rules.engine.facts import facts_of
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.findings import Finding, key_of
from app.rules.register_snapshot import Register
from app.rules.screening import Screened, screen


@dataclass(frozen=True)
class Subject:
    """Whom a finding is about, and what tells it apart from others of its kind."""

    part: object
    person_id: int | None = None
    household_id: int | None = None
    contact_id: int | None = None


def of_person(person_id: int, *, part: str = "", contact_id: int | None = None) -> Subject:
    """A person; ``part`` where one person may have several findings of a kind."""
    own = f"{person_id}:{part}" if part else person_id
    return Subject(own, person_id=person_id, contact_id=contact_id)


def of_household(household_id: int, *, part: str = "") -> Subject:
    """A household; ``part`` instead of its id where the finding is about several."""
    return Subject(f"h{part or household_id}", household_id=household_id)


@dataclass(frozen=True)
class Look:
    """The register, the law, the day and the place."""

    register: Register
    policy: Policy
    day: date
    region: str

    def screened(self, name: str, facts: Mapping[str, object]) -> Screened | None:
        """The answer of a screen where it is a yes; what is open is never a finding."""
        answer = screen(name, facts_of(facts), self.policy, day=self.day, region=self.region)
        return answer if answer.answer is Answer.YES else None

    @cached_property
    def dues(self) -> Mapping[str, date | None]:
        """The last good day for a matter of each kind that is found today; None: no rule."""
        days = {kind.deadline: self._last_day(kind.deadline) for kind in matter_kinds().values()}
        return {code: days[kind.deadline] for code, kind in matter_kinds().items()}

    def _last_day(self, deadline: str) -> date | None:
        if not deadline:
            return None
        due = due_after(self.policy, deadline, self.day, region=self.region)
        return None if isinstance(due, NotInForce) else due.last

    def count(self, key: str) -> int | None:
        """A parameter that is a whole number; None where none is in force."""
        found = self.policy.value(key, day=self.day, region=self.region)
        return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None

    def finding(
        self,
        kind: str,
        about: Subject,
        words: str,
        facts: Mapping[str, str],
        *,
        screened: Screened | None = None,
        due: date | None = None,
        department: str = "",
    ) -> Finding:
        """A finding, due by the rule of its kind unless ``due`` is given. The screen that found it
        names clause and remedy; without one they stand with the kind."""
        known = matter_kinds()[kind]
        return Finding(
            key=key_of(kind, about.part),
            kind=kind,
            words=words,
            remedy=screened.remedy if screened else known.remedy,
            source=screened.cite if screened else known.source,
            person_id=about.person_id,
            household_id=about.household_id,
            contact_id=about.contact_id,
            due=due or self.dues[kind],
            department=department,
            facts=MappingProxyType(dict(facts)),
        )
