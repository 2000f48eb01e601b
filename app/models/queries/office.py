"""The office, its villages and what it has adopted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.office import AdoptedPack, Office, Setting
from app.models.region import Region


def own_office(session: Session) -> Office | None:
    """The office that uses this copy; None before the first start is finished."""
    return session.scalar(select(Office).where(Office.is_self))


def other_offices(session: Session) -> list[Office]:
    """The offices below (at the county), by code."""
    return list(session.scalars(select(Office).where(~Office.is_self).order_by(Office.code)))


def villages(session: Session) -> list[Region]:
    """Villages in the order in which they were entered."""
    query = select(Region).where(
        Region.level == "village", Region.parent_id.is_(None), Region.valid_to.is_(None)
    )
    return list(session.scalars(query.order_by(Region.id)))


def former_villages(session: Session) -> dict[str, str]:
    """Names that villages had, and villages that went into others → the name today, however often
    it has changed since. A name that is borne again means the one that bears it."""
    known = {region.id: region for region in session.scalars(select(Region))}
    present = {region.name for region in villages(session)}
    found = {}
    for region in known.values():
        place = region
        while place.level == "former" and place.parent_id is not None:
            place = known[place.parent_id]
        if place is not region and region.level == "former" and region.name not in present:
            found[region.name] = place.name
    return found


def adopted_packs(session: Session) -> dict[str, AdoptedPack]:
    return {pack.key: pack for pack in session.scalars(select(AdoptedPack))}


def setting(session: Session, key: str, default: Any = None) -> Any:
    """A remembered value."""
    found = session.scalar(select(Setting).where(Setting.key == key))
    return default if found is None else found.value


def remember(session: Session, key: str, value: Any) -> None:
    """Keep ``value`` under ``key``; the caller's unit of work commits it."""
    found = session.scalar(select(Setting).where(Setting.key == key))
    if found is None:
        session.add(Setting(key=key, value=value))
    else:
        found.value = value
