"""What the lists of giving show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.core.money import yuan
from app.services.activities import ActivityRow
from app.services.donations import DonationRow
from app.services.festivals import FestivalRow, ListLine
from app.services.gift_register import FairRow, GiftRow, Share
from app.services.mutual_help import HelpRow
from app.services.stock import MoveRow, StockRow, plain
from app.services.wishes import WishRow
from app.ui.widgets.rows import Column


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _number(number: int | None) -> str:
    return "—" if number is None else str(number)


def _wish_tone(row: WishRow) -> str:
    return "late" if row.late else "quiet" if row.due is None else ""


def _wish_due(row: WishRow) -> str:
    if row.due is None:
        return "—"
    late, carried = "　逾期" if row.late else "", "　上季度结转" if row.carried else ""
    return f"{row.due.isoformat()}{late}{carried}"


WISHES = (
    Column[WishRow]("状态", lambda row: row.state_name, 72, tone=_wish_tone),
    Column[WishRow]("实现期限", _wish_due, 110, key=lambda row: row.due, tone=_wish_tone),
    Column[WishRow]("姓名", lambda row: row.name, 92),
    Column[WishRow]("村（社区）", lambda row: row.village or "—", 92),
    Column[WishRow]("心愿", lambda row: row.words, 200, stretch=True),
    Column[WishRow]("征集", lambda row: _day(row.collected_on), 94),
    Column[WishRow]("认领", lambda row: row.claimed_by or "—", 170),
    Column[WishRow]("实现", lambda row: _day(row.fulfilled_on), 94),
    Column[WishRow]("反馈或原因", lambda row: row.feedback or "—", 130),
)


def _planned(row: StockRow) -> str:
    short = f"（缺 {plain(row.planned - row.balance)}）" if row.short else ""
    return f"{plain(row.planned)}{short}" if row.planned else "—"


STOCK = (
    Column[StockRow]("品名", lambda row: row.name, 150, stretch=True),
    Column[StockRow](
        "库存", lambda row: f"{plain(row.balance)} {row.unit}", 110, right=True,
        key=lambda row: row.balance, tone=lambda row: "late" if row.short else "",
    ),
    Column[StockRow](
        "名单要发", _planned, 110, right=True,
        key=lambda row: row.planned, tone=lambda row: "late" if row.short else "",
    ),
    Column[StockRow]("单价", lambda row: yuan(row.price), 84, right=True,
                     key=lambda row: row.price),
    Column[StockRow]("折价", lambda row: yuan(row.worth), 104, right=True,
                     key=lambda row: row.worth),
    Column[StockRow]("备注", lambda row: row.note or "—", 110),
)  # fmt: skip


def _signed(number: Decimal) -> str:
    return f"+{plain(number)}" if number > 0 else plain(number)


MOVES = (
    Column[MoveRow]("日期", lambda row: _day(row.day), 94),
    Column[MoveRow]("数量", lambda row: _signed(row.quantity), 74, right=True),
    Column[MoveRow]("去向、来路", lambda row: row.words, 180, stretch=True),
)

FESTIVALS = (
    Column[FestivalRow]("节日", lambda row: row.name, 80, stretch=True),
    Column[FestivalRow]("日期", lambda row: _day(row.day), 94),
    Column[FestivalRow]("已发", lambda row: f"{row.given}/{row.people}", 66, right=True),
    Column[FestivalRow](
        "状态",
        lambda row: "已结束" if row.closed_on else "进行中",
        66,
        tone=lambda row: "done" if row.closed_on else "",
    ),
)


def line_state(row: ListLine) -> str:
    """``已发 2026-09-20``, ``不在家 1 次``: how far a line of a list is."""
    if row.day is not None:
        return f"已发 {row.day.isoformat()}"
    if row.closed:
        return "已封存"
    return f"不在家 {row.tries} 次" if row.tries else "待发"


def _line_tone(row: ListLine) -> str:
    if row.day is not None:
        return "done"
    return "quiet" if row.closed else "late" if row.tries else ""


LINES = (
    Column[ListLine]("状态", line_state, 142, tone=_line_tone),
    Column[ListLine]("村（社区）", lambda row: row.village or "—", 92),
    Column[ListLine]("组", lambda row: row.group or "—", 56),
    Column[ListLine]("姓名", lambda row: row.name, 88),
    Column[ListLine]("发放内容", lambda row: row.what, 150, stretch=True),
    Column[ListLine]("折价", lambda row: yuan(row.worth), 84, right=True,
                     key=lambda row: row.worth),
    Column[ListLine]("编号", lambda row: row.number, 128, shown=False),
)  # fmt: skip

DONATIONS = (
    Column[DonationRow]("编号", lambda row: row.number, 128),
    Column[DonationRow]("日期", lambda row: _day(row.day), 94),
    Column[DonationRow]("捐赠人", lambda row: row.donor, 150),
    Column[DonationRow]("捐了什么", lambda row: row.what, 170, stretch=True),
    Column[DonationRow](
        "还没有用的", lambda row: row.left_words, 230,
        tone=lambda row: "quiet" if row.left_words == "已用完" else "",
    ),
    Column[DonationRow]("发出", lambda row: f"{row.gifts} 笔", 64, right=True),
    Column[DonationRow]("指定用途", lambda row: row.purpose or "—", 130),
)  # fmt: skip


def _spent(row: ActivityRow) -> str:
    return yuan(row.spent) + (f"（超 {yuan(row.over)}）" if row.over else "")


ACTIVITIES = (
    Column[ActivityRow]("日期", lambda row: _day(row.day), 94),
    Column[ActivityRow]("活动", lambda row: row.name, 160, stretch=True),
    Column[ActivityRow]("种类", lambda row: row.kind_name, 104),
    Column[ActivityRow]("参加", lambda row: _number(row.people), 56, right=True),
    Column[ActivityRow]("志愿者", lambda row: _number(row.volunteers), 64, right=True),
    Column[ActivityRow]("预算", lambda row: yuan(row.budget), 92, right=True),
    Column[ActivityRow](
        "支出", _spent, 170, right=True,
        tone=lambda row: "late" if row.over else "",
    ),
)  # fmt: skip

HELP = (
    Column[HelpRow]("互助户", lambda row: row.helper, 90),
    Column[HelpRow]("照应谁", lambda row: row.name, 90),
    Column[HelpRow]("村（社区）", lambda row: row.village or "—", 90),
    Column[HelpRow]("做什么", lambda row: row.tasks or "—", 140, stretch=True),
    Column[HelpRow]("从", lambda row: _day(row.start), 94),
    Column[HelpRow](
        "到",
        lambda row: _day(row.end) if row.end else "还在照应",
        94,
        tone=lambda row: "quiet" if row.end else "",
    ),
    Column[HelpRow]("照应几人", lambda row: _number(row.served), 92, right=True),
)

GIFTS = (
    Column[GiftRow]("日期", lambda row: _day(row.day), 94),
    Column[GiftRow]("姓名", lambda row: row.who, 128),
    Column[GiftRow]("村（社区）", lambda row: row.village or "—", 92),
    Column[GiftRow]("发放内容", lambda row: row.what, 170, stretch=True),
    Column[GiftRow]("折价", lambda row: yuan(row.worth), 88, right=True,
                    key=lambda row: row.worth),
    Column[GiftRow]("方式", lambda row: row.source_name, 84),
    Column[GiftRow]("节日、捐赠人", lambda row: row.from_ or "—", 130),
    Column[GiftRow]("发放人", lambda row: row.given_by or "—", 92),
    Column[GiftRow]("签收", lambda row: row.signed_by or "—", 72),
    Column[GiftRow]("编号", lambda row: row.number, 128),
    Column[GiftRow]("备注", lambda row: row.note or "—", 130, shown=False),
)  # fmt: skip

SHARES = (
    Column[Share]("名称", lambda row: row.name, 130, stretch=True),
    Column[Share]("对象", lambda row: str(row.people), 56, right=True, key=lambda row: row.people),
    Column[Share]("得到", lambda row: str(row.served), 56, right=True, key=lambda row: row.served),
    Column[Share]("折价", lambda row: yuan(row.worth), 96, right=True, key=lambda row: row.worth),
    Column[Share](
        "人均", lambda row: yuan(row.per_head), 84, right=True, key=lambda row: row.per_head
    ),
)

FAIR = (
    Column[FairRow]("姓名", lambda row: row.name, 92),
    Column[FairRow]("村（社区）", lambda row: row.village, 92),
    Column[FairRow]("类别", lambda row: row.categories, 140, stretch=True),
    Column[FairRow]("折价", lambda row: yuan(row.worth), 96, right=True,
                    key=lambda row: row.worth),
)  # fmt: skip
