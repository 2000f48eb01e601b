"""What a service works with."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from app.core.clock import Clock
from app.models.store import Store
from app.models.unit_of_work import Act, Work
from app.rules.engine.parameters import Policy
from app.services.law import Law


@dataclass(frozen=True)
class Actor:
    """Who sits at the desk; named in every audit line."""

    name: str


@dataclass(frozen=True)
class Desk:
    """The open store, who works, the clock, the law, and the data folder."""

    store: Store
    actor: Actor
    clock: Clock
    law: Law
    folder: Path

    @property
    def policy(self) -> Policy:
        """The law as this office has it now."""
        return self.law.policy

    def write(
        self, verb: str, words: str, subject: tuple[str, int] | None = None
    ) -> AbstractContextManager[Work]:
        """One transaction with its audit line; ``words`` are Chinese, without personal data."""
        return self.store.write(Act(self.actor.name, verb, words, self.clock.now(), subject))
