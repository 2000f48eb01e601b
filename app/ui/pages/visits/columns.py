"""What the table of the month's plan shows."""

from __future__ import annotations

from datetime import date

from app.core.terms import DUTY_STATE_NAMES, DutyState
from app.services.plan import PlanRow
from app.ui.widgets.rows import Column

_TONES = {
    DutyState.LATE: "late",
    DutyState.DONE: "done",
    DutyState.UPCOMING: "quiet",
    DutyState.EXCUSED: "quiet",
}


def _state(row: PlanRow) -> DutyState:
    return DutyState(row.state)


def _tone(row: PlanRow) -> str:
    return _TONES.get(_state(row), "")


def first_due(row: PlanRow) -> date:
    """The day on which the first of its duties falls due: of a late one, since when it is late."""
    return min(row.dues, default=row.due)


def reason_words(row: PlanRow) -> str:
    """Why we come, or why we do not; the same reason of two periods is said once."""
    return "；".join(filter(None, (row.excuse, *dict.fromkeys(row.reasons))))


def due_words(row: PlanRow) -> str:
    """The first day due, with the hour where hours count."""
    day = first_due(row)
    return f"{day:%m-%d} {row.due_time}" if row.due_time and day == row.due else day.isoformat()


def category_words(row: PlanRow) -> str:
    """The class of services first (S3.215)."""
    return "、".join(filter(None, (row.service_class, *row.categories)))


PLAN = (
    Column[PlanRow]("状态", lambda row: DUTY_STATE_NAMES[_state(row)], 76, tone=_tone),
    Column[PlanRow]("姓名", lambda row: row.name, 92),
    Column[PlanRow]("村（社区）", lambda row: row.village or "—", 92),
    Column[PlanRow]("组", lambda row: row.group, 52),
    Column[PlanRow]("方式", lambda row: row.kind_name, 80),
    Column[PlanRow]("到期", due_words, 96, key=first_due),
    Column[PlanRow]("为什么", reason_words, 210, stretch=True),
    Column[PlanRow]("类别", category_words, 130),
    Column[PlanRow]("电话", lambda row: row.phone or "—", 112),
    Column[PlanRow]("走访表编号", lambda row: row.sheet_no or "—", 116),
)
