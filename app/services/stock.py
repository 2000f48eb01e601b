"""The store room: kinds of goods, what comes in, what goes out, what is there (S1.204).

What goes out goes to somebody: ``services/gifts`` does that. The balance is the sum of the moves
and never below nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import DeclinedError, UserError
from app.models.giving import Gift, StockItem, StockMove
from app.models.queries import giving as queries
from app.models.unit_of_work import Session, Work
from app.rules.budgets import line_amount
from app.services.desk import Desk

BOUGHT = "购入"
_ZERO = Decimal(0)


@dataclass(frozen=True)
class StockRow:
    """A kind of goods: ``balance`` is there, ``planned`` of it stands on lists; ``worth`` in yuan
    by the price now, None without one."""

    id: int
    name: str
    unit: str
    price: Decimal | None
    balance: Decimal
    planned: Decimal
    worth: Decimal | None
    note: str

    @property
    def short(self) -> bool:
        """Whether the lists want more than is there."""
        return self.planned > self.balance


@dataclass(frozen=True)
class MoveRow:
    """One move: ``quantity`` in (positive) or out, and what for."""

    id: int
    day: date
    quantity: Decimal
    words: str
    gift_id: int | None


@dataclass(frozen=True)
class KeepItem:
    """A kind of goods as typed; ``item_id`` of the one that is changed. ``price`` in yuan for one:
    it holds for what is given from now on."""

    name: str
    unit: str
    price: Decimal | None = None
    note: str = ""
    item_id: int | None = None


def keep_item(desk: Desk, command: KeepItem) -> int:
    """Add or change a kind of goods. Raises ``UserError`` for a missing or second name."""
    name, unit = command.name.strip(), command.unit.strip()
    if not name or not unit:
        raise UserError("品名或单位没有填写。", "", "请写清楚，例如“大米”“袋（10公斤）”。")
    if command.price is not None and command.price <= 0:
        raise UserError("单价不对。", "", "请填写大于 0 的元数，不清楚就空着。")
    with desk.write("keep_item", "登记慰问物资品名") as work:
        other = queries.item_named(work.session, name)
        if other is not None and other.id != command.item_id:
            raise UserError("已经有同名的物资。", "", "规格不同的，请在品名里写明。")
        item = expect_item(work.session, command.item_id) if command.item_id else StockItem()
        item.name, item.unit = name, unit
        item.price, item.note = command.price, command.note.strip() or None
        work.session.add(item)
        work.session.flush()
        return item.id


def bring_in(
    desk: Desk, item_id: int, quantity: Decimal, *, day: date, reason: str = BOUGHT
) -> None:
    """Goods that were bought, or came in another way that ``reason`` says; donated ones come in by
    ``donations.record_donation``. Raises ``UserError`` for a bad quantity or day."""
    check_quantity(quantity)
    _check_day(desk, day)
    with desk.write("bring_in", "物资入库") as work:
        item = expect_item(work.session, item_id)
        move(work, item.id, quantity, day, reason=reason.strip() or BOUGHT)


def correct_stock(desk: Desk, item_id: int, counted: Decimal, *, day: date, reason: str) -> Decimal:
    """Make the balance what was counted in the store room; the difference that was entered.

    Raises ``UserError`` without a reason or for a count below nothing, ``DeclinedError`` when the
    count agrees.
    """
    if counted < 0:
        raise UserError("盘点数不对。", "", "请填写实际数到的数量，没有了就填 0。")
    if not reason.strip():
        raise UserError("没有写明原因。", "", "请写明多出或短少的原因，例如“受潮报废”。")
    _check_day(desk, day)
    with desk.write("correct_stock", "物资盘点更正") as work:
        item = expect_item(work.session, item_id)
        difference = counted - queries.balance(work.session, item.id)
        if not difference:
            raise DeclinedError("盘点数和账上一样。", "", "不用更正。")
        move(work, item.id, difference, day, reason=f"盘点：{reason.strip()}")
        return difference


def list_stock(desk: Desk) -> tuple[StockRow, ...]:
    """Every kind of goods by name, with what is there."""
    with desk.store.read() as session:
        there, planned = queries.balances(session), queries.planned_quantities(session)
        return tuple(
            StockRow(
                id=item.id,
                name=item.name,
                unit=item.unit,
                price=item.price,
                balance=there.get(item.id, _ZERO),
                planned=planned.get(item.id, _ZERO),
                worth=line_amount(there.get(item.id, _ZERO), item.price),
                note=item.note or "",
            )
            for item in queries.items(session)
        )


def list_moves(desk: Desk, item_id: int) -> tuple[MoveRow, ...]:
    """What came in and went out of one item, the newest first."""
    with desk.store.read() as session:
        return tuple(
            MoveRow(row.id, row.day, row.quantity, _move_words(row, gift, name), row.gift_id)
            for row, gift, name in queries.moves_of(session, item_id)
        )


def _move_words(row: StockMove, gift: Gift | None, name: str | None) -> str:
    if gift is not None:
        return f"发给{name or '已删除的人'}（{gift.number}）"
    return row.reason or ("捐赠" if row.donation_id else "")


# --- for the services of this subject -------------------------------------------------------------
def move(
    work: Work,
    item_id: int,
    quantity: Decimal,
    day: date,
    *,
    gift_id: int | None = None,
    donation_id: int | None = None,
    reason: str | None = None,
) -> None:
    """Enter one move inside an act."""
    work.session.add(
        StockMove(
            item_id=item_id,
            day=day,
            quantity=quantity,
            gift_id=gift_id,
            donation_id=donation_id,
            reason=reason,
        )
    )
    work.session.flush()


def expect_there(session: Session, item: StockItem, quantity: Decimal) -> None:
    """Raise ``DeclinedError`` when less than ``quantity`` is there."""
    there = queries.balance(session, item.id)
    if there < quantity:
        raise DeclinedError(
            f"{item.name}的库存不够。",
            f"还有 {plain(there)} {item.unit}，要发 {plain(quantity)} {item.unit}。",
            "请先登记入库，或少发一些。",
        )


def expect_item(session: Session, item_id: int) -> StockItem:
    """The kind of goods. Raises ``UserError`` for none."""
    item = session.get(StockItem, item_id)
    if item is None:
        raise UserError("没有找到这种物资。", "", "可能已被撤销，请刷新列表。")
    return item


def check_quantity(quantity: Decimal | None) -> None:
    """Raise ``UserError`` unless it is more than nothing, with two decimals at most."""
    if quantity is None or quantity <= 0 or quantity != round(quantity, 2):
        raise UserError("数量不对。", "", "请填写大于 0 的数，最多两位小数。")


def plain(quantity: Decimal) -> str:
    """``3``, ``2.5``: a quantity without needless zeros."""
    whole = quantity.to_integral_value()
    return str(int(whole)) if whole == quantity else f"{quantity.normalize():f}"


def _check_day(desk: Desk, day: date) -> None:
    if day > desk.clock.today():
        raise UserError("日期在今天之后。", "", "请填写实际的日期。")
