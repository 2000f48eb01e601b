"""Figures of the law that this office entered, and the packs that they came with."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.policy import ParameterEntry, PolicyPack


def entries(session: Session) -> list[ParameterEntry]:
    """All of them in the order in which they were entered."""
    return list(session.scalars(select(ParameterEntry).order_by(ParameterEntry.id)))


def packs(session: Session) -> list[PolicyPack]:
    """The policy packs that were taken in, newest first."""
    return list(session.scalars(select(PolicyPack).order_by(PolicyPack.id.desc())))


def pack_by_sha256(session: Session, sha256: str) -> PolicyPack | None:
    """The pack with exactly these bytes."""
    return session.scalar(select(PolicyPack).where(PolicyPack.sha256 == sha256))
