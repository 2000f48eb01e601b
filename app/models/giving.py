"""What is wished for, kept in stock, given and received: one register of who got what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Wish(Base):
    """A micro-wish (微心愿) with the states of S1.303; ``contact_id`` is the contact by which it
    was fulfilled. ``none_wished``: the person was asked and wishes for nothing."""

    __tablename__ = "wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str]
    none_wished: Mapped[bool]
    state: Mapped[str] = mapped_column(index=True)
    collected_on: Mapped[date]
    claimed_by: Mapped[str | None]
    claimed_on: Mapped[date | None]
    fulfilled_on: Mapped[date | None]
    told_on: Mapped[date | None]
    feedback: Mapped[str | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)


class StockItem(Base):
    """A kind of goods in the store room, counted in ``unit``; ``price`` in yuan for one."""

    __tablename__ = "stock_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str]
    price: Mapped[Decimal | None]
    note: Mapped[str | None]


class Donation(Base):
    """Money (``amount`` in yuan) or goods that somebody gave to the office."""

    __tablename__ = "donation"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    day: Mapped[date]
    donor: Mapped[str]
    donor_phone: Mapped[str | None]
    amount: Mapped[Decimal | None]
    purpose: Mapped[str | None]
    note: Mapped[str | None]


class FestivalVisit(Base):
    """A festival with its list, budget in yuan and day (S0.203, S3.225, S4.214)."""

    __tablename__ = "festival_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    day: Mapped[date]
    budget: Mapped[Decimal | None]
    note: Mapped[str | None]
    closed_on: Mapped[date | None]


class Gift(Base):
    """Something for one person or one household: planned while ``day`` is empty, then given.

    ``source`` says which register it came by (aid, wish, festival, donation …); ``quantity`` counts
    the item's units, ``amount`` is money in yuan, ``worth`` what the goods were worth in yuan when
    they were given (None: nobody knows). ``tries`` counts knocks at a closed door.
    """

    __tablename__ = "gift"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    festival_id: Mapped[int | None] = mapped_column(ForeignKey("festival_visit.id"), index=True)
    donation_id: Mapped[int | None] = mapped_column(ForeignKey("donation.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("stock_item.id"), index=True)
    quantity: Mapped[Decimal | None]
    amount: Mapped[Decimal | None]
    worth: Mapped[Decimal | None]
    words: Mapped[str | None]
    day: Mapped[date | None] = mapped_column(index=True)
    given_by: Mapped[str | None]
    signed_by: Mapped[str | None]
    tries: Mapped[int]
    note: Mapped[str | None]


class StockMove(Base):
    """Goods in (positive ``quantity``) or out; the sum of an item's moves is what is there."""

    __tablename__ = "stock_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("stock_item.id"), index=True)
    day: Mapped[date]
    quantity: Mapped[Decimal]
    gift_id: Mapped[int | None] = mapped_column(ForeignKey("gift.id"), index=True)
    donation_id: Mapped[int | None] = mapped_column(ForeignKey("donation.id"), index=True)
    reason: Mapped[str | None]


class Activity(Base):
    """Something held for many: lecture, meeting, mutual help, volunteers' day (S0.303, S4.220);
    ``people`` and ``volunteers`` are head counts, ``budget`` and ``spent`` yuan."""

    __tablename__ = "activity"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    day: Mapped[date]
    place: Mapped[str | None]
    host: Mapped[str | None]
    people: Mapped[int | None]
    volunteers: Mapped[int | None]
    budget: Mapped[Decimal | None]
    spent: Mapped[Decimal | None]
    note: Mapped[str | None]


class BudgetLine(Base):
    """One line of what an event costs (S0.203): a festival's or an activity's. ``quantity`` times
    ``price`` in yuan, or a ``lump`` sum; ``spent_on`` empty: only planned."""

    __tablename__ = "budget_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    festival_id: Mapped[int | None] = mapped_column(ForeignKey("festival_visit.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    name: Mapped[str]
    quantity: Mapped[Decimal | None]
    unit: Mapped[str | None]
    price: Mapped[Decimal | None]
    lump: Mapped[Decimal | None]
    spent_on: Mapped[date | None]


class MutualHelp(Base):
    """A household that helps others near it (互助户, S1.213, S1.304) and one person it helps."""

    __tablename__ = "mutual_help"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    helper_household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    helper: Mapped[str]
    helper_phone: Mapped[str | None]
    tasks: Mapped[str | None]
    start: Mapped[date]
    end: Mapped[date | None]
    end_reason: Mapped[str | None]
