"""The register as a ledger snapshots it: who is on it, with household, categories, awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.periods import Period
from app.models.care import CareAgreement, Carer, CareScore
from app.models.contact import Contact, Sheet
from app.models.exchange import LedgerExport, ReceivedLedger
from app.models.form import PrintedForm
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
from app.models.matter import Matter
from app.models.person import Person
from app.models.queries.cadres import responsible_of
from app.models.region import Region


@dataclass(frozen=True)
class RegisterView:
    """Everybody still on the register, and what hangs on them on one day."""

    people: Sequence[Person]
    households: Sequence[Household]
    homes: dict[int, tuple[int, str | None]]  # person → (household, relation)
    codes: dict[int, set[str]]
    villages: dict[int, str]
    awards: dict[int, list[Award]]
    responsible: dict[int, str]
    last_contact: dict[int, date]


def read_register(session: Session, day: date) -> RegisterView:
    """The register as of ``day``; households without anybody left are not in it."""
    people = list(session.scalars(select(Person).where(Person.closed_on.is_(None))))
    homes = {
        person_id: (household_id, relation)
        for person_id, household_id, relation in session.execute(
            select(Membership.person_id, Membership.household_id, Membership.relation).where(
                Membership.end.is_(None)
            )
        )
    }
    lived_in = {homes[person.id][0] for person in people if person.id in homes}
    return RegisterView(
        people=people,
        households=[h for h in session.scalars(select(Household)) if h.id in lived_in],
        homes=homes,
        codes=_codes(session, day),
        villages=dict(session.execute(select(Region.id, Region.name)).all()),
        awards=_awards(session, day),
        responsible={pid: row.name for pid, row in responsible_of(session, day).items()},
        last_contact=_last_contact(session, day),
    )


def _last_contact(session: Session, day: date) -> dict[int, date]:
    query = (
        select(Contact.person_id, func.max(Contact.day))
        .where(Contact.done, Contact.day <= day)
        .group_by(Contact.person_id)
    )
    return dict(session.execute(query).all())


def _codes(session: Session, day: date) -> dict[int, set[str]]:
    codes: dict[int, set[str]] = defaultdict(set)
    for person_id, code, end in session.execute(
        select(Holding.person_id, Holding.code, Holding.end).where(Holding.start <= day)
    ):
        if end is None or end >= day:
            codes[person_id].add(code)
    return codes


def _awards(session: Session, day: date) -> dict[int, list[Award]]:
    awards: dict[int, list[Award]] = defaultdict(list)
    for award in session.scalars(select(Award).where(Award.start <= day).order_by(Award.id)):
        if award.end is None or award.end >= day:
            awards[award.household_id].append(award)
    return awards


def contacts_in(session: Session, window: Period) -> list[tuple[Contact, Person, str | None]]:
    """(contact, person, sheet number) of the days of ``window``, for people on the register."""
    query = (
        select(Contact, Person, func.coalesce(Sheet.number, PrintedForm.number))
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Sheet, Sheet.contact_id == Contact.id)
        .outerjoin(PrintedForm, PrintedForm.contact_id == Contact.id)
        .where(Contact.day >= window.first, Contact.day <= window.last)
        .where(Person.closed_on.is_(None))
        .order_by(Contact.day, Contact.id)
    )
    return [(contact, person, number) for contact, person, number in session.execute(query)]


def agreements_in(
    session: Session, month: str, window: Period
) -> list[tuple[CareAgreement, Carer, Person, CareScore | None]]:
    """The care agreements in force in ``window``, each with its score of ``month`` or None."""
    query = (
        select(CareAgreement, Carer, Person, CareScore)
        .join(Carer, Carer.id == CareAgreement.carer_id)
        .join(Person, Person.id == CareAgreement.person_id)
        .outerjoin(
            CareScore, (CareScore.agreement_id == CareAgreement.id) & (CareScore.month == month)
        )
        .where(CareAgreement.start <= window.last, CareAgreement.end >= window.first)
        .where(or_(CareAgreement.ended_on.is_(None), CareAgreement.ended_on >= window.first))
        .where(Person.closed_on.is_(None))
        .order_by(CareAgreement.number)
    )
    return [(agreement, carer, p, score) for agreement, carer, p, score in session.execute(query)]


def matters_in(
    session: Session, kinds: Collection[str], window: Period
) -> list[tuple[Matter, Person | None, int | None]]:
    """(matter, person, village) of these kinds: opened by the end of ``window`` and still open, or
    closed in it or later."""
    after = datetime.combine(window.last + timedelta(days=1), time())
    query = (
        select(Matter, Person, func.coalesce(Person.village_id, Household.village_id))
        .outerjoin(Person, Person.id == Matter.person_id)
        .outerjoin(Household, Household.id == Matter.household_id)
        .where(Matter.kind.in_(kinds), Matter.opened_at < after)
        .where(or_(Matter.closed_on.is_(None), Matter.closed_on >= window.first))
        .order_by(Matter.id)
    )
    return [(matter, person, village) for matter, person, village in session.execute(query)]


def exports(session: Session) -> list[LedgerExport]:
    """The ledgers sent, newest first."""
    return list(session.scalars(select(LedgerExport).order_by(LedgerExport.batch_no.desc())))


def received(session: Session, month: str | None = None) -> list[ReceivedLedger]:
    """The ledgers received, by office and batch."""
    query = select(ReceivedLedger).order_by(ReceivedLedger.office_code, ReceivedLedger.batch_no)
    if month is not None:
        query = query.where(ReceivedLedger.month == month)
    return list(session.scalars(query))


def people_by_key(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Ids of the people, also of those who have left, whose identity key is one of ``keys``."""
    query = select(Person.id_key, Person.id).where(Person.id_key.in_(keys))
    return {key or "": person_id for key, person_id in session.execute(query)}


def people_by_id(session: Session, ids: Collection[int]) -> dict[int, Person]:
    """These people, also those who have left."""
    return {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(ids)))}


def known_ids(session: Session, table: type[Person] | type[Household], ids: set[int]) -> set[int]:
    """Those of ``ids`` that there are."""
    return set(session.scalars(select(table.id).where(table.id.in_(ids))))
