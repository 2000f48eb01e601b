"""What the tables of the page 人员 show."""

from __future__ import annotations

from datetime import date

from app.services.import_people import PreviewRow, Problem, Severity, severity_words
from app.services.people import (
    ContactLine,
    FactLine,
    HistoryLine,
    HoldingLine,
    MemberLine,
    PersonRow,
)
from app.ui.widgets.rows import Column


def day_text(day: date | None) -> str:
    """A day in a table; an unknown one is a dash."""
    return day.isoformat() if day else "—"


PEOPLE = (
    Column[PersonRow](
        "姓名",
        lambda row: f"{row.name}（已注销）" if row.closed_on else row.name,
        104,
        key=lambda row: row.name,
        tone=lambda row: "quiet" if row.closed_on else "",
    ),
    Column[PersonRow]("性别", lambda row: row.sex, 54),
    Column[PersonRow](
        "年龄", lambda row: "—" if row.age is None else str(row.age), 54, key=lambda row: row.age
    ),
    Column[PersonRow]("类别", lambda row: "、".join(row.categories), 132, stretch=True),
    Column[PersonRow]("村（社区）", lambda row: row.village or "—", 92),
    Column[PersonRow]("组", lambda row: row.group, 48),
    Column[PersonRow]("户主", lambda row: row.head_name or "—", 92),
    Column[PersonRow](
        "上次走访", lambda row: day_text(row.last_visit), 98, key=lambda row: row.last_visit
    ),
    Column[PersonRow]("身份证号", lambda row: row.id_masked or "—", 156, shown=False),
    Column[PersonRow]("与户主关系", lambda row: row.relation or "—", 96, shown=False),
    Column[PersonRow]("联系电话", lambda row: row.phone or "—", 118, shown=False),
    Column[PersonRow](
        "注销日期",
        lambda row: day_text(row.closed_on),
        98,
        key=lambda row: row.closed_on,
        shown=False,
    ),
)

FACTS = (
    Column[FactLine]("项目", lambda line: line.label, 140, tone=lambda line: "quiet"),
    Column[FactLine](
        "内容",
        lambda line: line.value,
        200,
        stretch=True,
        tone=lambda line: "quiet" if line.value == "未采集" else "",
    ),
)

MEMBERS = (
    Column[MemberLine]("姓名", lambda line: line.name, 110),
    Column[MemberLine]("与户主关系", lambda line: line.relation or "—", 120),
    Column[MemberLine](
        "年龄", lambda line: "—" if line.age is None else str(line.age), 60, stretch=True
    ),
)

HOLDINGS = (
    Column[HoldingLine]("类别", lambda line: line.name, 150, stretch=True),
    Column[HoldingLine]("开始", lambda line: line.start.isoformat(), 98),
    Column[HoldingLine]("结束", lambda line: line.end.isoformat() if line.end else "至今", 98),
    Column[HoldingLine]("依据", lambda line: line.basis, 130),
)

CONTACTS = (
    Column[ContactLine]("日期", lambda line: line.day.isoformat(), 98),
    Column[ContactLine]("方式", lambda line: line.kind_name, 84),
    Column[ContactLine](
        "结果",
        lambda line: "见到" if line.done else "未见到",
        64,
        tone=lambda line: "" if line.done else "quiet",
    ),
    Column[ContactLine]("走访人", lambda line: line.visitors, 110),
    Column[ContactLine]("记录", lambda line: line.note, 160, stretch=True),
)

HISTORY = (
    Column[HistoryLine]("时间", lambda line: f"{line.at:%Y-%m-%d %H:%M}", 130),
    Column[HistoryLine]("操作人", lambda line: line.actor, 80),
    Column[HistoryLine]("项目", lambda line: line.label, 110),
    Column[HistoryLine]("改前", lambda line: line.before, 110),
    Column[HistoryLine]("改后", lambda line: line.after, 110, stretch=True),
)

PREVIEW = (
    Column[PreviewRow]("姓名", lambda row: row.name, 90),
    Column[PreviewRow]("身份证号", lambda row: row.id_masked or "—", 170),
    Column[PreviewRow]("村（社区）", lambda row: row.village or "—", 100),
    Column[PreviewRow]("类别", lambda row: "、".join(row.categories), 150),
    Column[PreviewRow]("说明", lambda row: row.words, 240, stretch=True),
    Column[PreviewRow]("工作表", lambda row: row.sheet, 130),
    Column[PreviewRow]("行", lambda row: str(row.row), 50, key=lambda row: row.row),
)

PROBLEMS = (
    Column[Problem](
        "程度",
        severity_words,
        54,
        tone=lambda line: "late" if line.severity is Severity.ERROR else "",
    ),
    Column[Problem]("文件", lambda line: line.file, 150),
    Column[Problem]("工作表", lambda line: line.sheet, 100),
    Column[Problem]("单元格", lambda line: line.cell, 64),
    Column[Problem]("列", lambda line: line.column, 96),
    Column[Problem]("内容", lambda line: line.value, 140),
    Column[Problem]("原因", lambda line: line.reason, 200, stretch=True),
    Column[Problem]("怎么办", lambda line: line.remedy, 220),
)
