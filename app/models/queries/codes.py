"""The office's own texts for codes and what it says that words mean; who uses a word."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.codes import Codes, OwnText
from app.models.holding import Holding
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.upkeep import CodeMapping, CodeText

Bearer = Person | Household | Membership


def own_codes(session: Session) -> Codes:
    """The shipped codes with everything that the office has said about them."""
    texts = tuple(
        OwnText(row.list, row.code, row.text, row.first, row.last, row.offered, row.source or "")
        for row in code_texts(session)
    )
    meanings = {(row.list, row.raw): row.code for row in mappings(session) if row.code}
    return Codes(texts, meanings)


def code_texts(session: Session, *, list_key: str = "", code: str = "") -> list[CodeText]:
    """The office's own texts, oldest first."""
    query = select(CodeText).order_by(CodeText.id)
    if list_key:
        query = query.where(CodeText.list == list_key)
    if code:
        query = query.where(CodeText.code == code)
    return list(session.scalars(query))


def mappings(session: Session) -> list[CodeMapping]:
    """What the office has said that words mean, by list and word."""
    return list(session.scalars(select(CodeMapping).order_by(CodeMapping.list, CodeMapping.raw)))


def mapping_of(session: Session, list_key: str, raw: str) -> CodeMapping | None:
    """What the office has said of one word (normalised)."""
    return session.scalar(
        select(CodeMapping).where(CodeMapping.list == list_key, CodeMapping.raw == raw)
    )


def word_counts(session: Session, key: str) -> list[tuple[str, int]]:
    """Every word that the fact ``key`` is kept as, and how many records have it."""
    found: dict[str, int] = {}
    for column in _columns(key):
        query = select(column, func.count()).group_by(column)
        for word, count in session.execute(query):
            if word is not None:
                found[word] = found.get(word, 0) + count
    return sorted(found.items())


def bearers(session: Session, key: str, words: Iterable[str]) -> list[Bearer]:
    """The records whose fact ``key`` is one of ``words``."""
    wanted = list(words)
    return [
        row
        for column in _columns(key)
        for row in session.scalars(select(column.class_).where(column.in_(wanted)))
    ]


def _columns(key: str) -> list[InstrumentedAttribute[str | None]]:
    if key == "relation":
        return [Membership.relation]
    return [getattr(table, key) for table in (Person, Household) if hasattr(table, key)]


def held_now(session: Session) -> dict[str, int]:
    """How many people hold each category now."""
    query = (
        select(Holding.code, func.count(Holding.person_id.distinct()))
        .where(Holding.end.is_(None))
        .group_by(Holding.code)
    )
    return {row[0]: row[1] for row in session.execute(query)}
