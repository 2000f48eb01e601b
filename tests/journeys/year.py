"""A year of a township under every programme, week by week, on the rules alone.

Nobody is forgotten and nothing is asked twice (docs/manual/visits.md says it in a clerk's words):

* each duty of each period stands in the plan once, as exactly one of done, due, late, excused or
  not begun, until it is over and done or excused, its holding has ended, or the person has died;
* every contact in the plan serves at least one duty, and every duty that wants a contact is served
  by exactly one of the plan;
* what is done stays done; what is excused on its last day is never late;
* who makes every contact of the plan has nothing left to do that day.

``python -m tests.journeys.year 5000`` lives it with as many people as a large township has.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock
from itertools import combinations
from random import Random

from app.core.life_events import life_events
from app.core.periods import Period, month_of
from app.core.terms import ContactKind, DutyState
from app.rules.duties import Duty, duties_of
from app.rules.duty_calendar import DutyCalendar, duty_calendar
from app.rules.duty_facts import ContactFact, DutySubject, Excuse, Holding
from app.rules.duty_slots import Event
from app.rules.engine.parameters import Policy, Version
from app.rules.planned_contacts import PlannedContact, visits_needed
from app.rules.policy import shipped_policy

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
REGION = "990101101000"
# As often as a township has them; the last five are of other programmes.
_CODES = (
    ("dibao_rural", 40), ("dibao_urban", 8), ("severe_disabled", 14), ("tekun_scattered", 8),
    ("left_behind_elder", 8), ("left_behind_child", 6), ("orphan", 2), ("unsupported_child", 3),
    ("key_guardianship", 3), ("dibao_edge", 6), ("empty_nest_elder", 4), ("monitored", 5),
    ("poor_disabled_home", 3), ("production_dibao", 2), ("schooling_hardship_family", 2),
    ("no_labour_no_selfcare", 2), ("home_teaching_a", 1), ("high_risk_infant", 1),
)  # fmt: skip
# Whoever falls under both is owed the stricter one alone (S3.216).
_ONE_OF = {"visit_s3_month", "visit_s3_quarter"}

Slot = tuple[str, date, date, str]


def law() -> Policy:
    """The shipped law with the days of term that an office enters."""
    terms = (("春季开学", date(2026, 3, 2)), ("秋季开学", date(2026, 9, 1)))
    entered = Version(terms, YEAR.first, YEAR.first, "本县文件", until=YEAR.last)
    return shipped_policy().with_version("calendar.terms", entered)


@dataclass
class Someone:
    """A person with a year ahead; ``subject`` knows only what is known on a day."""

    number: str
    holdings: tuple[Holding, ...]
    registered_on: date
    died_on: date | None
    birth: date
    events: tuple[Event, ...]
    excuses: tuple[Excuse, ...]
    contacts: list[ContactFact] = field(default_factory=list)
    over: dict[Slot, DutyState] = field(default_factory=dict)

    def subject(self, day: date) -> DutySubject:
        return DutySubject(
            self.number,
            tuple(h for h in self.holdings if h.start <= day),
            self.registered_on,
            self.died_on if self.died_on is not None and self.died_on <= day else None,
            birth=self.birth,
            events=tuple(event for event in self.events if event.day <= day),
            excuses=tuple(excuse for excuse in self.excuses if excuse.start <= day),
        )


def invent(people: int, seed: int) -> list[Someone]:
    """A township's people from one source of chance."""
    chance = Random(seed)
    return [_invent(str(number), chance) for number in range(people)]


def _invent(number: str, chance: Random) -> Someone:
    codes, weights = zip(*_CODES, strict=True)
    held = dict.fromkeys(chance.choices(codes, weights, k=chance.choice((1, 1, 1, 2, 3))))
    day = _some_day(chance)
    return Someone(
        number,
        tuple(_holding(code, chance) for code in held),
        registered_on=_some_day(chance) if chance.random() < 0.05 else date(2025, 1, 1),
        died_on=_some_day(chance) if chance.random() < 0.03 else None,
        birth=day - timedelta(days=chance.choice((30, 400, 9000))),
        events=tuple(_event(chance) for _ in range(chance.random() < 0.1)),
        excuses=tuple(_excuse(chance) for _ in range(chance.random() < 0.08)),
    )


def _some_day(chance: Random) -> date:
    return YEAR.first + timedelta(days=chance.randrange(365))


def _holding(code: str, chance: Random) -> Holding:
    start = _some_day(chance) if chance.random() < 0.15 else date(2025, 6, 1)
    ends = chance.random() < 0.1
    return Holding(code, start, start + timedelta(days=chance.randrange(300)) if ends else None)


def _event(chance: Random) -> Event:
    kind, day = chance.choice(list(life_events())), _some_day(chance)
    hour = chance.random() < 0.5
    return Event(kind, day, datetime.combine(day, clock(14, 30)) if hour else None)


def _excuse(chance: Random) -> Excuse:
    start = _some_day(chance)
    ways = chance.choice((frozenset[ContactKind](), frozenset({ContactKind.VISIT})))
    end = start + timedelta(days=chance.randrange(90)) if chance.random() < 0.5 else None
    return Excuse(ways, start, end, "不便")


def live_a_year(people: Sequence[Someone], seed: int, policy: Policy) -> Counter[DutyState]:
    """On every second Friday, the first and the last day of each month the plan is checked, and
    most of it done. Returns how the duties of the year ended. Raises AssertionError where the plan
    is not right."""
    chance = Random(seed)
    for day in _days():
        adopted = {pack: Period(date(2026, 1, 1), date.max) for pack in policy.packs}
        # From January on, so that what is done stays in sight for the count.
        window = Period(YEAR.first, month_of(day).last)
        calendar = duty_calendar(policy, adopted=adopted, window=window, day=day, region=REGION)
        for person in people:
            _check_day(person, calendar)
            if chance.random() < 0.6:
                _make_everything(person, calendar)
    ended = Counter(state for person in people for state in person.over.values())
    assert ended[DutyState.DUE] == ended[DutyState.UPCOMING] == 0
    return ended


def _days() -> Iterator[date]:
    day = YEAR.first
    while day <= YEAR.last:
        month = month_of(day)
        if day in {month.first, month.last} or (day.isoweekday() == 5 and day.toordinal() % 2):
            yield day
        day += timedelta(days=1)


def _check_day(person: Someone, calendar: DutyCalendar) -> None:
    duties = duties_of(calendar, person.subject(calendar.day), person.contacts)
    slots = Counter(map(_slot, duties))
    assert not slots or max(slots.values()) == 1, "a duty stands in the plan twice"
    _check_plan(duties, visits_needed(duties))
    strictest = [duty for duty in duties if duty.rule_id in _ONE_OF]
    for one, other in combinations(strictest, 2):
        same = one.rule_id == other.rule_id
        assert same or not one.period.overlaps(other.period), "owed by two rules of one group"
    for duty in duties:
        before = person.over.get(_slot(duty))
        if duty.last_good_day < calendar.day:
            assert duty.state not in {DutyState.DUE, DutyState.UPCOMING}, "over, and still open"
            person.over[_slot(duty)] = duty.state
        if before is DutyState.DONE:
            assert duty.state is DutyState.DONE, "what was done is not any more"
    _check_that_nothing_is_lost(person, calendar, slots)


def _check_plan(duties: Sequence[Duty], plan: Sequence[PlannedContact]) -> None:
    served = Counter(_slot(duty) for contact in plan for duty in contact.serves)
    wanted = {_slot(duty) for duty in duties if duty.needed}
    assert all(contact.serves and contact.times for contact in plan), "a contact serves nothing"
    assert served == Counter(wanted), "a duty is served by none or by several"
    for duty in duties:
        if duty.state is DutyState.EXCUSED:
            assert not duty.needed, "an excused duty is planned"
            assert duty.excuse


def _check_that_nothing_is_lost(
    person: Someone, calendar: DutyCalendar, slots: Counter[Slot]
) -> None:
    """What is over stays in sight, but what is not done of the dead and of whoever belongs to
    nobody the duty is for."""
    day = calendar.day
    for slot in person.over.keys() - slots.keys():
        assert person.over[slot] is not DutyState.DONE, f"done, and gone: {slot}"
        dead = person.died_on is not None and person.died_on <= day
        assert dead or not _is_kin(person, slot[0], calendar), f"lost: {slot}"
        del person.over[slot]


def _is_kin(person: Someone, rule_id: str, calendar: DutyCalendar) -> bool:
    """Whether the person still belongs to somebody that the duty, or one of its group, is for."""
    codes = {code for row in calendar.rows if row.rule_id == rule_id for code in row.kin}
    return any(
        h.code in codes and h.start <= calendar.day and (h.end is None or calendar.day <= h.end)
        for h in person.holdings
    )


def _make_everything(person: Someone, calendar: DutyCalendar) -> None:
    """Make every contact of the plan; then nothing is left that has begun, but for contacts of
    which only one a day counts."""
    subject = person.subject(calendar.day)
    for contact in visits_needed(duties_of(calendar, subject, person.contacts)):
        fact = ContactFact(person.number, calendar.day, contact.kind, True, 2)
        person.contacts += [fact] * contact.times
    for contact in visits_needed(duties_of(calendar, subject, person.contacts)):
        begun = {d.rule_id for d in contact.serves if d.period.first <= calendar.day}
        assert begun <= {"visit_year_four"}, f"made, and still planned: {begun}"


def _slot(duty: Duty) -> Slot:
    return duty.rule_id, duty.period.first, duty.period.last, duty.reason.partition("（")[2]


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    began = time.perf_counter()
    ended = live_a_year(invent(people, 7), 7, law())
    told = "、".join(f"{state.value} {count}" for state, count in sorted(ended.items()))
    print(
        f"{people} people, {sum(ended.values())} duties: {told}; "
        f"{time.perf_counter() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
