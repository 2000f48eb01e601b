"""What was typed and not saved: kept as it stands, found again, thrown away when it is saved.

A draft is no record: nobody has said yet that it is so. It stands outside the audit trail
(docs/decisions/0005) and belongs to the clerk who typed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.models.drafts import drop_draft
from app.models.unit_of_work import Work
from app.services.desk import Desk

NEW_PERSON = "person:new"
GRID = "people:grid"
_WORDS, _TYPED = "words", "typed"


def person_place(person_id: int | None) -> str:
    """Where a person's record is typed; None is somebody new."""
    return NEW_PERSON if person_id is None else f"person:{person_id}"


def sheet_place(sheet_no: str) -> str:
    """Where a visit sheet is typed in."""
    return f"sheet:{sheet_no}"


@dataclass(frozen=True)
class DraftRow:
    """One draft: ``words`` say what it is of, ``typed`` is what stood in the fields."""

    place: str
    words: str
    saved_at: datetime
    typed: Mapping[str, Any]


def keep_draft(desk: Desk, place: str, words: str, typed: Mapping[str, Any]) -> datetime:
    """Write what stands in the fields of ``place`` (values that JSON knows); when it was written.

    Raises ``FileError`` when the store cannot be written.
    """
    at = desk.clock.now()
    with desk.store.drafts(desk.actor.name) as box:
        box.keep(place, {_WORDS: words, _TYPED: dict(typed)}, at)
    return at


def find_draft(desk: Desk, place: str) -> DraftRow | None:
    """What was typed at ``place`` and not saved."""
    return next((draft for draft in list_drafts(desk) if draft.place == place), None)


def list_drafts(desk: Desk) -> tuple[DraftRow, ...]:
    """Every draft of the clerk at the desk, newest first."""
    with desk.store.drafts(desk.actor.name) as box:
        return tuple(
            DraftRow(
                place=draft.place,
                words=str(draft.content.get(_WORDS, "")),
                saved_at=draft.saved_at,
                typed=draft.content.get(_TYPED, {}),
            )
            for draft in box.all()
        )


def drop(desk: Desk, place: str) -> None:
    """Throw a draft away."""
    with desk.store.drafts(desk.actor.name) as box:
        box.drop(place)


def settle(work: Work, desk: Desk, place: str) -> None:
    """What was a draft is being saved in ``work``: either both happen or neither."""
    if place:
        drop_draft(work.session, desk.actor.name, place)
