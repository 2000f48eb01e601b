"""The fewest contacts that serve a person's open duties: one knock serves every duty it can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.terms import ContactKind, DutyState
from app.rules.duties import Duty


@dataclass(frozen=True)
class PlannedContact:
    """One contact to make: ``due`` is the last day good for all it serves that are not late yet;
    ``times`` how many of it are wanted (two owed parcels, three visits before the year ends)."""

    kind: ContactKind
    serves: tuple[Duty, ...]
    due: date
    late: bool
    times: int

    @property
    def person_id(self) -> str:
        return self.serves[0].person_id


def visits_needed(duties: Iterable[Duty]) -> tuple[PlannedContact, ...]:
    """What is to be done for one person, late first. Planned is the way that counts without a mark:
    a call that a visit duty lets pass is never planned in place of the visit."""
    wanted = [duty for duty in duties if duty.needed]
    late = [duty for duty in wanted if duty.state is DutyState.LATE]
    current = [duty for duty in wanted if duty.state is not DutyState.LATE]
    knocks: list[list[Duty]] = []
    for duty in sorted(current, key=_deadline):
        fitting = (k for k in knocks if _kind(k[0]) is _kind(duty) and _meets(k[0], duty))
        _join(next(fitting, None), duty, knocks)
    for duty in sorted(late, key=_deadline):
        fitting = (k for k in knocks if _kind(k[0]) is _kind(duty))
        _join(next(fitting, None), duty, knocks)
    planned = [_planned(tuple(knock)) for knock in knocks]
    return tuple(sorted(planned, key=lambda p: (not p.late, p.due, p.kind)))


def _deadline(duty: Duty) -> tuple[date, str]:
    return duty.last_good_day, duty.rule_id


def _kind(duty: Duty) -> ContactKind:
    return duty.kinds[0]


def _meets(first: Duty, duty: Duty) -> bool:
    """Whether a contact by the deadline of ``first``, the earliest, also falls into ``duty``."""
    return duty.period.first <= first.last_good_day


def _join(knock: list[Duty] | None, duty: Duty, knocks: list[list[Duty]]) -> None:
    if knock is None:
        knocks.append([duty])
    else:
        knock.append(duty)


def _planned(serves: tuple[Duty, ...]) -> PlannedContact:
    current = [duty.last_good_day for duty in serves if duty.state is not DutyState.LATE]
    wanted: dict[str, int] = {}
    for duty in serves:
        before = wanted.get(duty.rule_id, 0)
        wanted[duty.rule_id] = before + duty.needed if duty.owed else max(before, duty.needed)
    return PlannedContact(
        kind=_kind(serves[0]),
        serves=serves,
        due=min(current) if current else max(duty.last_good_day for duty in serves),
        late=len(current) < len(serves),
        times=max(wanted.values()),
    )
