"""Second keying (二次录入): amounts, days and identity numbers once more, blind, and compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.contact_answers import contact_part
from app.core.errors import DeclinedError, UserError
from app.core.form_answers import pack, show_answer, unpack
from app.core.forms import Area, ContactPart, FieldKind, Form, FormField
from app.core.identity import read_id, tidy_number
from app.models.contact import Contact
from app.models.person import Person
from app.models.queries import sheets as queries
from app.models.unit_of_work import Session
from app.rules.engine.parameters import InForce
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.forms import printed_form
from app.services.numbered import find_paper
from app.services.office import expect_office
from app.services.register_updates import adopt_changes, adopted_before, keep_assessment
from app.services.sheet_numbers import read_sheet_number

ID_NO = "id_no"
_TWICE = frozenset({FieldKind.MONEY, FieldKind.DATE, FieldKind.TIME, FieldKind.NUMBER})
_ID_FIELD = FormField(
    ID_NO, "身份证号", FieldKind.TEXT, Area(row=1, span=24)
)  # fmt: skip


@dataclass(frozen=True)
class UncheckedRow:
    """A sheet that was keyed once."""

    sheet_no: str
    name: str
    village: str
    day: date
    entered_by: str


@dataclass(frozen=True)
class CheckList:
    """What waits for its second keying, and how much of what was keyed has had it. ``wanted``: the
    office asks for it."""

    rows: tuple[UncheckedRow, ...]
    checked: int
    wanted: bool


@dataclass(frozen=True)
class CheckSheet:
    """A sheet to be keyed again: whose it is and the fields, never what was keyed before. ``same``:
    the one at the desk keyed it the first time too."""

    sheet_no: str
    name: str
    village: str
    fields: tuple[FormField, ...]
    same: bool


@dataclass(frozen=True)
class Difference:
    """A field in which the two keyings differ, as words; ``takeable`` false: the second cannot be
    taken from here, the record of the person has to be corrected."""

    key: str
    label: str
    first: str
    second: str
    takeable: bool


def list_unchecked(desk: Desk) -> CheckList:
    """The sheets that were keyed once, oldest first."""
    office, today = expect_office(desk), desk.clock.today()
    found = desk.policy.value("entry.double_keying", day=today, region=office.code)
    with desk.store.read() as session:
        rows, checked = queries.unchecked(session)
    return CheckList(
        rows=tuple(UncheckedRow(*row) for row in rows),
        checked=checked,
        wanted=isinstance(found, InForce) and found.value is True,
    )


def open_check(desk: Desk, typed: str) -> CheckSheet:
    """The sheet of a number, to be keyed again. Raises ``UserError`` for a wrong number, and when
    the sheet was not keyed yet."""
    number = read_sheet_number(expect_office(desk), typed)
    with desk.store.read() as session:
        contact, person, village = _expect(session, number)
        fields = _fields(_form_of(session, contact)[0])
    return CheckSheet(number, person.name, village, fields, contact.entered_by == desk.actor.name)


def compare_keyed(desk: Desk, number: str, typed: Mapping[str, object]) -> tuple[Difference, ...]:
    """Where the second keying differs from the first, in the order of the paper. An identity number
    that was left out is not compared."""
    with desk.store.read() as session:
        contact, person, _ = _expect(session, number)
        form, _ = _form_of(session, contact)
        return _differences(form, contact, person, typed)


def settle_check(
    desk: Desk, number: str, typed: Mapping[str, object], *, second: Collection[str] = ()
) -> None:
    """Mark a sheet as keyed twice; of the fields in ``second`` the second keying holds from now.

    Raises ``DeclinedError`` when a field of ``second`` cannot be taken from here.
    """
    with desk.write("check_visit", "二次录入") as work:
        contact, person, _ = _expect(work.session, number)
        form, part = _form_of(work.session, contact)
        work.line.subject_table, work.line.subject_id = "person", person.id
        differ = {one.key: one for one in _differences(form, contact, person, typed)}
        answers = unpack(form, contact.answers or {})
        first = dict(answers)
        for key in second:
            if key in differ and not differ[key].takeable:
                raise DeclinedError(
                    f"{differ[key].label}不能在这里改。", "", "请到“人员”页核对证件后更正。"
                )
            answers[key] = typed.get(key)
        day, hours = answers.get(part.day), answers.get(part.hours)
        if not isinstance(day, date) or day > desk.clock.today():
            label = form.field(part.day).label
            raise UserError(f"{label}不对。", "日期空着，或在今天之后。", "请对照纸面再录一次。")
        contact.day = day
        contact.time = str(answers.get(part.time) or "") or None
        contact.hours = hours if isinstance(hours, int) else None
        contact.answers = {**(contact.answers or {}), **pack(form, answers)}
        for key in second:
            if answers.get(key) is None:
                contact.answers.pop(key, None)
        keep_assessment(work, form, contact, answers)
        paper = find_paper(work.session, number)
        adopt_changes(work, desk, paper, answers | adopted_before(work, paper, first))
        contact.checked_at = desk.clock.now().replace(tzinfo=None)
        contact.checked_by = desk.actor.name


def _form_of(session: Session, contact: Contact) -> tuple[Form, ContactPart]:
    form = printed_form(session, contact.layout_id)
    return form, contact_part(form)


def _fields(form: Form) -> tuple[FormField, ...]:
    return (_ID_FIELD, *(field for field in form.fields if field.kind in _TWICE))


def _differences(
    form: Form, contact: Contact, person: Person, typed: Mapping[str, object]
) -> tuple[Difference, ...]:
    answers = unpack(form, contact.answers or {})
    found = []
    said = str(typed.get(ID_NO) or "")
    if said and _plain(said) != _plain(person.id_no or ""):
        found.append(
            Difference(ID_NO, "身份证号", id_on_screen(person.id_no) or "（没有登记）", said, False)
        )
    for field in _fields(form)[1:]:
        first, second = answers.get(field.key), typed.get(field.key)
        if first != second:
            words = [show_answer(field, value) or "（空）" for value in (first, second)]
            found.append(Difference(field.key, field.label, words[0], words[1], True))
    return tuple(found)


def _plain(number: str) -> str:
    return read_id(number).key or tidy_number(number)


def _expect(session: Session, number: str) -> tuple[Contact, Person, str]:
    found = queries.keyed_sheet(session, number)
    if found is None:
        raise UserError("这张表还没有录入。", "", "先录入一遍，再二次录入。")
    return found
