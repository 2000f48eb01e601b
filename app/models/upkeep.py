"""What keeps the register clean and the clerk's work safe."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class SamenessVerdict(Base):
    """Whether two records are one person (同一人 / 不是同一人); ``first_id`` < ``second_id``."""

    __tablename__ = "sameness_verdict"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    same: Mapped[bool]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_on: Mapped[date]


class IgnoredDoubt(Base):
    """A doubt about a record that the office looked into and lets stand, with the reason.
    ``fingerprint`` is of the values that raised it: when they change, it is asked again."""

    __tablename__ = "ignored_doubt"
    __table_args__ = (UniqueConstraint("rule", "subject_table", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]
    subject_table: Mapped[str]
    subject_id: Mapped[int]
    fingerprint: Mapped[str]
    reason: Mapped[str]
    ignored_by: Mapped[str]
    ignored_on: Mapped[date]


class Draft(Base):
    """What somebody has typed and not saved yet, by place in the program. Not a record: it stands
    outside the audit trail and goes when the record is saved or thrown away."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("actor", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str]
    place: Mapped[str]
    saved_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class ImportProfile(Base):
    """How the columns of one kind of workbook are read; ``content`` is what can be carried to
    another office, ``headers`` a fingerprint by which the workbook is known again."""

    __tablename__ = "import_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    headers: Mapped[str] = mapped_column(index=True)
    content: Mapped[dict[str, Any]]


class CodeText(Base):
    """An office's own text for a code of a list, from–to: a new code, or a new name of a shipped
    one (``app.core.codes``). ``offered`` false: the code is no longer offered."""

    __tablename__ = "code_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    list: Mapped[str] = mapped_column(index=True)
    code: Mapped[str]
    text: Mapped[str]
    first: Mapped[date | None]
    last: Mapped[date | None]
    offered: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str | None]


class CodeMapping(Base):
    """What a word found in a workbook means: ``code`` of ``list``, empty while nobody has said."""

    __tablename__ = "code_mapping"
    __table_args__ = (UniqueConstraint("list", "raw"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list: Mapped[str]
    raw: Mapped[str]
    code: Mapped[str | None]


class Paper(Base):
    """An attachment of a person, household or contact: the bytes lie in the data folder under their
    SHA-256 and are kept once, however often they are attached. ``kind`` is an entry of the
    checklist of papers, ``original_seen`` the day it was compared with the original (核对原件)."""

    __tablename__ = "paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    media: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int | None]
    dated: Mapped[date | None]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    original_seen: Mapped[date | None]
    original_seen_by: Mapped[str | None]
