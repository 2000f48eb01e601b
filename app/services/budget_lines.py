"""What an event costs, line by line (S0.203): the same for festivals and for activities."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import DeclinedError, UserError
from app.core.money import cents, yuan
from app.models.giving import Activity, BudgetLine, FestivalVisit
from app.models.queries import budget as queries
from app.models.queries import giving as giving_queries
from app.models.unit_of_work import Session
from app.rules.budgets import Budget, Cost, budget_of, line_amount
from app.services.desk import Desk
from app.services.gifts import worth_of
from app.services.person.rows import check_not_future, expect_row
from app.services.person.typed import FieldError
from app.services.stock import plain

_TOO_MUCH = 10**9


@dataclass(frozen=True)
class Event:
    """What a line is for: a festival's list or an activity, one of the two."""

    festival_id: int | None = None
    activity_id: int | None = None


@dataclass(frozen=True)
class KeepLine:
    """A line as typed: ``quantity`` and ``price`` (yuan), or a ``lump`` sum alone, or nothing while
    nobody knows; ``spent_on`` None: only planned. ``line_id`` of the one that is changed."""

    event: Event
    name: str
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    lump: Decimal | None = None
    spent_on: date | None = None
    line_id: int | None = None


@dataclass(frozen=True)
class BudgetRow:
    """One line; ``how`` it comes to its ``amount`` in yuan (None: no price yet)."""

    id: int
    name: str
    quantity: Decimal | None
    unit: str
    price: Decimal | None
    lump: Decimal | None
    spent_on: date | None
    how: str
    amount: Decimal | None


@dataclass(frozen=True)
class BudgetView:
    """An event's own lines with the sums of all; ``gifts``: how many lines its list of people adds
    to them."""

    event: Event
    title: str
    rows: tuple[BudgetRow, ...]
    gifts: int
    budget: Budget


def show_budget(desk: Desk, event: Event) -> BudgetView:
    """The lines of an event and what they come to. Raises ``UserError`` for none."""
    with desk.store.read() as session:
        given: tuple[Cost, ...] = ()
        if event.festival_id is not None:
            found = expect_row(session, FestivalVisit, event.festival_id)
            lines = queries.of_festivals(session).get(found.id, [])
            given = gift_costs(giving_queries.gifts(session, festival_id=found.id, planned=True))
            title, declared = found.name, found.budget
        else:
            activity = expect_row(session, Activity, event.activity_id or 0)
            lines = queries.of_activities(session).get(activity.id, [])
            title, declared = activity.name, activity.budget
    costs = (*given, *costs_of(lines))
    return BudgetView(event, title, tuple(map(_row, lines)), len(given), budget_of(costs, declared))


def gift_costs(lines: Iterable[giving_queries.GiftLine]) -> tuple[Cost, ...]:
    """What is given to the people of a list costs."""
    return tuple(Cost(worth_of(line.gift), line.gift.day is not None) for line in lines)


def costs_of(lines: Iterable[BudgetLine]) -> tuple[Cost, ...]:
    """What own lines cost."""
    return tuple(Cost(_amount(line), line.spent_on is not None) for line in lines)


def keep_line(desk: Desk, command: KeepLine) -> int:
    """Enter or change a line; its id. Raises ``FieldError`` for what is missing or cannot be,
    ``DeclinedError`` for a festival's list that is closed."""
    _check(command, desk.clock.today())
    with desk.write("keep_budget_line", "登记预算明细") as work:
        event = command.event
        _expect_open(work.session, event)
        line = BudgetLine(festival_id=event.festival_id, activity_id=event.activity_id, name="")
        if command.line_id is not None:
            line = expect_row(work.session, BudgetLine, command.line_id)
        line.name, line.unit = command.name.strip(), command.unit.strip() or None
        line.quantity, line.price, line.lump = command.quantity, command.price, command.lump
        line.spent_on = command.spent_on
        work.session.add(line)
        work.session.flush()
        return line.id


def remove_lines(desk: Desk, ids: Collection[int]) -> None:
    """Strike lines out. Raises ``UserError`` for none, ``DeclinedError`` like ``keep_line``."""
    if not ids:
        raise UserError("没有选中明细。", "", "请先选一行。")
    with desk.write("remove_budget_lines", f"删除预算明细：{len(ids)}项") as work:
        for line_id in ids:
            line = expect_row(work.session, BudgetLine, line_id)
            _expect_open(work.session, Event(line.festival_id, line.activity_id))
            work.session.delete(line)


def _check(command: KeepLine, today: date) -> None:
    if not command.name.strip():
        raise FieldError("name", "没有写是什么。", "例如“横幅”“演出”。")
    numbers = {"quantity": command.quantity, "price": command.price, "lump": command.lump}
    for key, value in numbers.items():
        if value is not None and not (0 < value < _TOO_MUCH and value == cents(value)):
            raise FieldError(key, "应大于 0，最多两位小数。", "不清楚的空着。")
    pair = (command.quantity, command.price)
    if command.lump is not None and pair != (None, None):
        raise FieldError("lump", "写了一次付的金额，不用再写数量和单价。", "请只留一样。")
    if (command.quantity is None) is not (command.price is None):
        missing = "price" if command.price is None else "quantity"
        raise FieldError(missing, "数量和单价要一起写。", "不按数量算的，写在“一次付”里。")
    if command.spent_on is not None:
        check_not_future("spent_on", command.spent_on, today)


def _expect_open(session: Session, event: Event) -> None:
    if event.festival_id is None:
        expect_row(session, Activity, event.activity_id or 0)
    elif expect_row(session, FestivalVisit, event.festival_id).closed_on is not None:
        raise DeclinedError("这份名单已经结束。", "", "要修改，请先重新打开。")


def _amount(line: BudgetLine) -> Decimal | None:
    return line_amount(line.quantity, line.price, line.lump)


def _row(line: BudgetLine) -> BudgetRow:
    how = "—" if line.lump is None else "一次付"
    if line.quantity is not None and line.price is not None:
        how = f"{plain(line.quantity)}{line.unit or ''} × {yuan(line.price)}"
    return BudgetRow(
        id=line.id,
        name=line.name,
        quantity=line.quantity,
        unit=line.unit or "",
        price=line.price,
        lump=line.lump,
        spent_on=line.spent_on,
        how=how,
        amount=_amount(line),
    )
