"""Conditions under a name, each clerk's own: the list that one needs every month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.errors import UserError
from app.models.queries import office as queries
from app.models.unit_of_work import Session
from app.services.desk import Desk

LONGEST_NAME = 20


@dataclass(frozen=True)
class SavedFilter:
    """A name and what it stands for: text by the keys of the filter bar."""

    name: str
    values: Mapping[str, str]


def list_filters(desk: Desk, place: str) -> tuple[SavedFilter, ...]:
    """The clerk's filters for a ``place`` (the key of a page), in the order they were kept."""
    with desk.store.read() as session:
        kept = _kept(session, desk, place)
    return tuple(SavedFilter(name, values) for name, values in kept.items())


def keep_filter(desk: Desk, place: str, wanted: SavedFilter) -> None:
    """Keep a filter; one of the same name is replaced. Raises ``UserError`` for a bad name."""
    name = wanted.name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise UserError("名称不合适。", "", f"请用 1 到 {LONGEST_NAME} 个字，例如“石桥村低保”。")
    with desk.write("keep_filter", "保存常用条件") as work:
        kept = _kept(work.session, desk, place)
        queries.remember(work.session, _key(desk, place), {**kept, name: dict(wanted.values)})


def drop_filter(desk: Desk, place: str, name: str) -> None:
    """Forget a filter; one that is gone already is no matter."""
    with desk.write("drop_filter", "删除常用条件") as work:
        kept = _kept(work.session, desk, place)
        kept.pop(name, None)
        queries.remember(work.session, _key(desk, place), kept)


def _key(desk: Desk, place: str) -> str:
    return f"filters.{place}.{desk.actor.name}"


def _kept(session: Session, desk: Desk, place: str) -> dict[str, dict[str, str]]:
    return dict(queries.setting(session, _key(desk, place), {}))
