"""Who is to be visited or called in a month, and why: one knock serves every duty it can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.periods import Period, parse_month
from app.core.terms import CONTACT_NAMES, ContactKind, DutyState
from app.models.queries import codes as code_queries
from app.models.queries import contacts as contact_queries
from app.models.queries import people as people_queries
from app.models.queries import sheets as sheet_queries
from app.rules.duties import ContactFact, Duty, DutySubject, Holding, duties_of
from app.rules.duty_calendar import DutyCalendar, duty_calendar
from app.rules.duty_gates import gates_in, refused
from app.rules.from_register import facts_from_register
from app.rules.planned_contacts import visits_needed
from app.services.desk import Desk
from app.services.faces import names_by_person
from app.services.office import adopted_windows, expect_office

_KINDS = {kind.value: kind for kind in ContactKind}


@dataclass(frozen=True)
class PlanRow:
    """One contact to make or made: with whom, how, why, until when.

    ``rules``, ``reasons`` and ``dues`` belong together, one for each duty that it serves.
    """

    person_id: int
    name: str
    village: str
    group: str
    address: str
    phone: str
    categories: tuple[str, ...]
    kind: ContactKind
    kind_name: str
    rules: tuple[str, ...]
    reasons: tuple[str, ...]
    dues: tuple[date, ...]
    due: date
    state: DutyState
    sheet_no: str
    done_on: date | None
    responsible: str


@dataclass(frozen=True)
class VillageProgress:
    """How far a village is: contacts planned (those made included), made, late."""

    name: str
    planned: int
    done: int
    late: int


@dataclass(frozen=True)
class MonthPlan:
    """The plan of a month in visiting order: village, group, household."""

    month: str
    rows: tuple[PlanRow, ...]
    villages: tuple[VillageProgress, ...]


def plan_month(desk: Desk, month: str) -> MonthPlan:
    """The plan of ``month`` (``2026-05``) as it stands today."""
    return plan_window(desk, month, parse_month(month))


def plan_window(desk: Desk, month: str, window: Period, *, day: date | None = None) -> MonthPlan:
    """The same for any stretch of days, such as the period of a ledger; with ``day`` as it stood
    on that day, by the contacts and the from–to of categories as they are known now."""
    office = expect_office(desk)
    calendar = duty_calendar(
        desk.policy,
        adopted=adopted_windows(office),
        window=window,
        day=day or desk.clock.today(),
        region=office.code,
    )
    register = _read(desk, month, calendar, office.code)
    rows = tuple(
        row for line in register.lines for row in _rows_of(register, calendar, line, window)
    )
    return MonthPlan(month, rows, _progress(rows))


@dataclass(frozen=True)
class _Register:
    """Everything the plan needs, read at once."""

    lines: Sequence[people_queries.PersonLine]
    held: Mapping[int, tuple[Holding, ...]]
    names: Mapping[int, tuple[str, ...]]
    contacts: Mapping[int, Sequence[ContactFact]]
    registered: Mapping[int, date]
    sheets: Mapping[int, str]
    responsible: Mapping[int, str]
    refused: Mapping[int, frozenset[str]]


def _read(desk: Desk, month: str, calendar: DutyCalendar, region: str) -> _Register:
    today, first, gates = desk.clock.today(), calendar.first_day, gates_in(calendar)
    gated = {code for code, _ in gates}
    with desk.store.read() as session:
        lines = people_queries.list_people(session, visits=False)
        holdings = people_queries.held_by(session)
        contacts = _contacts_by_person(lines, contact_queries.contacts_made_since(session, first))
        registered = contact_queries.registered_days(session)
        sheets = sheet_queries.newest_open_sheets(session, month)
        responsible = people_queries.responsible_of(session, today)
        codes = code_queries.own_codes(session)
        asked = {holding.person_id for holding in holdings if holding.code in gated}
        disabilities = people_queries.disabilities_of(session, asked) if asked else {}
    held: dict[int, list[Holding]] = defaultdict(list)
    for holding in holdings:
        held[holding.person_id].append(Holding(holding.code, holding.start, holding.end))
    return _Register(
        lines=lines,
        held={person_id: tuple(found) for person_id, found in held.items()},
        names=names_by_person(holdings, today, codes),
        contacts=contacts,
        registered=registered,
        sheets=sheets,
        responsible={pid: f"{r.name} {r.phone or ''}".strip() for pid, r in responsible.items()},
        refused={
            person_id: refused(
                gates,
                facts_from_register(fields, {holding.code for holding in held[person_id]}),
                desk.policy,
                day=today,
                region=region,
            )
            for person_id, fields in disabilities.items()
        },
    )


def _contacts_by_person(
    lines: Iterable[people_queries.PersonLine], made: Iterable[tuple[int, date, str]]
) -> dict[int, list[ContactFact]]:
    """The contacts with anybody of a person's household: some rules count those too."""
    by_home: dict[int, list[ContactFact]] = defaultdict(list)
    at_home = {line.id: by_home[line.household_id or -line.id] for line in lines}
    names = {line.id: str(line.id) for line in lines}
    for person_id, day, kind in made:
        if person_id in names:
            at_home[person_id].append(ContactFact(names[person_id], day, _KINDS[kind], done=True))
    return at_home


def _rows_of(
    register: _Register, calendar: DutyCalendar, line: people_queries.PersonLine, window: Period
) -> Iterator[PlanRow]:
    subject = DutySubject(
        person_id=str(line.id),
        household_id=str(line.household_id or ""),
        village=line.village or "",
        categories=register.held.get(line.id, ()),
        registered_on=register.registered[line.id],
        died_on=line.death_date,
        refused=register.refused.get(line.id, frozenset()),
    )
    contacts = register.contacts[line.id]
    duties = [
        duty
        for duty in duties_of(calendar, subject, contacts)
        # Before the window only what is late: an earlier period that still runs has its own plan.
        if duty.period.last >= window.first or duty.state is DutyState.LATE
    ]
    for planned in visits_needed(duties):
        state = DutyState.LATE if planned.late else DutyState.DUE
        yield _row(register, line, planned.kind, planned.serves, state=state, due=planned.due)
    done: dict[ContactKind, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.state is DutyState.DONE:
            done[duty.kinds[0]].append(duty)
    own = [c for c in contacts if c.done and c.person_id == subject.person_id and c.day in window]
    for kind, served in done.items():
        ways = {way for duty in served for way in duty.kinds}
        made = [contact for contact in own if contact.kind in ways]
        if made:
            yield _row(
                register, line, kind, served,
                state=DutyState.DONE,
                due=max(duty.last_good_day for duty in served),
                done_on=made[-1].day,
            )  # fmt: skip


def _row(
    register: _Register,
    line: people_queries.PersonLine,
    kind: ContactKind,
    duties: Sequence[Duty],
    *,
    state: DutyState,
    due: date,
    done_on: date | None = None,
) -> PlanRow:
    return PlanRow(
        person_id=line.id,
        name=line.name,
        village=line.village or "",
        group=line.group or "",
        address=line.address or "",
        phone=line.phone or "",
        categories=register.names.get(line.id, ()),
        kind=kind,
        kind_name=CONTACT_NAMES[kind],
        rules=tuple(duty.cite for duty in duties),
        reasons=tuple(duty.reason for duty in duties),
        dues=tuple(duty.last_good_day for duty in duties),
        due=due,
        state=state,
        sheet_no=register.sheets.get(line.id, "") if kind is ContactKind.VISIT else "",
        done_on=done_on,
        responsible=register.responsible.get(line.id, ""),
    )


def _progress(rows: Iterable[PlanRow]) -> tuple[VillageProgress, ...]:
    counts: dict[str, list[int]] = {}
    for row in rows:
        planned = counts.setdefault(row.village or "（未分村）", [0, 0, 0])
        planned[0] += 1
        planned[1] += row.state is DutyState.DONE
        planned[2] += row.state is DutyState.LATE
    return tuple(VillageProgress(name, *numbers) for name, numbers in counts.items())
