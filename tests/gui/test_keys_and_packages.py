"""Revoking, packages, replacing a key and comparing a refused file, through the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.services import keys
from app.services.county_keys import list_certificates
from app.services.desk import Desk
from app.services.ledger_up import export_ledger
from app.ui.pages.county.key_presenter import PackageOrder
from app.ui.pages.county.package_dialog import PackageDialog
from app.ui.pages.county.page import CountyPage
from app.ui.pages.ledger.page import LedgerPage
from tests.conftest import Offices
from tests.factory import MONTH, PASSPHRASE, TOWNSHIP, make_person
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


def ledger_page(clerk: Clerk) -> LedgerPage:
    clerk.turn_to("ledger")
    page = clerk.page()
    assert isinstance(page, LedgerPage)
    return page


def county_page(clerk: Clerk) -> CountyPage:
    clerk.press("Ctrl+2")
    page = clerk.page()
    assert isinstance(page, CountyPage)
    page.open_place("keys")
    return page


@pytest.fixture
def answers(ask: StandInAsk, offices: Offices) -> StandInAsk:
    ask.secret, ask.chosen_folder = PASSPHRASE, offices.stick
    return ask


def test_the_county_revokes_and_writes_packages_that_a_township_applies(
    offices: Offices, answers: StandInAsk, sit_down: OpenWindow
) -> None:
    with offices.county() as county:
        clerk = sit_down(county)
        page = county_page(clerk)
        answers.typed = "U盘丢失"
        page.keys_pane.issued.select_place(1)
        page.keys_pane._press_revoke()
        clerk.rest()
        assert [row.state for row in list_certificates(county)] == ["有效", "已吊销"]
        assert not page.keys_pane._revoke.isEnabled()
        page.keys_pane.open_packages()
        clerk.rest()
        dialog = page.keys_pane.findChild(PackageDialog)
        assert dialog is not None
        assert dialog.order() == PackageOrder()
        dialog.layouts.item(0).setCheckState(Qt.CheckState.Checked)
        assert len(dialog.order().layouts) == 1
        dialog.press()
        clerk.rest()
        assert answers.said[-1].startswith("已写出 1 个资料包")
    answers.picks = tuple(offices.stick.glob("资料包_*"))
    with offices.township() as desk:
        clerk = sit_down(desk)
        page_of_township = ledger_page(clerk)
        answers.agrees = False
        page_of_township.key_presenter.import_package()
        clerk.rest()
        assert keys.revocations(desk) is None
        answers.agrees = True
        page_of_township.key_presenter.import_package()
        clerk.rest()
        assert keys.revocations(desk) is not None


def test_a_key_is_replaced_only_when_the_clerk_agrees(
    offices: Offices, answers: StandInAsk, sit_down: OpenWindow
) -> None:
    with offices.township() as desk:
        clerk = sit_down(desk)
        page = ledger_page(clerk)
        answers.agrees = False
        page.key_presenter.replace()
        clerk.rest()
        assert keys.key_state(desk).has_certificate
        answers.agrees = True
        page.key_presenter.replace()
        clerk.rest()
        assert not keys.key_state(desk).has_certificate
        assert page.keys.next_button() is not None


def test_the_fingerprint_is_printed_from_both_pages(
    offices: Offices, answers: StandInAsk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    answers.saves_as = tmp_path / "指纹.pdf"
    with offices.township() as desk:
        clerk = sit_down(desk)
        ledger_page(clerk).key_presenter.print_sheet()
        clerk.rest()
        clerk.press("Esc")  # the print dialog
    assert answers.saves_as.read_bytes().startswith(b"%PDF")
    answers.saves_as.unlink()
    with offices.county() as county:
        clerk = sit_down(county)
        county_page(clerk).keys.print_sheet()
        clerk.rest()
        clerk.press("Esc")
    assert answers.saves_as.exists()


def test_a_file_that_came_back_is_compared_and_its_differences_kept(
    offices: Offices, answers: StandInAsk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    with offices.township() as desk:
        answers.picks = (_changed(desk, offices.stick, tmp_path / "退回.xlsx"),)
        answers.saves_as = tmp_path / "哪里变了.xlsx"
        clerk = sit_down(desk)
        ledger_page(clerk).presenter.compare()
        clerk.rest()
    assert answers.saves_as.exists()
    assert any("有 1 处不同" in words for words in answers.said)


def _changed(desk: Desk, folder: Path, target: Path) -> Path:
    make_person(desk, "张大山")
    sent = export_ledger(
        desk, MONTH, folder, passphrase=PASSPHRASE, filled_by="甲", checked_by="乙"
    )
    book = load_workbook(sent.path)
    book["人员"]["B2"] = "张小山"
    book.save(target)
    return target


def test_reminders_are_written_for_those_who_are_missing(
    offices: Offices, answers: StandInAsk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    answers.saves_as = tmp_path / "催报.pdf"
    with offices.county() as county:
        clerk = sit_down(county)
        page = county_page(clerk)
        page.presenter.remind()
        clerk.rest()
    assert answers.saves_as.exists()
    assert TOWNSHIP in answers.said[-1]
