"""What is printed on a visit sheet before anybody has knocked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.codes import Codes
from app.core.dictionary import PERSON, Kind
from app.core.form_answers import show_answer, unpack
from app.core.form_file import load_form
from app.core.money import yuan
from app.core.periods import age_on
from app.exporters.visit_sheet import DutyLine, LastVisit, VisitSheet
from app.models.queries.codes import own_codes
from app.models.queries.dossier import Dossier, dossiers
from app.models.unit_of_work import Work
from app.rules.assess import ALL, assess
from app.rules.engine.fact_names import FACT_NAMES, FactName
from app.rules.engine.logic import MissingKind
from app.services.assessing import bottom_line
from app.services.desk import Desk
from app.services.entitlements import person_facts
from app.services.faces import id_on_screen
from app.services.forms import SHEET, read_layout
from app.services.office import OfficeView, packs_on
from app.services.plan import PlanRow

# The findings of the last visit that the next visitor should know.
_REMEMBERED = (
    "health", "health_note", "selfcare", "hazards", "problems", "problems_note", "action_taken",
    "referral", "changes",
)  # fmt: skip


@dataclass(frozen=True)
class SheetFacts:
    """The dossiers of those to be visited, on the day of printing."""

    desk: Desk
    office: OfficeView
    day: date
    people: Mapping[int, Dossier]
    codes: Codes

    def questions(self, person_id: int) -> tuple[FactName, ...]:
        """The yes/no facts that open rules ask for and the register can keep."""
        dossier = self.people[person_id]
        group = bottom_line(self.desk.policy, self.day, region=self.office.code)
        facts = person_facts(dossier.person, dossier.codes, group=group)
        verdicts = assess(
            ALL,
            facts,
            self.desk.policy,
            day=self.day,
            region=self.office.code,
            packs=packs_on(self.office, self.day),
        )
        asked = dict.fromkeys(
            missing.key
            for verdict in verdicts
            for missing in verdict.missing
            if missing.kind is MissingKind.FACT
        )
        return tuple(
            FACT_NAMES[key] for key in asked if key in PERSON and PERSON[key].kind is Kind.YES_NO
        )

    def page(self, row: PlanRow, number: str, month: str, *, masked: bool) -> VisitSheet:
        """One sheet, as plain words."""
        dossier = self.people[row.person_id]
        person, household = dossier.person, dossier.household
        id_no = person.id_no or ""
        return VisitSheet(
            sheet_no=number,
            office=self.office.name,
            village=row.village,
            group=row.group,
            month=month,
            name=person.name,
            sex=person.sex or "",
            age=str(age_on(person.birth_date, self.day)) if person.birth_date else "",
            id_text=id_on_screen(id_no) if masked else id_no,
            categories="、".join(row.categories),
            head_name=household.head_name if household else "",
            relation=dossier.relation or "",
            family_size=str(household.size) if household and household.size else "",
            covered_size=str(household.covered_size)
            if household and household.covered_size
            else "",
            phone=row.phone,
            address=row.address,
            benefits=benefit_words(dossier, self.codes, self.day),
            carer=" ".join(filter(None, (person.carer_name, person.carer_phone))),
            responsible=row.responsible,
            duties=tuple(
                DutyLine(rule, words, due)
                for rule, words, due in zip(row.rules, row.reasons, row.dues, strict=True)
            ),
            last=last_visit(dossier),
            questions=tuple(fact.question for fact in self.questions(row.person_id)),
            members=tuple(
                member_words(name, relation, birth, self.day)
                for name, relation, birth in dossier.members
            ),
        )


def load_sheet_facts(
    desk: Desk, work: Work, people: Sequence[int], office: OfficeView
) -> SheetFacts:
    """Everything that sheets for ``people`` print."""
    day = desk.clock.today()
    people_there = dossiers(work.session, people, day)
    return SheetFacts(desk, office, day, people_there, own_codes(work.session))


def benefit_words(dossier: Dossier, codes: Codes, day: date) -> str:
    """What the household is paid each month."""
    return "；".join(
        f"{codes.category_name(category, day)}每月 {yuan(amount)} 元"
        for category, amount in dossier.benefits
    )


def member_words(name: str, relation: str | None, birth: date | None, day: date) -> str:
    """One member of a household in a few words."""
    known = filter(None, (relation, f"{age_on(birth, day)}岁" if birth else ""))
    words = "，".join(known)
    return f"{name}（{words}）" if words else name


def last_visit(dossier: Dossier) -> LastVisit | None:
    """What was written on the last form that was typed in."""
    contact, kept = dossier.last_contact, dossier.last_layout
    if contact is None or contact.answers is None:
        return None
    form = load_form(SHEET) if kept is None else read_layout(kept.text, kept.key)
    answers = unpack(form, contact.answers)
    lines = tuple(
        f"{field.label}：{show_answer(field, answers[field.key])}"
        for field in form.fields
        if field.key in _REMEMBERED and answers.get(field.key)
    )
    return LastVisit(contact.day, contact.visitors or "", lines)
