"""What was typed in from a form, shown and printed again as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.core.dictionary import PERSON
from app.core.errors import UserError
from app.core.form_answers import show_answer, unpack
from app.core.forms import Form
from app.exporters.form_heights import Value
from app.exporters.form_pdf import FormSheet, write_forms
from app.exporters.visit_sheet import month_words
from app.models.contact import Contact
from app.models.person import Person
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.document_gathering import About, gather
from app.services.forms import printed_form
from app.services.numbered import NumberedPaper, paper_of
from app.services.office import expect_office
from app.services.sheet_entry import QUESTION

_QUESTIONS = "待核实"
# What is printed before the visit and is not what it was then.
_OF_THAT_DAY = ("duties", "last", "questions")


@dataclass(frozen=True)
class AnswerLine:
    """One answer in words; empty where nothing was written."""

    label: str
    words: str


@dataclass(frozen=True)
class TypedForm:
    """A form as it was typed in: ``sections`` are (title, answers) in the order of the paper.
    ``sheet_no`` is empty for one without a number."""

    contact_id: int
    sheet_no: str
    title: str
    version: int
    name: str
    day: date
    entered_at: datetime
    entered_by: str
    late_reason: str
    sections: tuple[tuple[str, tuple[AnswerLine, ...]], ...]


def show_typed_form(desk: Desk, contact_id: int) -> TypedForm:
    """What was typed in for a contact, by the layout it was printed by; the look is on record.
    Raises ``UserError`` when there is no such contact, or it was kept without a form."""
    with desk.write("show_typed_form", "查看录入的表") as work:
        contact, form, paper = _find(work.session, contact_id)
        work.describe(f"查看录入的{form.title}")
        work.line.subject_table, work.line.subject_id = "person", contact.person_id
        return TypedForm(
            contact_id=contact.id,
            sheet_no=paper.number if paper else "",
            title=form.title,
            version=form.version,
            name=work.session.get_one(Person, contact.person_id).name,
            day=contact.day,
            entered_at=contact.entered_at,
            entered_by=contact.entered_by,
            late_reason=contact.late_reason or "",
            sections=_sections(form, contact),
        )


def _find(session: Session, contact_id: int) -> tuple[Contact, Form, NumberedPaper | None]:
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise UserError("没有找到这次联系。", "", "可能已被撤销，请刷新。")
    if contact.answers is None:
        raise UserError("这次联系没有录入表。", "它是直接登记的。", "")
    return contact, printed_form(session, contact.layout_id), paper_of(session, contact_id)


def _sections(form: Form, contact: Contact) -> tuple[tuple[str, tuple[AnswerLine, ...]], ...]:
    answers = unpack(form, contact.answers or {})
    found = [
        (
            section.title,
            tuple(
                AnswerLine(field.label, show_answer(field, answers.get(field.key)))
                for field in section.fields
            ),
        )
        for section in form.sections
        if section.fields
    ]
    asked = tuple(AnswerLine(label, words) for label, words in _asked(contact))
    return ((_QUESTIONS, asked), *found) if asked else tuple(found)


def _asked(contact: Contact) -> list[tuple[str, str]]:
    """The questions of open rules that were answered."""
    given = (contact.answers or {}).items()
    asked = {key.removeprefix(QUESTION): value for key, value in given if key.startswith(QUESTION)}
    return [
        (PERSON[key].label, "是" if value else "否")
        for key, value in asked.items()
        if value is not None and key in PERSON
    ]


def print_typed_form(desk: Desk, contact_id: int, out: Path, *, masked: bool = True) -> bool:
    """Write the filled form to ``out``: the answers stand where they were written, everything else
    is as the register has it today; whether something found no room and ends in an ellipsis.
    Numbers are masked unless asked otherwise. Raises ``UserError`` like ``show_typed_form``,
    ``FileError`` when ``out`` cannot be written."""
    office = expect_office(desk)
    with desk.write("print_typed_form", "打印录入的表") as work:
        contact, form, paper = _find(work.session, contact_id)
        whole = "" if masked else "（完整号码）"
        work.describe(f"打印录入的{form.title}{whole}")
        work.line.subject_table, work.line.subject_id = "person", contact.person_id
        about = About(contact.person_id, paper.household_id if paper else None)
        (sheet,) = gather(desk, work.session, form, [about], office=office, masked=masked, plan={})
        filled = FormSheet(
            paper.number if paper else "",
            _values(sheet, contact),
            sheet.rows,
            sheet.stack,
            unpack(form, contact.answers or {}),
        )
        pressed = write_forms(
            out, form, [filled], printed_on=desk.clock.today(), printed_by=desk.actor.name
        )
        return bool(pressed.cut)


def _values(sheet: FormSheet, contact: Contact) -> dict[str, Value]:
    values = {key: value for key, value in sheet.values.items() if key not in _OF_THAT_DAY}
    if "month" in values:
        values["month"] = month_words(f"{contact.day:%Y-%m}")
    asked = "；".join(f"{label}：{words}" for label, words in _asked(contact))
    return values | ({"questions": asked} if asked else {})
