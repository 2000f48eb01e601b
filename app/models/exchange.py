"""What travels on the stick: imports in, ledgers up, receipts down."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
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
    """A ledger that this office sent; ``data`` are the exact bytes, ``snapshot`` its rows by sheet
    and key (what the next month's changes are measured against)."""

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
    receipt: Mapped[dict[str, Any] | None]
    received_at: Mapped[datetime | None]


class ReceivedLedger(Base):
    """A ledger that the county verified and keeps, with its exact bytes."""

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
    amount: Mapped[Decimal]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
