"""What the tables of the tab 护理人 show."""

from __future__ import annotations

from app.core.money import yuan
from app.services.care.pay import PayLine
from app.services.care.score_month import MonthLine
from app.services.care.views import AgreementRow, CarerRow, ScoreLine
from app.ui.widgets.rows import Column
from app.ui.words import points_words


def trend_words(row: CarerRow) -> str:
    """``78 → 82 → 91``, oldest first."""
    return " → ".join(f"{total:.0f}" for _, total in row.trend[-3:]) or "—"


def grade_words(grade: str) -> str:
    """优秀, 合格, 不合格: under the head 等次 nobody needs 考核."""
    return grade.removeprefix("考核") or "—"


def _carer_tone(row: CarerRow) -> str:
    if row.disqualified_on is not None or not row.people:
        return "quiet"
    return "late" if row.near_end else ""


def _score_tone(line: ScoreLine) -> str:
    return "" if line.passed else "late"


CARERS = (
    Column[CarerRow]("护理人", lambda row: row.name, 92),
    Column[CarerRow]("状态", lambda row: row.state, 92, tone=_carer_tone),
    Column[CarerRow]("护理谁", lambda row: "、".join(row.people) or "—", 92, stretch=True),
    Column[CarerRow]("村（社区）", lambda row: "、".join(row.villages) or "—", 92),
    Column[CarerRow](
        "协议到期",
        lambda row: row.ends.isoformat() if row.ends else "—",
        98,
        key=lambda row: row.ends,
        tone=lambda row: "late" if row.near_end else "",
    ),
    Column[CarerRow](
        "上次得分",
        lambda row: points_words(row.last_total),
        76,
        right=True,
        key=lambda row: row.last_total,
    ),
    Column[CarerRow](
        "平均", lambda row: points_words(row.average), 56, right=True, key=lambda row: row.average
    ),
    Column[CarerRow]("近几个月", trend_words, 92),
    Column[CarerRow]("考核到", lambda row: row.last_month or "—", 76, shown=False),
    Column[CarerRow]("电话", lambda row: row.phone or "—", 104, shown=False),
)

AGREEMENTS = (
    Column[AgreementRow]("特困人员", lambda row: row.person, 76, stretch=True),
    Column[AgreementRow](
        "状态",
        lambda row: row.state,
        100,
        tone=lambda row: "late" if row.near_end else ("" if row.runs else "quiet"),
    ),
    Column[AgreementRow](
        "起", lambda row: row.start.isoformat(), 98, key=lambda row: row.start, shown=False
    ),
    Column[AgreementRow]("止", lambda row: row.last.isoformat(), 98, key=lambda row: row.last),
    Column[AgreementRow](
        "元/月", lambda row: yuan(row.fee) if row.fee is not None else "未采集", 98, right=True
    ),
)

SCORES = (
    Column[ScoreLine]("月份", lambda line: line.month, 78),
    Column[ScoreLine]("特困人员", lambda line: line.person, 64, stretch=True),
    Column[ScoreLine](
        "得分", lambda line: points_words(line.total), 50, right=True, tone=_score_tone
    ),
    Column[ScoreLine]("等次", lambda line: grade_words(line.grade), 66, tone=_score_tone),
    Column[ScoreLine](
        "告知",
        lambda line: line.told_on.isoformat() if line.told_on else "还没有",
        98,
        tone=lambda line: "" if line.told_on else "quiet",
    ),
)


def _month_state(line: MonthLine) -> str:
    if line.score is None:
        return "没有考核" if line.wanted else "月内已结束"
    return "" if line.score.told_on else "没有告知"


MONTH = (
    Column[MonthLine]("村（社区）", lambda line: line.village or "—", 84),
    Column[MonthLine]("护理人", lambda line: line.carer, 88, stretch=True),
    Column[MonthLine]("特困人员", lambda line: line.person, 88),
    Column[MonthLine](
        "得分",
        lambda line: points_words(line.score.total if line.score else None),
        52,
        right=True,
        key=lambda line: line.score.total if line.score else None,
    ),
    Column[MonthLine](
        "等次",
        lambda line: grade_words(line.score.grade) if line.score else "—",
        96,
        tone=lambda line: _score_tone(line.score) if line.score else "quiet",
    ),
    Column[MonthLine](
        "",
        _month_state,
        98,
        tone=lambda line: "late" if line.score is None and line.wanted else "quiet",
    ),
)

_WHO = (
    Column[PayLine]("村（社区）", lambda line: line.village or "—", 100),
    Column[PayLine]("特困人员", lambda line: line.person, 104),
    Column[PayLine]("护理人", lambda line: line.carer, 104),
    Column[PayLine]("天数", lambda line: f"{line.days}/{line.month_days}", 60, right=True),
)
PAID = (
    *_WHO,
    Column[PayLine]("账号", lambda line: line.account_masked or "未采集", 100),
    Column[PayLine]("护理费", lambda line: yuan(line.fee), 90, right=True),
    Column[PayLine]("得分", lambda line: points_words(line.total), 56, right=True),
    Column[PayLine](
        "扣发", lambda line: yuan(line.deducted) if line.deducted else "", 80, right=True
    ),
    Column[PayLine]("实发（元）", lambda line: yuan(line.amount), 96, right=True),
    Column[PayLine]("备注", lambda line: line.why, 120, stretch=True),
)
UNPAID = (
    *_WHO,
    Column[PayLine]("为什么没有发", lambda line: line.why, 240, stretch=True),
)
