"""Who is owed which contacts, read from the register: the part of the plan that can be kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from app.core.periods import Period, add_months, parse_month
from app.core.terms import EXCUSE_NAMES, ContactKind, ExcuseKind
from app.models.duty import ContactExcuse
from app.models.queries import contacts as queries
from app.models.queries import people as people_queries
from app.models.queries.then import Then, people_then
from app.models.unit_of_work import Session
from app.rules.duty_calendar import DutyCalendar, duty_calendar
from app.rules.duty_facts import ContactFact, DutySubject, Excuse, Holding
from app.rules.duty_gates import gates_in, refused
from app.rules.duty_slots import Event
from app.rules.engine.parameters import Policy
from app.rules.from_register import facts_from_register
from app.rules.month_plan import PlanLine, good_until, plan_lines
from app.services.desk import Desk
from app.services.office import OfficeView, adopted_windows

T = TypeVar("T")

_KINDS = {kind.value: kind for kind in ContactKind}


@dataclass(frozen=True)
class PersonPlan:
    """The lines of one person, and the last day on which they hold if nothing is written."""

    person_id: int
    lines: tuple[PlanLine, ...]
    good_until: date


@dataclass(frozen=True)
class Asked:
    """For which days the plan is wanted, and by which law; ``then``: by the register of which past
    day (None: as it stands)."""

    calendar: DutyCalendar
    policy: Policy
    region: str
    then: Then | None = None


def ask_for(desk: Desk, office: OfficeView, window: Period, *, then: Then | None = None) -> Asked:
    """The duties of this office in ``window`` as of today, or as of ``then``; of a past stretch of
    days also what somebody missed who left the register in it."""
    calendar = duty_calendar(
        desk.policy,
        adopted=adopted_windows(office),
        window=window,
        day=then.day if then else desk.clock.today(),
        region=office.code,
    )
    if then is not None and then.since is not None:
        calendar = replace(calendar, tells_missed=True)
    return Asked(calendar, desk.policy, office.code, then)


def work_out(
    session: Session, asked: Asked, only: Sequence[int] | None = None
) -> Iterator[PersonPlan]:
    """The plan of everybody on the register, or of ``only`` these, from the records themselves."""
    then = asked.then
    people = people_then(session, then) if then else queries.people_owed(session, only)
    wanted = people.keys() if only is None else [i for i in only if i in people]
    near = None if only is None else list(people)
    held = _held(session, None if only is None else list(wanted), then)
    barred = _refused(session, asked, held)
    contacts = _at_home(session, people, asked, near)
    own = _own(session, asked.calendar.reach.first, near, then)
    for person_id in wanted:
        known = people[person_id]
        subject = DutySubject(
            person_id=str(person_id),
            categories=held.get(person_id, ()),
            registered_on=known.registered_on,
            died_on=known.death_date,
            refused=barred.get(person_id, frozenset()),
            birth=known.birth_date,
            events=own.events.get(person_id, ()),
            excuses=own.excuses.get(person_id, ()),
            cared=own.cared.get(person_id, ()),
        )
        at_home = contacts[known.household_id or -person_id]
        lines = plan_lines(asked.calendar, subject, at_home)
        yield PersonPlan(person_id, lines, good_until(asked.calendar, subject, at_home))


def _held(
    session: Session, only: Sequence[int] | None, then: Then | None
) -> Mapping[int, tuple[Holding, ...]]:
    held: dict[int, list[Holding]] = defaultdict(list)
    for row in people_queries.held_by(session, only):
        if _begun(row.start, then):
            held[row.person_id].append(Holding(row.code, row.start, _ended(row.end, then)))
    return {person_id: tuple(found) for person_id, found in held.items()}


def _begun(day: date, then: Then | None) -> bool:
    """Whether what starts on ``day`` belongs to the register that is asked."""
    return then is None or day <= then.day


def _ended(day: date | None, then: Then | None) -> date | None:
    """An end, unless it came after the day that is asked about."""
    return day if day is None or _begun(day, then) else None


def _refused(
    session: Session, asked: Asked, held: Mapping[int, tuple[Holding, ...]]
) -> Mapping[int, frozenset[str]]:
    """The screens that keep each person out, for those whom a rule with a screen may be for."""
    gates = gates_in(asked.calendar)
    gated = {code for code, _ in gates}
    codes = {i: {h.code for h in found} for i, found in held.items()}
    concerned = [i for i, of_person in codes.items() if not gated.isdisjoint(of_person)]
    if not concerned:
        return {}
    return {
        i: refused(
            gates,
            facts_from_register(asked.then.fields(i, fields) if asked.then else fields, codes[i]),
            asked.policy,
            day=asked.calendar.day,
            region=asked.region,
        )
        for i, fields in people_queries.disabilities_of(session, concerned).items()
    }


@dataclass(frozen=True)
class _Own:
    """What few people have: events, excuses, an agreement with a carer."""

    events: Mapping[int, tuple[Event, ...]]
    excuses: Mapping[int, tuple[Excuse, ...]]
    cared: Mapping[int, tuple[Period, ...]]


def _own(session: Session, first: date, only: Sequence[int] | None, then: Then | None) -> _Own:
    # What happened shortly before may still ask for a contact.
    events = queries.events_since(session, add_months(first, -3), only)
    return _Own(
        events=_by_person(
            (e.person_id, Event(e.kind, e.day, e.at)) for e in events if _begun(e.day, then)
        ),
        excuses=_by_person(
            (
                e.person_id,
                Excuse(excuse_ways(e.kinds), e.start, _ended(e.end, then), excuse_words(e)),
            )
            for e in queries.excuses_since(session, first, only)
            if _begun(e.start, then)
        ),
        cared=_by_person(
            (person_id, Period(start, end))
            for person_id, start, end in queries.agreements_since(session, first, only)
            if _begun(start, then)
        ),
    )


def _by_person(found: Iterable[tuple[int, T]]) -> dict[int, tuple[T, ...]]:
    listed: dict[int, list[T]] = defaultdict(list)
    for person_id, one in found:
        listed[person_id].append(one)
    return {person_id: tuple(each) for person_id, each in listed.items()}


def excuse_ways(kinds: str) -> frozenset[ContactKind]:
    """The ways of contact that an excuse is about; empty: all."""
    return frozenset(_KINDS[kind] for kind in kinds.split(",") if kind)


def excuse_words(excuse: ContactExcuse) -> str:
    """``不愿走访：家属拒绝``."""
    return f"{EXCUSE_NAMES[ExcuseKind(excuse.kind)]}：{excuse.reason}"


def _at_home(
    session: Session, people: Mapping[int, queries.Owed], asked: Asked, only: Sequence[int] | None
) -> Mapping[int, list[ContactFact]]:
    """The contacts with anybody of a household (of somebody without one: under the negative
    number): some rules count those too."""
    homes: dict[int, list[ContactFact]] = defaultdict(list)
    places = {i: (str(i), homes[known.household_id or -i]) for i, known in people.items()}
    first, last = asked.calendar.first_day, asked.then.day if asked.then else None
    for person_id, day, kind, hours in queries.contacts_made_since(session, first, only, last=last):
        place = places.get(person_id)
        if place is not None:
            place[1].append(ContactFact(place[0], day, _KINDS[kind], True, hours))
    for person_id, month, day in queries.scores_since(session, first, only):
        place = places.get(person_id)
        if place is not None:
            counted = min(day, parse_month(month).last)  # May, assessed in June, is May's
            place[1].append(ContactFact(place[0], counted, ContactKind.SCORE, done=True))
    return homes
