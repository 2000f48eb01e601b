"""The tab 计划: the month's plan, its days, filters, and contacts without a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.errors import UserError
from app.core.terms import CONTACT_NAMES, DUTY_STATE_NAMES, ContactKind, DutyState
from app.services.person.typed import FieldError
from app.services.plan import VillageProgress, counts
from app.services.plan_days import (
    DayChoice,
    DayPlan,
    DayRow,
    choose_days,
    day_plan,
    responsible_name,
)
from app.services.visits import RecordContact, record_contact
from app.ui.ports import Context
from app.ui.tasks import Task, Values

# Late first, then what can be done now; within each, the order in which a village is walked.
_ORDER = {
    state: place
    for place, state in enumerate((
        DutyState.LATE, DutyState.DUE, DutyState.UPCOMING, DutyState.DONE, DutyState.EXCUSED,
    ))
}  # fmt: skip
NO_DAY = "none"


@dataclass(frozen=True)
class PlanFilter:
    """What of the plan is shown; empty means everything. ``day`` is an ISO day, or ``NO_DAY`` for
    what is open and has none."""

    text: str = ""
    village: str = ""
    kind: str = ""
    state: str = ""
    visitor: str = ""
    day: str = ""


@dataclass(frozen=True)
class DayCount:
    """What one day holds: still to make, late among them, made."""

    planned: int = 0
    late: int = 0
    done: int = 0


@dataclass(frozen=True)
class Calendar:
    """The days of the month under the present filters; ``unplaced``: open, and no day chosen."""

    month: str
    today: date
    days: Mapping[date, DayCount]
    off: frozenset[date]
    unplaced: int
    warning: str


class PlanScreen(Protocol):
    def show_plan(self, rows: tuple[DayRow, ...], words: str) -> None: ...

    def show_villages(self, villages: tuple[VillageProgress, ...]) -> None: ...

    def show_visitors(self, names: tuple[str, ...]) -> None: ...

    def show_calendar(self, calendar: Calendar) -> None: ...

    def show_done(self, words: str) -> None: ...

    def filter(self) -> PlanFilter: ...

    def month(self) -> str: ...


class PlanPresenter:
    """Reads a month once; filters without reading again."""

    def __init__(self, context: Context, view: PlanScreen) -> None:
        self._context = context
        self._view = view
        self.plan: DayPlan | None = None

    def refresh(self) -> None:
        month = self._view.month()
        self._context.jobs.run(
            lambda _: day_plan(self._context.desk, month), self._take, latest="visits.plan"
        )

    def show_filtered(self) -> None:
        """Show what the filters leave of the plan."""
        if self.plan is None:
            return
        wanted, today = self._view.filter(), self._context.desk.clock.today()
        near = filtered(self.plan.rows, wanted)
        rows = tuple(sorted((r for r in near if _on(r, wanted.day)), key=_place))
        late = sum(row.state == DutyState.LATE for row in rows)
        excused = sum(not counts(row) for row in rows)
        words = f"共 {len(rows) - excused} 人次" + (f"，其中逾期 {late}" if late else "")
        words += f"；不便走访 {excused}" if excused else ""
        self._view.show_calendar(
            Calendar(
                month=self.plan.month,
                today=today,
                days=day_counts(near, today),
                off=self.plan.off,
                unplaced=sum(_on(row, NO_DAY) for row in near),
                warning=self.plan.warning,
            )
        )
        self._view.show_plan(rows, words)

    def visitors(self) -> tuple[str, ...]:
        """Who goes or is responsible, as far as the plan says."""
        rows = self.plan.rows if self.plan else ()
        return tuple(sorted({name for row in rows if (name := who_goes(row))}))

    def perform(
        self, task: Task, values: Values, done: Callable[[], None], tell: Callable[[str, str], None]
    ) -> None:
        """Do what a form about somebody's contacts says; it stays open while something is wrong."""

        def finish(_: object) -> None:
            done()
            self._context.changed()

        def fail(error: UserError) -> None:
            key = error.key if isinstance(error, FieldError) else ""
            tell(key, "".join(error.sentences()))

        self._context.jobs.run(
            lambda _: task.do(self._context.desk, values), finish, title=task.title, failed=fail
        )

    def record(self, command: RecordContact) -> None:
        """Keep a contact without a sheet."""
        self._context.jobs.run(
            lambda _: record_contact(self._context.desk, command),
            lambda _: self._context.changed(),
            title="正在登记",
        )

    def choose(
        self, rows: Sequence[DayRow], *, day: date | None = None, visitor: str | None = None
    ) -> None:
        """Give the open ones of ``rows`` this day and visitor; None leaves what is there."""
        asked = [
            DayChoice(
                row.person_id,
                row.kind,
                row.planned_on if day is None else day,
                row.visitor if visitor is None else visitor,
            )
            for row in rows
            if row.is_open
        ]
        late = 0 if day is None else sum(row.due < day for row in rows if _can_be_late(row))
        words = f"已安排 {len(asked)} 人次"
        if late:
            words += f"，其中 {late} 人次排在到期以后"
        self.keep(asked, words)

    def forget(self, rows: Sequence[DayRow]) -> None:
        """Take day and visitor away."""
        asked = [DayChoice(r.person_id, r.kind, None, "") for r in rows if r.is_open]
        self.keep(asked, f"已取消 {len(asked)} 人次的安排")

    def keep(
        self,
        asked: Sequence[DayChoice],
        words: str,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep these choices as one act."""
        month = self._view.month()

        def done(_: int) -> None:
            self._view.show_done(f"{words}，可在“设置 - 操作记录”里撤销")
            self._context.changed()
            then()

        self._context.jobs.run(
            lambda _: choose_days(self._context.desk, month, asked), done, title="正在安排"
        )

    def _take(self, plan: DayPlan) -> None:
        self.plan = plan
        self._view.show_villages(plan.villages)
        self._view.show_visitors(self.visitors())
        self.show_filtered()


def who_goes(row: DayRow) -> str:
    """The visitor that was chosen, else who is responsible."""
    return row.visitor or responsible_name(row)


def filtered(rows: tuple[DayRow, ...], wanted: PlanFilter) -> list[DayRow]:
    """The rows that ``wanted`` leaves, whatever their day."""
    return [
        row
        for row in rows
        if (not wanted.village or row.village == wanted.village)
        and (not wanted.kind or row.kind == wanted.kind)
        and (not wanted.state or row.state == wanted.state)
        and (not wanted.visitor or who_goes(row) == wanted.visitor)
        and (not wanted.text or wanted.text in row.name or wanted.text in row.sheet_no)
    ]


def day_counts(rows: Collection[DayRow], today: date) -> dict[date, DayCount]:
    """What each day holds: what was planned and still waits, and what was made on it. Late is also
    what waits on a day that has passed."""
    waiting = [(row.planned_on, row) for row in rows if row.is_open and row.planned_on is not None]
    planned = Counter(day for day, _ in waiting)
    late = Counter(day for day, row in waiting if row.state is DutyState.LATE or day < today)
    done = Counter(row.done_on for row in rows if row.done_on is not None)
    return {day: DayCount(planned[day], late[day], done[day]) for day in planned | done}


def _on(row: DayRow, day: str) -> bool:
    if day == NO_DAY:
        return row.is_open and row.planned_on is None
    on = row.planned_on if row.is_open else row.done_on
    return not day or (on is not None and on.isoformat() == day)


def _can_be_late(row: DayRow) -> bool:
    return row.state is DutyState.DUE


def _place(row: DayRow) -> int:
    """Sorting is stable, so within a state the order of the plan stays."""
    return _ORDER[DutyState(row.state)]


def state_choices() -> list[tuple[str, str]]:
    """The states of a duty for a pick list."""
    return [(state.value, DUTY_STATE_NAMES[state]) for state in _ORDER]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of contact for a pick list."""
    return [(kind.value, CONTACT_NAMES[kind]) for kind in ContactKind]
