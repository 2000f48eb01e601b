"""Matters (事项): the one list of what the office still has to look into, decide or answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.errors import UserError
from app.core.matter_kinds import kind_name, matter_kinds
from app.core.terms import (
    MATTER_OUTCOME_NAMES,
    MATTER_STATE_NAMES,
    MatterOutcome,
    MatterState,
)
from app.models.matter import Matter
from app.models.queries import matters as queries
from app.models.unit_of_work import Session
from app.rules.engine.parameters import InForce
from app.services.desk import Desk
from app.services.matter_finding import FIND
from app.services.office import expect_office

LATE = "late"
ESCALATED = "escalated"
UNDONE = "undone"
ALL = "all"


@dataclass(frozen=True)
class MatterQuery:
    """What of the list is wanted. ``state`` is ``UNDONE``, ``LATE``, ``ESCALATED``, ``ALL`` or a
    ``MatterState``; what is empty filters nothing. ``due_by``: due on that day or before."""

    text: str = ""
    kind: str = ""
    village: str = ""
    state: str = UNDONE
    person_id: int | None = None
    due_by: date | None = None


@dataclass(frozen=True)
class MatterRow:
    """One line of the list. ``who`` is the person, or 户主 and the name of a household's head;
    ``escalated``: late for so long that the leader in charge (分管领导) has to know."""

    id: int
    kind: str
    kind_name: str
    group: str
    words: str
    who: str
    village: str
    person_id: int | None
    household_id: int | None
    state: MatterState
    state_name: str
    late: bool
    escalated: bool
    due: date | None
    department: str
    opened_on: date
    outcome_name: str


@dataclass(frozen=True)
class MatterStep:
    """One thing that happened to a matter."""

    at: datetime
    actor: str
    words: str


@dataclass(frozen=True)
class MatterView:
    """Everything about one matter. ``key`` says what it was found for, ``clauses`` are the rules
    behind it in words, ``facts`` what it was found by, ``person_id`` the person to go to (of a
    household its head)."""

    row: MatterRow
    key: str
    remedy: str
    clauses: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    answer: str
    answered_on: date | None
    told_on: date | None
    reason: str
    closed_on: date | None
    closed_by: str
    person_id: int | None
    steps: tuple[MatterStep, ...]


@dataclass(frozen=True)
class MatterList:
    """The rows, late ones first, and when the register was last gone through for them."""

    rows: tuple[MatterRow, ...]
    found_at: datetime | None


@dataclass(frozen=True)
class MatterCounts:
    """How many matters wait, how many of them are late, and how many so late that the leader in
    charge has to know, after ``escalate_days`` days."""

    waiting: int
    late: int
    escalated: int = 0
    escalate_days: int | None = None


def list_matters(desk: Desk, query: MatterQuery | None = None) -> MatterList:
    """The matters that match, late ones first, then by the day they are due."""
    wanted = query or MatterQuery()
    today = desk.clock.today()
    with desk.store.read() as session:
        lines = queries.matters(session, closed=_closed(wanted.state))
        found_at = queries.last_act(session, FIND)
    days = escalate_days(desk)
    rows = [row for line in lines if _fits(row := row_of(line, today, days), wanted)]
    return MatterList(tuple(sorted(rows, key=_place)), found_at)


def show_matter(desk: Desk, matter_id: int) -> MatterView:
    """Everything about one matter; the look is on record. Raises ``UserError`` for none."""
    with desk.write("view_matter", "查看事项", ("matter", matter_id)) as work:
        line = next(iter(queries.matters(work.session, ids=[matter_id])), None)
        if line is None:
            raise UserError("没有找到这件事项。", "", "可能已被撤销，请刷新列表。")
        return _view(work.session, line, desk)


def count_matters(desk: Desk) -> MatterCounts:
    """How many wait and how many are late, as of today."""
    today, days = desk.clock.today(), escalate_days(desk)
    with desk.store.read() as session:
        waiting, late = queries.open_and_late(session, today)
        if days is None:
            return MatterCounts(waiting, late)
        _, very_late = queries.open_and_late(session, today - timedelta(days=days))
    return MatterCounts(waiting, late, very_late, days)


def escalate_days(desk: Desk) -> int | None:
    """How many days late a matter may be before the leader in charge is told; None: never."""
    region = expect_office(desk).code
    found = desk.policy.value("matter.escalate_days", day=desk.clock.today(), region=region)
    return found.value if isinstance(found, InForce) and isinstance(found.value, int) else None


def kind_choices() -> tuple[tuple[str, str], ...]:
    """(code, name) of every kind, as the filter offers them."""
    return tuple((kind.code, kind.name) for kind in matter_kinds().values())


def hand_kinds() -> tuple[tuple[str, str], ...]:
    """(code, name) of the kinds that a clerk may add."""
    return tuple((kind.code, kind.name) for kind in matter_kinds().values() if kind.by_hand)


def row_of(line: queries.MatterLine, today: date, days: int | None) -> MatterRow:
    """A matter as the list shows it."""
    matter = line.matter
    state = MatterState(matter.state)
    undone = state is not MatterState.CLOSED
    late_by = (today - matter.due_on).days if undone and matter.due_on is not None else 0
    known = matter_kinds().get(matter.kind)
    outcome = MATTER_OUTCOME_NAMES[MatterOutcome(matter.outcome)] if matter.outcome else ""
    return MatterRow(
        id=matter.id,
        kind=matter.kind,
        kind_name=kind_name(matter.kind),
        group=known.group if known else "",
        words=matter.words,
        who=line.name or (f"户主 {line.head_name}" if line.head_name else ""),
        village=line.village or "",
        person_id=matter.person_id,
        household_id=matter.household_id,
        state=state,
        state_name=MATTER_STATE_NAMES[state],
        late=late_by > 0,
        escalated=days is not None and late_by > days,
        due=matter.due_on,
        department=matter.department or "",
        opened_on=matter.opened_at.date(),
        outcome_name=outcome,
    )


def clauses_of(desk: Desk, source: str | None) -> tuple[str, ...]:
    """The clauses that ``source`` names, in words."""
    cites = [cite.strip() for cite in (source or "").split(",") if cite.strip()]
    return tuple(desk.policy.cite_words(cite) for cite in cites)


def _closed(state: str) -> bool | None:
    return None if state == ALL else state == MatterState.CLOSED


def _fits(row: MatterRow, query: MatterQuery) -> bool:
    if (query.state == LATE and not row.late) or (query.state == ESCALATED and not row.escalated):
        return False
    if query.state not in {LATE, ESCALATED, UNDONE, ALL} and row.state != query.state:
        return False
    if query.kind not in {"", row.kind} or query.village not in {"", row.village}:
        return False
    if query.person_id is not None and row.person_id != query.person_id:
        return False
    if query.due_by is not None and (row.due is None or row.due > query.due_by):
        return False
    spoken = (row.words, row.who, row.village, row.department, row.kind_name)
    return all(any(word in text for text in spoken) for word in query.text.split())


def _place(row: MatterRow) -> tuple[object, ...]:
    closed = row.state is MatterState.CLOSED
    return (closed, not row.late, row.due or date.max, row.id)


def _view(session: Session, line: queries.MatterLine, desk: Desk) -> MatterView:
    matter = line.matter
    person = matter.person_id
    if person is None and matter.household_id is not None:
        person = queries.head_person(session, matter.household_id)
    return MatterView(
        row=row_of(line, desk.clock.today(), escalate_days(desk)),
        key=matter.key,
        remedy=matter.remedy or "",
        clauses=clauses_of(desk, matter.source),
        facts=tuple((label, str(value)) for label, value in (matter.facts or {}).items()),
        answer=matter.answer or "",
        answered_on=matter.answered_on,
        told_on=matter.told_on,
        reason=matter.reason or "",
        closed_on=matter.closed_on,
        closed_by=matter.closed_by or "",
        person_id=person,
        steps=_steps(session, matter),
    )


def _steps(session: Session, matter: Matter) -> tuple[MatterStep, ...]:
    """What happened since it was written: an id may have been another's whose act was undone."""
    story = queries.story(session, matter.id)
    born = max((at for at, (_, change) in enumerate(story) if change.before is None), default=0)
    return tuple(
        MatterStep(line.at, line.actor, line.words)
        for line, _ in story[born:]
        if line.undone_by is None
    )


def ids_of(rows: Sequence[MatterRow]) -> tuple[int, ...]:
    """The ids of the rows, for an act on all of them."""
    return tuple(row.id for row in rows)
