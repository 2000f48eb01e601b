"""Villages and groups below the office."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Region(Base):
    """A village (社区, ``parent_id`` empty) or a group in it; ``code`` where one is known."""

    __tablename__ = "region"
    __table_args__ = (UniqueConstraint("parent_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    level: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    code: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
