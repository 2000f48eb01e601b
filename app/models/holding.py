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


class Cadre(Base):
    """Somebody who can be made responsible for others: a village or township cadre, a member of a
    county unit, a volunteer. ``away_from`` to ``away_until`` the deputy stands in; ``left_on`` is
    the last day in office. ``village_default``: takes those of the village whom nobody else
    has."""

    __tablename__ = "cadre"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    unit: Mapped[str | None]
    post: Mapped[str | None]
    phone: Mapped[str | None]
    level: Mapped[str | None]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    village_default: Mapped[bool]
    came_on: Mapped[date | None]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("cadre.id"))
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    left_on: Mapped[date | None]
    note: Mapped[str | None]


class Responsible(Base):
    """The named person who looks after somebody (S3.220), from–to. The text columns are as they
    were said then; ``cadre_id`` leads to who that is today. ``programme`` is a key of
    ``resources/policy/pairing``; None: responsible whatever it is about."""

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
    cadre_id: Mapped[int | None] = mapped_column(ForeignKey("cadre.id"), index=True)
    programme: Mapped[str | None]
    end_reason: Mapped[str | None]
