"""What the list of matters and the facts of one show."""

from __future__ import annotations

from app.core.terms import MatterState
from app.services.indicators import IndicatorRow
from app.services.matters import MatterRow
from app.ui.widgets.rows import Column


def _tone(row: MatterRow) -> str:
    if row.late:
        return "late"
    return "done" if row.state is MatterState.CLOSED else ""


def state_words(row: MatterRow) -> str:
    """``要上报`` (very late), ``逾期``, ``已交办``, ``已解决``: of a closed one how it ended."""
    if row.escalated:
        return "要上报"
    return "逾期" if row.late else row.outcome_name or row.state_name


MATTERS = (
    Column[MatterRow]("状态", state_words, 70, tone=_tone),
    Column[MatterRow](
        "期限",
        lambda row: row.due.isoformat() if row.due else "—",
        94,
        key=lambda row: row.due,
        tone=_tone,
    ),
    Column[MatterRow]("种类", lambda row: row.kind_name, 132),
    Column[MatterRow]("对象", lambda row: row.who or "—", 80),
    Column[MatterRow]("村（社区）", lambda row: row.village or "—", 84),
    Column[MatterRow]("内容", lambda row: row.words, 180, stretch=True),
    Column[MatterRow]("交给", lambda row: row.department or "—", 72),
)


def _met(row: IndicatorRow) -> str:
    return "late" if row.missed else ""


INDICATORS = (
    Column[IndicatorRow]("指标", lambda row: row.title, 150, tone=_met),
    Column[IndicatorRow]("本单位", lambda row: row.value, 84, right=True, tone=_met),
    Column[IndicatorRow]("目标", lambda row: row.target, 84, right=True),
    Column[IndicatorRow]("达到", lambda row: row.met, 120, tone=_met),
    Column[IndicatorRow]("怎么算", lambda row: row.how, 300, stretch=True),
    Column[IndicatorRow]("周期", lambda row: row.period, 84),
    Column[IndicatorRow]("条款", lambda row: row.cite, 72),
)
