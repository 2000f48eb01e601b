"""Carers, their agreements and scores, with the people they care for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from app.core.terms import KinRole
from app.models.audit import AuditChange, AuditLine
from app.models.base import Base
from app.models.care import CareAgreement, Carer, CareScore
from app.models.circumstances import Kin
from app.models.person import Person
from app.models.region import Region
from app.rules.caregivers import CareScored, CareTerm

_CARERS = (KinRole.CARER, KinRole.ENTRUSTED_CARER)


class AgreementLine(NamedTuple):
    """One agreement with both sides of it."""

    agreement: CareAgreement
    carer: Carer
    person: Person
    village: str | None


def carers(session: Session) -> list[Carer]:
    """Everybody who is or was a carer, in the order of registration."""
    return list(session.scalars(select(Carer).order_by(Carer.id)))


def carer_of_person(session: Session, person_id: int) -> Carer | None:
    """The carer who is this person on the register."""
    return session.scalars(select(Carer).where(Carer.person_id == person_id)).first()


def carers_with_number(session: Session, id_nos: Collection[str]) -> list[Carer]:
    """The carers of these identity numbers."""
    return list(session.scalars(select(Carer).where(Carer.id_no.in_(id_nos))))


def agreements(
    session: Session,
    *,
    carer_id: int | None = None,
    person_id: int | None = None,
    ids: Collection[int] | None = None,
) -> list[AgreementLine]:
    """All agreements, or those of a carer, of a person, or these; by village, person and start."""
    query = _agreements()
    if carer_id is not None:
        query = query.where(CareAgreement.carer_id == carer_id)
    if person_id is not None:
        query = query.where(CareAgreement.person_id == person_id)
    if ids is not None:
        query = query.where(CareAgreement.id.in_(ids))
    return [AgreementLine(*row) for row in session.execute(query)]


def _agreements() -> Select[CareAgreement, Carer, Person, str]:
    return (
        select(CareAgreement, Carer, Person, Region.name)
        .join(Carer, Carer.id == CareAgreement.carer_id)
        .join(Person, Person.id == CareAgreement.person_id)
        .outerjoin(Region, Region.id == Person.village_id)
        .order_by(Region.id, Person.id, CareAgreement.start, CareAgreement.id)
    )


def agreement_with_number(session: Session, number: str) -> CareAgreement | None:
    """The agreement of this number."""
    return session.scalars(select(CareAgreement).where(CareAgreement.number == number)).first()


def numbers_like(session: Session, prefix: str) -> list[str]:
    """The numbers of agreements that begin so."""
    query = select(CareAgreement.number).where(CareAgreement.number.startswith(prefix))
    return list(session.scalars(query))


def scores(
    session: Session, *, month: str | None = None, agreements: Collection[int] | None = None
) -> list[CareScore]:
    """All scores, or those of a month or of these agreements; oldest month first."""
    query = select(CareScore).order_by(CareScore.month, CareScore.id)
    if month is not None:
        query = query.where(CareScore.month == month)
    if agreements is not None:
        query = query.where(CareScore.agreement_id.in_(agreements))
    return list(session.scalars(query))


def some_scores(session: Session, ids: Collection[int]) -> list[CareScore]:
    """These scores, oldest first."""
    query = select(CareScore).where(CareScore.id.in_(ids)).order_by(CareScore.id)
    return list(session.scalars(query))


def act_of_loss(session: Session, carer_id: int) -> int | None:
    """The newest act that took or gave this carer's qualification and still stands."""
    said = [side["disqualified_on"].as_string() for side in (AuditChange.before, AuditChange.after)]
    query = (
        select(func.max(AuditLine.id))
        .join(AuditChange, AuditChange.line_id == AuditLine.id)
        .where(
            AuditChange.table == Carer.__tablename__,
            AuditChange.row_id == carer_id,
            or_(*(day.is_not(None) for day in said)),
            AuditLine.undone_by.is_(None),
            AuditLine.verb != "undo",
        )
    )
    return session.scalar(query)


def rows_changed(session: Session, act_id: int, row_type: type[Base]) -> frozenset[int]:
    """The rows of this type that an act wrote."""
    query = select(AuditChange.row_id).where(
        AuditChange.line_id == act_id, AuditChange.table == row_type.__tablename__
    )
    return frozenset(session.scalars(query))


def care_terms(session: Session) -> list[CareTerm]:
    """The agreements of the living who are on the register."""
    query = (
        select(*(getattr(CareAgreement, name) for name in CareTerm._fields))
        .join(Person, Person.id == CareAgreement.person_id)
        .where(Person.closed_on.is_(None), Person.death_date.is_(None))
        .order_by(CareAgreement.id)
    )
    return [CareTerm(*row) for row in session.execute(query)]


def care_scored(session: Session) -> list[CareScored]:
    """The months that were scored, of all agreements."""
    query = select(*(getattr(CareScore, name) for name in CareScored._fields))
    return [CareScored(*row) for row in session.execute(query)]


def people_with_carer(session: Session, day: date) -> frozenset[int]:
    """Those by whom somebody stands as a carer on ``day``."""
    query = select(Kin.person_id).where(
        Kin.role.in_(_CARERS),
        or_(Kin.start.is_(None), Kin.start <= day),
        or_(Kin.end.is_(None), Kin.end > day),
    )
    return frozenset(session.scalars(query))


def standing_by(session: Session, person_id: int, day: date) -> list[Kin]:
    """The carers of a person on ``day`` as they stand in the record."""
    query = select(Kin).where(
        Kin.person_id == person_id,
        Kin.role.in_(_CARERS),
        or_(Kin.start.is_(None), Kin.start <= day),
        or_(Kin.end.is_(None), Kin.end >= day),
    )
    return list(session.scalars(query.order_by(Kin.id)))
