"""Matters (事项): what the office still has to look into, decide or answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Matter(Base):
    """One matter. ``key`` is the same whenever the same finding comes up again, so that nobody is
    asked twice; ``source`` is the clause or rule behind it, ``facts`` what it was found by. A
    closed matter keeps its ``outcome``, and who closed it with what reason."""

    __tablename__ = "matter"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    words: Mapped[str]
    remedy: Mapped[str | None]
    source: Mapped[str | None]
    facts: Mapped[dict[str, Any] | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(index=True)
    department: Mapped[str | None]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    told_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(index=True)
    outcome: Mapped[str | None]
    reason: Mapped[str | None]
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None]
