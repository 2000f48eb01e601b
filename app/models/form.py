"""Layouts of forms: those an office changed, those papers were printed by, and the papers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class FormLayout(Base):
    """A layout (the text of a TOML file) that takes the place of the shipped one of the same key;
    ``source`` names the file or package it came by. The newest of a key holds."""

    __tablename__ = "form_layout"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    source: Mapped[str]
    added_on: Mapped[date]
    added_by: Mapped[str]


class PrintedLayout(Base):
    """A layout as it was when papers were printed by it, kept once a text: by it they are typed in
    and shown, whatever layout holds today."""

    __tablename__ = "printed_layout"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]


class PrintedForm(Base):
    """One paper that left the printer, other than a visit sheet: its number is never reused.
    ``stack_no`` is the number of the first paper that was printed with it, ``contact_id`` the
    contact that was typed in from it."""

    __tablename__ = "printed_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    form_key: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    copies: Mapped[int]
    printed_at: Mapped[datetime]
    printed_by: Mapped[str]
    signed_on: Mapped[date | None]
    stack_no: Mapped[str] = mapped_column(index=True)
    layout_id: Mapped[int] = mapped_column(ForeignKey("printed_layout.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
