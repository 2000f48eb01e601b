"""What the audit trail tells: recent acts, and the story of one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditChange, AuditLine
from app.models.exchange import ImportBatch, LedgerExport


def recent_lines(
    session: Session, limit: int, *, without: Sequence[str] = (), only: Sequence[str] = ()
) -> list[tuple[AuditLine, bool]]:
    """The newest acts, but for the verbs ``without`` (and of the verbs ``only``, where some are
    given), with whether they changed anything."""
    changed = select(AuditChange.line_id).distinct()
    wanted = select(AuditLine).where(AuditLine.verb.not_in(without))
    if only:
        wanted = wanted.where(AuditLine.verb.in_(only))
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


def lines_that_changed(
    session: Session, lines: Collection[int], tables: Collection[str]
) -> set[int]:
    """Those of ``lines`` that changed a row of one of ``tables``."""
    query = select(AuditChange.line_id).where(
        AuditChange.line_id.in_(lines), AuditChange.table.in_(tables)
    )
    return set(session.scalars(query.distinct()))


def last_change_of(
    session: Session, tables: Collection[str], *, without: Sequence[str], actor: str = ""
) -> AuditLine | None:
    """The newest act (of ``actor``, where one is named), not undone, that changed a row of one of
    ``tables``."""
    query = (
        select(AuditLine)
        .join(AuditChange, AuditChange.line_id == AuditLine.id)
        .where(AuditLine.undone_by.is_(None), AuditLine.verb.not_in(without))
        .where(AuditChange.table.in_(tables))
        .order_by(AuditLine.id.desc())
    )
    if actor:
        query = query.where(AuditLine.actor == actor)
    return session.scalars(query.limit(1)).first()


def ledgers_sent(session: Session) -> list[tuple[int, str]]:
    """(act, month) of each ledger that left the office, oldest first."""
    sent = func.min(AuditChange.line_id)  # what came later is the county's answer
    query = (
        select(sent, LedgerExport.month)
        .join(LedgerExport, LedgerExport.id == AuditChange.row_id)
        .where(AuditChange.table == "ledger_export")
        .group_by(LedgerExport.id)
        .order_by(sent)
    )
    return [(line, month) for line, month in session.execute(query)]


def last_moment(session: Session) -> datetime | None:
    """When the newest act was written."""
    return session.scalar(select(AuditLine.at).order_by(AuditLine.id.desc()).limit(1))
