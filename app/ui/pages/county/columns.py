"""What the tables of the page 县级汇总 show."""

from __future__ import annotations

from app.core.money import yuan
from app.services.county import BoardRow, ReceivedRow
from app.services.county_conflicts import ConflictRow
from app.services.county_keys import IssuedView
from app.ui.widgets.rows import Column


def _board_tone(row: BoardRow) -> str:
    return "done" if row.state == "已验证" else ""


def _rate(row: BoardRow) -> str:
    if not row.visits_due:
        return "—"
    return f"{row.visits_done} / {row.visits_due}　{row.visits_done / row.visits_due:.0%}"


BOARD = (
    Column[BoardRow]("单位", lambda row: row.office, 180, stretch=True),
    Column[BoardRow]("状态", lambda row: row.state, 96, tone=_board_tone),
    Column[BoardRow](
        "批次", lambda row: "—" if row.batch_no is None else str(row.batch_no), 56, right=True
    ),
    Column[BoardRow](
        "接收时间",
        lambda row: f"{row.received_at:%m-%d %H:%M}" if row.received_at else "—",
        110,
    ),
    Column[BoardRow](
        "人数", lambda row: "—" if row.batch_no is None else str(row.people), 72, right=True
    ),
    Column[BoardRow]("已访 / 应访", _rate, 150, right=True),
    Column[BoardRow](
        "月保障金（元）",
        lambda row: yuan(None if row.batch_no is None else row.amount),
        130,
        right=True,
    ),
)

RECEIVED = (
    Column[ReceivedRow](
        "结果", lambda row: row.state_name, 96, tone=lambda row: "done" if row.kept else "late"
    ),
    Column[ReceivedRow]("单位", lambda row: row.office or "—", 150),
    Column[ReceivedRow]("文件", lambda row: row.file, 260),
    Column[ReceivedRow]("说明", lambda row: row.words, 320, stretch=True),
)


def _names(row: ConflictRow) -> str:
    return "、".join(dict.fromkeys(side.name for side in row.sides))


CONFLICTS = (
    Column[ConflictRow](
        "状态",
        lambda row: "已处理" if row.decision else "未处理",
        72,
        tone=lambda row: "done" if row.decision else "",
    ),
    Column[ConflictRow]("种类", lambda row: row.kind_name, 150),
    Column[ConflictRow]("姓名", _names, 100),
    Column[ConflictRow]("涉及单位", lambda row: row.words, 160, stretch=True),
)

BATCH = (
    Column[ConflictRow]("种类", lambda row: row.kind_name, 170),
    Column[ConflictRow]("姓名", _names, 160),
    Column[ConflictRow]("涉及单位", lambda row: row.words, 300, stretch=True),
)

OFFICES = (
    Column[BoardRow]("单位名称", lambda row: row.office, 260, stretch=True),
    Column[BoardRow]("单位代码", lambda row: row.office_code, 180),
)

ISSUED = (
    Column[IssuedView](
        "状态",
        lambda row: row.state,
        90,
        tone=lambda row: "done" if row.state == "有效" else "late",
    ),
    Column[IssuedView]("单位", lambda row: row.office, 180),
    Column[IssuedView]("单位代码", lambda row: row.office_code, 140),
    Column[IssuedView]("签发", lambda row: f"{row.issued_on:%Y-%m-%d}", 110),
    Column[IssuedView]("有效至", lambda row: f"{row.valid_until:%Y-%m-%d}", 110),
    Column[IssuedView]("吊销原因", lambda row: row.why, 200, stretch=True),
)
