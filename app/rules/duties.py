"""Which contacts a person is owed and how each stands on a day.

A duty exists where the days in which the office has adopted its pack, the holding of a category and
the life of the person meet. Periods are calendar periods; nothing is carried over into the next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from app.core.codes import category_name
from app.core.periods import Period
from app.core.terms import ContactKind, DutyState
from app.rules.duty_calendar import DutyCalendar, Slot, duty_calendar
from app.rules.duty_rules import DutyRule
from app.rules.engine.parameters import Policy


class Holding(NamedTuple):
    """A category held from ``start`` to ``end``, both included; ``end`` None: still held."""

    code: str
    start: date
    end: date | None = None


@dataclass(frozen=True)
class DutySubject:
    """A person as the duties see one. ``categories`` are those of the person and of the
    household; ``refused`` the screens that said 不符合 of the person, for rules that are not for
    everybody of a category. Before ``registered_on`` this office can have missed nothing."""

    person_id: str
    categories: tuple[Holding, ...]
    registered_on: date
    died_on: date | None = None
    refused: frozenset[str] = frozenset()


class ContactFact(NamedTuple):
    """A contact with a person; ``done`` is False for an attempt (nobody home, no answer). A tuple,
    because a month's plan reads a hundred thousand of them."""

    person_id: str
    day: date
    kind: ContactKind
    done: bool


@dataclass(frozen=True)
class Duty:
    """One duty of one person in one period.

    ``kinds`` satisfy it, the one to plan first; ``done`` counts those inside the period, ``times``
    is what the rule wants, ``expected`` what there should be by the end of the window.
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

    @property
    def needed(self) -> int:
        """How many contacts are wanted by the end of the window."""
        return 0 if self.state is DutyState.DONE else max(0, self.expected - self.done)


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
    claims = _claims_of(calendar, subject)
    if not claims:
        return ()
    good = sorted((c for c in contacts if c.done and c.day <= calendar.day), key=_day)
    alive = subject.died_on is None or subject.died_on > calendar.day
    duties: list[Duty] = []
    for claim in claims:
        for tally in _tallies(claim.slots, subject, good):
            state = _state(tally, calendar.day)
            if _is_shown(state, tally.slot, alive=alive, may_be_late=claim.may_be_late):
                duties.append(_duty(tally, subject, state))
    return tuple(sorted(duties, key=lambda duty: (duty.last_good_day, duty.rule_id)))


class _Claim(NamedTuple):
    """The slots of one duty that somebody is owed, each with the reason."""

    slots: tuple[tuple[Slot, str], ...]
    may_be_late: bool


def _claims_of(calendar: DutyCalendar, subject: DutySubject) -> tuple[_Claim, ...]:
    """What is owed to everybody with these categories of these days: thousands of people, but few
    such kinds of them."""
    kind = (subject.categories, subject.registered_on, subject.died_on, subject.refused)
    found = calendar.claims.get(kind)
    if found is None:
        found = calendar.claims[kind] = tuple(_claims(calendar, subject))
    return found


def _claims(calendar: DutyCalendar, subject: DutySubject) -> Iterator[_Claim]:
    held = {holding.code for holding in subject.categories}
    rows = [row for row in calendar.rows if not held.isdisjoint(row.codes)]
    applying = [(row, [s for s in row.slots if _applies(s, subject)]) for row in rows]
    every = [slot for _, slots in applying for slot in slots]
    for row, slots in applying:
        left = tuple((s, _reason(s, subject)) for s in slots if not _replaced(s, every))
        if left:
            yield _Claim(left, _holds_any(subject, row.kin, calendar.day))


def _is_shown(state: DutyState, slot: Slot, *, alive: bool, may_be_late: bool) -> bool:
    """What is done stands in its window; what is not stands for the living, and after its period
    only for those who still belong to somebody the rule is for."""
    if state is DutyState.DONE:
        return slot.in_window
    return alive and (may_be_late or state is not DutyState.LATE)


_day = attrgetter("day")


def _holds_any(subject: DutySubject, codes: frozenset[str], day: date) -> bool:
    return any(
        h.code in codes and h.start <= day and (h.end is None or day <= h.end)
        for h in subject.categories
    )


def _applies(slot: Slot, subject: DutySubject) -> bool:
    first, last = slot.period.first, slot.period.last
    if subject.registered_on > last:
        return False
    if subject.died_on is not None and subject.died_on < first:
        return False
    return any(_brings(holding, slot, subject) for holding in subject.categories)


def _brings(holding: Holding, slot: Slot, subject: DutySubject) -> bool:
    """Whether the holding brings the duty in this period: one that begins inside it does so only
    if the rule starts at once; one that ends inside it keeps the duty to the period's end."""
    begun_by = slot.period.first if slot.rule.next_period else slot.period.last
    return (
        holding.code in slot.rule.categories
        and slot.rule.screen_of(holding.code) not in subject.refused
        and holding.start <= begun_by
        and (holding.end is None or holding.end >= slot.period.first)
    )


def _replaced(slot: Slot, every: Sequence[Slot]) -> bool:
    """Whether a stricter rule of the same group holds in the same days."""
    group, rank = slot.rule.group, slot.rule.rank
    return bool(group) and any(
        other.rule.group == group and other.rule.rank < rank and other.period.overlaps(slot.period)
        for other in every
    )


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


def _duty(tally: _Tally, subject: DutySubject, state: DutyState) -> Duty:
    slot, rule = tally.slot, tally.slot.rule
    return Duty(
        rule_id=slot.rule_id,
        person_id=subject.person_id,
        title=slot.title,
        kinds=rule.kinds,
        period=slot.period,
        times=rule.times,
        expected=slot.expected,
        done=len(tally.days),
        state=state,
        last_good_day=slot.period.last,
        cite=slot.cite,
        reason=tally.reason,
        question=rule.question,
        owed=rule.owed,
        flagged=not tally.lacking and tally.unflagged < rule.times,
        made_good_on=tally.made_good_on,
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


def _reason(slot: Slot, subject: DutySubject) -> str:
    """``孤儿、留守儿童：每月探访``."""
    codes = dict.fromkeys(h.code for h in subject.categories if _brings(h, slot, subject))
    return "、".join(category_name(code) for code in codes) + f"：{slot.title}"
