"""Rows that point at each other: when that is checked, in either kind of store."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from app.models.shared import is_shared


def defer(session: Session | Connection) -> None:
    """Let references point nowhere for the rest of the transaction."""
    deferred = "SET CONSTRAINTS ALL DEFERRED"
    session.execute(text(deferred if is_shared(session) else "PRAGMA defer_foreign_keys = ON"))


def hold(session: Session | Connection) -> bool:
    """Whether everything points somewhere again. Raises ``IntegrityError`` where a shared store
    finds that it does not."""
    if is_shared(session):
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        return True
    return not session.execute(text("PRAGMA foreign_key_check")).fetchall()
