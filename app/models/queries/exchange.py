"""What the county has decided and merged."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditLine
from app.models.exchange import ConflictDecision, IssuedCertificate, MergedMonth


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


def certificates(session: Session, office_code: str | None = None) -> list[IssuedCertificate]:
    """What the county has issued, by office, oldest first."""
    query = select(IssuedCertificate).order_by(IssuedCertificate.office_code, IssuedCertificate.id)
    if office_code is not None:
        query = query.where(IssuedCertificate.office_code == office_code)
    return list(session.scalars(query))
