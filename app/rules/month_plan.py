"""What a person's duties mean for the plan: contacts to make, contacts made, and until which day
the answer stays the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.core.periods import Period
from app.core.terms import ContactKind, DutyState
from app.rules.duties import Duty, duties_of
from app.rules.duty_calendar import DutyCalendar
from app.rules.duty_claims import claims_hold_until
from app.rules.duty_facts import ContactFact, DutySubject
from app.rules.engine.parameters import Policy
from app.rules.planned_contacts import visits_needed

_ONE_DAY = timedelta(days=1)


class Served(NamedTuple):
    """One duty that a contact serves: the clause, why the person is owed it, its last good day and
    until when on that day (``HH:MM``, mostly empty)."""

    cite: str
    reason: str
    due: date
    time: str = ""


class PlanLine(NamedTuple):
    """One contact to make with one person, or made on ``done_on``, or not to be made because of
    ``excuse``."""

    kind: ContactKind
    state: DutyState
    due: date
    done_on: date | None
    serves: tuple[Served, ...]
    excuse: str = ""


def plan_lines(
    calendar: DutyCalendar, subject: DutySubject, contacts: Sequence[ContactFact]
) -> tuple[PlanLine, ...]:
    """The lines of one person: what is to be done, late first, then what is done, then what is not
    to be done."""
    first = calendar.window.first
    duties = [
        duty
        for duty in duties_of(calendar, subject, contacts)
        # Before the window only what is late: an earlier period that still runs has its own plan.
        if duty.period.last >= first or duty.state in {DutyState.LATE, DutyState.EXCUSED}
    ]
    if not duties:
        return ()
    return (
        *_to_make(duties),
        *_made(duties, contacts, calendar.window),
        *_not_to_make(duties),
    )


def _not_to_make(duties: Iterable[Duty]) -> Iterator[PlanLine]:
    """What is put off or given up, one line for each way and reason."""
    excused: dict[tuple[ContactKind, str], list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.state is DutyState.EXCUSED:
            excused[duty.kinds[0], duty.excuse].append(duty)
    for (kind, excuse), found in excused.items():
        due = min(duty.last_good_day for duty in found)
        yield PlanLine(kind, DutyState.EXCUSED, due, None, _served(found), excuse)


def _to_make(duties: Iterable[Duty]) -> Iterator[PlanLine]:
    for planned in visits_needed(duties):
        state = DutyState.LATE if planned.late else DutyState.DUE
        yield PlanLine(planned.kind, state, planned.due, None, _served(planned.serves))


def _made(
    duties: Iterable[Duty], contacts: Sequence[ContactFact], window: Period
) -> Iterator[PlanLine]:
    """The person's own contacts of the window that did what was wanted, one line for each way."""
    first, last = window.first, window.last
    done: dict[ContactKind, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.state is DutyState.DONE:
            done[duty.kinds[0]].append(duty)
    for kind, served in done.items():
        ways, own = {way for duty in served for way in duty.kinds}, served[0].person_id
        days = [
            contact.day
            for contact in contacts
            if first <= contact.day <= last
            and contact.kind in ways
            and contact.done
            and contact.person_id == own
        ]
        if days:
            due = max(duty.last_good_day for duty in served)
            yield PlanLine(kind, DutyState.DONE, due, max(days), _served(served))


def _served(duties: Iterable[Duty]) -> tuple[Served, ...]:
    return tuple(Served(duty.cite, duty.reason, duty.last_good_day, duty.time) for duty in duties)


def good_until(
    calendar: DutyCalendar, subject: DutySubject, contacts: Iterable[ContactFact]
) -> date:
    """The last day on which the lines of this person stay as they are on ``calendar.day``, as long
    as nobody writes anything about them; what the law changes is said by ``law_stays_until``."""
    day = calendar.day
    ends = [claims_hold_until(calendar, subject)]
    spells = [(holding.start, holding.end) for holding in subject.categories]
    spells += [(excuse.start, excuse.end) for excuse in subject.excuses]
    for start, end in spells:
        ends.append(start - _ONE_DAY)
        if end is not None:
            ends.append(end)
    if subject.died_on is not None:
        ends.append(subject.died_on - _ONE_DAY)
    ends += [contact.day - _ONE_DAY for contact in contacts if contact.day > day]
    return min((end for end in ends if end >= day), default=date.max)


def law_stays_until(policy: Policy, day: date) -> date:
    """The last day before any figure of ``policy`` changes."""
    starts = (v.first - _ONE_DAY for p in policy.parameters.values() for v in p.versions)
    ends = (v.until for p in policy.parameters.values() for v in p.versions if v.until is not None)
    return min((turn for turn in (*starts, *ends) if turn >= day), default=date.max)
