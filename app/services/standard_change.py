"""When a standard changes: who goes up, down, in, out, before anyone confirms; and what is owed for
the months between the day it holds from and today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.core.money import cents
from app.core.periods import Period, Span, periods_in
from app.core.progress import Progress, silent
from app.core.terms import Answer
from app.rules.assess import programme_keys
from app.rules.engine.facts import Facts
from app.rules.engine.parameters import InForce, Policy
from app.rules.entries import Entry, with_entries
from app.rules.impact import Outcome, Reckoner, reads_of
from app.rules.policy import ProgrammeRule
from app.rules.screening import screen_keys
from app.services.assessing import Subject, subjects
from app.services.desk import Desk
from app.services.office import expect_office, packs_on

_HOUSEHOLD_UNIT = "户"
_MONTHLY = "月"
# The screens that say who belongs and who no longer does (S2.263, S4.203).
_MEMBERSHIP = ("include_in_dibao", "dibao_change")
_STOPPED = "停发"


class Move(StrEnum):
    """What a change does to one person or household under one programme."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"
    OPEN = "open"


MOVE_NAMES = {
    Move.UP: "提高",
    Move.DOWN: "降低",
    Move.IN: "新符合",
    Move.OUT: "不再符合",
    Move.OPEN: "待核实",
}


@dataclass(frozen=True)
class Affected:
    """One person (or the household, under its head) for whom something changes. Amounts are yuan by
    ``unit``; ``arrears`` in yuan for ``months`` months, None where a month is open or none are."""

    person_id: int
    name: str
    village: str
    programme: str
    unit: str
    move: Move
    before: Decimal | None
    after: Decimal | None
    months: int
    arrears: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """What is paid more (below nothing: less); None while either side is open."""
        if self.before is None or self.after is None:
            return None
        return cents(self.after - self.before)


@dataclass(frozen=True)
class ChangePreview:
    """What the entries would do on ``day``; ``asked`` people were looked at."""

    entries: tuple[Entry, ...]
    day: date
    asked: int
    affected: tuple[Affected, ...]
    programmes: tuple[str, ...]
    counts: Mapping[Move, int] = field(default_factory=dict)

    def monthly(self) -> Decimal:
        """What is paid more a month, of those whose difference is known."""
        known = (a.difference for a in self.affected if _MONTHLY in a.unit)
        return cents(sum((d for d in known if d is not None), Decimal(0)))

    def arrears(self) -> Decimal:
        """What is owed for months gone by, of those that are settled."""
        return cents(sum((a.arrears for a in self.affected if a.arrears), Decimal(0)))


def preview_change(
    desk: Desk, entries: Sequence[Entry], progress: Progress = silent
) -> ChangePreview:
    """Who is affected when ``entries`` hold; nothing is written.

    The day looked at is the first day of the latest entry, or today when that is past. Raises
    ``UserError`` naming the first entry that is not right.
    """
    office = expect_office(desk)
    new = with_entries(desk.policy, entries, office=office.code)
    today = desk.clock.today()
    day = max(today, *(entry.first for entry in entries))
    clocks = _Clocks(desk.policy, new, office.code, frozenset(entry.key for entry in entries))
    packs = packs_on(office, day)
    everybody = subjects(desk, day)
    changes = [
        *(_Change(clocks, name, day) for name in _programmes(clocks, packs, day)),
        *(_Change(clocks, name, day, is_screen=True) for name in _screens(clocks, day)),
    ]
    behind = _months_behind(entries, today)
    affected: list[Affected] = []
    for number, subject in enumerate(everybody):
        if number % 500 == 0:
            progress(number, len(everybody), "比较新旧标准")
        for change in changes:
            affected += _affected(subject, change, behind)
    progress(len(everybody), len(everybody), "完成")
    return ChangePreview(
        entries=tuple(entries),
        day=day,
        asked=len(everybody),
        affected=tuple(affected),
        programmes=tuple(change.title for change in changes),
        counts=Counter(one.move for one in affected),
    )


@dataclass(frozen=True)
class _Clocks:
    """The law before and after the change, and which figures differ."""

    old: Policy
    new: Policy
    region: str
    keys: frozenset[str]

    def touches(self, name: str, day: date, *, is_screen: bool = False) -> bool:
        """Whether a rule reads one of the figures on ``day``."""
        reads = reads_of(name, self.old, day, region=self.region, is_screen=is_screen)
        return not reads.keys.isdisjoint(self.keys)


class _Change:
    """One rule under both laws, on the day looked at and in months gone by. What it reads is asked
    on that day; rules of another wording in the months before would be another change."""

    def __init__(self, clocks: _Clocks, name: str, day: date, *, is_screen: bool = False) -> None:
        folder = "screen" if is_screen else "programme"
        parameter = clocks.old.parameters[f"{folder}.{name}"]
        self.title, self.unit, self.is_screen = parameter.title, parameter.unit, is_screen
        self._day = day
        reads = reads_of(name, clocks.old, day, region=clocks.region, is_screen=is_screen)
        self._old, self._new = (
            Reckoner(name, policy, clocks.region, reads, is_screen)
            for policy in (clocks.old, clocks.new)
        )

    @property
    def of_household(self) -> bool:
        return self.is_screen or _HOUSEHOLD_UNIT in self.unit

    def both(self, facts: Facts, day: date | None = None) -> tuple[Outcome, Outcome]:
        """The outcome under the old and the new law."""
        when = day or self._day
        return self._old.outcome(facts, when), self._new.outcome(facts, when)


def _programmes(clocks: _Clocks, packs: frozenset[str], day: date) -> list[str]:
    """The adopted programmes in force on ``day`` that read a changed figure."""
    found = []
    for name in programme_keys(clocks.old):
        rule = clocks.old.value(f"programme.{name}", day=day, region=clocks.region)
        if not isinstance(rule, InForce) or not isinstance(rule.value, ProgrammeRule):
            continue
        if rule.value.pack in packs and clocks.touches(name, day):
            found.append(name)
    return found


def _screens(clocks: _Clocks, day: date) -> list[str]:
    known = set(screen_keys(clocks.old))
    return [
        name for name in _MEMBERSHIP if name in known and clocks.touches(name, day, is_screen=True)
    ]


def _months_behind(entries: Sequence[Entry], today: date) -> tuple[date, ...]:
    """The first days of the whole months since the earliest entry holds, this month not yet."""
    first = min(entry.first for entry in entries)
    last = today.replace(day=1)
    if first >= last:
        return ()
    months = periods_in(Period(first, last), Span.MONTH)
    return tuple(month.first for month in months if first <= month.first < last)


def _affected(subject: Subject, change: _Change, behind: Sequence[date]) -> Iterator[Affected]:
    if change.of_household and not subject.speaks_for_home:
        return
    before, after = change.both(subject.facts)
    move = _screen_move(before, after, subject) if change.is_screen else _move(before, after)
    owed = () if change.is_screen else _owed(subject, change, behind)
    if move is None and not any(owed):
        return
    settled = all(month is not None for month in owed)
    total = cents(sum((month or Decimal(0) for month in owed), Decimal(0)))
    yield Affected(
        person_id=subject.person_id,
        name=subject.name,
        village=subject.village,
        programme=change.title,
        unit=change.unit,
        move=move or Move.UP,
        before=before.amount,
        after=after.amount,
        months=len(owed),
        arrears=total if owed and settled else None,
    )


def _owed(subject: Subject, change: _Change, behind: Sequence[date]) -> tuple[Decimal | None, ...]:
    """What each month gone by is owed, by the categories of that month and all else as it is known
    now; None while it is open."""
    if _MONTHLY not in change.unit:
        return ()
    pairs = (change.both(subject.facts_on(month), month) for month in behind)
    return tuple(
        None if old.amount is None or new.amount is None else new.amount - old.amount
        for old, new in pairs
    )


def _move(before: Outcome, after: Outcome) -> Move | None:
    """What happens to an amount; nothing while both are open or the same."""
    if before == after:
        return None
    if after.amount is None or before.amount is None:
        return Move.OPEN
    if before.answer is not Answer.YES and after.answer is Answer.YES:
        return Move.IN
    if before.answer is Answer.YES and after.answer is not Answer.YES:
        return Move.OUT
    return Move.UP if after.amount > before.amount else Move.DOWN


def _screen_move(before: Outcome, after: Outcome, subject: Subject) -> Move | None:
    """Who would come under the line and is not in 低保 yet, who goes over it and is."""
    if before == after:
        return None
    inside = subject.facts.get("in_dibao") is True
    if inside and after.grade == _STOPPED:
        return Move.OUT
    if not inside and not after.grade and after.answer is Answer.YES:
        return Move.IN
    return None
