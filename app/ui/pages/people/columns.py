"""What the tables of the page 人员 show."""

from __future__ import annotations

from datetime import date

from app.services.import_changes import ValueChange
from app.services.import_handback import kind_words, severity_words
from app.services.import_missing import MissingRow
from app.services.import_people import PreviewRow, Problem, Severity
from app.services.people import PersonRow
from app.ui.widgets.rows import Column


def day_text(day: date | None) -> str:
    """A day in a table; an unknown one is a dash."""
    return day.isoformat() if day else "—"


PEOPLE = (
    Column[PersonRow](
        "姓名",
        lambda row: f"{row.name}（已封存）" if row.closed_on else row.name,
        104,
        key=lambda row: row.name,
        tone=lambda row: "quiet" if row.closed_on else "",
    ),
    Column[PersonRow]("性别", lambda row: row.sex, 54),
    Column[PersonRow](
        "年龄", lambda row: "—" if row.age is None else str(row.age), 54, key=lambda row: row.age
    ),
    Column[PersonRow]("类别", lambda row: "、".join(row.categories), 138, stretch=True),
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
        "封存日期",
        lambda row: day_text(row.closed_on),
        98,
        key=lambda row: row.closed_on,
        shown=False,
    ),
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

VALUE_CHANGES = (
    Column[ValueChange]("姓名", lambda row: row.who, 92),
    Column[ValueChange]("身份证号", lambda row: row.id_masked or "—", 150),
    Column[ValueChange]("项目", lambda row: row.label, 104),
    Column[ValueChange]("登记的", lambda row: row.ours, 130, stretch=True),
    Column[ValueChange]("表格的", lambda row: row.theirs, 150),
    Column[ValueChange](
        "情况",
        lambda row: "冲突" if row.conflict else "变化",
        58,
        tone=lambda row: "late" if row.conflict else "quiet",
    ),
    Column[ValueChange]("登记的来历", lambda row: row.base or "—", 190),
    Column[ValueChange]("表格日期", lambda row: day_text(row.file_day), 104),
)

MISSING = (
    Column[MissingRow]("姓名", lambda row: row.name, 92),
    Column[MissingRow]("身份证号", lambda row: row.id_masked or "—", 150),
    Column[MissingRow]("村（社区）", lambda row: row.village or "—", 100),
    Column[MissingRow]("类别", lambda row: row.category, 110),
    Column[MissingRow]("开始", lambda row: row.since.isoformat(), 96),
    Column[MissingRow]("原来的名单", lambda row: row.before, 200, stretch=True),
    Column[MissingRow]("新名单", lambda row: row.now, 236),
)

PROBLEMS = (
    Column[Problem](
        "程度",
        severity_words,
        54,
        tone=lambda line: "late" if line.severity is Severity.ERROR else "",
    ),
    Column[Problem]("种类", kind_words, 84),
    Column[Problem]("文件", lambda line: line.file, 150),
    Column[Problem]("工作表", lambda line: line.sheet, 100),
    Column[Problem](
        "位置",
        lambda line: line.cell or (f"第{line.row}行" if line.row else ""),
        70,
        key=lambda line: (line.row, line.cell),
    ),
    Column[Problem]("列", lambda line: line.column, 96),
    Column[Problem]("内容", lambda line: line.value, 140),
    Column[Problem]("原因", lambda line: line.reason, 200, stretch=True),
    Column[Problem]("怎么办", lambda line: line.remedy, 220),
)
