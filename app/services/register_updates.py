"""What a paper says otherwise than the register: asked field by field, never taken over silently.

The answer to each question travels with the answers of the form under ``ADOPT`` and the key of the
fact (``home_`` before those of the household).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.core.contact_answers import Claim, assessed, claims, self_care_answers
from app.core.dictionary import Field
from app.core.form_answers import show_answer
from app.core.form_contact import SELF_CARE, register_field
from app.core.form_facts import HOME
from app.core.forms import Form
from app.models.circumstances import SelfCare
from app.models.contact import Contact
from app.models.household import Household
from app.models.person import Person
from app.models.queries import documents
from app.models.queries.many import rows_by_person
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.faces import value_text
from app.services.numbered import NumberedPaper
from app.services.person.typed import typed

ADOPT = "adopt:"
_BASIS = "reason"


def register_now(session: Session, paper: NumberedPaper) -> dict[str, str]:
    """What the register says of every fact that the form may change; empty: nobody knows. A fact
    of a household is missing for whoever lives in none."""
    found = {}
    for field in paper.form.fields:
        fact = register_field(field.register) if field.register else None
        row = _row(session, paper, field.register) if fact is not None else None
        if fact is not None and row is not None:
            value = getattr(row, fact.key)
            found[field.register] = "" if value is None else value_text(fact.kind, value)
    return found


def changes_said(
    form: Form,
    answers: Mapping[str, object],
    register: Mapping[str, str],
    *,
    newest: date | None = None,
) -> tuple[Claim, ...]:
    """What the answers say otherwise than the register, each to be decided by the clerk. An
    assessment older than the ``newest`` on record claims nothing."""
    said = (one for one in claims(form, answers) if one.register in register)
    return tuple(
        one
        for one in said
        if one.value != register[one.register]
        and not (one.register == SELF_CARE and _is_older(form, answers, newest))
    )


def _is_older(form: Form, answers: Mapping[str, object], newest: date | None) -> bool:
    day = answers.get(form.contact.day) if form.contact else None
    return newest is not None and isinstance(day, date) and day < newest


def words_of(claim: Claim, register: Mapping[str, str]) -> str:
    """What is asked: ``登记的联系电话是13800000000，改为13900000000？``."""
    now = register[claim.register]
    known = f"登记的{claim.label}是“{now}”" if now else f"{claim.label}还没有登记"
    return f"{known}，改为“{claim.value}”？"


def adopt_changes(
    work: Work, desk: Desk, paper: NumberedPaper, answers: Mapping[str, object]
) -> None:
    """Write into the register what the clerk said yes to. Raises ``FieldError`` for what cannot be
    kept."""
    for claim in claims(paper.form, answers):
        fact = register_field(claim.register)
        row = _row(work.session, paper, claim.register)
        if answers.get(ADOPT + claim.register) is True and fact is not None and row is not None:
            setattr(row, fact.key, _value(desk, fact, claim.value))


def adopted_before(
    work: Work, paper: NumberedPaper, answers: Mapping[str, object]
) -> dict[str, object]:
    """Where the register says what ``answers`` say: what is mended in them is mended there too."""
    now = register_now(work.session, paper)
    said = (one for one in claims(paper.form, answers) if one.value == now.get(one.register))
    return {ADOPT + one.register: True for one in said}


def _value(desk: Desk, fact: Field, text: str) -> object:
    return typed(fact, text, today=desk.clock.today()).value


def _row(session: Session, paper: NumberedPaper, key: str) -> Person | Household | None:
    person_id = paper.person_id
    if not key.startswith(HOME):
        return session.get_one(Person, person_id)
    home = paper.household_id or documents.homes_of(session, [person_id]).get(person_id)
    return session.get_one(Household, home) if home is not None else None


def newest_assessment(session: Session, person_id: int, contact_id: int | None) -> date | None:
    """The day of the newest assessment other than that of this contact."""
    rows = rows_by_person(session, SelfCare, [person_id]).get(person_id, [])
    days = (row.day for row in rows if contact_id is None or row.contact_id != contact_id)
    return max(days, default=None)


def keep_assessment(
    work: Work, form: Form, contact: Contact, answers: Mapping[str, object]
) -> None:
    """The six answers of an assessment beside its contact (S3.114); typed again, they replace what
    was kept. A form that is no assessment keeps nothing."""
    result = assessed(form, answers)
    if result is None:
        return
    rows = rows_by_person(work.session, SelfCare, [contact.person_id]).get(contact.person_id, [])
    row = next((row for row in rows if row.contact_id == contact.id), None)
    if row is None:
        row = SelfCare(person_id=contact.person_id, contact_id=contact.id)
        work.session.add(row)
    row.day = contact.day
    row.answers = self_care_answers(answers)
    row.able_count, row.result = result.able, result.level
    row.assessor = contact.visitors
    basis = next((field for field in form.fields if field.key == _BASIS), None)
    row.basis = show_answer(basis, answers.get(_BASIS)) or None if basis else None
