"""The plan of the running month as it is kept beside the people: brought up to date, then read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import TypeVar

from app import __version__
from app.core.errors import FileError
from app.core.periods import month_of, parse_month
from app.core.terms import ContactKind, DutyState
from app.models.plan_shelf import KeptContact, PlanShelf
from app.rules.month_plan import PlanLine, Served, law_stays_until
from app.services.desk import Desk
from app.services.office import OfficeView, adopted_windows
from app.services.plan_duties import PersonPlan, ask_for, work_out

T = TypeVar("T")

_FEW = 400  # people worked out one by one; of more, everybody's records are read at once
_KINDS = {kind.value: kind for kind in ContactKind}
_STATES = {state.value: state for state in DutyState}


def with_kept_plan(
    desk: Desk, office: OfficeView, month: str, read: Callable[[PlanShelf], T]
) -> T | None:
    """What ``read`` finds in the kept plan of ``month``, brought up to date. None where the store
    keeps none, or not of this month, or cannot write it now: then it is to be worked out."""
    running = parse_month(month) == month_of(desk.clock.today())
    if not (running and desk.policy.digest and desk.store.keeps_a_plan):
        return None
    try:
        with desk.store.shelf() as shelf:
            _bring_up_to_date(shelf, desk, office, month)
            return read(shelf)
    except FileError:  # a full or busy disk: a plan can be read without keeping it
        return None


def kept_lines(shelf: PlanShelf) -> dict[int, list[PlanLine]]:
    """The lines of everybody who has any."""
    found: dict[int, list[PlanLine]] = {}
    for person_id, line in lines_of(shelf.contacts()):
        found.setdefault(person_id, []).append(line)
    return found


def lines_of(rows: Iterable[KeptContact]) -> Iterator[tuple[int, PlanLine]]:
    """The lines as they were before they were kept, each with its person."""
    serves: dict[str, tuple[Served, ...]] = {}  # few texts, thousands of rows
    for row in rows:
        if row.serves not in serves:
            serves[row.serves] = tuple(
                Served(cite, reason, date.fromisoformat(due), time)
                for cite, reason, due, time in json.loads(row.serves)
            )
        kind, state = _KINDS[row.kind], _STATES[row.state]
        found = serves[row.serves]
        yield row.person_id, PlanLine(kind, state, row.due, row.done_on, found, row.excuse)


def _bring_up_to_date(shelf: PlanShelf, desk: Desk, office: OfficeView, month: str) -> None:
    today = desk.clock.today()
    stale = shelf.stale(_key(desk, office, month), today)
    if not stale:
        return
    asked = ask_for(desk, office, parse_month(month))
    plans = list(work_out(shelf.session, asked, stale if len(stale) <= _FEW else None))
    if len(plans) > len(stale):
        wanted = set(stale)
        plans = [plan for plan in plans if plan.person_id in wanted]
    law = law_stays_until(desk.policy, today)
    until = ((plan.person_id, min(plan.good_until, law)) for plan in plans)
    shelf.put(today, until, _rows(plans))


def _rows(plans: Sequence[PersonPlan]) -> Iterator[KeptContact]:
    texts: dict[tuple[Served, ...], str] = {}
    for plan in plans:
        for position, line in enumerate(plan.lines):
            if line.serves not in texts:
                texts[line.serves] = json.dumps(
                    [(*one[:2], one.due.isoformat(), one.time) for one in line.serves],
                    ensure_ascii=False,
                )
            yield KeptContact(
                plan.person_id, position, line.kind, line.state, line.due, line.done_on,
                texts[line.serves], line.excuse,
            )  # fmt: skip


def _key(desk: Desk, office: OfficeView, month: str) -> str:
    """All that a plan follows from besides the people and the day."""
    adopted = sorted(adopted_windows(office).items())
    parts = (__version__, desk.policy.digest, office.code, month, adopted)
    return sha256(repr(parts).encode()).hexdigest()
