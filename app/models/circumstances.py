"""What is known of a person beside the one row: people around, income, abilities, benefits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Kin(Base):
    """Somebody who stands by a person in a role (``app.core.terms.KinRole``: guardian, entrusted
    guardian, carer, supporter …) from ``start`` to ``end``; ``other_id`` where that one is on the
    register too. S3.130, S1.105."""

    __tablename__ = "kin"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    relation: Mapped[str | None]
    id_no: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    able: Mapped[bool | None]
    note: Mapped[str | None]
    start: Mapped[date | None]
    end: Mapped[date | None]


class IncomeLine(Base):
    """Income of one kind in one month (``YYYY-MM``) or year (``YYYY``), in yuan: of a person, or of
    the household as a whole. An expense that is deducted is negative."""

    __tablename__ = "income_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    kind: Mapped[str]
    period: Mapped[str]
    amount: Mapped[Decimal]
    basis: Mapped[str | None]


class SelfCare(Base):
    """The six answers of one self-care assessment and what follows from them; ``contact_id`` is
    the contact in whose form they were typed."""

    __tablename__ = "self_care"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    day: Mapped[date]
    answers: Mapped[dict[str, Any]]
    able_count: Mapped[int | None]
    result: Mapped[str | None]
    assessor: Mapped[str | None]
    basis: Mapped[str | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)


class Benefit(Base):
    """What a person receives by name (not the household): yuan a month or once, from–to."""

    __tablename__ = "benefit"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[Decimal | None]
    rhythm: Mapped[str]
    start: Mapped[date]
    end: Mapped[date | None]
    account_no: Mapped[str | None]
    source: Mapped[str | None]
