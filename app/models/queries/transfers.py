"""Transfers of people between townships, as this office sees them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.exchange import Transfer


def transfers(session: Session) -> list[Transfer]:
    """All of them, newest first."""
    return list(session.scalars(select(Transfer).order_by(Transfer.id.desc())))


def transfer_by_number(session: Session, number: str, direction: str) -> Transfer | None:
    """The transfer of that number in that direction."""
    return session.scalar(
        select(Transfer).where(Transfer.number == number, Transfer.direction == direction)
    )


def sent_on(session: Session, day: date) -> int:
    """How many left on ``day`` so far."""
    query = select(func.count(Transfer.id)).where(
        Transfer.direction == "out", Transfer.sent_on == day
    )
    return session.scalar(query) or 0
