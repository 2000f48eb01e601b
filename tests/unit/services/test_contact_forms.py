"""Contact forms other than the visit sheet, typed back in by the layout they were printed by."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.clock import fixed_clock
from app.core.errors import DeclinedError, UserError
from app.core.forms import Form
from app.core.paths import resource
from app.core.terms import ContactKind, DutyState
from app.models.audit import AuditLine
from app.models.circumstances import SelfCare
from app.models.contact import Contact
from app.models.form import PrintedLayout
from app.models.household import Household
from app.models.matter import Matter
from app.models.person import Person
from app.services.acts import undo_act
from app.services.desk import Desk
from app.services.documents import Wanted, print_documents
from app.services.form_layouts import import_layout
from app.services.matter_finding import find_matters
from app.services.plan import plan_month
from app.services.register_updates import ADOPT
from app.services.second_keying import compare_keyed, list_unchecked, settle_check
from app.services.sheet_numbers import with_check_digit
from app.services.visit_checks import LATE_REASON, visit_doubts
from app.services.visits import RecordVisit, open_sheet, record_visit
from tests.contact_forms import assessment, elder, lesson, print_papers, survey
from tests.factory import TODAY, dump, make_household, make_person

TEKUN = ("tekun_scattered",)
CANNOT: dict[str, object] = {"eat": "no", "dress": "no"}


def contacts_of(desk: Desk, person_id: int) -> list[Contact]:
    with desk.store.read() as session:
        query = select(Contact).where(Contact.person_id == person_id).order_by(Contact.id)
        return list(session.scalars(query))


def on(desk: Desk, day: date) -> Desk:
    return Desk(desk.store, desk.actor, fixed_clock(day), desk.law, desk.folder)


# --- what a number opens -------------------------------------------------------------------------


def test_a_number_opens_its_form_with_whom_it_is_about(desk: Desk, tmp_path: Path) -> None:
    people = [make_person(desk, f"生{n}", categories=("home_teaching_a",)) for n in range(3)]
    numbers = print_papers(desk, "home_lesson", tmp_path, *people)
    entry = open_sheet(desk, numbers[1])
    assert (entry.form.key, entry.name, entry.position, entry.size) == ("home_lesson", "生1", 2, 3)
    assert entry.questions == ()
    assert not entry.recorded


def test_the_next_paper_of_the_stack_follows(desk: Desk, tmp_path: Path) -> None:
    people = [make_person(desk, f"生{n}", categories=("home_teaching_a",)) for n in range(3)]
    first, second, third = print_papers(desk, "home_lesson", tmp_path, *people)
    told = [record_visit(desk, RecordVisit(number, lesson())) for number in (second, third, first)]
    assert [(one.next_sheet_no, one.left) for one in told] == [(third, 2), (first, 1), (None, 0)]


def test_a_form_that_is_no_contact_is_refused(desk: Desk, tmp_path: Path) -> None:
    (number,) = print_papers(desk, "authorisation", tmp_path, make_person(desk))
    with pytest.raises(UserError, match=r"委托书.*不是走访类的表"):
        open_sheet(desk, number)


def test_a_number_that_is_wrong_or_of_nobody_is_refused(desk: Desk, tmp_path: Path) -> None:
    done = print_documents(desk, "event_card", Wanted(blanks=1), out=tmp_path / "blank.pdf")
    for number, words in (
        (with_check_digit("101260699999"), "没有打印过"),
        (f"{done.first_no[:-1]}{(int(done.first_no[-1]) + 1) % 10}", "校验位不符"),
        (with_check_digit("102260600001"), "其他单位"),
        (done.first_no, "不是走访类的表"),
    ):
        with pytest.raises(UserError, match=words):
            open_sheet(desk, number)


# --- what is stored ------------------------------------------------------------------------------


def test_a_lesson_is_a_lesson_of_so_many_hours(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("home_teaching_a",))
    (number,) = print_papers(desk, "home_lesson", tmp_path, person)
    day = TODAY - timedelta(days=1)
    record_visit(desk, RecordVisit(number, lesson(day, hours=3, topic="认识数字")))
    (contact,) = contacts_of(desk, person)
    assert (contact.kind, contact.day, contact.hours) == (ContactKind.LESSON, day, 3)
    assert (contact.done, contact.visitors, contact.note) == (True, "周老师、吴老师", "认识数字")
    assert contact.entered_at.date() == TODAY


def test_a_lesson_that_was_not_held_is_an_attempt(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("home_teaching_a",))
    (number,) = print_papers(desk, "home_lesson", tmp_path, person)
    answers = lesson(held=False, not_held="away", hours=None, content=None)
    record_visit(desk, RecordVisit(number, answers))
    (contact,) = contacts_of(desk, person)
    assert (contact.done, contact.hours) == (False, None)


@pytest.mark.parametrize("mode", [ContactKind.VISIT, ContactKind.CALL, ContactKind.VIDEO])
def test_an_elder_visit_is_of_the_kind_that_was_ticked(
    desk: Desk, tmp_path: Path, mode: ContactKind
) -> None:
    person = make_person(desk, categories=("left_behind_elder",))
    (number,) = print_papers(desk, "elder_visit", tmp_path, person)
    record_visit(desk, RecordVisit(number, elder(visit_mode=mode.value)))
    assert [contact.kind for contact in contacts_of(desk, person)] == [mode]


def test_a_contact_serves_the_duty_of_its_kind_at_once(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("orphan",))
    june = on(desk, date(2026, 6, 8))

    def states() -> set[DutyState]:
        rows = plan_month(june, "2026-06").rows
        return {row.state for row in rows if row.kind is ContactKind.VISIT}

    assert states() == {DutyState.DUE}
    (number,) = print_papers(june, "elder_visit", tmp_path, person)
    record_visit(june, RecordVisit(number, elder(date(2026, 6, 7))))
    assert states() == {DutyState.DONE}


def test_one_act_one_line_and_an_undo(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=TEKUN, self_care="具备")
    (number,) = print_papers(desk, "self_care", tmp_path, person)
    before = dump(desk.store)
    answers = assessment(result="partial") | CANNOT | {ADOPT + "self_care": True}
    record_visit(desk, RecordVisit(number, answers))
    with desk.store.read() as session:
        line = session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert line is not None
    assert (line.verb, line.words) == ("record_visit", "录入特困人员生活自理能力评估表")
    assert "陈医生" not in line.words
    undo_act(desk, line.id)
    assert dump(desk.store) == before


def test_a_paper_is_typed_once(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("home_teaching_a",))
    (number,) = print_papers(desk, "home_lesson", tmp_path, person)
    first = record_visit(desk, RecordVisit(number, lesson()))
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经录入过"):
        record_visit(desk, RecordVisit(number, lesson()))
    assert dump(desk.store) == before
    again = record_visit(desk, RecordVisit(number, lesson(hours=4), again=True))
    assert again.contact_id == first.contact_id
    assert [contact.hours for contact in contacts_of(desk, person)] == [4]


# --- what is checked -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": TODAY + timedelta(days=1)}, "送教日期：日期在今天之后"),
        ({"day": date(1949, 1, 1)}, "送教日期：早于出生日期"),
        ({"teachers": None}, "送教教师：必填"),
        ({"hours": None}, "课时数：必填"),
        ({"content": ("subject", "nothing")}, "送教内容：有一个选项不在表上"),
        ({"topic": "长" * 501}, "具体内容：超过 500 字"),
        ({"held": False}, "未送成原因：必填"),
    ],
)
def test_what_is_wrong_names_its_field_and_nothing_is_kept(
    desk: Desk, tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    person = make_person(desk, categories=("home_teaching_a",), birth_date="1950-03-04")
    (number,) = print_papers(desk, "home_lesson", tmp_path, person)
    before = dump(desk.store)
    answers = lesson() | {LATE_REASON: "漏录"} | changes
    with pytest.raises(UserError, match=words):
        record_visit(desk, RecordVisit(number, answers))
    assert dump(desk.store) == before


def test_a_late_entry_says_why(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("home_teaching_a",))
    (number,) = print_papers(desk, "home_lesson", tmp_path, person)
    long_ago = lesson(TODAY - timedelta(days=60))
    with pytest.raises(UserError, match="补录"):
        record_visit(desk, RecordVisit(number, long_ago))
    record_visit(desk, RecordVisit(number, long_ago | {LATE_REASON: "学校后补"}))
    assert contacts_of(desk, person)[0].late_reason == "学校后补"


def test_a_second_paper_of_the_same_day_is_strange(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("home_teaching_a",))
    first, second = (print_papers(desk, "home_lesson", tmp_path, person)[0] for _ in range(2))
    record_visit(desk, RecordVisit(first, lesson()))
    entry = open_sheet(desk, second)
    doubts = visit_doubts(desk, entry.form, lesson(), entry.known)
    assert any("已经录入过一份送教上门记录表" in words for words in doubts)
    again = open_sheet(desk, first)
    assert not visit_doubts(desk, again.form, lesson(), again.known, contact_id=again.contact_id)


# --- the printed layout counts -------------------------------------------------------------------


def changed_layout(desk: Desk, folder: Path) -> None:
    """The office asks for one more thing from now on, and numbers the layout anew."""
    text = resource("forms", "home_lesson.toml").read_text(encoding="utf-8")
    text = text.replace("version = 2", "version = 3").replace(
        'label = "起止时间"\n  kind = "text"',
        'label = "起止时间"\n  kind = "text"\n  required = true',
    )
    path = folder / "home_lesson.toml"
    path.write_text(text, encoding="utf-8")
    import_layout(desk, path)


def test_a_paper_is_typed_by_the_layout_it_was_printed_by(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("home_teaching_a",))
    (old,) = print_papers(desk, "home_lesson", tmp_path, person)
    changed_layout(desk, tmp_path)
    (new,) = print_papers(desk, "home_lesson", tmp_path, person)
    versions: list[tuple[Form, bool]] = []
    for number in (old, new):
        form = open_sheet(desk, number).form
        versions.append((form, form.field("clock").required))
    assert [(form.version, required) for form, required in versions] == [(2, False), (3, True)]
    record_visit(desk, RecordVisit(old, lesson()))
    with pytest.raises(UserError, match="起止时间"):
        record_visit(desk, RecordVisit(new, lesson(TODAY - timedelta(days=1))))


def test_a_layout_is_kept_once_however_often_it_prints(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("home_teaching_a",))
    for _ in range(3):
        print_papers(desk, "home_lesson", tmp_path, person)
    with desk.store.read() as session:
        kept = list(session.scalars(select(PrintedLayout)))
    assert [(one.key, one.version) for one in kept] == [("home_lesson", 2)]


# --- the register --------------------------------------------------------------------------------


def test_what_differs_from_the_register_is_decided_not_taken_over(
    desk: Desk, tmp_path: Path
) -> None:
    person = make_person(desk, categories=("left_behind_elder",), second_phone="13800000001")
    (number,) = print_papers(desk, "elder_visit", tmp_path, person)
    answers = elder(emergency_phone="13900000002")
    before = dump(desk.store)
    with pytest.raises(UserError, match="备用电话是“13800000001”，改为“13900000002”？请选是或否"):
        record_visit(desk, RecordVisit(number, answers))
    assert dump(desk.store) == before
    record_visit(desk, RecordVisit(number, answers | {ADOPT + "second_phone": False}))
    assert phone(desk, person) == "13800000001"
    record_visit(desk, RecordVisit(number, answers | {ADOPT + "second_phone": True}, again=True))
    assert phone(desk, person) == "13900000002"


def phone(desk: Desk, person: int) -> str | None:
    with desk.store.read() as session:
        return session.get_one(Person, person).second_phone


def test_what_the_register_knows_already_is_not_asked(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("left_behind_elder",), second_phone="13800000001")
    (number,) = print_papers(desk, "elder_visit", tmp_path, person)
    record_visit(desk, RecordVisit(number, elder(emergency_phone="13800000001")))
    assert phone(desk, person) == "13800000001"


def test_the_income_of_a_household_is_the_households(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk)
    home = make_household(desk, (person,), per_capita_income=Decimal("5000.00"))
    (number,) = print_papers(desk, "dibao_survey", tmp_path, person)
    answers = survey(per_head=Decimal("4200.00")) | {ADOPT + "home_per_capita_income": True}
    record_visit(desk, RecordVisit(number, answers))
    with desk.store.read() as session:
        assert session.get_one(Household, home).per_capita_income == Decimal("4200.00")


def test_six_answers_are_kept_and_the_level_is_proposed(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=TEKUN, self_care="具备")
    (number,) = print_papers(desk, "self_care", tmp_path, person)
    answers = assessment(result="partial") | CANNOT
    with pytest.raises(UserError, match="生活自理能力是“具备”，改为“部分丧失”"):
        record_visit(desk, RecordVisit(number, answers))
    record_visit(desk, RecordVisit(number, answers | {ADOPT + "self_care": True}))
    with desk.store.read() as session:
        (row,) = session.scalars(select(SelfCare))
        told = session.get_one(Person, person).self_care
    assert (row.able_count, row.result, row.day, told) == (4, "部分丧失", TODAY, "部分丧失")
    assert (row.assessor, row.basis) == ("陈医生、刘社工", "定期")
    assert [contact.kind for contact in contacts_of(desk, person)] == [ContactKind.ASSESSMENT]


def test_an_assessment_typed_again_replaces_itself(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=TEKUN, self_care="具备")
    (number,) = print_papers(desk, "self_care", tmp_path, person)
    record_visit(desk, RecordVisit(number, assessment()))
    wrong = assessment(result="partial") | CANNOT | {ADOPT + "self_care": False}
    record_visit(desk, RecordVisit(number, wrong, again=True))
    with desk.store.read() as session:
        assert [row.able_count for row in session.scalars(select(SelfCare))] == [4]


def test_an_older_assessment_does_not_touch_the_register(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=TEKUN, self_care="具备")
    new, old = (print_papers(desk, "self_care", tmp_path, person)[0] for _ in range(2))
    record_visit(desk, RecordVisit(new, assessment()))
    before = assessment(TODAY - timedelta(days=9), result="partial") | CANNOT
    record_visit(desk, RecordVisit(old, before))
    with desk.store.read() as session:
        assert session.get_one(Person, person).self_care == "具备"


def test_a_level_that_the_six_do_not_lead_to_is_refused(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=TEKUN)
    (number,) = print_papers(desk, "self_care", tmp_path, person)
    before = dump(desk.store)
    with pytest.raises(UserError, match="六项的答案对应“部分丧失”"):
        record_visit(desk, RecordVisit(number, assessment(eat="no")))
    assert dump(desk.store) == before


# --- what follows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"problems": ("medical",), "problems_note": "药费高"}, "医疗"),
        ({"gas": "risk"}, "安全隐患"),
        ({"housing_safety": "d"}, "住房"),
    ],
)
def test_needs_of_an_elder_become_matters(
    desk: Desk, tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    person = make_person(desk, categories=("left_behind_elder",))
    (number,) = print_papers(desk, "elder_visit", tmp_path, person)
    record_visit(desk, RecordVisit(number, elder() | changes))
    find_matters(desk)
    with desk.store.read() as session:
        query = select(Matter.words).where(Matter.kind == "visit_problem")
        assert any(words in found for found in session.scalars(query))


def test_amounts_and_days_are_keyed_a_second_time(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk)
    home = make_household(desk, (person,), per_capita_income=Decimal("5000.00"))
    (number,) = print_papers(desk, "dibao_survey", tmp_path, person)
    first = survey(per_head=Decimal("4200.00"), wage=Decimal("900.00"))
    record_visit(desk, RecordVisit(number, first | {ADOPT + "home_per_capita_income": True}))
    assert [row.sheet_no for row in list_unchecked(desk).rows] == [number]
    second = {"visit_date": TODAY, "per_head": Decimal("4700.00"), "wage": Decimal("900.00")}
    (one,) = compare_keyed(desk, number, second)
    assert (one.key, one.first, one.second) == ("per_head", "4,200.00", "4,700.00")
    settle_check(desk, number, second, second={"per_head"})
    assert open_sheet(desk, number).answers["per_head"] == Decimal("4700.00")
    with desk.store.read() as session:
        assert session.get_one(Household, home).per_capita_income == Decimal("4700.00")


def test_what_was_typed_last_time_can_be_taken_again(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("home_teaching_a", "left_behind_elder"))
    first, second = (print_papers(desk, "home_lesson", tmp_path, person)[0] for _ in range(2))
    (other,) = print_papers(desk, "elder_visit", tmp_path, person)
    record_visit(desk, RecordVisit(first, lesson(TODAY - timedelta(days=7), state="精神好")))
    assert open_sheet(desk, second).last["state"] == "精神好"
    assert open_sheet(desk, other).last == {}
