"""The register and the lists of giving as workbooks, identity numbers masked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.core.dictionary import Kind
from app.core.errors import UserError
from app.core.money import yuan
from app.core.periods import Period
from app.core.progress import Progress, silent
from app.exporters.roster_xlsx import Roster, RosterColumn, Value, write_roster, write_rosters
from app.rules.fairness import Share
from app.services.desk import Desk
from app.services.festivals import show_festival
from app.services.gift_register import FairRow, GiftRow, expect_rows, show_fairness, summed
from app.services.giving_papers import Written
from app.services.office import expect_office

_REGISTER = (
    RosterColumn("编号", width=16.0),
    RosterColumn("日期", Kind.DATE, width=12.0),
    RosterColumn("村（社区）", width=14.0),
    RosterColumn("姓名", width=12.0),
    RosterColumn("身份证号", width=21.0),
    RosterColumn("给本人还是全户", width=14.0),
    RosterColumn("发放内容", width=26.0),
    RosterColumn("金额（折价）", Kind.MONEY, width=12.0),
    RosterColumn("方式", width=12.0),
    RosterColumn("节日、捐赠人", width=18.0),
    RosterColumn("经办", width=12.0),
    RosterColumn("签收", width=12.0),
    RosterColumn("备注", width=24.0),
)
_SHARES = (
    RosterColumn("名称", width=26.0),
    RosterColumn("对象人数", Kind.NUMBER, width=10.0),
    RosterColumn("得到的人数", Kind.NUMBER, width=12.0),
    RosterColumn("发放次数", Kind.NUMBER, width=10.0),
    RosterColumn("金额（折价）", Kind.MONEY, width=14.0),
    RosterColumn("没有折价的次数", Kind.NUMBER, width=14.0),
    RosterColumn("人均", Kind.MONEY, width=12.0),
)
_PEOPLE = (
    RosterColumn("村（社区）", width=16.0),
    RosterColumn("姓名", width=12.0),
    RosterColumn("类别", width=36.0),
    RosterColumn("金额（折价）", Kind.MONEY, width=14.0),
)
_LIST = (
    RosterColumn("村（社区）", width=14.0),
    RosterColumn("组", width=8.0),
    RosterColumn("姓名", width=12.0),
    RosterColumn("身份证号", width=21.0),
    RosterColumn("住址", width=30.0),
    RosterColumn("发放内容", width=26.0),
    RosterColumn("金额（折价）", Kind.MONEY, width=12.0),
    RosterColumn("发放日期", Kind.DATE, width=12.0),
    RosterColumn("没见到人的次数", Kind.NUMBER, width=14.0),
    RosterColumn("签收", width=14.0),
)


def save_register(
    desk: Desk, ids: Sequence[int], path: Path, *, window: Period, progress: Progress = silent
) -> Written:
    """These gifts as a workbook, and beside them how what was given in ``window`` is spread.

    Raises ``UserError`` for none, ``FileError`` when the file cannot be written."""
    office = expect_office(desk)
    fair = show_fairness(desk, window, most=50)
    with desk.write("save_gift_register", f"另存发放登记：{len(ids)} 笔") as work:
        rows = expect_rows(work.session, ids)
        total = summed(rows)
        note = (
            f"{office.name}　{desk.clock.today().isoformat()}　共 {len(rows)} 笔，"
            f"{total.people} 人，金额（折价）{yuan(total.worth)} 元"
        )
        days = f"{office.name}　{window.first.isoformat()} 至 {window.last.isoformat()}"
        books = {
            "发放登记": Roster("发放登记", _REGISTER, [_book_line(row) for row in rows], note),
            "按村": Roster("各村发放情况", _SHARES, _share_lines(fair.villages), days),
            "按类别": Roster("各类对象发放情况", _SHARES, _share_lines(fair.categories), days),
            "没有得到的": Roster("没有得到帮扶的对象", _PEOPLE, _people(fair.nothing), days),
            "得到最多的": Roster("得到帮扶最多的对象", _PEOPLE, _people(fair.most), days),
        }
        write_rosters(path, books, progress=progress)
    return Written(path, len(rows))


def _book_line(row: GiftRow) -> tuple[Value, ...]:
    return (
        row.number, row.day, row.village, row.name, row.id_masked,
        "全户" if row.for_household else "本人", row.what, row.worth, row.source_name, row.from_,
        row.given_by, row.signed_by, row.note,
    )  # fmt: skip


def _share_lines(found: Sequence[Share]) -> list[tuple[Value, ...]]:
    return [
        (one.name, one.people, one.served, one.gifts, one.worth, one.unknown, one.per_head)
        for one in found
    ]


def _people(found: Sequence[FairRow]) -> list[tuple[Value, ...]]:
    return [(one.village, one.name, one.categories, one.worth) for one in found]


def save_festival_list(
    desk: Desk, festival_id: int, path: Path, *, progress: Progress = silent
) -> Written:
    """A festival's list with what was handed out. Raises ``UserError`` for an empty one,
    ``FileError`` when the file cannot be written."""
    office, view = expect_office(desk), show_festival(desk, festival_id)
    if not view.lines:
        raise UserError("名单是空的。", "", "请先加入慰问对象。")
    row = view.row
    with desk.write("save_festival_list", f"另存节日慰问名单：{row.people} 人"):
        note = (
            f"{office.name}　{row.day.isoformat()}　共 {row.people} 人，已发 {row.given} 人，"
            f"预算 {yuan(row.budget.declared)} 元，合计 {yuan(row.budget.planned)} 元，"
            f"已支出 {yuan(row.budget.spent)} 元"
        )
        lines: list[tuple[Value, ...]] = [
            (
                line.village, line.group, line.name, line.id_masked, line.address, line.what,
                line.worth, line.day, line.tries, line.signed_by,
            )
            for line in view.lines
        ]  # fmt: skip
        write_roster(path, Roster(f"{row.name}慰问名单", _LIST, lines, note), progress=progress)
    return Written(path, row.people)
