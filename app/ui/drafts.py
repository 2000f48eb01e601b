"""What is typed and not saved, as presenters speak of it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.services.drafts import GRID, NEW_PERSON


@dataclass(frozen=True)
class Unsaved:
    """What stands in the fields of ``place`` and differs from the record; ``typed`` empty: nothing
    does. ``words`` say what it is when the drafts are listed."""

    place: str
    words: str
    typed: Mapping[str, Any]


def route(place: str) -> tuple[str, str]:
    """The page, and the place within it, where the draft of ``place`` is typed on."""
    kind, _, rest = place.partition(":")
    if kind == "sheet":
        return "visits", place
    if place in {NEW_PERSON, GRID}:
        return "people", rest
    return "people", f"edit:{rest}"


def restored_words(saved_at: datetime) -> str:
    """What is said when a draft stands in the fields again."""
    return f"上次没有保存的内容已恢复（{saved_at:%m月%d日 %H:%M} 存）。"
