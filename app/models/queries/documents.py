"""Printed papers and the layouts that an office changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.care import CareAgreement, Carer, CareScore
from app.models.form import FormLayout, PrintedForm, PrintedLayout
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.queries.many import rows_by_person
from app.models.region import Region

CHECK_DIGITS = 1


def last_serial(session: Session, prefix: str) -> int:
    """The highest serial number printed under ``prefix``, without its check digit."""
    newest = session.scalar(
        select(func.max(PrintedForm.number)).where(PrintedForm.number.like(f"{prefix}%"))
    )
    return int(newest[len(prefix) : -CHECK_DIGITS]) if newest else 0


def newest_layouts(session: Session) -> dict[str, FormLayout]:
    """The layout that holds for each key that the office changed."""
    return {row.key: row for row in session.scalars(select(FormLayout).order_by(FormLayout.id))}


def newest_layout(session: Session, key: str) -> FormLayout | None:
    """The layout that holds for ``key``; None where the shipped one does."""
    query = select(FormLayout).where(FormLayout.key == key).order_by(FormLayout.id.desc())
    return session.scalar(query.limit(1))


def layouts_of(session: Session, key: str) -> list[FormLayout]:
    """Every layout that was ever adopted for ``key`` and not given up."""
    return list(session.scalars(select(FormLayout).where(FormLayout.key == key)))


def printed_layout(session: Session, digest: str) -> PrintedLayout | None:
    """The kept layout with this SHA-256 of its text."""
    return session.scalar(select(PrintedLayout).where(PrintedLayout.sha256 == digest))


def printed_layouts(session: Session) -> list[PrintedLayout]:
    """Every layout by which something was printed."""
    return list(session.scalars(select(PrintedLayout).order_by(PrintedLayout.id)))


def printed_by_number(session: Session, number: str) -> PrintedForm | None:
    """The paper of a number."""
    return session.scalar(select(PrintedForm).where(PrintedForm.number == number))


def paper_of_contact(session: Session, contact_id: int) -> PrintedForm | None:
    """The paper from which a contact was typed in."""
    return session.scalar(select(PrintedForm).where(PrintedForm.contact_id == contact_id))


def stack_of(session: Session, stack_no: str) -> list[tuple[str, bool]]:
    """(number, typed in) of the papers printed together that are about somebody, in printed
    order."""
    query = (
        select(PrintedForm.number, PrintedForm.contact_id)
        .where(PrintedForm.stack_no == stack_no, PrintedForm.person_id.is_not(None))
        .order_by(PrintedForm.number)
    )
    return [(number, contact_id is not None) for number, contact_id in session.execute(query)]


def members_of(
    session: Session, households: Sequence[int]
) -> dict[int, list[tuple[Person, str | None]]]:
    """The present members of households with their relation to the head, in order of entry."""
    wanted = set(households)
    query = (
        select(Membership.household_id, Person, Membership.relation)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.end.is_(None))
        .order_by(Membership.id)
    )
    found: dict[int, list[tuple[Person, str | None]]] = {one: [] for one in wanted}
    for household_id, person, relation in session.execute(query):
        if household_id in wanted:
            found[household_id].append((person, relation))
    return found


def homes_of(session: Session, people: Sequence[int]) -> dict[int, int]:
    """The household in which each of ``people`` lives now; who lives in none is left out."""
    found = {}
    for person_id, rows in rows_by_person(session, Membership, people).items():
        for row in rows:
            if row.end is None:
                found[person_id] = row.household_id
    return found


def head_of(session: Session, household_id: int) -> int | None:
    """Who of the present members is the head: by the number, else by the name."""
    home = session.get_one(Household, household_id)
    members = [person for person, _ in members_of(session, [household_id])[household_id]]
    by_number = [one for one in members if home.head_key and one.id_key == home.head_key]
    by_name = [one for one in members if one.name == home.head_name]
    return next((one.id for one in (*by_number, *by_name)), None)


def village_names(session: Session) -> dict[int, str]:
    """Every village by its id."""
    return {row.id: row.name for row in session.scalars(select(Region))}


def agreements_with_carers(
    session: Session, ids: Sequence[int]
) -> dict[int, tuple[CareAgreement, Carer]]:
    """Care agreements by id, each with its carer."""
    wanted = set(ids)
    query = select(CareAgreement, Carer).join(Carer, Carer.id == CareAgreement.carer_id)
    return {row.id: (row, carer) for row, carer in session.execute(query) if row.id in wanted}


def last_scores(session: Session, agreements: Sequence[int]) -> dict[int, CareScore]:
    """The newest monthly score of each agreement."""
    wanted = set(agreements)
    rows = session.scalars(select(CareScore).order_by(CareScore.month, CareScore.id))
    return {row.agreement_id: row for row in rows if row.agreement_id in wanted}
