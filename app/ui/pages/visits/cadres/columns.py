"""The columns of the tab 责任人."""

from __future__ import annotations

from app.services.cadre_board import CadreRow, ObjectRow
from app.services.cadre_choices import Candidate
from app.services.cadre_rates import CadreRate
from app.ui.widgets.rows import Column


def _state_tone(row: CadreRow) -> str:
    if row.left_on is not None:
        return "late" if row.objects else "quiet"
    return "late" if row.wrong or (row.away_from is not None and not row.deputy) else ""


def _post(row: CadreRow) -> str:
    return " ".join(part for part in (row.unit, row.post) if part)


def _state(row: CadreRow) -> str:
    return "；".join((row.state, *row.wrong))


CADRES = (
    Column[CadreRow]("姓名", lambda row: row.name, 92),
    Column[CadreRow](
        "对象", lambda row: str(row.objects), 54, right=True, key=lambda row: row.objects
    ),
    Column[CadreRow]("完成", lambda row: str(row.done), 54, right=True, key=lambda row: row.done),
    Column[CadreRow](
        "逾期",
        lambda row: str(row.late) if row.late else "",
        54,
        right=True,
        key=lambda row: row.late,
        tone=lambda row: "late" if row.late else "",
    ),
    Column[CadreRow]("状态", _state, 124, stretch=True, tone=_state_tone),
    Column[CadreRow]("电话", lambda row: row.phone, 114),
    Column[CadreRow]("单位、职务", _post, 150, shown=False),
    Column[CadreRow]("层级", lambda row: row.level_name, 110, shown=False),
    Column[CadreRow]("村（社区）", lambda row: row.village, 100, shown=False),
    Column[CadreRow]("本村默认", lambda row: "是" if row.village_default else "", 84, shown=False),
)


def _late(row: ObjectRow) -> str:
    return "late" if row.late else ""


OBJECTS = (
    Column[ObjectRow]("姓名", lambda row: row.name, 92),
    Column[ObjectRow]("村组", lambda row: f"{row.village or '—'}{row.group}", 104),
    Column[ObjectRow]("对象类别", lambda row: "、".join(row.categories), 136, stretch=True),
    Column[ObjectRow](
        "责任人", lambda row: row.cadre or "没有", 80, tone=lambda row: "" if row.cadre else "late"
    ),
    Column[ObjectRow]("从哪天起", lambda row: row.start.isoformat() if row.start else "", 104),
    Column[ObjectRow](
        "本月",
        lambda row: f"逾期 {row.late}" if row.late else f"完成 {row.done}" if row.done else "",
        74,
        tone=_late,
    ),
    Column[ObjectRow]("方案", lambda row: row.programme, 120, shown=False),
    Column[ObjectRow]("身份证号", lambda row: row.id_masked, 150, shown=False),
    Column[ObjectRow]("联系电话", lambda row: row.phone, 110, shown=False),
    Column[ObjectRow]("住址", lambda row: row.address, 160, shown=False),
)

CANDIDATES = (
    Column[Candidate]("姓名", lambda row: row.name, 90),
    Column[Candidate]("村（社区）", lambda row: row.village or "—", 110),
    Column[Candidate]("组", lambda row: row.group, 64),
    Column[Candidate]("对象类别", lambda row: "、".join(row.categories), 220, stretch=True),
    Column[Candidate](
        "现在的责任人",
        lambda row: row.now or "没有",
        150,
        tone=lambda row: "" if row.now else "late",
    ),
)

RATES = (
    Column[CadreRate]("责任人", lambda row: row.name, 90),
    Column[CadreRate]("单位", lambda row: row.unit, 150),
    Column[CadreRate](
        "包保人数", lambda row: str(row.objects), 92, right=True, key=lambda row: row.objects
    ),
    Column[CadreRate](
        "到期任务", lambda row: str(row.due), 92, right=True, key=lambda row: row.due
    ),
    Column[CadreRate](
        "已完成", lambda row: str(row.done), 76, right=True, key=lambda row: row.done
    ),
    Column[CadreRate](
        "完成率", lambda row: row.rate_words, 80, right=True, key=lambda row: row.rate
    ),
    Column[CadreRate]("分条款（完成/到期）", lambda row: row.clause_words, 220, stretch=True),
)
