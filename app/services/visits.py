"""What was seen and done: sheets typed back in, calls, wishes and aid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.contact_answers import contact_part, is_done, kind_of
from app.core.dictionary import PERSON, Kind
from app.core.errors import DeclinedError, UserError
from app.core.form_answers import pack
from app.core.forms import Form
from app.core.terms import CONTACT_NAMES, ContactKind
from app.models.contact import Contact
from app.models.person import Person
from app.models.queries import sameness
from app.models.unit_of_work import Work
from app.services.desk import Desk
from app.services.drafts import settle, sheet_place
from app.services.forms import SHEET
from app.services.numbered import NumberedPaper, find_paper
from app.services.office import expect_office
from app.services.register_updates import adopt_changes, keep_assessment
from app.services.sheet_entry import QUESTION, SheetEntry, entry_of, known_of
from app.services.sheet_numbers import read_sheet_number
from app.services.visit_checks import LATE_REASON, Known, is_late, visit_problems


@dataclass(frozen=True)
class RecordVisit:
    """A paper typed in: answers by field key, those to questions of open rules (``QUESTION``), what
    of the register is to be changed (``ADOPT``) and the reason of a late entry (``LATE_REASON``)
    among them. ``again`` replaces what was stored
    before."""

    sheet_no: str
    answers: Mapping[str, object]
    again: bool = False


@dataclass(frozen=True)
class Recorded:
    """The stored contact, the next paper of the stack that has not come back, and how many have
    not."""

    contact_id: int
    next_sheet_no: str | None
    left: int


def open_sheet(desk: Desk, typed: str) -> SheetEntry:
    """The paper of a number, a visit sheet or any other contact form, as it was printed. Raises
    ``UserError`` when the number is wrong, another office's or was never printed, when the form is
    no record of a contact, and when nobody is printed on it."""
    number = read_sheet_number(expect_office(desk), typed)
    with desk.write("open_sheet", "录入走访表") as work:
        paper = find_paper(work.session, number)
        work.describe(f"录入{paper.form.title}：第 {paper.position} 张")
        return entry_of(desk, work.session, paper)


def read_sheet(desk: Desk, number: str) -> SheetEntry:
    """The same for a program that looks at many: no look is put on record."""
    with desk.store.read() as session:
        return entry_of(desk, session, find_paper(session, number))


def record_visit(desk: Desk, command: RecordVisit) -> Recorded:
    """Store what stands on a paper.

    Raises ``UserError`` naming each field that is missing or wrong, ``DeclinedError`` when it was
    typed in already (``again`` replaces it).
    """
    number = read_sheet_number(expect_office(desk), command.sheet_no)
    with desk.write("record_visit", "录入走访记录") as work:
        paper = find_paper(work.session, number)
        work.line.subject_table, work.line.subject_id = "person", paper.person_id
        if paper.form.key != SHEET:
            work.describe(f"录入{paper.form.title}")
        contact = keep_visit(desk, work, paper, command)
        return Recorded(contact.id, *paper.following())


def keep_visit(desk: Desk, work: Work, paper: NumberedPaper, command: RecordVisit) -> Contact:
    """Store a paper inside an open act. Raises like ``record_visit``."""
    session, answers = work.session, command.answers
    contact = session.get(Contact, paper.row.contact_id) if paper.row.contact_id else None
    if contact is not None and not command.again:
        raise _recorded_before()
    known = known_of(desk, session, paper)
    _check(paper.form, answers, known, desk.clock.today())
    if contact is None:
        contact = Contact(person_id=paper.person_id)
        session.add(contact)
    _fill(contact, paper, answers, desk)
    late = is_late(contact.day, desk.clock.today(), known.late_days)
    contact.late_reason = str(answers[LATE_REASON]).strip() if late else None
    session.flush()
    paper.row.contact_id = contact.id
    _keep_answers(work, paper.person_id, answers)
    keep_assessment(work, paper.form, contact, answers)
    adopt_changes(work, desk, paper, answers)
    settle(work, desk, sheet_place(paper.number))
    session.flush()
    return contact


def check_visit(entry: SheetEntry, command: RecordVisit, *, today: date) -> None:
    """Raise what ``record_visit`` would, without keeping anything: piles are checked first."""
    if entry.recorded and not command.again:
        raise _recorded_before()
    _check(entry.form, command.answers, entry.known, today)


def _recorded_before() -> DeclinedError:
    return DeclinedError(
        "这张表已经录入过。", "", "要改正，请选择“重新录入”；原来的内容会留在变更记录里。"
    )


def _check(form: Form, answers: Mapping[str, object], known: Known, today: date) -> None:
    problems = visit_problems(form, answers, known, today=today)
    if problems:
        raise UserError(
            f"还有 {len(problems)} 处没有填对。",
            "；".join(map(str, problems)) + "。",
            "请补全后保存。",
        )


def _fill(
    contact: Contact, paper: NumberedPaper, answers: Mapping[str, object], desk: Desk
) -> None:
    part, form = contact_part(paper.form), paper.form
    day, hours = answers[part.day], answers.get(part.hours)
    if not isinstance(day, date):
        raise TypeError(f"{part.day} is a date")
    contact.day = day
    contact.time = str(answers.get(part.time) or "") or None
    contact.kind = kind_of(form, answers)
    contact.done = is_done(form, answers)
    contact.hours = hours if isinstance(hours, int) else None
    contact.visitors = str(answers[part.visitors])
    contact.note = str(answers.get(part.note) or "") or None
    asked = {key: value for key, value in answers.items() if key.startswith(QUESTION)}
    contact.answers = {**pack(form, answers), **asked}
    contact.layout_id = paper.layout_id
    contact.entered_at = desk.clock.now().replace(tzinfo=None)
    contact.entered_by = desk.actor.name
    contact.checked_at = contact.checked_by = None  # what is typed anew is to be checked anew


def _keep_answers(work: Work, person_id: int, answers: Mapping[str, object]) -> None:
    """A question of a rule that was answered at the door becomes a fact of the person."""
    person = work.session.get_one(Person, person_id)
    for key, value in answers.items():
        fact = key.removeprefix(QUESTION)
        if key.startswith(QUESTION) and value is not None and PERSON[fact].kind is Kind.YES_NO:
            setattr(person, fact, bool(value))


@dataclass(frozen=True)
class RecordContact:
    """A call, a wish fulfilled, an aid given, or a visit without a sheet."""

    person_id: int
    day: date
    kind: ContactKind
    done: bool = True
    note: str = ""
    hours: int | None = None  # class hours of a lesson (S2.205)


def record_contact(desk: Desk, command: RecordContact) -> int:
    """Store a contact without a sheet; returns its id. ``done`` false is an attempt.

    Raises ``UserError`` for a day that has not come yet, or when there is no such person.
    """
    words = f"登记联系：{CONTACT_NAMES[command.kind]}"
    with desk.write("record_contact", words, ("person", command.person_id)) as work:
        return add_contact(work, desk, command).id


def add_contact(work: Work, desk: Desk, command: RecordContact) -> Contact:
    """The same inside an act of another service, which may be that something was given."""
    if command.day > desk.clock.today():
        raise UserError("日期在今天之后。", "", "请填写实际联系的日期。")
    person_id = sameness.kept_id(work.session, command.person_id)
    if work.session.get(Person, person_id) is None:
        raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
    contact = Contact(
        person_id=person_id,
        day=command.day,
        kind=command.kind,
        done=command.done,
        note=command.note or None,
        hours=command.hours,
        entered_at=desk.clock.now().replace(tzinfo=None),
        entered_by=desk.actor.name,
    )
    work.session.add(contact)
    work.session.flush()
    return contact
