"""The papers of giving: receipts, signature sheets, the register.

Identity numbers are masked everywhere; that something was printed is on record with its count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import UserError
from app.core.masks import mask_phone
from app.core.money import capital_amount, yuan
from app.core.progress import Progress, silent
from app.exporters.list_paper import ListColumn, ListLine, ListPaper, ListPart, write_list
from app.exporters.page import long_date
from app.exporters.receipt_pdf import Receipt, write_receipts
from app.services.desk import Desk
from app.services.donations import DonationRow, list_donations
from app.services.festivals import FestivalView, show_festival
from app.services.festivals import ListLine as FestivalLine
from app.services.gift_register import NO_VILLAGE, GiftRow, expect_rows
from app.services.office import OfficeView, expect_office

_SIGN_COLUMNS = (
    ListColumn("组", 14.0, centred=True),
    ListColumn("姓名", 20.0, centred=True),
    ListColumn("身份证号", 34.0, centred=True),
    ListColumn("发放内容", 34.0),
    ListColumn("折价（元）", 19.0, centred=True),
    ListColumn("领取人签字", 28.0),
    ListColumn("领取日期", 18.0),
    ListColumn("代领人、备注", 22.0),
)
_REGISTER_COLUMNS = (
    ListColumn("日期", 19.0, centred=True),
    ListColumn("姓名", 20.0, centred=True),
    ListColumn("身份证号", 33.0, centred=True),
    ListColumn("发放内容", 36.0),
    ListColumn("折价（元）", 19.0, centred=True),
    ListColumn("来源", 28.0),
    ListColumn("经办", 16.0, centred=True),
    ListColumn("编号", 25.0, centred=True),
)
_SIGNS = ("单位负责人", "经办人", "发放人", "日期")


@dataclass(frozen=True)
class Written:
    """Where it lies, and how many lines or receipts are in it."""

    path: Path
    count: int


def print_receipts(desk: Desk, ids: Sequence[int], path: Path) -> Written:
    """领取单 of these gifts, a page each in two halves. Raises ``UserError`` when none is chosen,
    ``FileError`` when the file cannot be written."""
    office = expect_office(desk)
    with desk.write("print_gift_receipts", f"打印领取单：{len(set(ids))} 张") as work:
        rows = expect_rows(work.session, ids)
        write_receipts(path, [_receipt(row, office) for row in rows])
    return Written(path, len(rows))


def _receipt(row: GiftRow, office: OfficeView) -> Receipt:
    money = "—" if row.worth is None else f"{yuan(row.worth)} 元（{capital_amount(row.worth)}）"
    return Receipt(
        title="领 取 单",
        number=row.number,
        rows=(
            ("领取人", f"{row.who}　{row.village}"),
            ("身份证号", row.id_masked or "—"),
            ("领取内容", row.what),
            ("金额（折价）", money),
            ("来源", "　".join(part for part in (row.source_name, row.from_) if part)),
        ),
        signs=("领取人（签字、手印）", "代领人及关系", "经办人"),
        note="东西或钱已经收到，请当面点清后签字。",
        office=office.name,
        day=long_date(row.day),
        copies=("存根联（单位留存）", "领取联（交领取人）"),
    )


def print_donation_receipt(desk: Desk, donation_id: int, path: Path) -> Written:
    """捐赠收据 of one donation. Raises ``UserError`` for none."""
    office = expect_office(desk)
    row = next((one for one in list_donations(desk) if one.id == donation_id), None)
    if row is None:
        raise UserError("没有找到这笔捐赠。", "", "可能已被撤销，请刷新列表。")
    with desk.write("print_donation_receipt", "打印捐赠收据", ("donation", donation_id)):
        write_receipts(path, [_donation_receipt(row, office)])
    return Written(path, 1)


def _donation_receipt(row: DonationRow, office: OfficeView) -> Receipt:
    money = "—"
    if row.amount is not None:
        money = f"{yuan(row.amount)} 元（{capital_amount(row.amount)}）"
    return Receipt(
        title="捐 赠 收 据",
        number=row.number,
        rows=(
            ("捐赠人", row.donor),
            ("联系电话", mask_phone(row.donor_phone) or "—"),
            ("捐款", money),
            ("捐物", "；".join(one.words for one in row.goods) or "—"),
            ("用途", row.purpose or "由本单位统筹用于困难群众"),
        ),
        signs=("捐赠人", "经办人"),
        note="感谢您的爱心。使用情况在本单位发放登记中可以查到。",
        office=office.name,
        day=long_date(row.day),
        copies=("存根联（单位留存）", "收据联（交捐赠人）"),
    )


def print_signatures(
    desk: Desk,
    festival_id: int,
    path: Path,
    *,
    villages: Sequence[str] = (),
    progress: Progress = silent,
) -> Written:
    """The signature sheet of a festival, village by village, for the lines that wait. Raises
    ``UserError`` when nobody waits, ``FileError`` when the file cannot be written."""
    view = show_festival(desk, festival_id)
    waiting = [line for line in view.lines if line.waits]
    names = dict.fromkeys(line.village for line in waiting)
    chosen = [name for name in names if not villages or name in villages]
    if not chosen:
        raise UserError("没有等待发放的人。", "", "名单上的人都已发放，或名单还是空的。")
    parts = tuple(_sign_part(view, name, waiting) for name in chosen)
    count = sum(len(part.lines) for part in parts)
    with desk.write("print_signatures", f"打印发放签字表：{count} 人"):
        write_list(path, _paper(desk, "发放签字表", _SIGN_COLUMNS, parts), progress=progress)
    return Written(path, count)


def _sign_part(view: FestivalView, village: str, waiting: Sequence[FestivalLine]) -> ListPart:
    lines = tuple(
        ListLine(
            (
                line.group,
                line.name,
                line.id_masked,
                line.what,
                yuan(line.worth),
                "",
                "",
                f"第 {line.tries + 1} 次上门" if line.tries else "",
            ),
            line.worth,
        )
        for line in waiting
        if line.village == village
    )
    row = view.row
    name = village or NO_VILLAGE
    return ListPart(
        f"{name}{row.name}慰问发放签字表",
        f"节日：{row.name}（{long_date(row.day)}）　　{name}　共 {len(lines)} 人",
        lines,
    )


def print_register(
    desk: Desk, ids: Sequence[int], path: Path, *, progress: Progress = silent
) -> Written:
    """These gifts as a register on paper, village by village. Raises ``UserError`` for none."""
    with desk.write("print_gift_register", f"打印发放登记表：{len(ids)} 笔") as work:
        rows = expect_rows(work.session, ids)
        parts = tuple(
            ListPart(
                f"{village}发放登记表",
                f"{long_date(min(row.day for row in mine))}至"
                f"{long_date(max(row.day for row in mine))}　　共 {len(mine)} 笔",
                tuple(_register_line(row) for row in mine),
            )
            for village, mine in _by_village(rows).items()
        )
        paper = _paper(desk, "发放登记表", _REGISTER_COLUMNS, parts)
        write_list(path, paper, progress=progress)
    return Written(path, len(rows))


def _register_line(row: GiftRow) -> ListLine:
    source = "　".join(part for part in (row.source_name, row.from_) if part)
    return ListLine(
        (
            row.day.isoformat(),
            row.who,
            row.id_masked,
            row.what,
            yuan(row.worth),
            source,
            row.given_by,
            row.number,
        ),
        row.worth,
    )


def _by_village(rows: Sequence[GiftRow]) -> dict[str, list[GiftRow]]:
    found: dict[str, list[GiftRow]] = {}
    for row in sorted(rows, key=lambda row: (row.village, row.day, row.id)):
        found.setdefault(row.village or NO_VILLAGE, []).append(row)
    return found


def _paper(
    desk: Desk,
    name: str,
    columns: tuple[ListColumn, ...],
    parts: tuple[ListPart, ...],
) -> ListPaper:
    return ListPaper(
        name=name,
        columns=columns,
        parts=parts,
        office=expect_office(desk).name,
        printed_by=desk.actor.name,
        printed_on=desk.clock.today(),
        signs=_SIGNS,
    )
