"""The page 走访: the month's plan, filters, and contacts without a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.core.errors import UserError
from app.core.terms import CONTACT_NAMES, DUTY_STATE_NAMES, ContactKind, DutyState
from app.services.person.typed import FieldError
from app.services.plan import MonthPlan, PlanRow, VillageProgress, counts, plan_month
from app.services.visits import RecordContact, record_contact
from app.ui.pages.people.person.tasks import Task, Values
from app.ui.ports import Context

# Late first, then what can be done now; within each, the order in which a village is walked.
_ORDER = {
    DutyState.LATE: 0,
    DutyState.DUE: 1,
    DutyState.UPCOMING: 2,
    DutyState.DONE: 3,
    DutyState.EXCUSED: 4,
}


@dataclass(frozen=True)
class PlanFilter:
    """What of the plan is shown; empty means everything."""

    text: str = ""
    village: str = ""
    kind: str = ""
    state: str = ""


class VisitsScreen(Protocol):
    def show_plan(self, rows: tuple[PlanRow, ...], words: str) -> None: ...

    def show_villages(self, villages: tuple[VillageProgress, ...]) -> None: ...

    def filter(self) -> PlanFilter: ...

    def month(self) -> str: ...


class VisitsPresenter:
    """Reads a month once; filters without reading again."""

    def __init__(self, context: Context, view: VisitsScreen) -> None:
        self._context = context
        self._view = view
        self._plan: MonthPlan | None = None

    def refresh(self) -> None:
        month = self._view.month()
        self._context.jobs.run(
            lambda _: plan_month(self._context.desk, month), self._take, latest="visits.plan"
        )

    def show_filtered(self) -> None:
        """Show what the filters leave of the plan."""
        if self._plan is None:
            return
        rows = tuple(sorted(filtered(self._plan.rows, self._view.filter()), key=_place))
        late = sum(row.state == DutyState.LATE for row in rows)
        excused = sum(not counts(row) for row in rows)
        words = f"共 {len(rows) - excused} 人次" + (f"，其中逾期 {late}" if late else "")
        words += f"；不便走访 {excused}" if excused else ""
        self._view.show_plan(rows, words)

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

    def _take(self, plan: MonthPlan) -> None:
        self._plan = plan
        self._view.show_villages(plan.villages)
        self.show_filtered()


def filtered(rows: tuple[PlanRow, ...], wanted: PlanFilter) -> list[PlanRow]:
    """The rows that ``wanted`` leaves."""
    return [
        row
        for row in rows
        if (not wanted.village or row.village == wanted.village)
        and (not wanted.kind or row.kind == wanted.kind)
        and (not wanted.state or row.state == wanted.state)
        and (not wanted.text or wanted.text in row.name or wanted.text in row.sheet_no)
    ]


def _place(row: PlanRow) -> int:
    """Sorting is stable, so within a state the order of the plan stays."""
    return _ORDER[DutyState(row.state)]


def state_choices() -> list[tuple[str, str]]:
    """The states of a duty for a pick list."""
    return [(state.value, DUTY_STATE_NAMES[state]) for state in _ORDER]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of contact for a pick list."""
    return [(kind.value, CONTACT_NAMES[kind]) for kind in ContactKind]
