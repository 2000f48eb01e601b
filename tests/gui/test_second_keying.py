"""Keying a second time and reading a workbook back, with the keyboard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.services.desk import Desk
from app.services.second_keying import list_unchecked
from app.services.sheet_books import hand_out_book
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, open_sheet, record_visit
from app.ui.pages.visits.book_dialog import BookDialog
from app.ui.pages.visits.check_dialog import CheckDialog
from tests.factory import visit_answers
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk
from tests.gui.test_record import open_entry
from tests.unit.services.test_sheet_books import FILLED, fill

VISITED = date(2026, 6, 20)


@pytest.fixture
def numbers(township: Desk, tmp_path: Path) -> list[str]:
    batch = print_sheets(township, "2026-06", out=tmp_path / "sheets.pdf")
    return [row.sheet_no for row in sheets_of_batch(township, batch.batch_no)]


def test_a_second_keying_shows_what_differs_and_goes_on(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    for number in numbers[:2]:
        answers = visit_answers(VISITED, aid_money=Decimal("200"))
        record_visit(township, RecordVisit(number, answers))
    clerk = sit_down(township)
    page = open_entry(clerk)
    page.entry.open_check()
    clerk.rest()
    (dialog,) = clerk.window.findChildren(CheckDialog)
    clerk.fill(numbers[0])
    clerk.fill("", "20260620", "", "20")
    clerk.press("Ctrl+Return")
    assert dialog.pick("aid_money").currentText() == "第一次：200.00"
    clerk.press("Down", "Ctrl+Return")
    assert open_sheet(township, numbers[0]).answers["aid_money"] == Decimal("20")
    clerk.fill("", "20260620", "", "200")
    clerk.press("Ctrl+Return")
    assert (list_unchecked(township).rows, list_unchecked(township).checked) == ((), 2)
    dialog.close()


def test_a_workbook_of_a_village_is_read_back_with_two_keys(
    township: Desk, numbers: list[str], sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    path = tmp_path / "走访表.xlsx"
    hand_out_book(township, "2026-06-1", path)
    fill(path, {0: dict(FILLED) | {"走访日期": "2026-06-20"}, 1: {"走访日期": "明天"}})
    clerk = sit_down(township)
    page = open_entry(clerk)
    page.entry.open_book()
    clerk.rest()
    (dialog,) = clerk.window.findChildren(BookDialog)
    ask.picks = (path,)
    dialog.presenter.read()
    clerk.rest()
    clerk.press("Ctrl+Return")
    assert "已录入 1 张走访表。可以在“操作记录”里整批撤销。" in ask.said
    assert open_sheet(township, numbers[0]).recorded
    assert not open_sheet(township, numbers[1]).recorded
    ask.saves_as = tmp_path / "退回.xlsx"
    dialog.presenter.hand_back()
    clerk.rest()
    assert ask.saves_as.exists()
    dialog.close()
