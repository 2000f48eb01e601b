"""The door for drafts: the one writer outside the audit trail (docs/decisions/0005).

It hands out no session, so that nothing but drafts can pass through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from app.models.shared import is_shared
from app.models.upkeep import Draft

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


@dataclass(frozen=True)
class KeptDraft:
    """What ``actor`` typed at ``place`` and has not saved."""

    place: str
    saved_at: datetime
    content: Mapping[str, Any]


class DraftBox:
    """The drafts of one clerk, inside one transaction."""

    def __init__(self, session: Session, actor: str) -> None:
        self._session = session
        self._actor = actor

    def keep(self, place: str, content: Mapping[str, Any], at: datetime) -> None:
        """Write the draft of ``place``, whatever stood there before."""
        row = {"saved_at": at.replace(tzinfo=None), "content": dict(content)}
        self._session.execute(
            self
            ._insert()
            .values(actor=self._actor, place=place, **row)
            .on_conflict_do_update(index_elements=["actor", "place"], set_=row)
        )

    def _insert(self) -> sqlite.Insert | postgresql.Insert:
        if not is_shared(self._session):
            return sqlite.insert(Draft)
        from sqlalchemy.dialects import postgresql  # what a server needs is loaded for a server

        return postgresql.insert(Draft)

    def all(self) -> list[KeptDraft]:
        """Every draft of this clerk, newest first."""
        query = (
            select(Draft.place, Draft.saved_at, Draft.content)
            .where(Draft.actor == self._actor)
            .order_by(Draft.saved_at.desc(), Draft.id.desc())
        )
        return [KeptDraft(*row) for row in self._session.execute(query)]

    def drop(self, place: str) -> None:
        """Throw the draft of ``place`` away."""
        drop_draft(self._session, self._actor, place)


def drop_draft(session: Session, actor: str, place: str) -> None:
    """Throw a draft away within the transaction that saves what it was a draft of: then there is
    either the draft or the record, whenever the power fails. The trail hears nothing of it."""
    session.execute(delete(Draft).where(Draft.actor == actor, Draft.place == place))
