"""Contacts with people, and the printed sheets that lead to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Contact(Base):
    """A visit, call, wish or aid. ``done`` false is an attempt (nobody home, no answer).

    ``answers`` are the fields of the form by key as they were typed
    (``app.core.form_answers.pack``), ``layout_id`` is how the form was printed; None: the visit
    sheet, printed before layouts were kept. ``time`` is the time of day (``HH:MM``) where the
    paper says it; ``checked_by`` keyed the numbers a second time, blind (二次录入). ``hours`` are
    the class hours of a lesson (S2.205).
    """

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str]
    done: Mapped[bool]
    visitors: Mapped[str | None]
    note: Mapped[str | None]
    answers: Mapped[dict[str, Any] | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    time: Mapped[str | None]
    hours: Mapped[int | None]
    late_reason: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[str | None]
    layout_id: Mapped[int | None] = mapped_column(ForeignKey("printed_layout.id"))


class SheetBatch(Base):
    """Visit sheets printed together."""

    __tablename__ = "sheet_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    month: Mapped[str]
    printed_at: Mapped[datetime]
    printed_by: Mapped[str]
    layout_id: Mapped[int | None] = mapped_column(ForeignKey("printed_layout.id"))


class Sheet(Base):
    """One printed visit sheet; its number is never reused."""

    __tablename__ = "sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("sheet_batch.id"), index=True)
    position: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    questions: Mapped[list[Any]]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
