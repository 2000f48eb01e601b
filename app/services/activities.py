"""What is held for many: lectures, elders' activities, volunteers' days (S0.303, S4.220)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import UserError
from app.core.terms import ACTIVITY_NAMES, ActivityKind
from app.models.giving import Activity, BudgetLine
from app.models.queries import budget as budget_queries
from app.models.queries import giving as queries
from app.rules.budgets import Budget, budget_of
from app.services.budget_lines import costs_of
from app.services.desk import Desk


@dataclass(frozen=True)
class KeepActivity:
    """An activity as typed; ``activity_id`` of the one that is changed. Head counts; yuan."""

    name: str
    kind: ActivityKind
    day: date
    place: str = ""
    host: str = ""
    people: int | None = None
    volunteers: int | None = None
    budget: Decimal | None = None
    spent: Decimal | None = None
    note: str = ""
    activity_id: int | None = None


@dataclass(frozen=True)
class ActivityRow:
    """An activity as the list shows it; ``lines`` are the sums of its own lines (S0.203), ``spent``
    what was typed as spent or else what they say."""

    id: int
    name: str
    kind: ActivityKind
    kind_name: str
    day: date
    place: str
    host: str
    people: int | None
    volunteers: int | None
    budget: Decimal | None
    spent: Decimal | None
    note: str
    typed_spent: Decimal | None
    lines: Budget | None

    @property
    def over(self) -> Decimal | None:
        """Yuan above the budget, spent or planned by the lines; None when within it or either is
        unknown."""
        costs = [cost for cost in (self.spent, self.lines and self.lines.planned) if cost]
        if self.budget is None or not costs or max(costs) <= self.budget:
            return None
        return max(costs) - self.budget


def keep_activity(desk: Desk, command: KeepActivity) -> int:
    """Enter or change an activity; one that is planned has a day to come. Raises ``UserError`` for
    a missing name or a number below nothing."""
    if not command.name.strip():
        raise UserError("没有填写活动名称。", "", "例如“第四季度健康讲座”。")
    numbers = (command.people, command.volunteers, command.budget, command.spent)
    if any(number is not None and number < 0 for number in numbers):
        raise UserError("人数或金额不对。", "", "请填写 0 或以上的数，不清楚就空着。")
    with desk.write("keep_activity", f"登记活动：{ACTIVITY_NAMES[command.kind]}") as work:
        row = Activity()
        if command.activity_id is not None:
            row = work.session.get(Activity, command.activity_id) or _none()
        row.name, row.kind, row.day = command.name.strip(), command.kind, command.day
        row.place, row.host = command.place.strip() or None, command.host.strip() or None
        row.people, row.volunteers = command.people, command.volunteers
        row.budget, row.spent = command.budget, command.spent
        row.note = command.note.strip() or None
        work.session.add(row)
        work.session.flush()
        return row.id


def list_activities(desk: Desk, year: int | None = None) -> tuple[ActivityRow, ...]:
    """The activities of a year, or all; the newest first."""
    with desk.store.read() as session:
        own = budget_queries.of_activities(session)
        return tuple(
            _row(row, own.get(row.id, ()))
            for row in queries.activities(session)
            if year is None or row.day.year == year
        )


def _row(row: Activity, own: Sequence[BudgetLine]) -> ActivityRow:
    lines = budget_of(costs_of(own), row.budget) if own else None
    said = lines.spent if lines is not None and lines.spent else None
    return ActivityRow(
        id=row.id,
        name=row.name,
        kind=ActivityKind(row.kind),
        kind_name=ACTIVITY_NAMES[ActivityKind(row.kind)],
        day=row.day,
        place=row.place or "",
        host=row.host or "",
        people=row.people,
        volunteers=row.volunteers,
        budget=row.budget,
        spent=said if row.spent is None else row.spent,
        note=row.note or "",
        typed_spent=row.spent,
        lines=lines,
    )


def _none() -> Activity:
    raise UserError("没有找到这次活动。", "", "可能已被撤销，请刷新列表。")
