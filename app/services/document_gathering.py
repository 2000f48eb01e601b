"""The sheets of a form before they are printed: everything is read at once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.forms import Form
from app.exporters.form_pdf import FormSheet
from app.models.care import CareAgreement, Carer, CareScore
from app.models.circumstances import Kin, SelfCare
from app.models.queries import cadres as cadre_queries
from app.models.queries import documents as queries
from app.models.queries.cadres import Named
from app.models.queries.codes import own_codes
from app.models.queries.dossier import Dossier, dossiers
from app.models.queries.many import rows_by_person
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.document_facts import Known, Teller
from app.services.document_rows import Rows, rows_of
from app.services.office import OfficeView
from app.services.plan import PlanRow
from app.services.sheet_facts import SheetFacts


@dataclass(frozen=True)
class About:
    """What one paper is about; nothing for a blank."""

    person_id: int | None = None
    household_id: int | None = None
    agreement_id: int | None = None


def gather(
    desk: Desk,
    session: Session,
    form: Form,
    about: Sequence[About],
    *,
    office: OfficeView,
    masked: bool,
    plan: Mapping[int, PlanRow],
) -> list[FormSheet]:
    """A sheet without number for each of ``about``, in their order."""
    ids = list(dict.fromkeys(one.person_id for one in about if one.person_id is not None))
    people = dossiers(session, ids, desk.clock.today())
    teller = Teller(desk, office, own_codes(session), desk.clock.today(), masked)
    tables = {source: rows_of(session, teller, source, people) for source in form.sources if source}
    register = _read(session, teller, form, people=people, plan=plan, about=about)
    return [_sheet(form, teller, one, register=register, tables=tables) for one in about]


@dataclass(frozen=True)
class _Register:
    """What is known of everybody whom the papers are about."""

    people: Mapping[int, Dossier]
    villages: Mapping[int, str]
    kin: Mapping[int, Sequence[Kin]]
    responsible: Mapping[int, Named]
    self_cares: Mapping[int, Sequence[SelfCare]]
    questions: Mapping[int, tuple[str, ...]]
    plan: Mapping[int, PlanRow]
    agreements: Mapping[int, tuple[CareAgreement, Carer]]
    scores: Mapping[int, CareScore]

    def known(self, about: About, person_id: int) -> Known:
        """One of them."""
        dossier = self.people[person_id]
        agreement = about.agreement_id or 0
        self_cares = sorted(self.self_cares.get(person_id, ()), key=lambda row: row.day)
        return Known(
            dossier=dossier,
            village=self.villages.get(dossier.person.village_id or 0, ""),
            kin=self.kin.get(person_id, ()),
            responsible=self.responsible.get(person_id),
            self_care=self_cares[-1] if self_cares else None,
            plan=self.plan.get(person_id),
            questions=self.questions.get(person_id, ()),
            agreement=self.agreements.get(agreement),
            score=self.scores.get(agreement),
        )


def _read(
    session: Session,
    teller: Teller,
    form: Form,
    *,
    people: Mapping[int, Dossier],
    plan: Mapping[int, PlanRow],
    about: Sequence[About],
) -> _Register:
    ids, day = list(people), teller.day
    kin = rows_by_person(session, Kin, ids)
    agreements = [one.agreement_id for one in about if one.agreement_id is not None]
    asked = {}
    if "questions" in form.named:
        facts = SheetFacts(teller.desk, teller.office, day, people, teller.codes)
        asked = {one: tuple(fact.question for fact in facts.questions(one)) for one in ids}
    return _Register(
        people=people,
        villages=queries.village_names(session),
        kin={
            one: [row for row in rows if row.end is None or row.end >= day]
            for one, rows in kin.items()
        },
        responsible=cadre_queries.responsible_of(session, day),
        self_cares=rows_by_person(session, SelfCare, ids),
        questions=asked,
        plan=plan,
        agreements=queries.agreements_with_carers(session, agreements),
        scores=queries.last_scores(session, agreements),
    )


def _sheet(
    form: Form, teller: Teller, about: About, *, register: _Register, tables: Mapping[str, Rows]
) -> FormSheet:
    if about.person_id is None:
        return FormSheet("", teller.blank(form))
    known = register.known(about, about.person_id)
    rows = {source: found.get(about.person_id, []) for source, found in tables.items()}
    return FormSheet("", teller.facts(form, known), rows, known.village)
