"""Typing a visit sheet in, with the keyboard only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.terms import ContactKind, DutyState
from app.services.desk import Desk
from app.services.drafts import find_draft, sheet_place
from app.services.person.view import show_person
from app.services.plan import plan_month
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visit_checks import LATE_REASON
from app.services.visits import RecordVisit, open_sheet, record_visit
from app.ui.pages.visits.page import VisitsPage
from tests.factory import visit_answers
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


@pytest.fixture
def numbers(township: Desk, tmp_path: Path) -> list[str]:
    """The numbers of the sheets that were printed for June."""
    batch = print_sheets(township, "2026-06", out=tmp_path / "sheets.pdf")
    return [row.sheet_no for row in sheets_of_batch(township, batch.batch_no)]


def open_entry(clerk: Clerk) -> VisitsPage:
    clerk.press("Ctrl+3", "Ctrl+N")
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    return page


def type_good_sheet(clerk: Clerk, page: VisitsPage) -> None:
    """Everything that is required, in the order of the paper."""
    typed = {
        "visit_date": "20260620",
        "visitors": "李明、王芳",
        "visit_mode": "1",
        "seen_in_person": "1",
        "respondent_relation": "1",
        "health": "1",
        "mental_state": "1",
        "selfcare": "1",
        "carer_duty": "1",
        "housing_safety": "1",
        "schooling": "1",
        "hazards": "0",
        "facts_true": "1",
        "problems": "0",
        "signed": "1",
    }
    for key in page.entry.field_keys():
        if not page.entry.is_asked(key):
            continue
        assert page.entry.current_key() == key
        clerk.type(typed.get(key, ""))
        if page.entry.current_key() == key:  # a digit that answers goes on by itself
            clerk.press("Enter")


def test_a_sheet_is_stored_and_the_next_one_comes_by_itself(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    first = page.entry.presenter.entry
    assert first is not None
    type_good_sheet(clerk, page)
    clerk.press("Ctrl+Return")
    assert page.entry.words().startswith("已保存"), page.entry.words()
    assert page.entry.presenter.entry is not None
    assert page.entry.presenter.entry.sheet_no == numbers[1]
    contacts = show_person(township, first.person_id).contacts
    assert [(line.day.isoformat(), line.visitors) for line in contacts] == [
        ("2026-06-20", "李明、王芳")
    ]
    states = {
        row.state
        for row in plan_month(township, "2026-06").rows
        if row.person_id == first.person_id and row.kind is ContactKind.VISIT and row.done_on
    }
    assert states == {DutyState.DONE}


def test_a_wrong_number_says_so_beside_the_number(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill("123")
    assert "编号是 12 位数字" in page.entry.words()
    wrong = numbers[0][:-1] + str((int(numbers[0][-1]) + 1) % 10)
    clerk.press("Ctrl+A")
    clerk.fill(wrong)
    assert "校验位不符" in page.entry.words()
    assert page.entry.presenter.entry is None


def test_the_day_and_the_visitors_stay_through_a_batch(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    type_good_sheet(clerk, page)
    clerk.press("Ctrl+Return")
    assert str(page.entry.answers()["visit_date"]) == "2026-06-20"
    assert page.entry.answers()["visitors"] == "李明、王芳"
    assert page.entry.answers()["visit_mode"] == "visit"
    assert page.entry.current_key() == "seen_in_person", (
        "the cursor waits where something is missing"
    )
    entry = page.entry.presenter.entry
    assert entry is not None
    page.entry.keeper.write_now()
    assert find_draft(township, sheet_place(entry.sheet_no)) is None, "nobody has typed anything"


def test_what_is_missing_is_marked_and_the_cursor_goes_there(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    clerk.press("Ctrl+Return")
    assert "没有填对" in page.entry.words()
    clerk.type("20260620")
    clerk.press("Enter")
    assert str(page.entry.answers()["visit_date"]) == "2026-06-20"


def test_a_question_that_an_answer_leaves_out_is_skipped(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    assert not page.entry.is_asked("unseen_reason")
    while page.entry.current_key() != "seen_in_person":
        clerk.press("Enter")
    clerk.type("2")
    assert page.entry.is_asked("unseen_reason")


def test_a_call_is_registered_with_f6(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+3")
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    row = page.plan.table.current()
    assert row is not None
    clerk.press("F6", "Enter")
    clerk.type("身体还好")
    clerk.press("Ctrl+Return")
    contacts = show_person(township, row.person_id).contacts
    assert [(line.kind_name, line.note) for line in contacts] == [("电话", "身体还好")]


def test_the_scanner_is_heard_in_any_field_and_leaves_it_as_it_was(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    first = page.entry.presenter.entry
    assert first is not None
    while page.entry.current_key() != "visitors":
        clerk.press("Enter")
    clerk.type("李明")
    clerk.rest()
    clerk.type(numbers[1])
    clerk.press("Enter")
    second = page.entry.presenter.entry
    assert second is not None
    assert second.sheet_no == numbers[1]
    draft = find_draft(township, sheet_place(first.sheet_no))
    assert draft is not None
    assert draft.typed == {"visitors": "李明"}, "the digits of the scanner are not part of it"


def test_f9_goes_to_the_number_from_anywhere(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    clerk.press("Enter", "F9")
    clerk.fill(numbers[2])
    entry = page.entry.presenter.entry
    assert entry is not None
    assert entry.sheet_no == numbers[2]


def test_the_rest_as_last_time_leaves_open_what_somebody_has_to_vouch_for(
    township: Desk, numbers: list[str], sit_down: OpenWindow, tmp_path: Path
) -> None:
    may = print_sheets(township, "2026-05", out=tmp_path / "may.pdf")
    record_visit(township, RecordVisit(may.first_no, visit_answers(date(2026, 5, 25))))
    person = open_sheet(township, may.first_no).person_id
    june = next(no for no in numbers if open_sheet(township, no).person_id == person)
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(june)
    while page.entry.current_key() != "seen_in_person":
        clerk.press("Enter")
    clerk.type("1")
    clerk.press("Ctrl+F4")
    answers = page.entry.answers()
    assert answers["health"] == ("good",)
    assert answers["problems"] == ("none",)
    assert answers["seen_in_person"] is True
    assert not {"facts_true", "signed", "visit_date"} & set(answers)
    assert page.entry.current_key() == "facts_true"
    assert "请对照纸面" in page.entry.words()


def test_a_late_entry_asks_for_its_reason_in_its_place(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    while page.entry.current_key() != "visit_date":
        clerk.press("Enter")
    assert not page.entry.is_asked(LATE_REASON)
    clerk.type("20260501")
    clerk.press("Enter")
    assert page.entry.current_key() == LATE_REASON
    clerk.type("表送回得晚")
    assert page.entry.answers()[LATE_REASON] == "表送回得晚"


def test_a_strange_visit_is_asked_about_and_nothing_is_lost(
    township: Desk, numbers: list[str], sit_down: OpenWindow, ask: StandInAsk
) -> None:
    record_visit(township, RecordVisit(numbers[5], visit_answers(date(2026, 6, 20))))
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    type_good_sheet(clerk, page)
    ask.agrees = False
    clerk.press("Ctrl+Return")
    assert "李明、王芳”是第一次出现" in page.entry.words()
    assert page.entry.answers()["visitors"] == "李明、王芳"
    assert not open_sheet(township, numbers[0]).recorded
    ask.agrees = True
    clerk.press("Ctrl+Return")
    assert open_sheet(township, numbers[0]).recorded
