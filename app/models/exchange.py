"""What travels on the stick: imports in, ledgers up, receipts down."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ImportBatch(Base):
    """One confirmed import; ``line_id`` is the act that undoes it whole."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("audit_line.id"))
    at: Mapped[datetime]
    files: Mapped[list[Any]]
    counts: Mapped[dict[str, Any]]


class LedgerExport(Base):
    """A ledger that this office sent; ``data`` are the exact bytes. ``sources`` says of a county's
    where its rows came from: by sheet, [first row here, office code, row there] of each run."""

    __tablename__ = "ledger_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(index=True)
    first: Mapped[date]
    last: Mapped[date]
    batch_no: Mapped[int] = mapped_column(unique=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    exported_at: Mapped[datetime]
    people: Mapped[int]
    visits: Mapped[int]
    amount: Mapped[Decimal]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sources: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    receipt: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    received_at: Mapped[datetime | None]


class ReceivedLedger(Base):
    """A ledger that the county verified and keeps, with its exact bytes. ``visits_due``
    and ``visits_done`` are unknown for those received before they were kept."""

    __tablename__ = "received_ledger"
    __table_args__ = (UniqueConstraint("office_code", "batch_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(index=True)
    office_name: Mapped[str]
    month: Mapped[str] = mapped_column(index=True)
    batch_no: Mapped[int]
    sha256: Mapped[str] = mapped_column(unique=True)
    previous_sha256: Mapped[str]
    state: Mapped[str]
    signer: Mapped[str]
    received_at: Mapped[datetime]
    people: Mapped[int]
    visits: Mapped[int]
    visits_due: Mapped[int | None]
    visits_done: Mapped[int | None]
    amount: Mapped[Decimal]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ConflictDecision(Base):
    """What the county decided about claims that collide. ``conflict_id`` is the same every month
    for the same claims, so that nobody is asked twice; ``kept_claim`` is the claim that counts,
    empty where none goes before the others."""

    __tablename__ = "conflict_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    conflict_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    verdict: Mapped[str]
    kept_claim: Mapped[str]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_on: Mapped[date]


class MergedMonth(Base):
    """One merged workbook that the county made; ``sources`` maps office code to the SHA-256 of
    each ledger in it. The newest one of a month counts."""

    __tablename__ = "merged_month"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(index=True)
    number: Mapped[int] = mapped_column(unique=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    made_at: Mapped[datetime]
    people: Mapped[int]
    visits: Mapped[int]
    amount: Mapped[Decimal]
    sources: Mapped[dict[str, Any]]


class IssuedCertificate(Base):
    """A certificate that the county gave an office; ``serial`` as decimal text, ``pem`` the
    certificate alone. One that is revoked stays, with the day and the reason."""

    __tablename__ = "issued_certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(index=True)
    serial: Mapped[str] = mapped_column(unique=True)
    issued_on: Mapped[date]
    valid_until: Mapped[date]
    pem: Mapped[str]
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[str | None]


class Transfer(Base):
    """People on the way from one township to another, seen from this office: ``direction`` is "out"
    or "in", ``number`` the same at both ends, ``people`` the ids of their records here (at the
    receiving end only once accepted), ``data`` the exact bytes of the signed file."""

    __tablename__ = "transfer"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    direction: Mapped[str]
    state: Mapped[str]
    people: Mapped[list[Any]]
    other_office_code: Mapped[str]
    other_office_name: Mapped[str]
    sent_on: Mapped[date]
    answered_on: Mapped[date | None]
    reason: Mapped[str | None]
    file_name: Mapped[str]
    sha256: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
