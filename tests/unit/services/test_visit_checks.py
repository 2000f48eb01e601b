"""What is wrong with a visit, and what is only strange."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.clock import fixed_clock
from app.core.errors import UserError
from app.models.contact import Contact
from app.services.clock_check import clock_doubt
from app.services.desk import Desk
from app.services.figures import Entry, enter_figures
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visit_checks import LATE_REASON, visit_doubts
from app.services.visits import RecordVisit, open_sheet, record_visit
from tests.factory import TODAY, VILLAGES, dump, make_person, visit_answers

LATER = TODAY + timedelta(days=40)


@pytest.fixture
def numbers(desk: Desk, tmp_path: Path) -> list[str]:
    """A sheet in each of two villages."""
    for village in VILLAGES:
        make_person(desk, f"童在{village}", categories=("orphan",), village=village)
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    return [row.sheet_no for row in sheets_of_batch(desk, batch.batch_no)]


def _on(desk: Desk, day: date) -> Desk:
    return replace(desk, clock=fixed_clock(day))


def _doubts(desk: Desk, number: str, answers: dict[str, object]) -> str:
    entry = open_sheet(desk, number)
    return "".join(
        visit_doubts(desk, entry.form, answers, entry.known, contact_id=entry.contact_id)
    )


def _contact(desk: Desk) -> Contact:
    with desk.store.read() as session:
        return session.scalars(select(Contact)).one()


def test_a_late_entry_without_a_reason_is_refused_and_nothing_is_kept(
    desk: Desk, numbers: list[str]
) -> None:
    late = _on(desk, LATER)
    before = dump(desk.store)
    with pytest.raises(UserError, match="补录原因"):
        record_visit(late, RecordVisit(numbers[0], visit_answers(TODAY)))
    assert dump(desk.store) == before


def test_a_late_entry_is_marked_with_its_reason_and_both_times_are_kept(
    desk: Desk, numbers: list[str]
) -> None:
    late = _on(desk, LATER)
    answers = visit_answers(TODAY, visit_time="09:30") | {LATE_REASON: "村里送回得晚"}
    record_visit(late, RecordVisit(numbers[0], answers))
    kept = _contact(desk)
    assert (kept.day, kept.time, kept.entered_at.date()) == (TODAY, "09:30", LATER)
    assert kept.late_reason == "村里送回得晚"
    assert open_sheet(late, numbers[0]).answers[LATE_REASON] == "村里送回得晚"


def test_an_entry_in_time_keeps_no_reason(desk: Desk, numbers: list[str]) -> None:
    record_visit(desk, RecordVisit(numbers[0], visit_answers() | {LATE_REASON: "无"}))
    assert _contact(desk).late_reason is None


def test_after_how_many_days_an_entry_is_late_is_the_offices_to_say(
    desk: Desk, numbers: list[str]
) -> None:
    entry = Entry(
        key="entry.late_days", region="990101101000", value=3,
        first=date(2026, 1, 1), issued=date(2026, 1, 1), citation="镇民办2026年1号",
    )  # fmt: skip
    enter_figures(desk, [entry])
    soon = _on(desk, TODAY + timedelta(days=4))
    with pytest.raises(UserError, match="走访已过 3 天"):
        record_visit(soon, RecordVisit(numbers[0], visit_answers(TODAY)))


def test_a_visit_before_the_person_was_registered_is_asked_about(
    desk: Desk, numbers: list[str]
) -> None:
    early = visit_answers(date(2019, 1, 5))
    assert "早于这个人纳入的日期" in _doubts(desk, numbers[0], early)
    assert _doubts(desk, numbers[0], visit_answers()) == ""


def test_a_visitor_nobody_knows_is_asked_about_once(desk: Desk, numbers: list[str]) -> None:
    first, second = numbers
    assert _doubts(desk, first, visit_answers(visitors="王敏、李芳")) == "", "nobody is known yet"
    record_visit(desk, RecordVisit(first, visit_answers(visitors="王敏、李芳")))
    strange = visit_answers(visitors="李芳，王闽")
    assert "“王闽”是第一次出现" in _doubts(desk, second, strange)
    record_visit(desk, RecordVisit(second, strange))
    assert _doubts(desk, second, strange) == ""


def test_one_visitor_in_two_villages_in_the_same_minute_is_asked_about(
    desk: Desk, numbers: list[str]
) -> None:
    first, second = numbers
    record_visit(desk, RecordVisit(first, visit_answers(visit_time="09:30")))
    there = open_sheet(desk, first).village
    same = visit_answers(visit_time="09:30", visitors="赵干部")
    assert f"赵干部在 {TODAY} 09:30 同时登记在{there}走访" in _doubts(desk, second, same)
    assert _doubts(desk, second, visit_answers(visit_time="09:31")) == ""
    assert _doubts(desk, first, same) == "", "a correction is not measured against itself"


def test_a_clock_that_went_back_is_noticed(desk: Desk) -> None:
    make_person(desk)
    back = _on(desk, TODAY - timedelta(days=100))
    assert clock_doubt(back) == (
        f"电脑的日期是 {TODAY - timedelta(days=100)}，比上次使用程序的 {TODAY} 早 100 天。"
    )
    assert clock_doubt(desk) == ""


def test_a_clock_that_ran_ahead_is_noticed(desk: Desk) -> None:
    make_person(desk)
    assert "已有 400 天" in clock_doubt(_on(desk, TODAY + timedelta(days=400)))
    assert clock_doubt(_on(desk, TODAY + timedelta(days=30))) == ""


def test_a_clock_that_jumped_is_asked_about_before_a_sheet_is_kept(
    desk: Desk, numbers: list[str]
) -> None:
    entry = open_sheet(desk, numbers[0])
    jumped = _on(desk, TODAY - timedelta(days=30))
    (words,) = visit_doubts(jumped, entry.form, visit_answers(), entry.known)
    assert "早 30 天" in words


def test_a_new_office_believes_its_clock(bare_desk: Desk) -> None:
    assert clock_doubt(bare_desk) == ""
