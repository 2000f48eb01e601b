"""Typing a visit sheet in, with the keyboard only."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.terms import ContactKind, DutyState
from app.services.desk import Desk
from app.services.person.view import show_person
from app.services.plan import plan_month
from app.services.sheets import print_sheets, sheets_of_batch
from app.ui.pages.visits.page import VisitsPage
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow


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
        clerk.type(typed.get(key, ""))
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


def test_f4_repeats_the_day_and_the_visitors_of_the_sheet_before(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    type_good_sheet(clerk, page)
    clerk.press("Ctrl+Return")
    clerk.press("F4", "Enter", "F4")
    assert str(page.entry.answers()["visit_date"]) == "2026-06-20"
    assert page.entry.answers()["visitors"] == "李明、王芳"


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
