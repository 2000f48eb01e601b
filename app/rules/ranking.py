"""重点考虑, 优先审批: who comes before whom, and where the documents leave it to people (S2.244,
S2.259)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.rules.engine.case import Case
from app.rules.engine.facts import Facts
from app.rules.engine.parameters import Policy
from app.rules.screens.work import marks


@dataclass(frozen=True)
class Applicant:
    """Somebody who waits: how many marks of priority one holds, and since when (``None``: the day
    makes no difference)."""

    key: str
    marks: int
    day: date | None = None


def ranked(applicants: Iterable[Applicant]) -> tuple[tuple[Applicant, ...], ...]:
    """Those with more marks first, of as many the earlier; who stands equal stands in one group,
    and people decide there and write down why."""
    in_order = sorted(applicants, key=_place)
    return tuple(tuple(equal) for _, equal in groupby(in_order, key=_place))


def marks_held(facts: Facts, policy: Policy, *, day: date, region: str) -> tuple[str, ...]:
    """The marks of S2.244 that a family certainly holds."""
    case = Case(facts, policy, day, region)
    return tuple(words for words, mark in marks(case) if mark.value)


def _place(applicant: Applicant) -> tuple[int, date]:
    return -applicant.marks, applicant.day or date.min
