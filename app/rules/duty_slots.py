"""The days that a duty runs by: calendar periods, days entered year by year, ages, events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.core.life_events import event_name
from app.core.periods import Period, Span, add_months, periods_in
from app.rules.deadline_rules import Ages, DeadlineRule
from app.rules.deadlines import Due, due_at_ages, due_in
from app.rules.duty_rules import DutyRule, filled_in
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.spells import spell_over

_A_DAY = timedelta(days=1)


class Event(NamedTuple):
    """Something that happened to a person; ``at`` where the hour is known."""

    kind: str
    day: date
    at: datetime | None = None


@dataclass(frozen=True)
class Slot:
    """One period of one duty, cut to the days in which the office has adopted its pack.

    ``expected`` is how many contacts there should be by the end of the window: four visits a year
    are spread over the year. ``in_window`` is False for a period that was over before the window.
    ``because``: the event that it follows from; ``time``: until when on the last day (``HH:MM``).
    """

    rule_id: str
    title: str
    cite: str
    rule: DutyRule
    period: Period
    expected: int
    in_window: bool
    because: str = ""
    time: str = ""


@dataclass(frozen=True)
class Asked:
    """What slots are asked for: those that touch ``reach``, which ends with ``window``."""

    policy: Policy
    adopted: Mapping[str, Period]
    window: Period
    reach: Period
    region: str
    # Slots of one rule share it, and so what counts for it.
    same: dict[DutyRule, DutyRule] = field(default_factory=dict, compare=False)


class _When(NamedTuple):
    """Where a slot lies, before it is cut: ``law`` is the day whose version of the rule holds."""

    period: Period
    law: date
    name: str = ""
    because: str = ""
    time: str = ""


def rules_of(key: str, policy: Policy) -> tuple[DutyRule, ...]:
    """Every version of a duty."""
    versions = policy.parameters[key].versions
    return tuple(v.value for v in versions if isinstance(v.value, DutyRule))


def calendar_slots(key: str, asked: Asked) -> tuple[Slot, ...]:
    """The slots that are the same for everybody, earliest first."""
    found = [
        slot
        for sample in _rhythms(key, asked.policy)
        for when in _whens(sample, asked)
        if (slot := _slot(key, when, sample, asked))
    ]
    return tuple(sorted(found, key=lambda slot: slot.period))


def _whens(sample: DutyRule, asked: Asked) -> Iterator[_When]:
    if sample.span:
        for period in periods_in(asked.reach, sample.span):
            yield _When(period, period.first)
    elif sample.deadline and not _by_age(sample, asked.policy):
        # A window may open long before its day: a year is further than any.
        far = Period(add_months(asked.reach.first, -12), add_months(asked.reach.last, 12))
        for due in due_in(asked.policy, sample.deadline, far, region=asked.region):
            yield _of_due(due, due.task.partition("：")[0])


@dataclass(frozen=True)
class OwnSlots:
    """A duty in the rhythms that are a person's own: ages and events."""

    key: str
    samples: tuple[DutyRule, ...]
    asked: Asked

    @property
    def by_age(self) -> bool:
        """Whether it matters when somebody was born."""
        return any(rule.deadline for rule in self.samples)

    @property
    def begins(self) -> date:
        """No slot that touches the reach begins before this day."""
        longest = max(
            timedelta(days=rule.before + rule.after + rule.days + 1, hours=rule.hours)
            for rule in rules_of(self.key, self.asked.policy)
        )
        return self.asked.reach.first - longest

    def of(self, birth: date | None, events: Iterable[Event]) -> Iterator[Slot]:
        """The slots of somebody born on ``birth`` (None: unknown) to whom ``events`` happened."""
        for sample in self.samples:
            if sample.events:
                whens = _after_events(self.key, sample, events, self.asked)
            else:
                whens = _at_ages(sample, birth, self.asked)
            for when in whens:
                slot = _slot(self.key, when, sample, self.asked)
                if slot is not None:
                    yield slot


def own_slots(key: str, asked: Asked) -> OwnSlots | None:
    """What makes the slots that are a person's own; None for a duty without any."""
    begun = min(version.first for version in asked.policy.parameters[key].versions)
    own = [
        rule
        for rule in _rhythms(key, asked.policy)
        if rule.pack in asked.adopted
        and begun <= asked.reach.last
        and (rule.events or _by_age(rule, asked.policy))
    ]
    return OwnSlots(key, tuple(own), asked) if own else None


def _rhythms(key: str, policy: Policy) -> list[DutyRule]:
    """One rule for each way in which the duty has run."""
    return list({(rule.rhythm, rule.pack): rule for rule in rules_of(key, policy)}.values())


def _by_age(rule: DutyRule, policy: Policy) -> bool:
    if not rule.deadline:
        return False
    versions = policy.parameters[f"deadline.{rule.deadline}"].versions
    values = [v.value for v in versions if isinstance(v.value, DeadlineRule)]
    return any(isinstance(value.schedule, Ages) for value in values)


def _of_due(due: Due, name: str) -> _When:
    return _When(Period(due.first, due.last), due.last, name)


def _at_ages(rule: DutyRule, birth: date | None, asked: Asked) -> Iterator[_When]:
    if birth is None:
        return
    for due in due_at_ages(asked.policy, rule.deadline, birth, region=asked.region):
        yield _of_due(due, _age_words(birth, due.last))


def _age_words(birth: date, day: date) -> str:
    months = (day.year - birth.year) * 12 + day.month - birth.month
    exact = add_months(birth, months) == day
    return f"{months}个月" if exact else f"{(day - birth).days}天"


def _after_events(
    key: str, sample: DutyRule, events: Iterable[Event], asked: Asked
) -> Iterator[_When]:
    for event in events:
        if event.kind in sample.events:
            rule = _rule(key, event.day, sample, asked)
            if rule is not None:
                yield _after(event, rule[1])


def _after(event: Event, rule: DutyRule) -> _When:
    """The event's own day counts as the day 0; hours are known only where its hour is."""
    at, name = event.at, event_name(event.kind)
    said = f"{event.day.month}月{event.day.day}日"
    if rule.hours and at is not None:
        end = at + timedelta(hours=rule.hours)
        because, time = f"{said}{at:%H:%M}{name}", f"{end:%H:%M}"
        return _When(Period(event.day, end.date()), event.day, "", because, time)
    days = rule.days or -(-timedelta(hours=rule.hours) // _A_DAY)
    return _When(Period(event.day, event.day + days * _A_DAY), event.day, "", f"{said}{name}")


def _rule(key: str, day: date, sample: DutyRule, asked: Asked) -> tuple[InForce, DutyRule] | None:
    """The rule in force on ``day``, if it still runs by the days of ``sample``."""
    found = asked.policy.value(key, day=day, region=asked.region)
    if isinstance(found, NotInForce):
        return None
    assert isinstance(found.value, DutyRule)
    rule = filled_in(found.value, asked.policy, day=day, region=asked.region)
    if rule is None or (rule.rhythm, rule.pack) != (sample.rhythm, sample.pack):
        return None
    return found, asked.same.setdefault(rule, rule)


def _slot(key: str, when: _When, sample: DutyRule, asked: Asked) -> Slot | None:
    adoption = asked.adopted.get(sample.pack)
    law = when.law
    if sample.span is not None and adoption is not None:
        law = max(law, adoption.first)
    held = _rule(key, law, sample, asked)
    if held is None or adoption is None:
        return None
    found, rule = held
    if rule.holidays and spell_over(asked.policy, rule.holidays, when.period, region=asked.region):
        return None
    first, last = when.period.first - rule.before * _A_DAY, when.period.last + rule.after * _A_DAY
    period = Period(max(first, adoption.first), min(last, adoption.last))
    if period.first > period.last or not period.overlaps(asked.reach):
        return None
    title = found.parameter.title
    return Slot(
        rule_id=key.partition(".")[2],
        title=f"{title}（{when.name}）" if when.name else title,
        cite=found.version.cite,
        rule=rule,
        period=period,
        expected=_expected(rule, period, asked.window),
        in_window=period.last >= asked.window.first,
        because=when.because,
        time=when.time,
    )


def _expected(rule: DutyRule, period: Period, window: Period) -> int:
    """The times spread evenly over the months of the period, rounded up, as of the window's end.
    Only a week crosses the end of a year, and a week is not spread."""
    if rule.span in {None, Span.WEEK}:
        return rule.times
    total = period.last.month - period.first.month + 1
    gone = min(period.last, window.last).month - period.first.month + 1
    return -(-rule.times * gone // total)
