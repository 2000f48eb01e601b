"""Everything the store holds of one person, now or as it was stored on a day.

Both are read in one way: the rows of a past day are today's with every later change taken back
(``app.models.queries.past``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.models.care import CareAgreement, CareScore
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact
from app.models.duty import ContactExcuse, LifeEvent
from app.models.holding import Cadre, Holding, Responsible
from app.models.household import Award, Household, Membership
from app.models.person import Person
from app.models.queries.past import Past, last_act_of
from app.models.region import Region
from app.models.unit_of_work import Session
from app.services.forms import printed_form


@dataclass(frozen=True)
class Record:
    """The rows of one person. ``together`` are the memberships of everybody who belongs or
    belonged to ``home``, the household of now; ``people`` are those they are of. ``cadres`` are
    those who are or were responsible, with their deputies; ``form_titles`` are those of the layouts
    that contacts were typed in by."""

    person: Person
    villages: dict[int, str]
    memberships: tuple[Membership, ...]
    home: Household | None
    together: tuple[Membership, ...]
    people: dict[int, Person]
    holdings: tuple[Holding, ...]
    responsible: tuple[Responsible, ...]
    cadres: dict[int, Cadre]
    kin: tuple[Kin, ...]
    agreements: tuple[CareAgreement, ...]
    scores: tuple[CareScore, ...]
    incomes: tuple[IncomeLine, ...]
    home_incomes: tuple[IncomeLine, ...]
    their_incomes: dict[int, tuple[IncomeLine, ...]]
    self_care: tuple[SelfCare, ...]
    benefits: tuple[Benefit, ...]
    awards: tuple[Award, ...]
    contacts: tuple[Contact, ...]
    form_titles: dict[int | None, str]
    excuses: tuple[ContactExcuse, ...]
    events: tuple[LifeEvent, ...]

    def own_membership(self) -> Membership | None:
        """The membership that is open."""
        return next((row for row in self.memberships if row.end is None), None)


def read_record(session: Session, person_id: int, day: date | None = None) -> Record | None:
    """The record as it stands now, or as it was stored at the end of ``day``; None when there was
    none."""
    past = Past(session, None if day is None else last_act_of(session, day))
    person = past.one(Person, person_id)
    if person is None:
        return None
    memberships = past.of(Membership, "person_id", person_id)
    open_ = next((row for row in memberships if row.end is None), None)
    home = None if open_ is None else past.one(Household, open_.household_id)
    together = past.of(Membership, "household_id", home.id) if home else []
    people = past.many(Person, {row.person_id for row in together})
    members = [row.person_id for row in together if row.end is None]
    responsible = past.of(Responsible, "person_id", person_id)
    agreements = past.of(CareAgreement, "person_id", person_id)
    scores = past.of(CareScore, "agreement_id", *(row.id for row in agreements))
    contacts = tuple(past.of(Contact, "person_id", person_id))
    layouts = {row.layout_id for row in contacts if row.answers}
    return Record(
        person=person,
        villages=_villages(past, person, home),
        memberships=tuple(memberships),
        home=home,
        together=tuple(together),
        people=people,
        holdings=_by_start(past.of(Holding, "person_id", person_id)),
        responsible=tuple(responsible),
        cadres=_cadres(past, responsible),
        kin=tuple(past.of(Kin, "person_id", person_id)),
        agreements=tuple(agreements),
        scores=tuple(sorted(scores, key=lambda row: row.month)),
        incomes=tuple(past.of(IncomeLine, "person_id", person_id)),
        home_incomes=tuple(past.of(IncomeLine, "household_id", home.id)) if home else (),
        their_incomes=_incomes_of(past, members),
        self_care=tuple(past.of(SelfCare, "person_id", person_id)),
        benefits=tuple(past.of(Benefit, "person_id", person_id)),
        awards=tuple(past.of(Award, "household_id", home.id)) if home else (),
        contacts=contacts,
        form_titles={at: printed_form(session, at).title for at in layouts},
        excuses=tuple(past.of(ContactExcuse, "person_id", person_id)),
        events=tuple(past.of(LifeEvent, "person_id", person_id)),
    )


def _by_start(rows: list[Holding]) -> tuple[Holding, ...]:
    return tuple(sorted(rows, key=lambda row: row.start))


def _cadres(past: Past, rows: list[Responsible]) -> dict[int, Cadre]:
    found = past.many(Cadre, {row.cadre_id for row in rows if row.cadre_id})
    return found | past.many(Cadre, {one.deputy_id for one in found.values() if one.deputy_id})


def _villages(past: Past, person: Person, home: Household | None) -> dict[int, str]:
    ids = {row.village_id for row in (person, home) if row is not None and row.village_id}
    return {region_id: region.name for region_id, region in past.many(Region, ids).items()}


def _incomes_of(past: Past, members: list[int]) -> dict[int, tuple[IncomeLine, ...]]:
    lines = past.of(IncomeLine, "person_id", *members) if members else []
    return {member: tuple(line for line in lines if line.person_id == member) for member in members}
