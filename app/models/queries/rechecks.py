"""Samples that were drawn, and their lines."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.duty import Recheck, RecheckLine


def next_number(session: Session, year: int) -> str:
    """``2026-抽1``, ``2026-抽2`` …"""
    count = session.scalar(select(func.count()).where(Recheck.number.like(f"{year}-%"))) or 0
    return f"{year}-抽{count + 1}"


def all_rechecks(session: Session) -> list[Recheck]:
    """Newest first."""
    return list(session.scalars(select(Recheck).order_by(Recheck.id.desc())))


def results(session: Session) -> dict[int, dict[str | None, int]]:
    """How many lines of each sample came out how; None: not looked at yet."""
    query = select(RecheckLine.recheck_id, RecheckLine.result, func.count()).group_by(
        RecheckLine.recheck_id, RecheckLine.result
    )
    found: dict[int, dict[str | None, int]] = {}
    for recheck_id, result, count in session.execute(query):
        found.setdefault(recheck_id, {})[result] = count
    return found


def lines_of(session: Session, recheck_id: int) -> list[RecheckLine]:
    """In the order in which they were drawn."""
    query = (
        select(RecheckLine)
        .where(RecheckLine.recheck_id == recheck_id)
        .order_by(RecheckLine.position)
    )
    return list(session.scalars(query))
