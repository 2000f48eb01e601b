"""Who did what, when; and what each row was before and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class AuditLine(Base):
    """One act: a write, an undo, a look at a record. ``words`` hold no personal data."""

    __tablename__ = "audit_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    verb: Mapped[str] = mapped_column(index=True)
    words: Mapped[str]
    subject_table: Mapped[str | None]
    subject_id: Mapped[int | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("audit_line.id"))


class AuditChange(Base):
    """One row that an act inserted (``before`` empty), updated or deleted (``after`` empty)."""

    __tablename__ = "audit_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("audit_line.id"), index=True)
    table: Mapped[str]
    row_id: Mapped[int] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
