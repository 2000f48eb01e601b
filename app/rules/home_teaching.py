"""送教上门 week by week (S2.205): so many sessions a week, each of so many class hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.periods import Period, Span, periods_in
from app.rules.engine.parameters import InForce, Policy
from app.rules.spells import covers

_SESSIONS = "homeschool.sessions_week"
_HOURS = "homeschool.hours_session"


@dataclass(frozen=True)
class Session:
    """One visit to teach on ``day``, of ``hours`` class hours."""

    day: date
    hours: int


@dataclass(frozen=True)
class Excuse:
    """Days in which no teaching is owed, and why: holidays, a stay in hospital."""

    days: Period
    reason: str


@dataclass(frozen=True)
class TeachingWeek:
    """How one week came out. ``counted`` are the sessions that were long enough; ``missing`` how
    many are wanted still; ``excused`` why nothing was owed."""

    week: Period
    counted: int
    hours: int
    missing: int
    excused: str = ""

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def teaching_weeks(
    policy: Policy,
    sessions: Sequence[Session],
    excuses: Sequence[Excuse],
    window: Period,
    *,
    region: str,
) -> tuple[TeachingWeek, ...]:
    """The weeks that touch ``window``, each by the rule on its first day. A session that is too
    short counts for nothing, and two of them do not make a long one; a week is excused when every
    weekday of it is."""
    found = []
    for week in periods_in(window, Span.WEEK):
        wanted, long_enough = (_count(policy, key, week, region) for key in (_SESSIONS, _HOURS))
        if wanted is None or long_enough is None:
            continue
        held = [session for session in sessions if session.day in week]
        counted = sum(session.hours >= long_enough for session in held)
        excuse = next((e.reason for e in excuses if covers(e.days, week)), "")
        missing = 0 if excuse else max(0, wanted - counted)
        hours = sum(session.hours for session in held)
        found.append(TeachingWeek(week, counted, hours, missing, excuse))
    return tuple(found)


def _count(policy: Policy, key: str, week: Period, region: str) -> int | None:
    found = policy.value(key, day=week.first, region=region)
    if not isinstance(found, InForce):
        return None
    assert isinstance(found.value, int)
    return found.value
