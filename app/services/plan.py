"""Who is to be visited or called in a month, and why: one knock serves every duty it can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.core.periods import Period, parse_month
from app.core.terms import CONTACT_NAMES, ContactKind, DutyState
from app.models.plan_shelf import PlanShelf
from app.models.queries import cadres as cadre_queries
from app.models.queries import codes as code_queries
from app.models.queries import people as people_queries
from app.models.queries import sheets as sheet_queries
from app.models.unit_of_work import Session
from app.rules.month_plan import PlanLine
from app.services.desk import Desk
from app.services.faces import names_by_person, responsible_words
from app.services.kept_plan import kept_lines, lines_of, with_kept_plan
from app.services.office import expect_office
from app.services.plan_duties import ask_for, work_out

_NOWHERE = "（未分村）"
_CLASSES = {
    "service_class_1": "第一类",
    "service_class_2": "第二类",
    "service_class_3": "第三类",
}
_FEW = 400  # people read one by one; of more, everybody's records are read at once


@dataclass(frozen=True)
class PlanRow:
    """One contact to make or made: with whom, how, why, until when.

    ``rules``, ``reasons`` and ``dues`` belong together, one for each duty that it serves.
    ``due_time`` is until when on the day ``due`` (``HH:MM``) where hours count; ``excuse`` why
    nobody is to come (EXCUSED); ``service_class`` 第一类 to 第三类 (S3.215), mostly empty.
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
    due_time: str
    excuse: str
    service_class: str


@dataclass(frozen=True)
class VillageProgress:
    """How far a village is: contacts planned (those made included), made, late.

    A contact that an excuse settles or puts off is neither planned nor late: it is counted apart,
    here, in the indicators and in the ledger alike (``counts``).
    """

    name: str
    planned: int
    done: int
    late: int
    excused: int = 0


def counts(row: PlanRow) -> bool:
    """Whether a row is one of the contacts planned: whoever measures how many of them were made
    leaves out what an excuse settles or puts off."""
    return row.state is not DutyState.EXCUSED


@dataclass(frozen=True)
class MonthPlan:
    """The plan of a month in visiting order: village, group, household."""

    month: str
    rows: tuple[PlanRow, ...]
    villages: tuple[VillageProgress, ...]


def plan_month(desk: Desk, month: str) -> MonthPlan:
    """The plan of ``month`` (``2026-05``) as it stands today."""

    def read(shelf: PlanShelf) -> MonthPlan:
        return _plan(shelf.session, month, desk.clock.today(), kept_lines(shelf))

    kept = with_kept_plan(desk, expect_office(desk), month, read)
    return kept if kept is not None else plan_window(desk, month, parse_month(month))


def plan_window(desk: Desk, month: str, window: Period) -> MonthPlan:
    """The same for any stretch of days, such as the period of a ledger, worked out anew."""
    asked = ask_for(desk, expect_office(desk), window)
    with desk.store.read() as session:
        lines = {plan.person_id: plan.lines for plan in work_out(session, asked)}
        return _plan(session, month, desk.clock.today(), lines)


@dataclass(frozen=True)
class PlanFigures:
    """The plan of a month in figures, with its most ``urgent`` contacts."""

    due: int
    late: int
    done: int
    excused: int
    villages: tuple[VillageProgress, ...]
    urgent: tuple[PlanRow, ...]


def plan_figures(desk: Desk, month: str, *, urgent: int) -> PlanFigures:
    """The figures of the plan, and the first ``urgent`` of what is to be done: late first, then by
    the day it is due, in visiting order. Counted where the plan is kept, without reading it all."""

    def read(shelf: PlanShelf) -> PlanFigures:
        pressing: dict[int, list[PlanLine]] = {}
        for person_id, line in lines_of(shelf.pressing(DutyState.LATE, DutyState.DUE, urgent)):
            pressing.setdefault(person_id, []).append(line)
        rows = _rows(shelf.session, month, desk.clock.today(), pressing)
        counts = [
            (count.village or "", DutyState(count.state), count.contacts)
            for count in shelf.counts()
        ]
        return _figures(counts, rows, urgent)

    kept = with_kept_plan(desk, expect_office(desk), month, read)
    if kept is not None:
        return kept
    rows = plan_month(desk, month).rows
    return _figures(((row.village, row.state, 1) for row in rows), rows, urgent)


def _figures(
    counts: Iterable[tuple[str, DutyState, int]], rows: Iterable[PlanRow], urgent: int
) -> PlanFigures:
    villages = _progress(counts)
    done, late = sum(v.done for v in villages), sum(v.late for v in villages)
    waiting = [row for row in rows if row.state in {DutyState.LATE, DutyState.DUE}]
    waiting.sort(key=lambda row: (row.state is not DutyState.LATE, row.due))
    due = sum(village.planned for village in villages) - done - late
    excused = sum(village.excused for village in villages)
    return PlanFigures(due, late, done, excused, villages, tuple(waiting[:urgent]))


def _plan(
    session: Session, month: str, today: date, lines: Mapping[int, Sequence[PlanLine]]
) -> MonthPlan:
    rows = tuple(_rows(session, month, today, lines))
    return MonthPlan(month, rows, _progress((row.village, row.state, 1) for row in rows))


class _Face(NamedTuple):
    """What a row shows of a person beside the duties."""

    who: people_queries.PersonLine
    categories: tuple[str, ...]
    sheet_no: str
    responsible: str
    service_class: str


def _rows(
    session: Session, month: str, today: date, lines: Mapping[int, Sequence[PlanLine]]
) -> Iterator[PlanRow]:
    """The rows of these people in visiting order, as they are known today."""
    few = list(lines) if len(lines) <= _FEW else None
    people = people_queries.list_people(session, only=few, visits=False)
    held = people_queries.held_by(session, few)
    names = names_by_person(held, today, code_queries.own_codes(session))
    classes = _classes(held, today)
    sheets = sheet_queries.newest_open_sheets(session, month)
    responsible = cadre_queries.responsible_of(session, today)
    for who in people:
        for line in lines.get(who.id, ()):
            named = responsible.get(who.id)
            face = _Face(
                who,
                names.get(who.id, ()),
                sheets.get(who.id, ""),
                responsible_words(named) if named else "",
                classes.get(who.id, ""),
            )
            yield _row(face, line)


def _classes(held: Iterable[people_queries.Held], today: date) -> dict[int, str]:
    """The class of services of each person that has one, the highest of several (S3.215)."""
    found: dict[int, str] = {}
    for one in held:
        if one.code in _CLASSES and one.start <= today and (one.end is None or today <= one.end):
            found[one.person_id] = min(found.get(one.person_id, one.code), one.code)
    return {person_id: _CLASSES[code] for person_id, code in found.items()}


def _row(face: _Face, line: PlanLine) -> PlanRow:
    who = face.who
    return PlanRow(
        person_id=who.id,
        name=who.name,
        village=who.village or "",
        group=who.group or "",
        address=who.address or "",
        phone=who.phone or "",
        categories=face.categories,
        kind=line.kind,
        kind_name=CONTACT_NAMES[line.kind],
        rules=tuple(served.cite for served in line.serves),
        reasons=tuple(served.reason for served in line.serves),
        dues=tuple(served.due for served in line.serves),
        due=line.due,
        state=line.state,
        sheet_no=face.sheet_no if line.kind is ContactKind.VISIT else "",
        done_on=line.done_on,
        responsible=face.responsible,
        due_time=next((one.time for one in line.serves if one.due == line.due and one.time), ""),
        excuse=line.excuse,
        service_class=face.service_class,
    )


def _progress(counts: Iterable[tuple[str, DutyState, int]]) -> tuple[VillageProgress, ...]:
    """By village, in the order of ``counts``: (village, state, how many)."""
    found: dict[str, list[int]] = {}
    for village, state, count in counts:
        numbers = found.setdefault(village or _NOWHERE, [0, 0, 0, 0])
        numbers[0] += count * (state is not DutyState.EXCUSED)
        numbers[1] += count * (state is DutyState.DONE)
        numbers[2] += count * (state is DutyState.LATE)
        numbers[3] += count * (state is DutyState.EXCUSED)
    return tuple(VillageProgress(name, *numbers) for name, numbers in found.items())
