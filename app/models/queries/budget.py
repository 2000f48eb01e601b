"""The lines of what events cost."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.giving import BudgetLine


def of_festivals(session: Session) -> dict[int, list[BudgetLine]]:
    """The own lines of every festival that has some, in the order of entry."""
    return _by(session, "festival_id")


def of_activities(session: Session) -> dict[int, list[BudgetLine]]:
    """The same of activities."""
    return _by(session, "activity_id")


def _by(session: Session, key: str) -> dict[int, list[BudgetLine]]:
    column = getattr(BudgetLine, key)
    query = select(BudgetLine).where(column.is_not(None)).order_by(BudgetLine.id)
    found: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in session.scalars(query):
        found[getattr(line, key)].append(line)
    return found
