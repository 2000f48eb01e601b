"""What a paper says otherwise than the register: decided by the clerk, fact by fact."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import UserError
from app.core.terms import ContactKind
from app.models.circumstances import SelfCare
from app.models.contact import Contact
from app.models.household import Household
from app.models.person import Person
from app.services.desk import Desk
from app.services.register_updates import ADOPT
from app.services.second_keying import compare_keyed, list_unchecked, settle_check
from app.services.visit_checks import visit_doubts
from app.services.visits import RecordVisit, open_sheet, record_visit
from tests.contact_forms import assessment, elder, print_papers, survey
from tests.factory import TODAY, dump, make_household, make_person

TEKUN = ("tekun_scattered",)
CANNOT: dict[str, object] = {"eat": "no", "dress": "no"}


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
        kind = session.scalar(select(Contact.kind))
        told = session.get_one(Person, person).self_care
    assert (row.able_count, row.result, row.day, told) == (4, "部分丧失", TODAY, "部分丧失")
    assert (row.assessor, row.basis) == ("陈医生、刘社工", "定期")
    assert kind == ContactKind.ASSESSMENT


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


def test_a_telephone_that_is_none_is_strange(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, categories=("left_behind_elder",))
    (number,) = print_papers(desk, "elder_visit", tmp_path, person)
    entry = open_sheet(desk, number)
    for typed, strange in (("138", True), ("13900000002", False)):
        answers = elder(emergency_phone=typed) | {ADOPT + "second_phone": True}
        doubts = visit_doubts(desk, entry.form, answers, entry.known)
        assert any("不像电话号码" in words for words in doubts) is strange


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
