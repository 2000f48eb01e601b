"""What the audit trail tells: recent acts, and the story of one person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditChange, AuditLine


def recent_lines(
    session: Session, limit: int, *, without: Sequence[str] = ()
) -> list[tuple[AuditLine, bool]]:
    """The newest acts, but for the verbs ``without``, with whether they changed anything."""
    changed = select(AuditChange.line_id).distinct()
    wanted = select(AuditLine).where(AuditLine.verb.not_in(without))
    lines = session.scalars(wanted.order_by(AuditLine.id.desc()).limit(limit)).all()
    touched = set(
        session.scalars(changed.where(AuditChange.line_id.in_([line.id for line in lines])))
    )
    return [(line, line.id in touched) for line in lines]


def story_of(session: Session, *people: int) -> list[tuple[AuditLine, AuditChange]]:
    """Every change of these people's own rows, newest first."""
    query = (
        select(AuditLine, AuditChange)
        .join(AuditChange, AuditChange.line_id == AuditLine.id)
        .where(AuditChange.table == "person", AuditChange.row_id.in_(people))
        .order_by(AuditChange.id.desc())
    )
    return [(line, change) for line, change in session.execute(query)]
