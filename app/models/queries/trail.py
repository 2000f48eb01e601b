"""What the audit trail tells: recent acts, and which of them were imports."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditChange, AuditLine
from app.models.exchange import ImportBatch


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


def imported_files(session: Session) -> dict[int, str]:
    """The files of each act that was an import, by the act's number."""
    return {
        batch.line_id: "、".join(dict.fromkeys(str(file["name"]) for file in batch.files))
        for batch in session.scalars(select(ImportBatch))
    }
