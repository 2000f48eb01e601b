"""Typing other contact forms in with the keyboard only, and what that costs in keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from app.models.circumstances import SelfCare
from app.models.contact import Contact
from app.models.person import Person
from app.services.desk import Desk
from app.services.drafts import find_draft, sheet_place
from app.services.register_updates import ADOPT
from app.services.typed_forms import TypedForm
from app.services.visits import RecordVisit, record_visit
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.visits.answer_fields import DecisionField
from app.ui.pages.visits.page import VisitsPage
from app.ui.pages.visits.typed_dialog import TypedDialog
from app.ui.pages.visits.typed_presenter import TypedPresenter
from app.ui.ports import Context
from tests.contact_forms import lesson, print_papers
from tests.gui.clerk import Clerk
from tests.gui.conftest import TODAY, OpenWindow
from tests.gui.stand_ins import StandInAsk, Went

PINYIN = 3  # keys of a Chinese character

# What is typed into each field; where nothing stands the paper is empty.
LESSON = {"day": "20", "teachers": "周老师", "held": "1", "hours": "2", "content": "23"}
ELDER = {
    "elder_kind": "17",
    "visit_date": "20",
    "visitors": "王干部",
    "visit_mode": "1",
    "seen_in_person": "1",
    "health": "23",
    "gas": "1",
    "electricity": "2",
    "problems": "0",
}
SELF_CARE = {
    "reason": "3",
    "day": "20",
    "assessors": "陈医生",
    "eat": "1",
    "dress": "2",
    "bed": "1",
    "toilet": "1",
    "walk": "1",
    "bathe": "2",
    "result": "2",
    ADOPT + "self_care": "1",
}


def people_ids(desk: Desk, count: int) -> list[int]:
    with desk.store.read() as session:
        return list(session.scalars(select(Person.id).order_by(Person.id).limit(count)))


def open_number(clerk: Clerk, number: str) -> VisitsPage:
    clerk.press("Ctrl+3", "Ctrl+N")
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    clerk.fill(number)
    return page


def key_in(clerk: Clerk, page: VisitsPage, typed: Mapping[str, str]) -> int:
    """Key a paper and save it; how many keys it took."""
    keys = fill_in(clerk, page, typed)
    clerk.press("Ctrl+Return")
    assert page.entry.words().startswith("已保存"), page.entry.words()
    return keys + 2


def fill_in(clerk: Clerk, page: VisitsPage, typed: Mapping[str, str]) -> int:
    """Key every field in the order of the paper from where the cursor stands."""
    keys = 0
    while key := page.entry.current_key():
        text = "" if page.entry.answers().get(key) is not None else typed.get(key, "")
        clerk.type(text)
        clerk.rest()
        keys += sum(1 if character.isascii() else PINYIN for character in text)
        if page.entry.current_key() == key:
            clerk.press("Enter")
            keys += 1
        assert keys < 200, f"the cursor stays at {key}"
    return keys


@pytest.mark.parametrize(
    ("form", "typed", "first", "later"),
    [
        ("home_lesson", LESSON, 40, 20),
        ("elder_visit", ELDER, 60, 45),
        ("self_care", SELF_CARE, 32, 20),
    ],
)
def test_a_stack_is_typed_in_without_a_mouse(
    township: Desk,
    sit_down: OpenWindow,
    tmp_path: Path,
    form: str,
    typed: Mapping[str, str],
    first: int,
    later: int,
) -> None:
    people = people_ids(township, 2)
    with township.write("prepare", "准备") as work:
        for person in people:
            work.session.get_one(Person, person).self_care = "具备"
    numbers = print_papers(township, form, tmp_path, *people)
    clerk = sit_down(township)
    page = open_number(clerk, numbers[0])
    counts = [key_in(clerk, page, typed)]
    assert page.entry.presenter.entry is not None, "the next paper follows"
    assert page.entry.presenter.entry.sheet_no == numbers[1]
    counts.append(key_in(clerk, page, typed))
    print(f"{form}: keys {counts}")
    assert counts[0] <= first
    assert counts[1] <= later
    with township.store.read() as session:
        contacts = list(session.scalars(select(Contact)))
    assert [contact.person_id for contact in contacts] == people
    assert {contact.day.day for contact in contacts} == {20}


def test_six_answers_move_the_level_when_the_clerk_says_so(
    township: Desk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    (person,) = people_ids(township, 1)
    with township.write("prepare", "准备") as work:
        work.session.get_one(Person, person).self_care = "具备"
    (number,) = print_papers(township, "self_care", tmp_path, person)
    clerk = sit_down(township)
    page = open_number(clerk, number)
    decision = page.entry.edit_of(ADOPT + "self_care")
    assert isinstance(decision, DecisionField)
    assert not decision.isVisible()
    fill_in(clerk, page, SELF_CARE)
    assert decision.isVisible()
    assert decision.words() == "登记的生活自理能力是“具备”，改为“部分丧失”？"
    clerk.press("Ctrl+Return")
    with township.store.read() as session:
        assert session.get_one(Person, person).self_care == "部分丧失"
        assert [row.able_count for row in session.scalars(select(SelfCare))] == [4]


def test_a_telephone_that_differs_is_asked_about_where_it_was_typed(
    township: Desk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    (person,) = people_ids(township, 1)
    (number,) = print_papers(township, "elder_visit", tmp_path, person)
    clerk = sit_down(township)
    page = open_number(clerk, number)
    clerk.fill("1")
    clerk.type("1")
    clerk.fill("", "13900000002")
    assert page.entry.current_key() == ADOPT + "second_phone"
    decision = page.entry.edit_of(ADOPT + "second_phone")
    assert isinstance(decision, DecisionField)
    assert decision.words() == "备用电话还没有登记，登记为“13900000002”？"
    clerk.type("2")
    assert page.entry.current_key() == "visit_date"
    clerk.press("Shift+Return", "Shift+Return", "Ctrl+A", "Delete", "Enter")
    assert not decision.isVisible(), "nothing is claimed any more"
    assert ADOPT + "second_phone" not in page.entry.answers()


def test_a_digit_that_is_no_choice_is_said(
    township: Desk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    (number,) = print_papers(township, "self_care", tmp_path, *people_ids(township, 1))
    clerk = sit_down(township)
    page = open_number(clerk, number)
    assert page.entry.current_key() == "reason"
    clerk.type("7")
    assert page.entry.words() == (
        "评估类别没有 7 这个选项。可以按：1 首次、2 复评（能力变化）、3 定期。"
    )
    assert "reason" not in page.entry.answers()
    clerk.type("1")
    assert page.entry.words() == ""


def test_the_key_of_the_last_time_takes_the_same_form(
    township: Desk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    (person,) = people_ids(township, 1)
    before, now = (print_papers(township, "home_lesson", tmp_path, person)[0] for _ in range(2))
    said = lesson(TODAY.replace(day=12), reached="part", state="精神好")
    record_visit(township, RecordVisit(before, said))
    clerk = sit_down(township)
    page = open_number(clerk, now)
    clerk.fill("20", "", "周老师")
    clerk.type("1")
    assert page.entry.current_key() == "hours"
    clerk.press("Ctrl+F4")
    answers = page.entry.answers()
    assert (answers["hours"], answers["content"]) == (2, ("living", "rehab"))
    assert (answers["reached"], answers["state"]) == ("part", "精神好")
    assert "topic" not in answers
    clerk.press("Ctrl+Return")
    assert page.entry.words().startswith("已保存")


def test_what_was_typed_of_a_form_stays_a_draft(
    township: Desk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    (number,) = print_papers(township, "home_lesson", tmp_path, *people_ids(township, 1))
    clerk = sit_down(township)
    page = open_number(clerk, number)
    clerk.fill("20", "", "周老师")
    page.keep_drafts()
    clerk.rest()
    draft = find_draft(township, sheet_place(number))
    assert draft is not None
    assert draft.words.startswith("送教上门记录表：")
    assert draft.typed["teachers"] == "周老师"


def test_a_typed_form_is_opened_from_the_person_and_printed_filled(
    township: Desk, sit_down: OpenWindow, tmp_path: Path, ask: StandInAsk
) -> None:
    (person,) = people_ids(township, 1)
    (number,) = print_papers(township, "home_lesson", tmp_path, person)
    record_visit(township, RecordVisit(number, lesson(TODAY, topic="认识数字一到十")))
    clerk = sit_down(township)
    clerk.window.go("people", f"person:{person}")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.settle()
    clerk.rest()
    contacts = page.pane.tabs.contacts
    page.pane.tabs.show_field("contacts")
    (line,) = contacts.model_of_rows.rows()
    assert (line.kind_name, line.form) == ("送教上门", "送教上门记录表")
    clerk.press("Down", "Enter")
    (dialog,) = clerk.window.findChildren(TypedDialog)
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"送教内容", "生活自理、康复训练", "认识数字一到十"} <= set(told)
    ask.saves_as = tmp_path / "filled.pdf"
    clerk.press("Ctrl+P")
    assert ask.saves_as.exists()
    for front in clerk.window.findChildren(TypedDialog):
        front.close()


@dataclass
class TypedView:
    form: TypedForm | None = None
    words: str = ""

    def show_form(self, form: TypedForm) -> None:
        self.form = form

    def say(self, words: str) -> None:
        self.words = words


def test_a_typed_form_is_mended_where_it_is_typed_in(
    context: Context, went: Went, tmp_path: Path, ask: StandInAsk
) -> None:
    (number,) = print_papers(context.desk, "home_lesson", tmp_path, *people_ids(context.desk, 1))
    done = record_visit(context.desk, RecordVisit(number, lesson(TODAY)))
    view = TypedView()
    presenter = TypedPresenter(context, view, done.contact_id)
    presenter.print(masked=True)
    assert not presenter.mend(), "nothing was read yet"
    presenter.start()
    assert view.form is not None
    assert view.form.sheet_no == number
    presenter.print(masked=True)
    assert view.words == "", "the clerk chose no place"
    ask.saves_as = tmp_path / "new" / "filled.pdf"
    presenter.print(masked=True)
    assert ask.saves_as.exists()
    assert str(ask.saves_as) in view.words
    assert presenter.mend()
    assert went.to == [("visits", f"sheet:{number}")]


def test_a_contact_that_was_taken_back_meanwhile_says_so(context: Context, ask: StandInAsk) -> None:
    view = TypedView()
    TypedPresenter(context, view, 9_999).start()
    assert view.form is None
    assert "没有找到这次联系" in ask.said[0]
