"""The office that uses this copy, the offices it deals with, and what it has decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Office(Base):
    """This office (``is_self``) or, at the county, a township that sends ledgers."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    county: Mapped[str]
    role: Mapped[str]
    is_self: Mapped[bool] = mapped_column(default=False)
    clerk: Mapped[str] = mapped_column(default="")


class AdoptedPack(Base):
    """A regime of rules (the programme of one document) that this office carries out, from–to."""

    __tablename__ = "adopted_pack"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    first: Mapped[date]
    last: Mapped[date | None]


class Setting(Base):
    """A small thing that the program remembers."""

    __tablename__ = "setting"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(JSON)
