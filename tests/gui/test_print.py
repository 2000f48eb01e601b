"""Printing visit sheets, and changing when a programme is carried out."""

from __future__ import annotations

from pathlib import Path

from app.services.desk import Desk
from app.services.sheets import list_batches
from app.ui.pages.visits.page import VisitsPage
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


def test_sheets_are_printed_and_shown_page_by_page(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    ask.saves_as = tmp_path / "走访表.pdf"
    clerk = sit_down(township)
    clerk.press("Ctrl+3", "Ctrl+P")
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    clerk.press("Space")  # leaves the first village out
    page.printing.print_button.setFocus()
    clerk.press("Enter")
    assert ask.saves_as.is_file()
    assert len(list_batches(township)) == 1
    assert page.printing.where() == f"第 1 / {page.printing.pages()} 页"
    page.printing.presenter.turn_to(2)
    clerk.rest()
    assert page.printing.where().startswith("第 2 /")


def test_nothing_is_printed_when_no_file_was_chosen(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+3", "Ctrl+P")
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    page.printing.print_button.setFocus()
    clerk.press("Enter")
    assert list_batches(township) == ()
