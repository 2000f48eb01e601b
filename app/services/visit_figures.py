"""How far the visits of a month are, by village, way and whoever is responsible; and of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.core.periods import Period, add_months, parse_month
from app.core.progress import Progress, silent
from app.core.terms import CONTACT_NAMES, ContactKind, DutyState
from app.core.visitors import visitor_names
from app.models.queries import cadres as cadre_queries
from app.models.queries import contact_list as queries
from app.models.queries import then as past
from app.models.unit_of_work import Session
from app.rules.engine.parameters import InForce
from app.rules.visit_flags import MadeContact, flag_contacts
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.plan import plan_month
from app.services.plan_days import responsible_name
from app.services.plan_duties import Asked, ask_for, work_out

_VISIT_RULE = "S3.216"
_NO_VILLAGE, _NOBODY = "（未分村）", "（没有责任人）"
BASIS = (
    "当月应办：期限在当月到期的，和当月提前办了的；以前逾期、还没补上的另列；不走访有原因的不计。"
    "过去的月份按月末那一天的情况计算：当时在册的人、当时的类别、村和责任人。"
    "日期在那个月里、后来才录入的照算，那个月以后发生的不影响。"
)


@dataclass(frozen=True)
class Tally:
    """Contacts that a month asked for: ``due`` by its end, ``done`` of those, ``late`` those left
    over from before."""

    name: str
    due: int
    done: int
    late: int

    @property
    def rate(self) -> str:
        """``85%``; — where nothing was due."""
        return f"{self.done / self.due:.0%}" if self.due else "—"


@dataclass(frozen=True)
class MonthFigures:
    """The figures of ``month`` as of ``day``: all contacts, the regular visits (S3.601, goal
    100 %), and what they consist of."""

    month: str
    day: date
    whole: Tally
    visits: Tally
    villages: tuple[Tally, ...]
    kinds: tuple[Tally, ...]
    responsible: tuple[Tally, ...]


@dataclass(frozen=True)
class FlagRow:
    """A contact that is worth a second look, and why."""

    contact_no: str
    person_id: int
    name: str
    village: str
    day: date
    visitors: str
    flag: str
    words: str


class Wanted(NamedTuple):
    """A contact of a month, as far as its figures ask."""

    kind: ContactKind
    state: DutyState
    rules: tuple[str, ...]
    dues: tuple[date, ...]
    village: str
    responsible: str


def month_figures(desk: Desk, month: str) -> MonthFigures:
    """The figures of ``month`` (``2026-05``): of a past one as of its last day."""
    window, today = parse_month(month), desk.clock.today()
    if today < window.last:
        return _figures(month, window, today, list(_running(desk, month)))
    (figures,) = _past(desk, [month])
    return figures


def year_figures(desk: Desk, last: str, progress: Progress = silent) -> tuple[MonthFigures, ...]:
    """The twelve months up to and with ``last``, oldest first, as far as they have begun."""
    end, today = parse_month(last).first, desk.clock.today()
    months = [f"{add_months(end, back):%Y-%m}" for back in range(-11, 1)]
    over = [month for month in months if parse_month(month).last <= today]
    begun = [month for month in months if month <= f"{today:%Y-%m}" and month not in over]
    return (*_past(desk, over, progress), *(month_figures(desk, month) for month in begun))


def _running(desk: Desk, month: str) -> Iterator[Wanted]:
    """The contacts of a month that is not over, by the register as it stands; none of one that has
    not begun."""
    if desk.clock.today() < parse_month(month).first:
        return
    for row in plan_month(desk, month).rows:
        yield Wanted(row.kind, row.state, row.rules, row.dues, row.village, responsible_name(row))


def _past(desk: Desk, months: Sequence[str], progress: Progress = silent) -> Iterator[MonthFigures]:
    """The figures of ``months`` that are over, oldest first, each by the register of its last day.
    What was written over since then is read once."""
    if not months:
        return
    office = expect_office(desk)
    with desk.store.read() as session:
        changes = past.changes_since(session, parse_month(months[0]).last)
        for place, month in enumerate(months):
            progress(place, len(months), f"计算 {month}")
            window = parse_month(month)
            then = past.as_of(session, window.last, changes)
            asked = ask_for(desk, office, window, then=then)
            yield _figures(month, window, window.last, _wanted(session, asked, then))


def _wanted(session: Session, asked: Asked, then: past.Then) -> list[Wanted]:
    lines = {plan.person_id: plan.lines for plan in work_out(session, asked) if plan.lines}
    responsible = cadre_queries.responsible_of(session, then.day)
    return [
        Wanted(
            line.kind,
            line.state,
            tuple(served.cite for served in line.serves),
            tuple(served.due for served in line.serves),
            village.name if village else "",
            responsible[person].name if person in responsible else "",
        )
        for person, village in past.villages_then(session, then, lines).items()
        for line in lines[person]
    ]


def _figures(month: str, window: Period, day: date, found: Sequence[Wanted]) -> MonthFigures:
    rows = [row for row in found if row.state is not DutyState.EXCUSED]
    regular = [row for row in rows if _VISIT_RULE in row.rules]
    return MonthFigures(
        month=month,
        day=day,
        whole=_tally("全部走访联系", rows, window),
        visits=_tally("定期探访", regular, window),
        villages=_by(rows, window, lambda row: row.village or _NO_VILLAGE),
        kinds=_by(rows, window, lambda row: CONTACT_NAMES[row.kind]),
        responsible=_by(rows, window, lambda row: row.responsible or _NOBODY),
    )


def is_of(state: DutyState, dues: Iterable[date], window: Period) -> bool:
    """Whether the month answers for the contact: it falls due in it, or was made in it."""
    if state is DutyState.DONE:
        return any(due >= window.first for due in dues)
    return any(due in window for due in dues)


def _tally(name: str, rows: Iterable[Wanted], window: Period) -> Tally:
    due = done = late = 0
    for row in rows:
        if is_of(row.state, row.dues, window):
            due += 1
            done += row.state is DutyState.DONE
        late += row.state is DutyState.LATE
    return Tally(name, due, done, late)


def _by(
    rows: Iterable[Wanted], window: Period, name_of: Callable[[Wanted], str]
) -> tuple[Tally, ...]:
    """One tally a name, in the order in which the plan names them."""
    groups: dict[str, list[Wanted]] = {}
    for row in rows:
        groups.setdefault(name_of(row), []).append(row)
    tallies = (_tally(name, found, window) for name, found in groups.items())
    return tuple(one for one in tallies if one.due or one.late)


# --- worth a second look ------------------------------------------------------------------------
def flagged_contacts(desk: Desk, month: str) -> tuple[FlagRow, ...]:
    """The contacts made or typed in in ``month`` that are worth a second look."""
    window, office = parse_month(month), expect_office(desk)
    found = desk.policy.value("entry.late_days", day=desk.clock.today(), region=office.code)
    late = found.value if isinstance(found, InForce) and isinstance(found.value, int) else None
    with desk.store.read() as session:
        lines = {
            line.id: line
            for read in (queries.contacts_between, queries.contacts_entered)
            for line in read(session, window.first, window.last)
        }
    made = [
        MadeContact(
            id=line.id,
            village=line.village or "",
            day=line.day,
            time=line.time,
            visitors=visitor_names(line.visitors or ""),
            entered_on=line.entered_at.date(),
            explained=bool(line.late_reason),
        )
        for line in lines.values()
    ]
    return tuple(
        FlagRow(
            contact_no=f"C{one.contact_id}",
            person_id=line.person_id,
            name=line.name,
            village=line.village or "",
            day=line.day,
            visitors=line.visitors or "",
            flag=one.flag.value,
            words=one.words,
        )
        for one in flag_contacts(made, late_days=late)
        for line in [lines[one.contact_id]]
    )
