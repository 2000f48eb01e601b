"""Giving: the one door through which anything goes to anybody.

Register, stock, donation, contact and matter change together here, in one act, so that one undo
takes all of it back: S1.204 (goods fulfil the duty, money does not), S3.225, S4.423, S0.231.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.core.errors import DeclinedError, UserError
from app.core.money import yuan
from app.core.terms import GIFT_SOURCE_NAMES, ContactKind, GiftSource
from app.models.contact import Contact
from app.models.giving import Gift, StockItem
from app.models.person import Person
from app.models.queries import giving as queries
from app.models.queries import sameness
from app.models.unit_of_work import Session, Work
from app.rules import fairness
from app.rules.budgets import line_amount
from app.services.desk import Desk
from app.services.donations import expect_left
from app.services.matter_finding import solve
from app.services.office import expect_office
from app.services.stock import check_quantity, expect_item, expect_there, move, plain
from app.services.visits import RecordContact, add_contact

PREFIX = "LQ"
MONEY_ONLY = "只发了钱，不算物资帮扶，“每半年一次物资帮扶”没有因此完成。"


class GivenLatelyError(DeclinedError):
    """The same was given there not long ago: the clerk is asked before it is given again."""


@dataclass(frozen=True)
class Thing:
    """What is given, one of three: ``quantity`` of an item in stock; ``amount`` yuan; or goods that
    were never in stock, in ``words``, worth ``worth`` yuan (None: nobody knows)."""

    item_id: int | None = None
    quantity: Decimal | None = None
    amount: Decimal | None = None
    words: str = ""
    worth: Decimal | None = None

    @property
    def is_money(self) -> bool:
        return self.amount is not None


@dataclass(frozen=True)
class GiveGift:
    """Something for one person, or through that person for the whole household.

    ``contact_id``: the contact by which it was given, where somebody has entered that already;
    ``visited``: it was brought home, which counts as a visit too (S0.231). ``matter_id`` is solved
    by it. ``again``: though the same was given lately.
    """

    person_id: int
    thing: Thing
    source: GiftSource
    day: date
    for_household: bool = False
    donation_id: int | None = None
    contact_id: int | None = None
    matter_id: int | None = None
    visited: bool = False
    given_by: str = ""
    signed_by: str = ""
    note: str = ""
    again: bool = False


@dataclass(frozen=True)
class Given:
    """The gift with the number of its receipt; ``notice`` is what the clerk should know."""

    gift_id: int
    number: str
    act_id: int
    notice: str = ""


def give_gift(desk: Desk, command: GiveGift) -> Given:
    """Give something and enter all that follows from it.

    Raises ``UserError`` for what is not filled in, ``DeclinedError`` when stock or donation have
    not enough or the record is closed, ``GivenLatelyError`` (see ``again``). Then nothing is
    written.
    """
    words = f"发放：{GIFT_SOURCE_NAMES[command.source]}"
    with desk.write("give_gift", words, ("person", command.person_id)) as work:
        gift = give(work, desk, command)
        work.line.subject_id = gift.person_id
        notice = MONEY_ONLY if command.thing.is_money and command.source is GiftSource.AID else ""
        return Given(gift.id, gift.number, work.act_id, notice)


def give(work: Work, desk: Desk, command: GiveGift, *, planned: Gift | None = None) -> Gift:
    """The same inside an act of another service; ``planned``: the line of a list that is now given
    out, with what stands on it."""
    session = work.session
    check_day(desk, command.day)
    check_thing(command.thing)
    person = expect_receiver(session, command.person_id, command.day)
    command = replace(command, person_id=person.id)
    home = queries.open_home(session, person.id)
    if not command.again and planned is None:
        _ask_about_lately(desk, session, command, home)
    gift = planned or _new_gift(session, command)
    gift.person_id = person.id
    if command.for_household or (planned is not None and planned.household_id is not None):
        gift.household_id = home
    _take(work, gift, command, planned is not None)
    gift.day = command.day
    gift.given_by = command.given_by.strip() or desk.actor.name
    gift.signed_by = command.signed_by.strip() or gift.signed_by
    gift.note = command.note.strip() or gift.note
    gift.contact_id = command.contact_id or _contact(work, desk, gift, command)
    if command.matter_id is not None:
        solve(work, desk, command.matter_id, f"已发放：{thing_words(session, gift)}")
    session.flush()
    return gift


def expect_receiver(session: Session, person_id: int, day: date) -> Person:
    """The record that something is given to. Raises ``UserError`` for nobody, ``DeclinedError``
    when it was closed before ``day``."""
    person = session.get(Person, sameness.kept_id(session, person_id))
    if person is None:
        raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
    if person.closed_on is not None and person.closed_on < day:
        raise DeclinedError("这个人的记录已经封存。", "", "要发放，请先重新启用。")
    return person


def check_day(desk: Desk, day: date) -> None:
    """Raise ``UserError`` for a day to come."""
    if day > desk.clock.today():
        raise UserError("日期在今天之后。", "", "请填写实际发放的日期。")


def check_thing(thing: Thing) -> None:
    """Raise ``UserError`` unless exactly one thing is said, and that rightly."""
    said = (thing.item_id is not None, thing.amount is not None, bool(thing.words.strip()))
    if sum(said) != 1:
        raise UserError(
            "发的是什么没有写清楚。", "", "请选一种物资，或填写金额，或写明没有入库的东西。"
        )
    if thing.item_id is not None:
        check_quantity(thing.quantity)
    if thing.amount is not None and thing.amount <= 0:
        raise UserError("金额不对。", "", "请填写大于 0 的元数。")
    if thing.worth is not None and thing.worth < 0:
        raise UserError("折价不对。", "", "请填写元数，不清楚就空着。")


def fill_thing(session: Session, gift: Gift, thing: Thing) -> None:
    """Write what is given into a line: goods of the store room at their price today."""
    item = expect_item(session, thing.item_id) if thing.item_id is not None else None
    gift.item_id, gift.quantity = thing.item_id, thing.quantity if item else None
    gift.amount, gift.words = thing.amount, thing.words.strip() or None
    gift.worth = line_amount(thing.quantity, item.price) if item else thing.worth


def thing_of(gift: Gift) -> Thing:
    """What a line says is given."""
    return Thing(gift.item_id, gift.quantity, gift.amount, gift.words or "", gift.worth)


def thing_words(session: Session, gift: Gift) -> str:
    """``大米 2 袋``, ``慰问金 500.00 元``, or the words that were written."""
    item = session.get(StockItem, gift.item_id) if gift.item_id is not None else None
    return words_of(gift, item.name if item else "", item.unit if item else "")


def words_of(gift: Gift, item: str, unit: str) -> str:
    """The same where the item is known."""
    if gift.item_id is not None:
        return f"{item} {plain(gift.quantity or Decimal(0))} {unit}"
    return f"慰问金 {yuan(gift.amount)} 元" if gift.amount is not None else gift.words or ""


def worth_of(gift: Gift) -> Decimal | None:
    """Yuan: the money, or what the goods were worth; None when nobody knows."""
    return gift.worth if gift.amount is None else gift.amount


def withdraw_gift(desk: Desk, gift_id: int, reason: str) -> None:
    """Strike out what was entered wrongly and can no longer be undone: the goods are back in stock,
    the contact counts no more. The trail keeps it. Raises ``UserError`` without a reason."""
    if not reason.strip():
        raise UserError("没有写明原因。", "", "请写明为什么作废，例如“登错了人”。")
    with desk.write("withdraw_gift", "作废一笔发放登记", ("gift", gift_id)) as work:
        session = work.session
        gift = session.get(Gift, gift_id)
        if gift is None or gift.day is None:
            raise UserError("没有找到这笔发放。", "", "可能已被撤销，请刷新列表。")
        if queries.wish_fulfilled_by(session, gift.contact_id) is not None:
            raise DeclinedError(
                "这笔发放实现了一个微心愿。", "", "请在“微心愿”里撤销实现，发放会一起作废。"
            )
        contact = session.get(Contact, gift.contact_id) if gift.contact_id else None
        if contact is not None:
            contact.done = False
            contact.note = f"{contact.note or ''}（已作废：{reason.strip()}）"
        for row in queries.moves_by_gift(session, gift.id):
            session.delete(row)
        session.flush()
        session.delete(gift)


# --- the parts of an act -----------------------------------------------------------------------
def _ask_about_lately(desk: Desk, session: Session, command: GiveGift, home: int | None) -> None:
    days = again_days(desk, command.day)
    if days is None:
        return
    near = queries.given_near(session, command.person_id, home, day=command.day, days=days)
    for gift in near:
        if is_same(gift, command.thing, command.source):
            raise GivenLatelyError(
                f"{gift.day}已经给过{'这一户' if gift.household_id else '这个人'}同样的东西。",
                f"{GIFT_SOURCE_NAMES[GiftSource(gift.source)]}：{thing_words(session, gift)}。",
                f"{days} 天内再发，请先核对是不是重复。",
            )


def again_days(desk: Desk, day: date) -> int | None:
    """Within how many days the same is asked about before it is given again (S0.231)."""
    return fairness.again_days(desk.policy, day=day, region=expect_office(desk).code)


def is_same(gift: Gift, thing: Thing, source: GiftSource) -> bool:
    """Whether a gift was the same thing: the item, the same words, or money by the same way."""
    if thing.is_money:
        return gift.amount is not None and gift.source == source
    if thing.item_id is not None:
        return gift.item_id == thing.item_id
    return gift.words == thing.words.strip()


def _new_gift(session: Session, command: GiveGift) -> Gift:
    gift = new_lines(session, 1, command.source, command.day.year)[0]
    fill_thing(session, gift, command.thing)
    gift.donation_id = command.donation_id
    return gift


def new_lines(session: Session, count: int, source: GiftSource, year: int) -> Sequence[Gift]:
    """Empty lines of the register with their numbers, not yet in the session."""
    numbers = queries.new_numbers(session, Gift, f"{PREFIX}{year}-", count)
    return [Gift(number=number, source=source, tries=0) for number in numbers]


def _take(work: Work, gift: Gift, command: GiveGift, is_planned: bool) -> None:
    """Out of the donation and out of stock, at the price of today; what stood on a list is counted
    with its donation already."""
    session = work.session
    if gift.donation_id is not None and not is_planned:
        spoken_for(session, gift.donation_id, thing_of(gift))
    fill_thing(session, gift, thing_of(gift))
    if gift.item_id is not None and gift.quantity is not None:
        expect_there(session, expect_item(session, gift.item_id), gift.quantity)
    session.add(gift)
    session.flush()
    if gift.item_id is not None and gift.quantity is not None:
        move(work, gift.item_id, -gift.quantity, command.day, gift_id=gift.id)


def spoken_for(session: Session, donation_id: int, thing: Thing) -> None:
    """Raise ``DeclinedError`` unless the donation has left what the thing needs of it."""
    goods = None
    if thing.item_id is not None and thing.quantity is not None:
        goods = (thing.item_id, thing.quantity)
    expect_left(session, donation_id, amount=thing.amount, goods=goods)


def _contact(work: Work, desk: Desk, gift: Gift, command: GiveGift) -> int | None:
    """Goods are a contact of kind 物资帮扶, whatever the way (S1.204); what was brought home is a
    visit too. Money alone, not brought home, is no contact."""
    made: list[int] = []
    note = f"{GIFT_SOURCE_NAMES[GiftSource(gift.source)]}：{thing_words(work.session, gift)}"
    kinds = [] if command.thing.is_money else [ContactKind.AID]
    kinds += [ContactKind.VISIT] if command.visited else []
    for kind in kinds:
        asked = RecordContact(command.person_id, command.day, kind, note=note)
        contact = add_contact(work, desk, asked)
        contact.visitors = gift.given_by
        made.append(contact.id)
    return made[0] if made else None
