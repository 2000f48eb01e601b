"""What the table of the month's plan shows."""

from __future__ import annotations

from datetime import date

from app.core.terms import DUTY_STATE_NAMES, DutyState
from app.services.plan import PlanRow
from app.services.plan_days import DayRow, Suggestion
from app.ui.pages.visits.plan_presenter import who_goes
from app.ui.widgets.rows import Column
from app.ui.words import short_day

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


def _day(row: DayRow) -> date | None:
    return row.planned_on if row.is_open else row.done_on


def _day_words(row: DayRow) -> str:
    day = _day(row)
    return short_day(day) if day else "—"


PLAN = (
    Column[DayRow]("状态", lambda row: DUTY_STATE_NAMES[_state(row)], 80, tone=_tone),
    Column[DayRow]("日子", _day_words, 70, key=_day),
    Column[DayRow]("姓名", lambda row: row.name, 78),
    Column[DayRow]("村（社区）", lambda row: row.village or "—", 92),
    Column[DayRow]("组", lambda row: row.group, 46),
    Column[DayRow]("方式", lambda row: row.kind_name, 94),
    Column[DayRow]("到期", due_words, 96, key=first_due),
    Column[DayRow]("走访人", lambda row: who_goes(row) or "—", 72),
    Column[DayRow]("为什么", reason_words, 210, stretch=True),
    Column[DayRow]("类别", category_words, 134, shown=False),
    Column[DayRow]("电话", lambda row: row.phone or "—", 112),
    Column[DayRow]("走访表编号", lambda row: row.sheet_no or "—", 116, shown=False),
)


def _suggested(row: Suggestion) -> str:
    return short_day(row.choice.day) if row.choice.day else "排不下"


SUGGESTED = (
    Column[Suggestion](
        "日子",
        _suggested,
        84,
        key=lambda row: row.choice.day or date.max,
        tone=lambda row: "" if row.choice.day else "late",
    ),
    Column[Suggestion]("走访人", lambda row: row.choice.visitor or "—", 84),
    Column[Suggestion]("村（社区）", lambda row: row.row.village or "—", 96),
    Column[Suggestion]("组", lambda row: row.row.group, 60),
    Column[Suggestion]("姓名", lambda row: row.row.name, 92),
    Column[Suggestion]("方式", lambda row: row.row.kind_name, 94),
    Column[Suggestion](
        "状态", lambda row: DUTY_STATE_NAMES[_state(row.row)], 72, tone=lambda row: _tone(row.row)
    ),
    Column[Suggestion]("到期", lambda row: first_due(row.row).isoformat(), 100, stretch=True),
)
