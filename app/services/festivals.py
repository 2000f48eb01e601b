"""Festival visits: the lists, their days and what they cost (S0.203, S3.225, S4.214)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import DeclinedError, UserError
from app.core.places import group_order
from app.models.giving import BudgetLine, FestivalVisit, Gift
from app.models.queries import budget as budget_queries
from app.models.queries import giving as queries
from app.models.queries import people as people_queries
from app.models.unit_of_work import Session
from app.rules.budgets import Budget, budget_of
from app.rules.engine.parameters import InForce
from app.services.budget_lines import costs_of, gift_costs
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.gifts import Thing, thing_of, words_of, worth_of
from app.services.office import expect_office

__all__ = [
    "Budget", "FestivalRow", "FestivalView", "KeepFestival", "ListLine", "close_festival",
    "expect_open", "festival_days", "keep_festival", "list_festivals", "show_festival",
    "wanted_goods",
]  # fmt: skip
CALENDAR = "calendar.festivals"


@dataclass(frozen=True)
class FestivalRow:
    """A festival's list: how many are on it, how many were given, and the sums of its budget."""

    id: int
    name: str
    day: date
    note: str
    closed_on: date | None
    people: int
    given: int
    budget: Budget


@dataclass(frozen=True)
class ListLine:
    """One line of a list. ``day`` is empty until it is given; ``tries`` counts closed doors;
    ``closed``: the person is no longer on the register."""

    id: int
    number: str
    person_id: int
    name: str
    id_masked: str
    village: str
    group: str
    address: str
    phone: str
    what: str
    worth: Decimal | None
    thing: Thing
    day: date | None
    signed_by: str
    tries: int
    note: str
    closed: bool

    @property
    def waits(self) -> bool:
        """Whether it can still be given: not given yet, to somebody still on the register."""
        return self.day is None and not self.closed


@dataclass(frozen=True)
class FestivalView:
    """A list with its lines in visiting order; ``short`` says which goods are not enough."""

    row: FestivalRow
    lines: tuple[ListLine, ...]
    short: tuple[str, ...]


@dataclass(frozen=True)
class KeepFestival:
    """A list as typed. ``day`` None: the day on which the calendar has the festival in ``year``."""

    name: str
    day: date | None
    year: int
    budget: Decimal | None = None
    note: str = ""
    festival_id: int | None = None


def festival_days(desk: Desk, year: int) -> tuple[tuple[str, date], ...]:
    """The festivals of a year as the calendar has them; none when nobody has entered that year."""
    region = expect_office(desk).code
    found = desk.policy.value(CALENDAR, day=date(year, 1, 1), region=region)
    if not isinstance(found, InForce):
        return ()
    assert isinstance(found.value, tuple)
    return found.value


def keep_festival(desk: Desk, command: KeepFestival) -> int:
    """Begin or change a list. Raises ``UserError`` without a name, for a budget that is none, and
    when neither the clerk nor the calendar says the day."""
    name = command.name.strip()
    if not name:
        raise UserError("没有选节日。", "", "请选择或填写节日名称。")
    if command.budget is not None and command.budget <= 0:
        raise UserError("预算不对。", "", "请填写大于 0 的元数，没有预算就空着。")
    day = command.day or dict(festival_days(desk, command.year)).get(name)
    if day is None:
        raise UserError(
            f"不知道 {command.year} 年{name}是哪一天。",
            "节日日期表里没有这一年，或没有这个节日。",
            "请填写日期；农历节日也可以在“政策”的“传统节日的日期”里录入。",
        )
    with desk.write("keep_festival", f"节日慰问名单：{name}") as work:
        row = FestivalVisit()
        if command.festival_id is not None:
            row = expect_open(work.session, command.festival_id)
        row.name, row.day, row.budget = name, day, command.budget
        row.note = command.note.strip() or None
        work.session.add(row)
        work.session.flush()
        return row.id


def list_festivals(desk: Desk) -> tuple[FestivalRow, ...]:
    """Every list, the newest first."""
    with desk.store.read() as session:
        own = budget_queries.of_festivals(session)
        return tuple(
            _row(row, queries.gifts(session, festival_id=row.id, planned=True), own)
            for row in queries.festivals(session)
        )


def show_festival(desk: Desk, festival_id: int) -> FestivalView:
    """A list with its lines, village by village. Raises ``UserError`` for none."""
    with desk.store.read() as session:
        row = _expect(session, festival_id)
        found = queries.gifts(session, festival_id=festival_id, planned=True)
        ids = [line.gift.person_id for line in found if line.gift.person_id is not None]
        people = {line.id: line for line in people_queries.lines_of(session, ids)}
        order = {line.gift.id: _place(people.get(line.gift.person_id or 0)) for line in found}
        found.sort(key=lambda line: (order[line.gift.id], line.gift.id))
        lines = tuple(_line(line, people.get(line.gift.person_id or 0)) for line in found)
        own = budget_queries.of_festivals(session)
        return FestivalView(_row(row, found, own), lines, _short(session, found))


def close_festival(desk: Desk, festival_id: int, *, closed: bool = True) -> None:
    """Everything is handed out or will not be: the list is only read from now on; or again not.

    Raises ``DeclinedError`` when it is so already.
    """
    words = "结束节日慰问名单" if closed else "重新打开节日慰问名单"
    with desk.write("close_festival", words) as work:
        row = _expect(work.session, festival_id)
        if (row.closed_on is not None) is closed:
            raise DeclinedError("名单已经结束。" if closed else "名单没有结束。", "", "请刷新。")
        row.closed_on = desk.clock.today() if closed else None


def expect_open(session: Session, festival_id: int) -> FestivalVisit:
    """A list that can be changed. Raises ``UserError`` for none, ``DeclinedError`` for one that is
    closed."""
    row = _expect(session, festival_id)
    if row.closed_on is not None:
        raise DeclinedError("这份名单已经结束。", "", "要修改，请先重新打开。")
    return row


def _expect(session: Session, festival_id: int) -> FestivalVisit:
    row = session.get(FestivalVisit, festival_id)
    if row is None:
        raise UserError("没有找到这份名单。", "", "可能已被撤销，请刷新列表。")
    return row


def wanted_goods(gifts: Sequence[Gift]) -> dict[int, Decimal]:
    """How much of each item these lines want."""
    wanted: dict[int, Decimal] = {}
    for gift in gifts:
        if gift.item_id is not None and gift.quantity is not None:
            wanted[gift.item_id] = wanted.get(gift.item_id, Decimal(0)) + gift.quantity
    return wanted


def _short(session: Session, lines: Sequence[queries.GiftLine]) -> tuple[str, ...]:
    there = queries.balances(session)
    names = {line.gift.item_id: f"{line.item}" for line in lines if line.gift.item_id is not None}
    waiting = [line.gift for line in lines if line.gift.day is None]
    return tuple(
        names[item]
        for item, need in wanted_goods(waiting).items()
        if there.get(item, Decimal(0)) < need
    )


def _row(
    row: FestivalVisit,
    lines: Sequence[queries.GiftLine],
    own: Mapping[int, Sequence[BudgetLine]],
) -> FestivalRow:
    costs = (*gift_costs(lines), *costs_of(own.get(row.id, ())))
    return FestivalRow(
        id=row.id,
        name=row.name,
        day=row.day,
        note=row.note or "",
        closed_on=row.closed_on,
        people=len(lines),
        given=sum(line.gift.day is not None for line in lines),
        budget=budget_of(costs, row.budget),
    )


def _place(person: people_queries.PersonLine | None) -> tuple[object, ...]:
    if person is None:
        return (1, 0, (), 0)
    nowhere = int(person.village_id is None)
    group = group_order(person.group or "")
    return (nowhere, person.village_id or 0, group, person.household_id or 0)


def _line(line: queries.GiftLine, person: people_queries.PersonLine | None) -> ListLine:
    gift = line.gift
    return ListLine(
        id=gift.id,
        number=gift.number,
        person_id=gift.person_id or 0,
        name=line.name or "",
        id_masked=id_on_screen(line.id_no),
        village=line.village or "",
        group=(person.group if person else None) or "",
        address=(person.address if person else None) or "",
        phone=(person.phone if person else None) or "",
        what=words_of(gift, line.item or "", line.unit or ""),
        worth=worth_of(gift),
        thing=thing_of(gift),
        day=gift.day,
        signed_by=gift.signed_by or "",
        tries=gift.tries,
        note=gift.note or "",
        closed=person is not None and person.closed_on is not None,
    )
