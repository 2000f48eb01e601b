"""Which categories a person holds, and who is responsible for the person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Holding(Base):
    """A person holds a category (``app.core.codes``) from ``start`` to ``end``, on a basis."""

    __tablename__ = "holding"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code: Mapped[str] = mapped_column(index=True)
    start: Mapped[date]
    end: Mapped[date | None]
    basis: Mapped[str | None]
    confirmed_by: Mapped[str | None]


class Responsible(Base):
    """The named person who looks after somebody (S3.220), from–to."""

    __tablename__ = "responsible"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    unit: Mapped[str | None]
    post: Mapped[str | None]
    phone: Mapped[str | None]
    level: Mapped[str | None]
    start: Mapped[date]
    end: Mapped[date | None]
