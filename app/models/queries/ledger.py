"""The register as a ledger snapshots it: who is on it, with household, categories, awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.periods import Period
from app.models.contact import Contact, Sheet
from app.models.exchange import LedgerExport, ReceivedLedger
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
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
        select(Contact, Person, Sheet.number)
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Sheet, Sheet.contact_id == Contact.id)
        .where(Contact.day >= window.first, Contact.day <= window.last)
        .where(Person.closed_on.is_(None))
        .order_by(Contact.day, Contact.id)
    )
    return [(contact, person, number) for contact, person, number in session.execute(query)]


def exports(session: Session) -> list[LedgerExport]:
    """The ledgers sent, newest first."""
    return list(session.scalars(select(LedgerExport).order_by(LedgerExport.batch_no.desc())))


def received(session: Session, month: str | None = None) -> list[ReceivedLedger]:
    """The ledgers received, by office and batch."""
    query = select(ReceivedLedger).order_by(ReceivedLedger.office_code, ReceivedLedger.batch_no)
    if month is not None:
        query = query.where(ReceivedLedger.month == month)
    return list(session.scalars(query))
