"""On which day, by whom: what was chosen for the contacts of a month, and a suggestion for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import UserError
from app.core.periods import Period, parse_month
from app.core.terms import ContactKind, DutyState
from app.models.duty import ContactDay
from app.models.queries import plan_days as queries
from app.models.unit_of_work import Work
from app.rules.balancing import Stop, suggest_days
from app.rules.engine.parameters import InForce
from app.rules.working_days import WorkCalendar
from app.services.desk import Desk
from app.services.office import expect_office
from app.services.plan import MonthPlan, PlanRow, VillageProgress, plan_month

_OPEN = frozenset({DutyState.DUE, DutyState.LATE})
_MOST = "plan.most_a_day"


@dataclass(frozen=True)
class DayRow(PlanRow):
    """A row of the plan with the day and the visitor that were chosen for it; ``home`` is the same
    for all who live together."""

    home: str
    planned_on: date | None
    visitor: str

    @property
    def key(self) -> str:
        """Names the row within its month and state."""
        return f"{self.person_id}:{self.kind}"

    @property
    def is_open(self) -> bool:
        return self.state in _OPEN


@dataclass(frozen=True)
class DayPlan:
    """The plan of a month with its days; ``off`` are those days of it that nobody works,
    ``warning`` says when the holidays of the year are not known."""

    month: str
    rows: tuple[DayRow, ...]
    villages: tuple[VillageProgress, ...]
    off: frozenset[date]
    warning: str


@dataclass(frozen=True)
class DayChoice:
    """The day (None: none) and visitor (empty: none) for one contact of the month."""

    person_id: int
    kind: ContactKind
    day: date | None
    visitor: str


@dataclass(frozen=True)
class Balance:
    """How the open contacts shall be spread: the days from ``first`` to ``last`` that are worked,
    ``visitors`` in turn (``by_responsible``: whoever is responsible goes), at most ``most`` a day
    and visitor. ``keep``: what was chosen already stays."""

    first: date
    last: date
    visitors: tuple[str, ...]
    most: int
    by_responsible: bool = False
    keep: bool = True


@dataclass(frozen=True)
class Suggestion:
    """One suggested day; ``choice.day`` None where there is no room before the last good day."""

    row: DayRow
    choice: DayChoice


def day_plan(desk: Desk, month: str) -> DayPlan:
    """The plan of ``month`` (``2026-05``) with the days that were chosen."""
    plan = plan_month(desk, month)
    with desk.store.read() as session:
        chosen = {(c.person_id, c.kind): c for c in queries.chosen_days(session, month)}
        homes = queries.homes(session)
    calendar = WorkCalendar(desk.policy, expect_office(desk).code)
    days = _days(parse_month(month))
    year = days[0].year
    return DayPlan(
        month=month,
        rows=_with_days(plan, chosen, homes),
        villages=plan.villages,
        off=frozenset(day for day in days if not calendar.works(day)),
        warning="" if calendar.knows(year) else f"没有{year}年的放假调休安排，暂按周一至周五。",
    )


def _with_days(
    plan: MonthPlan,
    chosen: Mapping[tuple[int, str], ContactDay],
    homes: Mapping[int, int],
) -> tuple[DayRow, ...]:
    rows = []
    for row in plan.rows:
        found = chosen.get((row.person_id, row.kind.value))
        rows.append(
            DayRow(
                **vars(row),
                home=f"h{homes[row.person_id]}" if row.person_id in homes else f"p{row.person_id}",
                planned_on=found.day if found else None,
                visitor=(found.visitor or "") if found else "",
            )
        )
    return tuple(rows)


def most_a_day(desk: Desk) -> int:
    """How many contacts one visitor makes in a day at most, before the clerk says otherwise."""
    found = desk.policy.value(_MOST, day=desk.clock.today(), region=expect_office(desk).code)
    return found.value if isinstance(found, InForce) and isinstance(found.value, int) else 1


def choose_days(desk: Desk, month: str, choices: Sequence[DayChoice]) -> int:
    """Keep the days and visitors of these contacts of ``month`` as one act; without either, what
    was chosen is forgotten. Returns the id of the act.

    Raises ``UserError`` for no contact, a new day that is outside the month or has passed; then
    nothing is written.
    """
    if not choices:
        raise UserError("没有选要安排的人。", "", "请先在名单里选一行或几行。")
    window, today = parse_month(month), desk.clock.today()
    with desk.write("plan_days", f"安排走访日期：{month}，{len(choices)} 人次") as work:
        kept = _kept(work, month)
        for choice in choices:
            row = kept.get((choice.person_id, choice.kind.value))
            if choice.day is not None and (row is None or row.day != choice.day):
                _check(choice.day, window, today)
            _keep(work, row, month, choice)
        return work.act_id


def _kept(work: Work, month: str) -> dict[tuple[int, str], ContactDay]:
    """What was chosen; where two records of a person were merged, the newer choice stays."""
    kept: dict[tuple[int, str], ContactDay] = {}
    for row in queries.chosen_days(work.session, month):
        older = kept.get((row.person_id, row.kind))
        if older is not None:
            work.session.delete(older)
        kept[row.person_id, row.kind] = row
    return kept


def _keep(work: Work, row: ContactDay | None, month: str, choice: DayChoice) -> None:
    visitor = choice.visitor.strip() or None
    if choice.day is None and visitor is None:
        if row is not None:
            work.session.delete(row)
    elif row is not None:
        row.day, row.visitor = choice.day, visitor
    else:
        work.session.add(
            ContactDay(
                person_id=choice.person_id,
                month=month,
                kind=choice.kind.value,
                day=choice.day,
                visitor=visitor,
            )
        )


def _check(day: date, window: Period, today: date) -> None:
    if day not in window:
        raise UserError(
            f"{day} 不在这个月里。",
            f"计划的月份是 {window.first:%Y-%m}。",
            "请选这个月的日子，或先换月份。",
        )
    if day < today:
        raise UserError(f"{day} 已经过去。", "", "请安排到今天或以后的日子。")


# --- the suggestion -----------------------------------------------------------------------------
def suggest(desk: Desk, plan: DayPlan, keys: Collection[str], wanted: Balance) -> list[Suggestion]:
    """Days and visitors for the open contacts of ``plan`` whose key is in ``keys``; nothing is
    written. In the order in which they are walked; those without room come last.

    Raises ``UserError`` when nothing is open, no day of the time is worked, or ``most`` is none.
    """
    days = working_days(desk, plan, wanted.first, wanted.last)
    stops: dict[str, tuple[Stop, DayRow]] = {}
    for place, row in enumerate(plan.rows):
        if row.is_open and row.key in keys:
            stops[row.key] = _stop(row, place, wanted, desk.clock.today()), row
    if not stops:
        raise UserError("没有要安排的人。", "名单里的都已完成。", "换一个条件再试。")
    if not days:
        raise UserError("这段时间里没有工作日。", "", "请换开始和结束的日子。")
    if wanted.most < 1:
        raise UserError("一人一天至少安排一人次。", "", "请改每天最多的人次。")
    placed = suggest_days(
        (stop for stop, _ in stops.values()),
        days=days,
        visitors=wanted.visitors,
        most=wanted.most,
    )
    return [
        Suggestion(row, DayChoice(row.person_id, row.kind, one.day, one.visitor))
        for one in placed
        for row in [stops[one.key][1]]
    ]


def working_days(desk: Desk, plan: DayPlan, first: date, last: date) -> tuple[date, ...]:
    """The days of the month from ``first`` to ``last`` that are worked and have not passed."""
    start = max(first, desk.clock.today())
    return tuple(
        day
        for day in _days(parse_month(plan.month))
        if start <= day <= last and day not in plan.off
    )


def responsible_name(row: PlanRow) -> str:
    """Who is responsible for the person, without the telephone."""
    return row.responsible.partition(" ")[0]


def _stop(row: DayRow, place: int, wanted: Balance, today: date) -> Stop:
    """A day that has passed without the contact is none any more."""
    chosen = row.planned_on
    visitor = row.visitor if wanted.keep else ""
    if wanted.by_responsible:
        visitor = visitor or responsible_name(row)
    return Stop(
        key=row.key,
        home=row.home,
        village=row.village,
        place=place,
        due=row.due,
        late=row.state is DutyState.LATE,
        day=chosen if wanted.keep and chosen is not None and chosen >= today else None,
        visitor=visitor,
    )


def _days(window: Period) -> tuple[date, ...]:
    count = (window.last - window.first).days + 1
    return tuple(window.first + timedelta(days=n) for n in range(count))
