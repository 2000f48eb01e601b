"""What a person is owed: which slots of which duties, before anybody looks at contacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.core.codes import category_name
from app.rules.duty_calendar import DutyCalendar
from app.rules.duty_facts import DutySubject, Holding
from app.rules.duty_slots import Slot


class Claim(NamedTuple):
    """The slots of one duty that somebody is owed, each with the reason."""

    slots: tuple[tuple[Slot, str], ...]
    may_be_late: bool


class Claims(NamedTuple):
    """All that somebody is owed, and the last day on which none of its periods begins or ends."""

    claims: tuple[Claim, ...]
    until: date


def claims_hold_until(calendar: DutyCalendar, subject: DutySubject) -> date:
    """The last day before a period of what the subject is owed begins or is over."""
    return claims_of(calendar, subject).until


def claims_of(calendar: DutyCalendar, subject: DutySubject) -> Claims:
    """What is owed to everybody with these categories of these days: thousands of people, but few
    such kinds of them."""
    kind: tuple[object, ...] = (
        subject.categories, subject.registered_on, subject.died_on, subject.refused, subject.events,
    )  # fmt: skip
    if calendar.asks_ages:
        kind = (*kind, subject.birth)
    found: Claims | None = calendar.claims.get(kind)
    if found is None:
        claims = tuple(_claims(calendar, subject))
        periods = [slot.period for claim in claims for slot, _ in claim.slots]
        turns = [*(p.last for p in periods), *(p.first - timedelta(days=1) for p in periods)]
        until = min((turn for turn in turns if turn >= calendar.day), default=date.max)
        found = calendar.claims[kind] = Claims(claims, until)
    return found


def _claims(calendar: DutyCalendar, subject: DutySubject) -> Iterator[Claim]:
    held = {holding.code for holding in subject.categories}
    rows = [row for row in calendar.rows if not held.isdisjoint(row.codes)]
    owed = [(row, row.slots_of(subject.birth, subject.events)) for row in rows]
    applying = [(row, [s for s in slots if _applies(s, subject)]) for row, slots in owed]
    every = [slot for _, slots in applying for slot in slots]
    for row, slots in applying:
        left = tuple((s, _reason(s, subject)) for s in slots if not _replaced(s, every))
        if left:
            yield Claim(left, _holds_any(subject, row.kin, calendar.day))


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


def _reason(slot: Slot, subject: DutySubject) -> str:
    """``孤儿、留守儿童：每月探访``; after an event ``5月6日出院：出院后走访``."""
    if slot.because:
        return f"{slot.because}：{slot.title}"
    codes = dict.fromkeys(h.code for h in subject.categories if _brings(h, slot, subject))
    return "、".join(category_name(code) for code in codes) + f"：{slot.title}"
