"""What was seen and done: sheets typed back in, calls, wishes and aid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.dictionary import PERSON, Kind
from app.core.errors import DeclinedError, UserError
from app.core.form_answers import pack, unpack
from app.core.forms import Form
from app.core.periods import is_minor
from app.core.terms import CONTACT_NAMES, ContactKind
from app.models.contact import Contact, Sheet, SheetBatch
from app.models.person import Person
from app.models.queries import people as people_queries
from app.models.queries import sameness
from app.models.queries import sheets as queries
from app.models.region import Region
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.drafts import settle, sheet_place
from app.services.forms import SHEET, form_in_use
from app.services.office import expect_office
from app.services.sheet_numbers import read_sheet_number
from app.services.visit_checks import LATE_REASON, Known, is_late, late_days, visit_problems

# Answers to the questions of open rules travel beside the form's own fields under this prefix.
QUESTION = "fact:"


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the keyboard screen needs it. ``answers`` are those already stored, ``last`` those
    of the visit before; ``questions`` are facts that open rules ask for: (fact, words);
    ``contact_id`` leads to the stored contact."""

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


@dataclass(frozen=True)
class RecordVisit:
    """A sheet typed in: answers by field key, those to questions of open rules (``QUESTION``) and
    the reason of a late entry (``LATE_REASON``) among them. ``again`` replaces what was stored
    before."""

    sheet_no: str
    answers: Mapping[str, object]
    again: bool = False


@dataclass(frozen=True)
class Recorded:
    """The stored contact, and the next sheet of the batch that has not come back."""

    contact_id: int
    next_sheet_no: str | None
    left: int


def open_sheet(desk: Desk, typed: str) -> SheetEntry:
    """The sheet of a number. Raises ``UserError`` when the number is wrong, another office's, or
    was never printed."""
    number = read_sheet_number(expect_office(desk), typed)
    with desk.write("open_sheet", "录入走访表") as work:
        sheet = expect_sheet(work, number)
        work.describe(f"录入走访表：第 {sheet.position} 张")
        return _entry(desk, work.session, sheet)


def read_sheet(desk: Desk, number: str) -> SheetEntry:
    """The same for a program that looks at many: no look is put on record."""
    with desk.store.read() as session:
        return _entry(desk, session, _find_sheet(session, number))


def _entry(desk: Desk, session: Session, sheet: Sheet) -> SheetEntry:
    person = session.get_one(Person, sheet.person_id)
    known = _known(desk, session, sheet)
    form = form_in_use(session, SHEET)
    stored = session.get(Contact, sheet.contact_id) if sheet.contact_id else None
    before = [
        contact
        for contact in people_queries.contacts_of(session, person.id)
        if contact.answers and contact.id != sheet.contact_id
    ]
    return SheetEntry(
        sheet_no=sheet.number,
        person_id=person.id,
        name=person.name,
        village=known.village,
        batch_no=queries.batch_number(session, sheet.batch_id),
        position=sheet.position,
        size=queries.batch_size(session, sheet.batch_id),
        contact_id=sheet.contact_id,
        known=known,
        form=form,
        answers=_stored(form, stored),
        last=unpack(form, before[0].answers or {}) if before else {},
        questions=tuple((f"{QUESTION}{key}", PERSON[key].label) for key in sheet.questions),
    )


def _stored(form: Form, contact: Contact | None) -> dict[str, object]:
    if contact is None:
        return {}
    late = {LATE_REASON: contact.late_reason} if contact.late_reason else {}
    return {**unpack(form, contact.answers or {}), **late}


def _known(desk: Desk, session: Session, sheet: Sheet) -> Known:
    today = desk.clock.today()
    person = session.get_one(Person, sheet.person_id)
    village = session.get(Region, person.village_id) if person.village_id else None
    holdings = people_queries.holdings_of(session, [person.id])
    return Known(
        person_id=person.id,
        village=village.name if village else "",
        categories=tuple(h.code for h in holdings if h.end is None or h.end >= today),
        registered=min(
            filter(None, (person.registered_on, *(h.start for h in holdings))), default=None
        ),
        printed_on=session.get_one(SheetBatch, sheet.batch_id).printed_at.date(),
        late_days=late_days(desk),
        minor=is_minor(person.birth_date, today),
    )


def record_visit(desk: Desk, command: RecordVisit) -> Recorded:
    """Store what stands on a sheet.

    Raises ``UserError`` naming each field that is missing or wrong, ``DeclinedError`` when the
    sheet was typed in already (``again`` replaces it).
    """
    number = read_sheet_number(expect_office(desk), command.sheet_no)
    with desk.write("record_visit", "录入走访记录") as work:
        sheet = expect_sheet(work, number)
        work.line.subject_table, work.line.subject_id = "person", sheet.person_id
        contact = keep_visit(desk, work, sheet, command)
        left = queries.open_sheets(work.session, sheet.batch_id)
        following = [no for no, position in left if position > sheet.position] or [
            no for no, _ in left
        ]
        return Recorded(contact.id, following[0] if following else None, len(left))


def keep_visit(desk: Desk, work: Work, sheet: Sheet, command: RecordVisit) -> Contact:
    """Store a sheet inside an open act. Raises like ``record_visit``."""
    contact = work.session.get(Contact, sheet.contact_id) if sheet.contact_id else None
    if contact is not None and not command.again:
        raise _recorded_before()
    form, known = form_in_use(work.session, SHEET), _known(desk, work.session, sheet)
    _check(form, command.answers, known, desk.clock.today())
    if contact is None:
        contact = Contact(person_id=sheet.person_id)
        work.session.add(contact)
    _fill(contact, form, command.answers, desk)
    late = is_late(contact.day, desk.clock.today(), known.late_days)
    contact.late_reason = str(command.answers[LATE_REASON]).strip() if late else None
    work.session.flush()
    sheet.contact_id = contact.id
    _keep_answers(work, sheet.person_id, command.answers)
    settle(work, desk, sheet_place(sheet.number))
    work.session.flush()
    return contact


def check_visit(entry: SheetEntry, command: RecordVisit, *, today: date) -> None:
    """Raise what ``record_visit`` would, without keeping anything: piles are checked first."""
    if entry.recorded and not command.again:
        raise _recorded_before()
    _check(entry.form, command.answers, entry.known, today)


def _recorded_before() -> DeclinedError:
    return DeclinedError(
        "这张走访表已经录入过。", "", "要改正，请选择“重新录入”；原来的内容会留在变更记录里。"
    )


def _check(form: Form, answers: Mapping[str, object], known: Known, today: date) -> None:
    problems = visit_problems(form, answers, known, today=today)
    if problems:
        raise UserError(
            f"还有 {len(problems)} 处没有填对。",
            "；".join(map(str, problems)) + "。",
            "请补全后保存。",
        )


def _fill(contact: Contact, form: Form, answers: Mapping[str, object], desk: Desk) -> None:
    day = answers["visit_date"]
    if not isinstance(day, date):
        raise TypeError("visit_date is a date")
    contact.day = day
    contact.time = str(answers.get("visit_time") or "") or None
    contact.kind = str(answers["visit_mode"])
    # Nobody home is an attempt: recorded, but the duty stays open (S1.205).
    contact.done = answers["respondent_relation"] != "nobody"
    contact.visitors = str(answers["visitors"])
    contact.note = str(answers.get("problems_note") or "") or None
    contact.answers = dict(pack(form, answers))
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


def expect_sheet(work: Work, number: str) -> Sheet:
    """The sheet of a number. Raises ``UserError`` when it was never printed."""
    return _find_sheet(work.session, number)


def _find_sheet(session: Session, number: str) -> Sheet:
    sheet = queries.sheet_by_number(session, number)
    if sheet is None:
        raise UserError(
            "没有打印过这个编号的走访表。", "", "请核对编号；若换过电脑，请先恢复备份。"
        )
    return sheet


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
