"""Which facts the programmes ask of somebody."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from app.rules.assess import ALL, assess
from app.rules.engine.fact_names import FACT_NAMES
from app.rules.engine.facts import Facts, FactValue
from app.rules.engine.parameters import Policy


class _Noted(Mapping[str, FactValue]):
    """Facts that note what is asked of them."""

    def __init__(self, values: Mapping[str, FactValue]) -> None:
        self._values = values
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> FactValue:
        self.asked.add(key)
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def facts_asked(
    facts: Facts, policy: Policy, *, day: date, region: str, packs: Collection[str]
) -> tuple[str, ...]:
    """The names of the facts that every programme in force looks at, in the order in which they
    are declared; known or not. Raises UserError as ``assess`` does."""
    noted = _Noted(facts.values)
    assess(ALL, Facts(noted), policy, day=day, region=region, packs=packs)
    return tuple(key for key in FACT_NAMES if key in noted.asked)
