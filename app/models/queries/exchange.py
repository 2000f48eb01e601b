"""What the county has decided and merged."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditLine
from app.models.exchange import ConflictDecision, MergedMonth


def decisions(
    session: Session, conflict_ids: Collection[str] | None = None
) -> dict[str, ConflictDecision]:
    """What was decided, by conflict; all of it unless ``conflict_ids`` names some."""
    found = {row.conflict_id: row for row in session.scalars(select(ConflictDecision))}
    if conflict_ids is None:
        return found
    return {key: found[key] for key in conflict_ids if key in found}


def merges(session: Session, month: str | None = None) -> list[MergedMonth]:
    """The merged workbooks, newest first."""
    query = select(MergedMonth).order_by(MergedMonth.number.desc())
    if month is not None:
        query = query.where(MergedMonth.month == month)
    return list(session.scalars(query))


def acts_so_far(session: Session, verb: str) -> int:
    """How often ``verb`` was done, whether undone since or not: such a number is never given
    twice."""
    query = select(func.count()).select_from(AuditLine).where(AuditLine.verb == verb)
    return int(session.scalar(query) or 0)
