"""How far the visits of a month are, by village, way and whoever is responsible; and of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from app.core.periods import Period, add_months, parse_month
from app.core.progress import Progress, silent
from app.core.terms import CONTACT_NAMES, DutyState
from app.core.visitors import visitor_names
from app.models.queries import contact_list as queries
from app.rules.engine.parameters import InForce
from app.rules.visit_flags import MadeContact, flag_contacts
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.plan import PlanRow, plan_window
from app.services.plan_days import responsible_name

_VISIT_RULE = "S3.216"
_NO_VILLAGE, _NOBODY = "（未分村）", "（没有责任人）"
BASIS = (
    "当月应办：期限在当月到期的，和当月提前办了的；以前逾期、还没补上的另列。"
    "过去的月份按月末那一天计算，用现在登记的走访记录、类别起止日期；"
    "现在已离开登记的人不在内，村和责任人按现在的登记。"
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


def month_figures(desk: Desk, month: str) -> MonthFigures:
    """The figures of ``month`` (``2026-05``): of a past one as of its last day."""
    window = parse_month(month)
    day = min(window.last, desk.clock.today())
    rows = [row for row in plan_window(desk, month, window, day=day).rows if day >= window.first]
    regular = [row for row in rows if _VISIT_RULE in row.rules]
    return MonthFigures(
        month=month,
        day=day,
        whole=_tally("全部走访联系", rows, window),
        visits=_tally("定期探访", regular, window),
        villages=_by(rows, window, lambda row: row.village or _NO_VILLAGE),
        kinds=_by(rows, window, lambda row: CONTACT_NAMES[row.kind]),
        responsible=_by(rows, window, lambda row: responsible_name(row) or _NOBODY),
    )


def year_figures(desk: Desk, last: str, progress: Progress = silent) -> tuple[MonthFigures, ...]:
    """The twelve months up to and with ``last``, oldest first, as far as they have begun."""
    end = parse_month(last).first
    months = [f"{add_months(end, back):%Y-%m}" for back in range(-11, 1)]
    today = f"{desk.clock.today():%Y-%m}"
    found = []
    for place, month in enumerate(month for month in months if month <= today):
        progress(place, len(months), f"计算 {month}")
        found.append(month_figures(desk, month))
    return tuple(found)


def is_of(row: PlanRow, window: Period) -> bool:
    """Whether the month answers for the contact: it falls due in it, or was made in it."""
    if row.state is DutyState.DONE:
        return any(due >= window.first for due in row.dues)
    return any(due in window for due in row.dues)


def _tally(name: str, rows: Iterable[PlanRow], window: Period) -> Tally:
    due = done = late = 0
    for row in rows:
        if is_of(row, window):
            due += 1
            done += row.state is DutyState.DONE
        late += row.state is DutyState.LATE
    return Tally(name, due, done, late)


def _by(
    rows: Iterable[PlanRow], window: Period, name_of: Callable[[PlanRow], str]
) -> tuple[Tally, ...]:
    """One tally a name, in the order in which the plan names them."""
    groups: dict[str, list[PlanRow]] = {}
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
