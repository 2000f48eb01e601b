"""Which contacts a person is owed and how each stands on a day.

A duty exists where the days in which the office has adopted its pack, the holding of a category and
the life of the person meet. Periods are calendar periods; nothing is carried over into the next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from app.core.periods import Period
from app.core.terms import ContactKind, DutyState
from app.rules.duty_calendar import DutyCalendar, duty_calendar
from app.rules.duty_claims import claims_of
from app.rules.duty_facts import ContactFact, DutySubject
from app.rules.duty_rules import DutyRule
from app.rules.duty_slots import Slot
from app.rules.engine.parameters import Policy


@dataclass(frozen=True)
class Duty:
    """One duty of one person in one period.

    ``kinds`` satisfy it, the one to plan first; ``done`` counts those inside the period, ``times``
    is what the rule wants, ``expected`` what there should be by the end of the window.
    ``excuse``: why nobody is to come, in a state of EXCUSED. ``time``: until when on the last day.
    ``flagged``: done, but only because the rule lets another way pass with a mark.
    ``made_good_on``: missed in its period, done on this later day. ``owed``: cannot be made good by
    the contact of a later period, needs one of its own.
    """

    rule_id: str
    person_id: str
    title: str
    kinds: tuple[ContactKind, ...]
    period: Period
    times: int
    expected: int
    done: int
    state: DutyState
    last_good_day: date
    cite: str
    reason: str
    question: str
    owed: bool = False
    flagged: bool = False
    made_good_on: date | None = None
    excuse: str = ""
    time: str = ""

    @property
    def needed(self) -> int:
        """How many contacts are wanted by the end of the window."""
        settled = self.state in {DutyState.DONE, DutyState.EXCUSED}
        return 0 if settled else max(0, self.expected - self.done)


def duties_for(
    subject: DutySubject,
    contacts: Sequence[ContactFact],
    policy: Policy,
    *,
    adopted: Mapping[str, Period],
    window: Period,
    day: date,
    region: str,
) -> tuple[Duty, ...]:
    """The duties of one person in ``window`` as they stand on ``day``, and earlier ones that are
    late. For many persons make one ``duty_calendar`` and call ``duties_of``."""
    calendar = duty_calendar(policy, adopted=adopted, window=window, day=day, region=region)
    return duties_of(calendar, subject, contacts)


def duties_of(
    calendar: DutyCalendar, subject: DutySubject, contacts: Sequence[ContactFact]
) -> tuple[Duty, ...]:
    """The duties of one person, the first to fall due first. ``contacts`` are those with anybody
    of the household; whether those with another member count is said by each rule."""
    claims = claims_of(calendar, subject).claims
    if not claims:
        return ()
    day = calendar.day
    good = sorted([c for c in contacts if c.done and c.day <= day], key=_day)
    alive = subject.died_on is None or subject.died_on > calendar.day
    duties: list[Duty] = []
    for claim in claims:
        for tally in _tallies(claim.slots, subject, good):
            stand = _stand(tally, subject, calendar.day)
            there = alive or (calendar.tells_missed and _lived_through(subject, tally.slot))
            chased = claim.may_be_late or calendar.tells_missed
            if _is_shown(stand, tally.slot, alive=there, may_be_late=chased):
                duties.append(_duty(tally, subject, stand))
    return tuple(sorted(duties, key=lambda duty: (duty.last_good_day, duty.rule_id)))


class _Stand(NamedTuple):
    """How a duty stands: the ways that are open, and why none is. ``lasting``: the excuse held on
    the last good day, so that nothing is late when it ends."""

    state: DutyState
    kinds: tuple[ContactKind, ...]
    excuse: str = ""
    lasting: bool = False


def _lived_through(subject: DutySubject, slot: Slot) -> bool:
    """Whether the person was still there when the slot was over."""
    return subject.died_on is None or slot.period.last < subject.died_on


def _is_shown(stand: _Stand, slot: Slot, *, alive: bool, may_be_late: bool) -> bool:
    """What is done or excused for good stands in its window; what is not stands for the living, and
    after its period only for those who still belong to somebody the rule is for."""
    if stand.state is DutyState.DONE or stand.lasting:
        return slot.in_window and (alive or stand.state is DutyState.DONE)
    over = stand.state in {DutyState.LATE, DutyState.EXCUSED}
    return alive and (may_be_late or not over)


def _stand(tally: _Tally, subject: DutySubject, day: date) -> _Stand:
    """The state, with what the excuses leave of it: an excuse that holds on the last good day
    settles the duty; one that holds today puts off what is late."""
    state, kinds = _state(tally, day), tally.slot.rule.kinds
    if state is DutyState.DONE or not subject.excuses:
        return _Stand(state, kinds)
    last = tally.slot.period.last
    for asked, lasting in ((last, True), *(((day, False),) if last < day else ())):
        barred = {k: e for k in kinds for e in subject.excuses if e.bars(k, asked)}
        if barred.keys() >= set(kinds):
            return _Stand(DutyState.EXCUSED, kinds, barred[kinds[0]].words, lasting)
    now = max(last, day)
    open_ways = tuple(k for k in kinds if not any(e.bars(k, now) for e in subject.excuses))
    return _Stand(state, open_ways)


_day = attrgetter("day")


@dataclass
class _Tally:
    """The days of good contacts in one slot, and what is left over for earlier missed ones."""

    slot: Slot
    reason: str
    days: list[date]
    unflagged: int
    made_good_on: date | None = None

    @property
    def lacking(self) -> int:
        return max(0, self.slot.rule.times - len(self.days))


def _tallies(
    slots: Sequence[tuple[Slot, str]], subject: DutySubject, good: Sequence[ContactFact]
) -> list[_Tally]:
    tallies: list[_Tally] = []
    rule: DutyRule | None = None
    counted: list[ContactFact] = []
    for slot, reason in slots:
        if slot.rule is not rule:
            rule = slot.rule
            counted = _counting(rule, subject, good)
        tallies.append(_tally(slot, reason, counted))
    if rule is not None and rule.owed:
        _give_surplus(tallies)
    else:
        _heal(tallies, [contact.day for contact in counted])
    return tallies


def _counting(
    rule: DutyRule, subject: DutySubject, good: Sequence[ContactFact]
) -> list[ContactFact]:
    """The contacts that satisfy the rule; of those on one day only the best where days count."""
    kinds, own = rule.kinds, subject.person_id
    found = [
        contact
        for contact in good
        if contact.kind in kinds and (rule.household or contact.person_id == own)
    ]
    if rule.lesson_hours:
        found = [contact for contact in found if (contact.hours or 0) >= rule.lesson_hours]
    if not rule.distinct_days:
        return found
    best: dict[date, ContactFact] = {}
    for contact in found:
        if contact.day not in best or contact.kind in rule.counts:
            best[contact.day] = contact
    return list(best.values())


def _tally(slot: Slot, reason: str, counted: Sequence[ContactFact]) -> _Tally:
    first = bisect_left(counted, slot.period.first, key=_day)
    last = bisect_right(counted, slot.period.last, key=_day)
    inside = counted[first:last]
    unflagged = sum(contact.kind in slot.rule.counts for contact in inside)
    return _Tally(slot, reason, [contact.day for contact in inside], unflagged)


def _heal(tallies: Sequence[_Tally], days: Sequence[date]) -> None:
    """What was missed is made good by as many contacts after the period as were lacking."""
    for tally in tallies:
        later = days[bisect_right(days, tally.slot.period.last) :]
        if tally.lacking and len(later) >= tally.lacking:
            tally.made_good_on = later[tally.lacking - 1]


def _give_surplus(tallies: Sequence[_Tally]) -> None:
    """What is owed is made good only by what a later period has beyond its own."""
    spare = [day for tally in tallies for day in tally.days[tally.slot.rule.times :]]
    for tally in tallies:
        later = [day for day in spare if day > tally.slot.period.last]
        if tally.lacking and len(later) >= tally.lacking:
            used = later[: tally.lacking]
            tally.made_good_on = used[-1]
            for day in used:
                spare.remove(day)


def _duty(tally: _Tally, subject: DutySubject, stand: _Stand) -> Duty:
    slot, rule = tally.slot, tally.slot.rule
    return Duty(
        rule_id=slot.rule_id,
        person_id=subject.person_id,
        title=slot.title,
        kinds=stand.kinds,
        period=slot.period,
        times=rule.times,
        expected=slot.expected,
        done=len(tally.days),
        state=stand.state,
        last_good_day=slot.period.last,
        cite=slot.cite,
        reason=tally.reason,
        question=rule.question,
        owed=rule.owed,
        flagged=not tally.lacking and tally.unflagged < rule.times,
        made_good_on=tally.made_good_on,
        excuse=stand.excuse,
        time=slot.time,
    )


def _state(tally: _Tally, day: date) -> DutyState:
    slot = tally.slot
    if not tally.lacking or tally.made_good_on is not None:
        return DutyState.DONE
    if slot.period.last < day:
        return DutyState.LATE
    if slot.period.first > day or len(tally.days) >= slot.expected:
        return DutyState.UPCOMING
    return DutyState.DUE
