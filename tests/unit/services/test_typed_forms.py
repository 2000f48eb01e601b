"""What was typed in from a form, shown and printed again as it was; read back the same always."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.contact_answers import assessed
from app.core.errors import UserError
from app.core.form_answers import is_asked, is_required, validate
from app.core.form_file import load_form, shipped_keys
from app.core.forms import FieldKind, Form, FormField
from app.core.terms import ContactKind
from app.models.audit import AuditLine
from app.models.contact import SheetBatch
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.matter_finding import find_matters
from app.services.person.view import show_person
from app.services.register_updates import ADOPT
from app.services.sheets import print_sheets
from app.services.typed_forms import print_typed_form, show_typed_form
from app.services.visit_checks import LATE_REASON
from app.services.visits import (
    RecordContact,
    RecordVisit,
    open_sheet,
    record_contact,
    record_visit,
)
from tests.contact_forms import Answers, elder, lesson, print_papers
from tests.factory import TODAY, dump, make_household, make_person, visit_answers
from tests.unit.services.test_contact_forms import changed_layout

CONTACTS = [
    key for key in shipped_keys() if load_form(key).contact is not None and key != "visit_sheet"
]


def typed_lesson(desk: Desk, folder: Path, **changes: object) -> tuple[int, int, str]:
    """(person, contact, number) of a lesson that was typed in."""
    person = make_person(desk, "张小明", categories=("home_teaching_a",))
    (number,) = print_papers(desk, "home_lesson", folder, person)
    done = record_visit(desk, RecordVisit(number, lesson(**changes)))  # type: ignore[arg-type]
    return person, done.contact_id, number


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split())


def test_the_answers_stand_in_the_order_of_the_paper(desk: Desk, tmp_path: Path) -> None:
    _, contact, number = typed_lesson(desk, tmp_path, topic="认识数字")
    form = show_typed_form(desk, contact)
    assert (form.title, form.version, form.sheet_no) == ("送教上门记录表", 2, number)
    assert (form.name, form.day, form.entered_at.date()) == ("张小明", TODAY, TODAY)
    ((title, lines),) = form.sections
    assert title == "本次送教"
    said = {line.label: line.words for line in lines}
    assert said["送教内容"] == "生活自理、康复训练"
    assert said["是否送成"] == "是"
    assert said["学生状态"] == ""
    assert list(said)[:2] == ["送教日期", "本学期第几次"]


def test_a_form_is_shown_by_the_layout_it_was_printed_by(desk: Desk, tmp_path: Path) -> None:
    _, contact, _ = typed_lesson(desk, tmp_path)
    changed_layout(desk, tmp_path)
    assert show_typed_form(desk, contact).version == 2


def test_a_look_and_a_print_are_on_record_without_the_name(desk: Desk, tmp_path: Path) -> None:
    person, contact, _ = typed_lesson(desk, tmp_path)
    show_typed_form(desk, contact)
    print_typed_form(desk, contact, tmp_path / "a.pdf", masked=False)
    with desk.store.read() as session:
        lines = list(session.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(2)))
    assert [(line.verb, line.words) for line in lines] == [
        ("print_typed_form", "打印录入的送教上门记录表（完整号码）"),
        ("show_typed_form", "查看录入的送教上门记录表"),
    ]
    assert {line.subject_id for line in lines} == {person}


def test_the_filled_form_is_printed_with_its_number_and_its_answers(
    desk: Desk, tmp_path: Path
) -> None:
    _, contact, number = typed_lesson(desk, tmp_path, topic="认识数字一到十")
    out = tmp_path / "filled.pdf"
    assert not print_typed_form(desk, contact, out)
    text = text_of(out)
    for words in (number, "张小明", "2026年5月6日", "周老师、吴老师", "认识数字一到十"):
        assert words in text


def test_a_visit_sheet_is_printed_filled_too(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, "童一", categories=("orphan",))
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    answers = visit_answers(problems=("medical",), problems_note="药费高")
    done = record_visit(desk, RecordVisit(batch.first_no, answers))
    out = tmp_path / "filled.pdf"
    print_typed_form(desk, done.contact_id, out)
    text = text_of(out)
    assert "药费高" in text
    assert "走访月份：2026年5月" in text
    (line,) = show_person(desk, person).contacts
    assert line.form == "入户走访记录表"


def test_what_was_printed_before_layouts_were_kept_is_a_visit_sheet(
    desk: Desk, tmp_path: Path
) -> None:
    make_person(desk, "童一", categories=("orphan",))
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    with desk.write("prepare", "准备") as work:
        (row,) = work.session.scalars(select(SheetBatch))
        row.layout_id = None
    done = record_visit(desk, RecordVisit(batch.first_no, visit_answers()))
    assert show_typed_form(desk, done.contact_id).title == "入户走访记录表"
    find_matters(desk)  # reads what every contact says


def test_answers_to_the_questions_of_rules_stay_with_the_sheet(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("dibao_rural", "child_in_distress"))
    make_household(desk, (person,))
    batch = print_sheets(desk, "2026-07", out=tmp_path / "sheets.pdf")
    key = open_sheet(desk, batch.first_no).questions[0][0]
    done = record_visit(desk, RecordVisit(batch.first_no, visit_answers() | {key: True}))
    assert open_sheet(desk, batch.first_no).answers[key] is True
    (title, lines), *_ = show_typed_form(desk, done.contact_id).sections
    assert (title, [line.words for line in lines]) == ("待核实", ["是"])
    out = tmp_path / "filled.pdf"
    print_typed_form(desk, done.contact_id, out)
    assert f"{lines[0].label}：是" in text_of(out)


def test_a_contact_without_a_form_has_nothing_to_show(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk)
    contact = record_contact(desk, RecordContact(person, TODAY, ContactKind.CALL))
    with pytest.raises(UserError, match="没有录入表"):
        show_typed_form(desk, contact)
    with pytest.raises(UserError, match="没有找到"):
        print_typed_form(desk, contact + 1, tmp_path / "none.pdf")
    assert [line.form for line in show_person(desk, person).contacts] == [""]


def test_the_record_names_the_form_of_each_contact(desk: Desk, tmp_path: Path) -> None:
    person, _, _ = typed_lesson(desk, tmp_path)
    (number,) = print_papers(desk, "elder_visit", tmp_path, person)
    record_visit(desk, RecordVisit(number, elder(TODAY - timedelta(days=1))))
    lines = show_person(desk, person).contacts
    assert [(line.kind_name, line.form) for line in lines] == [
        ("送教上门", "送教上门记录表"),
        ("上门入户", "特殊困难老年人探访关爱记录表"),
    ]


# --- whatever is typed ---------------------------------------------------------------------------

_DAYS = st.dates(TODAY - timedelta(days=30), TODAY)
_TEXTS = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=40)
_PLAIN: dict[FieldKind, st.SearchStrategy[object]] = {
    FieldKind.TEXT: _TEXTS,
    FieldKind.DATE: _DAYS,
    FieldKind.TIME: st.sampled_from(["00:00", "09:30", "23:59"]),
    FieldKind.YES_NO: st.booleans(),
    FieldKind.MONEY: st.decimals(0, 999_999, places=2).map(lambda d: d.quantize(Decimal("0.01"))),
    FieldKind.NUMBER: st.integers(0, 100_000),
}


def _answer(field: FormField) -> st.SearchStrategy[object]:
    codes = [choice.code for choice in field.choices]
    if field.kind is FieldKind.CHOICE:
        return st.sampled_from(codes)
    if field.kind is FieldKind.MULTI:
        alone = [(choice.code,) for choice in field.choices if choice.alone]
        rest = [choice.code for choice in field.choices if not choice.alone]
        many = st.sets(st.sampled_from(rest), min_size=1).map(
            lambda chosen: tuple(code for code in codes if code in chosen)
        )
        return st.one_of(many, st.sampled_from(alone)) if alone else many
    return _PLAIN[field.kind]


@st.composite
def papers(draw: st.DrawFn, form: Form) -> Answers:
    """Any filled paper of a form that nothing is wrong with."""
    answers: Answers = {}
    for field in form.fields:
        if is_asked(field, answers) and (is_required(field, answers) or draw(st.booleans())):
            answers[field.key] = draw(_answer(field))
    result = assessed(form, answers)
    if result is not None:
        words = {choice.register: choice.code for choice in form.field("result").choices}
        answers["result"] = words[result.level or ""]
    assert validate(form, answers, today=TODAY) == ()
    return answers


@pytest.mark.parametrize("key", CONTACTS)
@given(data=st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_read_back_the_same(
    desk: Desk, tmp_path: Path, key: str, data: st.DataObject
) -> None:
    person = make_person(desk, categories=("tekun_scattered",))
    make_household(desk, (person,))
    (number,) = print_papers(desk, key, tmp_path, person)
    form = load_form(key)
    answers = data.draw(papers(form))
    decided = {ADOPT + field.register: False for field in form.fields if field.register}
    before = dump(desk.store)
    record_visit(desk, RecordVisit(number, answers | decided | {LATE_REASON: "补"}))
    kept = dict(open_sheet(desk, number).answers)
    kept.pop(LATE_REASON, None)
    assert kept == answers
    act = next(line for line in list_acts(desk) if line.verb == "record_visit")
    undo_act(desk, act.id)
    assert dump(desk.store) == before, "the register was not touched, and the undo leaves nothing"


def test_a_day_on_paper_stays_a_day(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("high_risk_infant",), birth_date="2026-01-01")
    (number,) = print_papers(desk, "infant_followup", tmp_path, person)
    answers: Answers = {
        "reported": date(2026, 1, 9),
        "visit_date": TODAY,
        "visitors": "妇幼员",
        "round": "m3",
        "seen": True,
        "development": "normal",
    }
    record_visit(desk, RecordVisit(number, answers))
    assert open_sheet(desk, number).answers == answers
