"""What bends the plan of contacts: events, refusals and excuses, days chosen by hand; re-checks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class LifeEvent(Base):
    """Something that happened to a person and asks for a contact within a time (discharge from
    hospital, a new child, a major event). ``at`` where hours count."""

    __tablename__ = "life_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(index=True)
    day: Mapped[date]
    at: Mapped[datetime | None]
    words: Mapped[str | None]
    told_by: Mapped[str | None]


class ContactExcuse(Base):
    """Why a person is not contacted in a way from ``start`` to ``end``: refuses visits, lies in
    hospital, is away. ``kinds`` are the ``ContactKind`` values, comma-separated; empty: any."""

    __tablename__ = "contact_excuse"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    kinds: Mapped[str]
    start: Mapped[date]
    end: Mapped[date | None]
    reason: Mapped[str]
    said_by: Mapped[str | None]


class ContactDay(Base):
    """The day and the visitor that somebody chose for a contact of a month (``YYYY-MM``)."""

    __tablename__ = "contact_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    month: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    day: Mapped[date | None]
    visitor: Mapped[str | None]


class Recheck(Base):
    """A drawn sample of contacts: anybody who knows ``seed`` and the list draws the same again.
    ``scope`` says which contacts of the days were on the list (place, kind, visitor)."""

    __tablename__ = "recheck"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    drawn_on: Mapped[date]
    drawn_by: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    scope: Mapped[dict[str, Any]]
    seed: Mapped[str]
    population: Mapped[int]
    list_digest: Mapped[str]


class RecheckLine(Base):
    """One contact of a sample, and what the second look said (``RecheckResult``).

    ``contact_no`` is its number on the list that was drawn from, ``shown`` what stood there. The
    county draws from ledgers and has no contacts of its own: there ``contact_id`` is None and
    ``office_code`` says whose contact it is."""

    __tablename__ = "recheck_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    recheck_id: Mapped[int] = mapped_column(ForeignKey("recheck.id"), index=True)
    position: Mapped[int]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    office_code: Mapped[str | None]
    contact_no: Mapped[str]
    shown: Mapped[dict[str, Any]]
    result: Mapped[str | None]
    note: Mapped[str | None]
    checked_on: Mapped[date | None]
    checked_by: Mapped[str | None]
