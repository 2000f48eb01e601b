"""What the register puts on a printed form: its facts and the rows of its tables, in plain words.

The vocabulary is ``app.core.form_facts``; what is unknown is left out and stays for the pen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.codes import Codes
from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field
from app.core.form_facts import HOME
from app.core.forms import Form
from app.core.masks import mask_account
from app.core.money import capital_amount, yuan
from app.core.terms import CARE_GRADE_NAMES, CareGrade, KinRole
from app.exporters.form_heights import Value
from app.exporters.page import long_date
from app.exporters.visit_sheet import DutyLine, duty_lines, last_words, month_words
from app.models.care import CareAgreement, Carer, CareScore
from app.models.circumstances import Kin, SelfCare
from app.models.household import Household
from app.models.person import Person
from app.models.queries.cadres import Named
from app.models.queries.dossier import Dossier
from app.services.desk import Desk
from app.services.faces import age_text, id_on_screen, value_text
from app.services.office import OfficeView
from app.services.plan import PlanRow
from app.services.sheet_facts import benefit_words, last_visit, member_words

_ACCOUNTS = frozenset({"account_no", "card_no"})
_ROLES = {
    "guardian": (KinRole.GUARDIAN,),
    "entrusted": (KinRole.ENTRUSTED_GUARDIAN, KinRole.ENTRUSTED_CARER),
    "supporter": (KinRole.SUPPORTER,),
}
Facts = dict[str, Value]


@dataclass(frozen=True)
class Known:
    """What is known of one whom a form is about; who has no household, kin … has none here."""

    dossier: Dossier
    village: str
    kin: Sequence[Kin] = ()
    responsible: Named | None = None
    self_care: SelfCare | None = None
    plan: PlanRow | None = None
    questions: tuple[str, ...] = ()
    agreement: tuple[CareAgreement, Carer] | None = None
    score: CareScore | None = None


@dataclass(frozen=True)
class Teller:
    """Puts facts into words: on which day, with whose names of categories, masked or whole."""

    desk: Desk
    office: OfficeView
    codes: Codes
    day: date
    masked: bool

    def general(self) -> Facts:
        """What every form may say."""
        return {
            "office": self.office.name,
            "county": self.office.county,
            "today": long_date(self.day),
            "year": str(self.day.year),
            "month": month_words(f"{self.day:%Y-%m}"),
            "clerk": self.desk.actor.name,
        }

    def blank(self, form: Form) -> Facts:
        """What stands on a form that is about nobody yet."""
        return {key: value for key, value in self.general().items() if key in form.named}

    def facts(self, form: Form, known: Known) -> Facts:
        """The facts that ``form`` names, as far as they are known."""
        told: Facts = self.general()
        told.update(self._person(known))
        told.update(self._around(known))
        if known.dossier.household is not None:
            told.update(self._home(known.dossier.household))
        if known.agreement is not None:
            told.update(self._agreement(*known.agreement, known.score))
        return {key: told[key] for key in form.named if told.get(key)}

    def number(self, number: str | None) -> str:
        """An identity number, masked unless it is wanted whole."""
        return id_on_screen(number) if self.masked else (number or "")

    def account(self, number: str | None) -> str:
        """An account, masked unless it is wanted whole."""
        return mask_account(number or "") if self.masked else (number or "")

    def field(self, field: Field, row: Person | Household) -> str:
        """One fact of the dictionary in words, empty when it is not known."""
        value = getattr(row, field.key)
        if value is None:
            return ""
        if isinstance(value, date):
            return long_date(value)
        text = value_text(field.kind, value)
        if field.key in _ACCOUNTS:
            return self.account(text)
        return self.number(text) if field.sensitive and field.key.endswith("_no") else text

    def member(self, person: Person, relation: str | None) -> dict[str, str]:
        """A member of a household as a row."""
        age = age_text(person.birth_date, self.day)
        told = {field.key: self.field(field, person) for field in PERSON_FIELDS}
        return {
            **told,
            "relation": relation or "",
            "age": "" if age is None else str(age),
            "id_text": told["id_no"],
            "disability": "".join(filter(None, (person.disability_kind, person.disability_grade))),
        }

    def _person(self, known: Known) -> Iterator[tuple[str, Value]]:
        dossier, person = known.dossier, known.dossier.person
        for field in PERSON_FIELDS:
            yield field.key, self.field(field, person)
        age = age_text(person.birth_date, self.day)
        yield "age", "" if age is None else str(age)
        yield "id_text", self.number(person.id_no)
        yield "village", known.village
        yield "group", person.group_name or ""
        yield "relation", dossier.relation or ""
        yield "categories", "、".join(self.codes.category_names(frozenset(dossier.codes), self.day))
        yield "carer", " ".join(filter(None, (person.carer_name, person.carer_phone)))
        yield "last", last_words(last_visit(dossier))
        yield "questions", known.questions or "没有待核实的事项。"
        yield "duties", self._duties(known.plan)

    def _duties(self, plan: PlanRow | None) -> Value:
        if plan is None:
            return ""
        reasons = zip(plan.rules, plan.reasons, plan.dues, strict=True)
        return duty_lines([DutyLine(*reason) for reason in reasons], self.day)

    def _around(self, known: Known) -> Iterator[tuple[str, Value]]:
        dossier = known.dossier
        others = (member_words(*member, self.day) for member in dossier.members)
        yield "members", "；".join(others)
        yield "benefits", benefit_words(dossier, self.codes, self.day)
        if dossier.benefits:
            total = sum((amount for _, amount in dossier.benefits), Decimal(0))
            yield "paid_total", yuan(total)
            yield "paid_capitals", capital_amount(total)
        if known.responsible is not None:
            yield from _responsible(known.responsible)
        for prefix, roles in _ROLES.items():
            first = next((one for one in known.kin if one.role in roles), None)
            if first is not None:
                yield from self._kin(prefix, first)
        if known.self_care is not None:
            yield "self_care_day", long_date(known.self_care.day)
            yield "self_care_result", known.self_care.result or ""

    def _kin(self, prefix: str, kin: Kin) -> Iterator[tuple[str, Value]]:
        yield f"{prefix}_name", kin.name
        yield f"{prefix}_relation", kin.relation or ""
        yield f"{prefix}_id_no", self.number(kin.id_no)
        yield f"{prefix}_phone", kin.phone or ""
        yield f"{prefix}_address", kin.address or ""

    def _home(self, home: Household) -> Iterator[tuple[str, Value]]:
        for field in HOUSEHOLD_FIELDS:
            yield HOME + field.key, self.field(field, home)
        yield "head_name", home.head_name
        yield "family_size", str(home.size or "")
        yield "covered_size", str(home.covered_size or "")

    def _agreement(
        self, agreement: CareAgreement, carer: Carer, score: CareScore | None
    ) -> Iterator[tuple[str, Value]]:
        yield "agreement_no", agreement.number
        yield "agreement_start", long_date(agreement.start)
        yield "agreement_end", long_date(agreement.end)
        yield "care_items", agreement.items or ""
        if agreement.fee is not None:
            yield "care_fee", yuan(agreement.fee)
            yield "care_fee_capitals", capital_amount(agreement.fee)
        yield "care_account", self.account(agreement.account_no)
        yield "carer_name", carer.name
        yield "carer_id_no", self.number(carer.id_no)
        yield "carer_phone", carer.phone or ""
        yield "carer_sex", carer.sex or ""
        yield "carer_address", carer.address or ""
        yield "carer_health", carer.health or ""
        yield "carer_relation", agreement.relation or ""
        if score is not None:
            yield "score_month", month_words(score.month)
            yield "score_total", f"{score.total.normalize():f}"
            yield "score_grade", CARE_GRADE_NAMES[CareGrade(score.grade)] if score.grade else ""
            yield "score_opinion", score.opinion or ""


def _responsible(row: Named) -> Iterator[tuple[str, Value]]:
    yield "responsible_name", row.name
    yield "responsible_unit", row.unit or ""
    yield "responsible_post", row.post or ""
    yield "responsible_phone", row.phone or ""
    yield "responsible", " ".join(filter(None, (row.name, row.unit, row.post, row.phone)))
