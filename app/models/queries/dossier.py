"""Everything a visitor should know of many people at once: household, benefits, last visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.contact import Contact
from app.models.form import PrintedLayout
from app.models.holding import Holding
from app.models.household import Award, Household, Membership
from app.models.person import Person


@dataclass
class Dossier:
    """One person with what hangs on the person. ``benefits`` are yuan a month by category,
    ``members`` are (name, relation, birth date) of the others in the household; ``last_contact`` is
    the newest that was typed in from a form, ``last_layout`` how that was printed."""

    person: Person
    codes: set[str] = field(default_factory=set)
    household: Household | None = None
    relation: str | None = None
    members: list[tuple[str, str | None, date | None]] = field(default_factory=list)
    benefits: list[tuple[str, Decimal]] = field(default_factory=list)
    last_contact: Contact | None = None
    last_layout: PrintedLayout | None = None


def dossiers(session: Session, people: Sequence[int], day: date) -> dict[int, Dossier]:
    """The dossiers of ``people``, read in a handful of queries whatever their number."""
    wanted = set(people)
    found = {
        person.id: Dossier(person)
        for person in session.scalars(select(Person))
        if person.id in wanted
    }
    for holding in session.scalars(select(Holding).where(Holding.start <= day)):
        if holding.person_id in found and (holding.end is None or holding.end >= day):
            found[holding.person_id].codes.add(holding.code)
    _homes(session, found, day)
    newest_last = (
        select(Contact, PrintedLayout)
        .outerjoin(PrintedLayout, PrintedLayout.id == Contact.layout_id)
        .where(Contact.answers.is_not(None))
        .order_by(Contact.day)
    )
    for contact, layout in session.execute(newest_last):
        if contact.person_id in found:
            found[contact.person_id].last_contact = contact
            found[contact.person_id].last_layout = layout
    return found


def _homes(session: Session, found: dict[int, Dossier], day: date) -> None:
    homes = {household.id: household for household in session.scalars(select(Household))}
    living: dict[int, list[tuple[Person, str | None]]] = defaultdict(list)
    together = select(Membership, Person).join(Person, Person.id == Membership.person_id)
    for membership, person in session.execute(together.where(Membership.end.is_(None))):
        living[membership.household_id].append((person, membership.relation))
    paid = awards_by_household(session, day)
    for household_id, members in living.items():
        for person, relation in members:
            dossier = found.get(person.id)
            if dossier is None:
                continue
            dossier.household, dossier.relation = homes[household_id], relation
            dossier.benefits = paid.get(household_id, [])
            dossier.members = [
                (other.name, their_relation, other.birth_date)
                for other, their_relation in members
                if other.id != person.id
            ]


def awards_by_household(session: Session, day: date) -> dict[int, list[tuple[str, Decimal]]]:
    """What each household is paid a month on ``day``, in yuan by category."""
    sums: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for award in session.scalars(select(Award).where(Award.kind == "total_amount")):
        if award.start <= day and (award.end is None or award.end >= day):
            sums[award.household_id][award.category] = award.amount
    return {household_id: list(amounts.items()) for household_id, amounts in sums.items()}
