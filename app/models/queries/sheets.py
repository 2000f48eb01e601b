"""Printed sheets by number and by batch."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CompoundSelect, func, select, union_all
from sqlalchemy.orm import Session

from app.models.contact import Contact, Sheet, SheetBatch
from app.models.form import PrintedForm
from app.models.person import Person
from app.models.region import Region


def next_batch_number(session: Session, month: str) -> str:
    """``2026-05-1``, ``2026-05-2`` …"""
    count = session.scalar(select(func.count()).where(SheetBatch.month == month)) or 0
    return f"{month}-{count + 1}"


def batch_number(session: Session, batch_id: int) -> str:
    return str(session.scalar(select(SheetBatch.number).where(SheetBatch.id == batch_id)))


def last_serial(session: Session, prefix: str) -> int:
    """The highest serial number printed under ``prefix`` (its 4 digits before the check digit)."""
    newest = session.scalar(select(func.max(Sheet.number)).where(Sheet.number.like(f"{prefix}%")))
    return int(newest[len(prefix) : -1]) if newest else 0


def sheet_by_number(session: Session, number: str) -> Sheet | None:
    return session.scalar(select(Sheet).where(Sheet.number == number))


def sheet_of_contact(session: Session, contact_id: int) -> Sheet | None:
    """The sheet from which a contact was typed in."""
    return session.scalar(select(Sheet).where(Sheet.contact_id == contact_id))


def stack_of(session: Session, batch_id: int) -> list[tuple[str, bool]]:
    """(number, typed in) of the sheets of a batch, in printed order."""
    query = (
        select(Sheet.number, Sheet.contact_id)
        .where(Sheet.batch_id == batch_id)
        .order_by(Sheet.position)
    )
    return [(number, contact_id is not None) for number, contact_id in session.execute(query)]


def sheets_of_batch(
    session: Session, batch_no: str
) -> list[tuple[str, str, str, int, date | None]]:
    """(number, name, village, position, day of the visit) in printed order."""
    query = (
        select(Sheet.number, Person.name, Region.name, Sheet.position, Contact.day)
        .join(SheetBatch, SheetBatch.id == Sheet.batch_id)
        .join(Person, Person.id == Sheet.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .outerjoin(Contact, Contact.id == Sheet.contact_id)
        .where(SheetBatch.number == batch_no)
        .order_by(Sheet.position)
    )
    return [
        (no, name, village or "", at, day) for no, name, village, at, day in session.execute(query)
    ]


def batches(session: Session) -> list[tuple[str, str, int, int]]:
    """(number, month, sheets, sheets recorded), newest first."""
    query = (
        select(
            SheetBatch.number, SheetBatch.month, func.count(Sheet.id), func.count(Sheet.contact_id)
        )
        .join(Sheet, Sheet.batch_id == SheetBatch.id)
        .group_by(SheetBatch.id)
        .order_by(SheetBatch.id.desc())
    )
    return [(no, month, size, back) for no, month, size, back in session.execute(query)]


def newest_open_sheets(session: Session, month_prefix: str) -> dict[int, str]:
    """The newest sheet printed for each person under ``month_prefix``."""
    query = (
        select(Sheet.person_id, func.max(Sheet.number))
        .join(SheetBatch, SheetBatch.id == Sheet.batch_id)
        .where(SheetBatch.month == month_prefix)
        .group_by(Sheet.person_id)
    )
    return dict(session.execute(query).all())


def keyed_sheet(session: Session, number: str) -> tuple[Contact, Person, str] | None:
    """The contact, the person and the village of a paper that came back."""
    query = (
        select(Contact, Person, Region.name)
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .where(Contact.id.in_(_typed_from(number)))
    )
    found = session.execute(query).first()
    return (found[0], found[1], found[2] or "") if found else None


def _typed_from(number: str) -> CompoundSelect[tuple[int | None]]:
    return union_all(
        select(Sheet.contact_id).where(Sheet.number == number),
        select(PrintedForm.contact_id).where(PrintedForm.number == number),
    )


def unchecked(session: Session) -> tuple[list[tuple[str, str, str, date, str]], int]:
    """(number, name, village, day, who keyed it) of the papers keyed once, oldest first; and how
    many were keyed twice."""
    typed = union_all(
        select(Sheet.number, Sheet.contact_id).where(Sheet.contact_id.is_not(None)),
        select(PrintedForm.number, PrintedForm.contact_id).where(
            PrintedForm.contact_id.is_not(None)
        ),
    ).subquery()
    query = (
        select(typed.c.number, Person.name, Region.name, Contact.day, Contact.entered_by)
        .join(Contact, Contact.id == typed.c.contact_id)
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .where(Contact.checked_at.is_(None))
        .order_by(typed.c.number)
    )
    checked = session.scalar(
        select(func.count(Contact.id))
        .join(typed, typed.c.contact_id == Contact.id)
        .where(Contact.checked_at.is_not(None))
    )
    rows = [(no, name, place or "", day, by) for no, name, place, day, by in session.execute(query)]
    return rows, checked or 0
