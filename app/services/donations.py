"""Donations: what somebody gave to the office, and what became of it (S4.423, S3.310)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import DeclinedError, UserError
from app.core.money import yuan
from app.models.giving import Donation, StockItem
from app.models.queries import giving as queries
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.stock import check_quantity, expect_item, move, plain

PREFIX = "JZ"
_ZERO = Decimal("0.00")


@dataclass(frozen=True)
class RecordDonation:
    """What came in: ``amount`` in yuan, ``goods`` as (item, quantity), or both."""

    day: date
    donor: str
    amount: Decimal | None = None
    goods: tuple[tuple[int, Decimal], ...] = ()
    donor_phone: str = ""
    purpose: str = ""
    note: str = ""


@dataclass(frozen=True)
class GoodsLeft:
    """Goods of a donation: how much came, how much is not spoken for yet."""

    item_id: int
    name: str
    unit: str
    quantity: Decimal
    left: Decimal

    @property
    def words(self) -> str:
        """``大米 20 袋``."""
        return f"{self.name} {plain(self.quantity)} {self.unit}"

    @property
    def left_words(self) -> str:
        """``大米 还有 5 袋``."""
        return f"{self.name}还有 {plain(self.left)} {self.unit}"


@dataclass(frozen=True)
class DonationRow:
    """A donation and what is left of it; ``left`` in yuan, None where no money was given."""

    id: int
    number: str
    day: date
    donor: str
    donor_phone: str
    amount: Decimal | None
    left: Decimal | None
    goods: tuple[GoodsLeft, ...]
    purpose: str
    note: str
    gifts: int

    @property
    def what(self) -> str:
        """``5,000.00 元；大米 20 袋``."""
        money = [f"{yuan(self.amount)} 元"] if self.amount is not None else []
        return "；".join([*money, *(one.words for one in self.goods)])

    @property
    def left_words(self) -> str:
        """What of it is not used; ``已用完`` when nothing is."""
        money = [f"还有 {yuan(self.left)} 元"] if self.left else []
        return "；".join([*money, *(one.left_words for one in self.goods if one.left)]) or "已用完"


def record_donation(desk: Desk, command: RecordDonation) -> str:
    """Enter a donation, its goods into stock; its number comes back.

    Raises ``UserError`` without a donor, for a day to come, for neither money nor goods, or for a
    bad amount or quantity.
    """
    _check(desk, command)
    with desk.write("record_donation", "登记捐赠") as work:
        prefix = f"{PREFIX}{command.day.year}-"
        donation = Donation(
            number=next(queries.new_numbers(work.session, Donation, prefix, 1)),
            day=command.day,
            donor=command.donor.strip(),
            donor_phone=command.donor_phone.strip() or None,
            amount=command.amount,
            purpose=command.purpose.strip() or None,
            note=command.note.strip() or None,
        )
        work.session.add(donation)
        work.session.flush()
        for item_id, quantity in command.goods:
            item = expect_item(work.session, item_id)
            move(work, item.id, quantity, command.day, donation_id=donation.id)
        return donation.number


def _check(desk: Desk, command: RecordDonation) -> None:
    if not command.donor.strip():
        raise UserError("没有填写捐赠人。", "", "不愿留名的，请写“爱心人士”。")
    if command.day > desk.clock.today():
        raise UserError("日期在今天之后。", "", "请填写实际收到的日期。")
    if command.amount is None and not command.goods:
        raise UserError("没有填写捐了什么。", "", "请填写金额，或选择物资和数量。")
    if command.amount is not None and command.amount <= 0:
        raise UserError("金额不对。", "", "请填写大于 0 的元数。")
    for _, quantity in command.goods:
        check_quantity(quantity)


def list_donations(desk: Desk) -> tuple[DonationRow, ...]:
    """Every donation, the newest first, with what is left of it."""
    with desk.store.read() as session:
        came, used = queries.goods_donated(session), queries.goods_used(session)
        money, items = queries.money_used(session), {i.id: i for i in queries.items(session)}
        given = queries.gifts(session)
        counts: dict[int, int] = {}
        for line in given:
            if line.gift.donation_id is not None:
                counts[line.gift.donation_id] = counts.get(line.gift.donation_id, 0) + 1
        return tuple(
            DonationRow(
                id=row.id,
                number=row.number,
                day=row.day,
                donor=row.donor,
                donor_phone=row.donor_phone or "",
                amount=row.amount,
                left=None if row.amount is None else row.amount - money.get(row.id, _ZERO),
                goods=_goods(row.id, came, used, items),
                purpose=row.purpose or "",
                note=row.note or "",
                gifts=counts.get(row.id, 0),
            )
            for row in queries.donations(session)
        )


def _goods(
    donation_id: int,
    came: dict[tuple[int, int], Decimal],
    used: dict[tuple[int, int], Decimal],
    items: dict[int, StockItem],
) -> tuple[GoodsLeft, ...]:
    return tuple(
        GoodsLeft(
            item_id=item,
            name=items[item].name,
            unit=items[item].unit,
            quantity=quantity,
            left=quantity - used.get((one, item), _ZERO),
        )
        for (one, item), quantity in came.items()
        if one == donation_id
    )


def expect_left(
    session: Session,
    donation_id: int,
    *,
    amount: Decimal | None = None,
    goods: tuple[int, Decimal] | None = None,
) -> None:
    """Raise ``DeclinedError`` when a donation has no such ``amount`` or ``goods`` (item, quantity)
    left; ``UserError`` when there is none."""
    donation = session.get(Donation, donation_id)
    if donation is None:
        raise UserError("没有找到这笔捐赠。", "", "可能已被撤销，请刷新列表。")
    if amount is not None:
        left = (donation.amount or _ZERO) - queries.money_used(session).get(donation_id, _ZERO)
        if left < amount:
            raise DeclinedError(
                "这笔捐赠的钱不够。",
                f"还有 {yuan(left)} 元，要发 {yuan(amount)} 元。",
                "请换一笔捐赠，或少发一些。",
            )
    if goods is not None:
        came = queries.goods_donated(session).get((donation_id, goods[0]), _ZERO)
        left = came - queries.goods_used(session).get((donation_id, goods[0]), _ZERO)
        if left < goods[1]:
            raise DeclinedError(
                "这笔捐赠没有这么多这种物资。",
                f"还有 {plain(left)}，要发 {plain(goods[1])}。",
                "请换一笔捐赠，或不选捐赠，从库存发。",
            )
