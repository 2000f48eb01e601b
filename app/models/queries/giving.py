"""What was given, what is in stock, what was donated; running numbers that are never used twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.core.money import CENT
from app.models.audit import AuditChange
from app.models.giving import (
    Activity,
    Donation,
    FestivalVisit,
    Gift,
    MutualHelp,
    StockItem,
    StockMove,
    Wish,
)
from app.models.household import Membership
from app.models.person import Person
from app.models.region import Region

_SERIAL = 5
_ZERO = Decimal("0.00")


# --- running numbers ---------------------------------------------------------------------------
def new_numbers(
    session: Session, table: type[Gift] | type[Donation], prefix: str, count: int
) -> Iterator[str]:
    """The next ``count`` numbers ``prefix00001`` of a table. One that an act taken back had used
    stays used: a paper may bear it."""
    session.flush()
    told = func.json_extract(AuditChange.after, "$.number")
    ever = session.scalar(
        select(func.max(told)).where(
            AuditChange.table == table.__tablename__, told.startswith(prefix)
        )
    )
    now = session.scalar(
        select(func.max(table.number)).where(table.number.startswith(prefix))  # in this very act
    )
    last = max(int(str(number)[len(prefix) :]) for number in (ever, now, f"{prefix}0") if number)
    for serial in range(last + 1, last + 1 + count):
        yield f"{prefix}{serial:0{_SERIAL}d}"


# --- stock -------------------------------------------------------------------------------------
def items(session: Session) -> list[StockItem]:
    return list(session.scalars(select(StockItem).order_by(StockItem.name)))


def item_named(session: Session, name: str) -> StockItem | None:
    return session.scalar(select(StockItem).where(StockItem.name == name))


def balances(session: Session) -> dict[int, Decimal]:
    """What is there of each item that ever moved."""
    query = select(StockMove.item_id, func.sum(StockMove.quantity)).group_by(StockMove.item_id)
    return {item: _decimal(total) for item, total in session.execute(query)}


def balance(session: Session, item_id: int) -> Decimal:
    """What is there of one item."""
    query = select(func.sum(StockMove.quantity)).where(StockMove.item_id == item_id)
    return _decimal(session.scalar(query))


def moves_of(session: Session, item_id: int) -> list[tuple[StockMove, Gift | None, str | None]]:
    """The moves of an item with gift and receiver, newest first."""
    query = (
        select(StockMove, Gift, Person.name)
        .outerjoin(Gift, Gift.id == StockMove.gift_id)
        .outerjoin(Person, Person.id == Gift.person_id)
        .where(StockMove.item_id == item_id)
        .order_by(StockMove.day.desc(), StockMove.id.desc())
    )
    return [(move, gift, name) for move, gift, name in session.execute(query)]


def planned_quantities(session: Session) -> dict[int, Decimal]:
    """How much of each item stands on lists and is not given yet."""
    query = (
        select(Gift.item_id, func.sum(Gift.quantity))
        .where(Gift.day.is_(None), Gift.item_id.is_not(None))
        .group_by(Gift.item_id)
    )
    return {item: _decimal(total) for item, total in session.execute(query) if item is not None}


def _decimal(total: object) -> Decimal:
    """A sum of hundredths: SQL sums lose the column's type on some paths and keep it on others."""
    if total is None:
        return _ZERO
    return total if isinstance(total, Decimal) else Decimal(str(total)) * CENT


# --- donations ---------------------------------------------------------------------------------
def donations(session: Session) -> list[Donation]:
    """The newest first."""
    return list(session.scalars(select(Donation).order_by(Donation.day.desc(), Donation.id.desc())))


def money_used(session: Session) -> dict[int, Decimal]:
    """Yuan given out of each donation; what only stands on a list is spoken for too."""
    query = (
        select(Gift.donation_id, func.sum(Gift.amount))
        .where(Gift.donation_id.is_not(None), Gift.amount.is_not(None))
        .group_by(Gift.donation_id)
    )
    return {one: _decimal(total) for one, total in session.execute(query) if one is not None}


def goods_donated(session: Session) -> dict[tuple[int, int], Decimal]:
    """(donation, item) → how much came in."""
    query = (
        select(StockMove.donation_id, StockMove.item_id, func.sum(StockMove.quantity))
        .where(StockMove.donation_id.is_not(None))
        .group_by(StockMove.donation_id, StockMove.item_id)
    )
    return {(one, item): _decimal(total) for one, item, total in session.execute(query) if one}


def goods_used(session: Session) -> dict[tuple[int, int], Decimal]:
    """(donation, item) → how much of it went out, or stands on a list."""
    query = (
        select(Gift.donation_id, Gift.item_id, func.sum(Gift.quantity))
        .where(Gift.donation_id.is_not(None), Gift.item_id.is_not(None))
        .group_by(Gift.donation_id, Gift.item_id)
    )
    found = session.execute(query)
    return {(one, item): _decimal(total) for one, item, total in found if one and item}


def overdrawn(session: Session) -> bool:
    """Whether more has gone out of stock or of a donation than ever came in."""
    if any(left < 0 for left in balances(session).values()):
        return True
    donated = goods_donated(session)
    if any(used > donated.get(key, _ZERO) for key, used in goods_used(session).items()):
        return True
    money = {row.id: row.amount or _ZERO for row in donations(session)}
    return any(used > money.get(one, _ZERO) for one, used in money_used(session).items())


# --- gifts -------------------------------------------------------------------------------------
class GiftLine(NamedTuple):
    """A gift with the names of whom and what."""

    gift: Gift
    name: str | None
    id_no: str | None
    village: str | None
    village_id: int | None
    item: str | None
    unit: str | None
    festival: str | None
    donor: str | None


def gifts(
    session: Session,
    *,
    first: date | None = None,
    last: date | None = None,
    people: Collection[int] | None = None,
    festival_id: int | None = None,
    donation_id: int | None = None,
    planned: bool = False,
) -> list[GiftLine]:
    """What was given from ``first`` to ``last``, the newest first; ``planned`` with what only
    stands on a list. ``people``: to these by name, or to the households they belong to now."""
    wanted: list[ColumnElement[bool]] = []
    if not planned:
        wanted.append(Gift.day.is_not(None))
    if first is not None:
        wanted.append(Gift.day >= first)
    if last is not None:
        wanted.append(Gift.day <= last)
    if people is not None:
        homes = select(Membership.household_id).where(
            Membership.person_id.in_(people), Membership.end.is_(None)
        )
        wanted.append(or_(Gift.person_id.in_(people), Gift.household_id.in_(homes)))
    if festival_id is not None:
        wanted.append(Gift.festival_id == festival_id)
    if donation_id is not None:
        wanted.append(Gift.donation_id == donation_id)
    return _lines(session, *wanted)


def gifts_by_id(session: Session, ids: Collection[int]) -> list[GiftLine]:
    """These gifts, the newest first."""
    return _lines(session, Gift.id.in_(ids))


def _lines(session: Session, *wanted: ColumnElement[bool]) -> list[GiftLine]:
    query = (
        select(
            Gift, Person.name, Person.id_no, Region.name, Region.id, StockItem.name,
            StockItem.unit, FestivalVisit.name, Donation.donor,
        )
        .outerjoin(Person, Person.id == Gift.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .outerjoin(StockItem, StockItem.id == Gift.item_id)
        .outerjoin(FestivalVisit, FestivalVisit.id == Gift.festival_id)
        .outerjoin(Donation, Donation.id == Gift.donation_id)
        .where(*wanted)
        .order_by(Gift.day.desc(), Gift.id.desc())
    )  # fmt: skip
    return [GiftLine(*row) for row in session.execute(query)]


def moves_by_gift(session: Session, gift_id: int) -> list[StockMove]:
    """What a gift took out of stock."""
    return list(session.scalars(select(StockMove).where(StockMove.gift_id == gift_id)))


def wish_fulfilled_by(session: Session, contact_id: int | None) -> Wish | None:
    """The wish that this contact fulfilled."""
    if contact_id is None:
        return None
    return session.scalar(select(Wish).where(Wish.contact_id == contact_id))


def given_near(
    session: Session, person_id: int, home_id: int | None, *, day: date, days: int
) -> list[Gift]:
    """What the person, or the household as such, was given ``days`` before or after ``day``."""
    whose = [Gift.person_id == person_id]
    if home_id is not None:
        whose.append(Gift.household_id == home_id)
    apart = timedelta(days=days)
    near = Gift.day.between(day - apart, day + apart)
    return list(session.scalars(select(Gift).where(near, or_(*whose)).order_by(Gift.day.desc())))


# --- festivals and wishes ----------------------------------------------------------------------
def festivals(session: Session) -> list[FestivalVisit]:
    """The newest first."""
    query = select(FestivalVisit).order_by(FestivalVisit.day.desc(), FestivalVisit.id.desc())
    return list(session.scalars(query))


def waiting_lines(session: Session, festival_id: int) -> list[Gift]:
    """The lines that are not given yet, of people still on the register."""
    query = (
        select(Gift)
        .join(Person, Person.id == Gift.person_id)
        .where(Gift.festival_id == festival_id, Gift.day.is_(None), Person.closed_on.is_(None))
        .order_by(Gift.id)
    )
    return list(session.scalars(query))


def on_other_lists(session: Session, festival: FestivalVisit) -> dict[int, str]:
    """Who stands on another list of the same day, and on which."""
    query = (
        select(Gift.person_id, FestivalVisit.name)
        .join(FestivalVisit, FestivalVisit.id == Gift.festival_id)
        .where(FestivalVisit.day == festival.day, FestivalVisit.id != festival.id)
    )
    return {person: name for person, name in session.execute(query) if person is not None}


class WishLine(NamedTuple):
    """A wish with whose it is."""

    wish: Wish
    name: str
    id_no: str | None
    village: str | None
    phone: str | None


def wishes(session: Session, *, person_id: int | None = None) -> list[WishLine]:
    """Wishes of people who are still on the register, and all that were fulfilled, or those of one
    person; newest first."""
    query = (
        select(Wish, Person.name, Person.id_no, Region.name, Person.phone)
        .join(Person, Person.id == Wish.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .where(or_(Person.closed_on.is_(None), Wish.fulfilled_on.is_not(None)))
        .order_by(Wish.collected_on.desc(), Wish.id.desc())
    )
    if person_id is not None:
        query = query.where(Wish.person_id == person_id)
    return [WishLine(*row) for row in session.execute(query)]


def noted_no_wish(session: Session, person_id: int, first: date, last: date) -> bool:
    """Whether it is noted in these days that the person wishes for nothing."""
    query = select(Wish.id).where(
        Wish.person_id == person_id, Wish.none_wished, Wish.collected_on.between(first, last)
    )
    return session.scalar(query) is not None


def open_home(session: Session, person_id: int) -> int | None:
    """The household that the person belongs to now."""
    return session.scalar(
        select(Membership.household_id).where(
            and_(Membership.person_id == person_id, Membership.end.is_(None))
        )
    )


def homes_of(session: Session, people: Collection[int]) -> dict[int, int]:
    """The household that each of ``people`` belongs to now."""
    query = select(Membership.person_id, Membership.household_id).where(
        Membership.person_id.in_(people), Membership.end.is_(None)
    )
    return {row.person_id: row.household_id for row in session.execute(query)}


# --- activities and mutual help ----------------------------------------------------------------
def activities(session: Session) -> list[Activity]:
    """The newest first."""
    return list(session.scalars(select(Activity).order_by(Activity.day.desc(), Activity.id.desc())))


class HelpLine(NamedTuple):
    """A help with whom it is for."""

    help: MutualHelp
    name: str
    village: str | None


def mutual_help(session: Session, *, person_id: int | None = None) -> list[HelpLine]:
    """Everybody who is or was helped, or one; those still helped first."""
    query = (
        select(MutualHelp, Person.name, Region.name)
        .join(Person, Person.id == MutualHelp.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .order_by(MutualHelp.end.is_not(None), MutualHelp.helper, MutualHelp.id)
    )
    if person_id is not None:
        query = query.where(MutualHelp.person_id == person_id)
    return [HelpLine(*row) for row in session.execute(query)]
