"""Caregivers of people who need one: who they are, their agreements, their monthly scores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Carer(Base):
    """Somebody who may be paid to care; ``person_id`` where that one is on the register too. The
    qualification belongs to the carer, not to one agreement: it ends for all at once (S3.217)."""

    __tablename__ = "carer"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    id_no: Mapped[str | None]
    sex: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    health: Mapped[str | None]
    note: Mapped[str | None]
    qualified_on: Mapped[date]
    disqualified_on: Mapped[date | None]
    disqualified_reason: Mapped[str | None]


class CareAgreement(Base):
    """A care agreement (S3.703) of one person with one carer; ``kin_id`` is the same carer among
    the people around the person. ``fee`` in yuan a month; ``items`` is what the carer is to do."""

    __tablename__ = "care_agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    carer_id: Mapped[int] = mapped_column(ForeignKey("carer.id"), index=True)
    kin_id: Mapped[int | None] = mapped_column(ForeignKey("kin.id"), index=True)
    relation: Mapped[str | None]
    items: Mapped[str | None]
    fee: Mapped[Decimal | None]
    account_no: Mapped[str | None]
    start: Mapped[date]
    end: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]


class CareScore(Base):
    """The assessment of one agreement in one month (``YYYY-MM``): points by item, vetoes, what
    follows, and when the carer was told (S3.217, S3.402). ``why_corrected``: why points that were
    kept were changed; what they were stands in the audit trail."""

    __tablename__ = "care_score"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("care_agreement.id"), index=True)
    month: Mapped[str] = mapped_column(index=True)
    points: Mapped[dict[str, Any]]
    vetoes: Mapped[list[Any]]
    total: Mapped[Decimal]
    passed: Mapped[bool]
    grade: Mapped[str | None]
    satisfaction: Mapped[str | None]
    opinion: Mapped[str | None]
    scored_on: Mapped[date]
    scored_by: Mapped[str | None]
    told_on: Mapped[date | None]
    told_how: Mapped[str | None]
    why_corrected: Mapped[str | None]
