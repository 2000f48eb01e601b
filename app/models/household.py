"""A household, who belongs to it from when to when, and what it is paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Household(Base):
    """The facts are those of ``app.core.dictionary.HOUSEHOLD_FIELDS``."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    head_key: Mapped[str | None] = mapped_column(unique=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    group_name: Mapped[str | None]
    # The provincial list that the household stands on (``app.core.codes``).
    category: Mapped[str | None]

    head_name: Mapped[str]
    head_id_no: Mapped[str | None]
    size: Mapped[int | None]
    resident_size: Mapped[int | None]
    covered_size: Mapped[int | None]
    annual_income: Mapped[Decimal | None]
    per_capita_income: Mapped[Decimal | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    hukou_kind: Mapped[str | None]
    cert_no: Mapped[str | None]
    first_month: Mapped[str | None]
    apply_reason: Mapped[str | None]
    calc_method: Mapped[str | None]
    grade: Mapped[str | None]
    bank: Mapped[str | None]
    account_name: Mapped[str | None]
    account_no: Mapped[str | None]
    card_no: Mapped[str | None]
    meter_no: Mapped[str | None]
    house_count: Mapped[int | None]
    house_area: Mapped[Decimal | None]
    financial_assets: Mapped[Decimal | None]
    vehicles: Mapped[str | None]
    luxury: Mapped[str | None]
    land_area: Mapped[Decimal | None]
    other_assets: Mapped[str | None]
    house_structure: Mapped[str | None]
    house_danger: Mapped[str | None]
    safe_water: Mapped[bool | None]
    large_expense: Mapped[Decimal | None]
    expense_cause: Mapped[str | None]
    risk_cause: Mapped[str | None]
    award_extent: Mapped[str | None]
    registered_poor: Mapped[bool | None]
    registered_poor_no: Mapped[str | None]
    relocation_site: Mapped[str | None]
    elders_apart: Mapped[bool | None]
    note: Mapped[str | None]


class Membership(Base):
    """A person belongs to a household from ``start`` to ``end`` (empty: still)."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    relation: Mapped[str | None]
    start: Mapped[date]
    end: Mapped[date | None]


class Award(Base):
    """What a household is paid each month under one category, one row a kind of amount, in yuan."""

    __tablename__ = "award"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    category: Mapped[str]
    kind: Mapped[str]
    amount: Mapped[Decimal]
    start: Mapped[date]
    end: Mapped[date | None]
