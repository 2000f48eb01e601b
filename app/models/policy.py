"""Figures of the law that this office entered, and packs of them that it was sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ParameterEntry(Base):
    """One version of a parameter (``app.rules.engine.parameters``) as a document of the county or
    above sets it: ``value`` as the policy files word it, in force from ``first`` (to ``last``),
    issued on ``issued``; ``citation`` names the document and its number."""

    __tablename__ = "parameter_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    region: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    first: Mapped[date]
    last: Mapped[date | None]
    issued: Mapped[date]
    citation: Mapped[str]
    entered_by: Mapped[str]
    entered_on: Mapped[date]


class PolicyPack(Base):
    """A signed policy pack that was checked and taken in; ``data`` are its exact bytes."""

    __tablename__ = "policy_pack"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    signer: Mapped[str]
    issued: Mapped[date]
    imported_at: Mapped[datetime]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
