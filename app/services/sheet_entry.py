"""A printed paper as the keyboard screen needs it: whose it is, what is known, what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.dictionary import PERSON
from app.core.form_answers import unpack
from app.core.forms import FieldKind, Form, FormField
from app.models.contact import Contact
from app.models.person import Person
from app.models.queries import contacts as contact_queries
from app.models.queries import people as people_queries
from app.models.region import Region
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.evidence import is_minor
from app.services.forms import printed_form
from app.services.numbered import NumberedPaper
from app.services.register_updates import newest_assessment, register_now
from app.services.visit_checks import LATE_REASON, Known, late_days

# Answers to the questions of open rules travel beside the form's own fields under this prefix.
QUESTION = "fact:"


@dataclass(frozen=True)
class SheetEntry:
    """A paper as the keyboard screen needs it. ``answers`` are those already stored, ``last`` those
    of the same form before; ``questions`` are facts that open rules ask for: (fact, words);
    ``contact_id`` leads to the stored contact. ``position`` of ``size`` in its batch."""

    sheet_no: str
    person_id: int
    name: str
    village: str
    batch_no: str
    position: int
    size: int
    contact_id: int | None
    known: Known
    form: Form
    answers: Mapping[str, object]
    last: Mapping[str, object]
    questions: tuple[tuple[str, str], ...]

    @property
    def recorded(self) -> bool:
        """Whether the sheet was typed in before."""
        return self.contact_id is not None

    @property
    def categories(self) -> tuple[str, ...]:
        """What the person holds today."""
        return self.known.categories


def entry_of(desk: Desk, session: Session, paper: NumberedPaper) -> SheetEntry:
    """``paper`` with what the office knows of whom it is about."""
    person = session.get_one(Person, paper.person_id)
    known = known_of(desk, session, paper)
    contact_id = paper.row.contact_id
    stored = session.get(Contact, contact_id) if contact_id else None
    return SheetEntry(
        sheet_no=paper.number,
        person_id=person.id,
        name=person.name,
        village=known.village,
        batch_no=paper.batch_no,
        position=paper.position,
        size=len(paper.stack),
        contact_id=contact_id,
        known=known,
        form=paper.form,
        answers=_stored(paper.form, stored),
        last=_last(session, paper),
        questions=tuple((f"{QUESTION}{key}", PERSON[key].label) for key in paper.questions),
    )


def _stored(form: Form, contact: Contact | None) -> dict[str, object]:
    if contact is None:
        return {}
    late = {LATE_REASON: contact.late_reason} if contact.late_reason else {}
    return {**unpack(form, contact.answers or {}), **late}


def _last(session: Session, paper: NumberedPaper) -> dict[str, object]:
    """The answers of the person's newest contact of the same form."""
    before = contact_queries.answered(
        session, paper.person_id, paper.form.key, but=paper.row.contact_id
    )
    if before is None:
        return {}
    answers = unpack(printed_form(session, before.layout_id), before.answers or {})
    fields = {field.key: field for field in paper.form.fields}
    return {
        key: value for key, value in answers.items() if key in fields and _fits(fields[key], value)
    }


def _fits(field: FormField, value: object) -> bool:
    """Whether the paper has the boxes that were ticked on another version of it."""
    if field.kind not in {FieldKind.CHOICE, FieldKind.MULTI}:
        return True
    codes = value if isinstance(value, tuple | list) else (value,)
    return {choice.code for choice in field.choices}.issuperset(codes)


def known_of(desk: Desk, session: Session, paper: NumberedPaper) -> Known:
    """What the office knows before it judges the answers."""
    today = desk.clock.today()
    person = session.get_one(Person, paper.person_id)
    village = session.get(Region, person.village_id) if person.village_id else None
    holdings = people_queries.holdings_of(session, [person.id])
    return Known(
        person_id=person.id,
        village=village.name if village else "",
        categories=tuple(h.code for h in holdings if h.end is None or h.end >= today),
        registered=min(
            filter(None, (person.registered_on, *(h.start for h in holdings))), default=None
        ),
        printed_on=paper.printed_on,
        late_days=late_days(desk),
        minor=is_minor(person.birth_date, today),
        born=person.birth_date,
        register=register_now(session, paper),
        assessed_on=newest_assessment(session, person.id, paper.row.contact_id),
    )
