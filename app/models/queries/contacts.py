"""What the duties of many people are made of, at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.core.periods import Period
from app.models.care import CareAgreement, CareScore
from app.models.contact import Contact
from app.models.duty import ContactExcuse, LifeEvent
from app.models.form import PrintedLayout
from app.models.household import Membership
from app.models.person import Person
from app.models.region import Region

VISIT_SHEET = "visit_sheet"


class Owed(NamedTuple):
    """Somebody on the register, as far as duties ask."""

    id: int
    registered_on: date
    death_date: date | None
    birth_date: date | None
    household_id: int | None


def people_owed(session: Session, only: Sequence[int] | None = None) -> dict[int, Owed]:
    """Everybody on the register; or ``only`` these, and those who share a household with them."""
    query = (
        select(
            Person.id,
            Person.registered_on,
            Person.death_date,
            Person.birth_date,
            Membership.household_id,
        )
        .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.end.is_(None)))
        .where(Person.closed_on.is_(None))
        .order_by(Membership.id)
    )
    if only is not None:
        homes = select(Membership.household_id).where(Membership.person_id.in_(only))
        query = query.where(or_(Person.id.in_(only), Membership.household_id.in_(homes)))
    return {row[0]: Owed(*row) for row in session.execute(query)}


def answered(
    session: Session, person_id: int, form_key: str, *, but: int | None = None
) -> Contact | None:
    """The newest contact of a person that was typed in from this form, ``but`` left out."""
    query = (
        select(Contact)
        .outerjoin(PrintedLayout, PrintedLayout.id == Contact.layout_id)
        .where(_of_form(form_key))
        .where(Contact.person_id == person_id, Contact.answers.is_not(None))
        .order_by(Contact.day.desc(), Contact.id.desc())
    )
    return next((row for row in session.scalars(query) if row.id != but), None)


def typed_on(session: Session, person_id: int, form_key: str, day: date) -> list[int]:
    """The contacts of a person on a day that were typed in from this form."""
    query = (
        select(Contact.id)
        .outerjoin(PrintedLayout, PrintedLayout.id == Contact.layout_id)
        .where(_of_form(form_key))
        .where(Contact.person_id == person_id, Contact.day == day, Contact.answers.is_not(None))
    )
    return list(session.scalars(query))


def _of_form(form_key: str) -> ColumnElement[bool]:
    """Typed in from one form; before layouts were kept there was the visit sheet alone."""
    of_form = PrintedLayout.key == form_key
    return or_(of_form, Contact.layout_id.is_(None)) if form_key == VISIT_SHEET else of_form


def contacts_made_since(
    session: Session, first: date, only: Sequence[int] | None = None, *, last: date | None = None
) -> Iterator[tuple[int, date, str, int | None]]:
    """(person, day, kind, class hours of a lesson) of every contact from ``first`` on (to ``last``)
    that was made (attempts are not), by day; of everybody or of ``only`` these."""
    query = (
        select(Contact.person_id, Contact.day, Contact.kind, Contact.hours)
        .where(Contact.day.between(first, last or date.max), Contact.done)
        .order_by(Contact.day)
    )
    if only is not None:
        query = query.where(Contact.person_id.in_(only))
    yield from session.execute(query)


def events_since(
    session: Session, first: date, only: Sequence[int] | None = None
) -> list[LifeEvent]:
    """What happened to people from ``first`` on, oldest first."""
    query = select(LifeEvent).where(LifeEvent.day >= first).order_by(LifeEvent.day, LifeEvent.id)
    if only is not None:
        query = query.where(LifeEvent.person_id.in_(only))
    return list(session.scalars(query))


def excuses_since(
    session: Session, first: date, only: Sequence[int] | None = None
) -> list[ContactExcuse]:
    """Why people are not contacted, as far as it reaches ``first`` or later; the newest first."""
    query = (
        select(ContactExcuse)
        .where(or_(ContactExcuse.end.is_(None), ContactExcuse.end >= first))
        .order_by(ContactExcuse.start.desc(), ContactExcuse.id.desc())
    )
    if only is not None:
        query = query.where(ContactExcuse.person_id.in_(only))
    return list(session.scalars(query))


def agreements_since(
    session: Session, first: date, only: Sequence[int] | None = None
) -> list[tuple[int, date, date]]:
    """(person, first day, last day) of the care agreements that reach ``first`` or later."""
    last = func.coalesce(CareAgreement.ended_on, CareAgreement.end)
    query = select(
        CareAgreement.person_id,
        CareAgreement.start,
        last,
    ).where(last >= first)
    if only is not None:
        query = query.where(CareAgreement.person_id.in_(only))
    return [(person, start, end) for person, start, end in session.execute(query)]


def scores_since(
    session: Session, first: date, only: Sequence[int] | None = None
) -> list[tuple[int, str, date]]:
    """(person cared for, month, day) of the assessments of carers from ``first`` on."""
    query = (
        select(CareAgreement.person_id, CareScore.month, CareScore.scored_on)
        .join(CareScore, CareScore.agreement_id == CareAgreement.id)
        .where(CareScore.scored_on >= first)
    )
    if only is not None:
        query = query.where(CareAgreement.person_id.in_(only))
    return [(person, month, day) for person, month, day in session.execute(query)]


class ContactLine(NamedTuple):
    """A contact with whom it was."""

    contact: Contact
    name: str
    id_no: str | None
    village: str | None


def contacts_in(session: Session, window: Period, kinds: Collection[str]) -> list[ContactLine]:
    """The contacts and attempts of these kinds in ``window``, the newest first."""
    query = (
        select(Contact, Person.name, Person.id_no, Region.name)
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .where(Contact.kind.in_(kinds), Contact.day.between(window.first, window.last))
        .order_by(Contact.day.desc(), Contact.id.desc())
    )
    return [ContactLine(*row) for row in session.execute(query)]
