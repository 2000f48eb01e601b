"""What the answers on a contact form say of the contact and of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.form_answers import Answers, holds, is_asked
from app.core.form_contact import SELF_CARE, register_field
from app.core.forms import ContactPart, FieldKind, Form, FormField
from app.core.money import yuan
from app.core.self_care import SelfCareResult, self_care_form, self_care_result
from app.core.terms import ContactKind

PROBLEMS = "problems"


@dataclass(frozen=True)
class Claim:
    """What a paper says of a fact of the register: the field that says it, the key of the fact, its
    name, and the value as it is typed into the register."""

    field: FormField
    register: str
    label: str
    value: str


def contact_part(form: Form) -> ContactPart:
    """What makes ``form`` the record of a contact. Raises TypeError for a form that is none."""
    if form.contact is None:
        raise TypeError(f"{form.key} is no record of a contact")
    return form.contact


def kind_of(form: Form, answers: Answers) -> ContactKind:
    """The kind of the contact that ``answers`` tell of."""
    part = contact_part(form)
    return ContactKind(part.kind or str(answers[part.kind_field]))


def is_done(form: Form, answers: Answers) -> bool:
    """False for an attempt (nobody home, no lesson held): recorded, but the duty stays open
    (S1.205)."""
    part = contact_part(form)
    return part.in_vain is None or not holds(part.in_vain, answers)


def claims(form: Form, answers: Answers) -> tuple[Claim, ...]:
    """What the answers say of the register, in the order of the paper. What is not said, and a box
    that has no word in the register, claims nothing."""
    found = []
    for field in form.fields:
        known = register_field(field.register) if field.register else None
        value = answers.get(field.key)
        if known is None or value is None or not is_asked(field, answers):
            continue
        words = _words(field, value)
        if words:
            found.append(Claim(field, field.register, known.label, words))
    return tuple(found)


def _words(field: FormField, value: object) -> str:
    """An answer as the register says it."""
    if field.kind is FieldKind.CHOICE:
        return next((one.register for one in field.choices if one.code == value), "")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return yuan(value)
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def tells_needs_by_boxes(form: Form) -> bool:
    """Whether the form asks what is needed, but not under ``problems``."""
    if any(field.key == PROBLEMS for field in form.fields):
        return False
    return any(choice.need for field in form.fields for choice in field.choices)


def with_needs(form: Form, packed: Mapping[str, object]) -> dict[str, object]:
    """The stored answers with the needs that other boxes tell of under ``problems``, as the visit
    sheet has them."""
    ticked = _codes(packed.get(PROBLEMS))
    for field in form.fields:
        codes = _codes(packed.get(field.key))
        ticked += [one.need for one in field.choices if one.need and one.code in codes]
    return {**packed, PROBLEMS: list(dict.fromkeys(ticked))}


def _codes(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(code) for code in value]
    return [] if value is None else [str(value)]


def assessed(form: Form, answers: Answers) -> SelfCareResult | None:
    """What the six answers lead to (S3.114); None for a form that is no assessment."""
    if form.contact is None or form.contact.keeps != SELF_CARE:
        return None
    return self_care_result(self_care_answers(answers))


def self_care_answers(answers: Answers) -> dict[str, bool | None]:
    """The six answers; None where the paper is silent."""
    meaning: dict[object, bool] = {"yes": True, "no": False, True: True, False: False}
    return {item.key: meaning.get(answers.get(item.key)) for item in self_care_form().items}
