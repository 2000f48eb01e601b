"""核验文件: what a file is, in words and colours, without receiving it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from app.services.county import county_board
from app.services.keys import trusted_roots
from app.ui.pages.county.page import CountyPage
from app.ui.pages.ledger.page import LedgerPage
from app.ui.pages.verify_dialog import VerifyDialog
from tests.conftest import Offices
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk
from tests.unit.services.sending import SENT, send, tampered


def dialog_now() -> VerifyDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, VerifyDialog)
    return dialog


def test_the_county_sees_a_good_and_a_changed_file_side_by_side(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow
) -> None:
    (good,) = send(offices)
    ask.picks = (good, tampered(good))
    with offices.county(SENT) as desk:
        clerk = sit_down(desk)
        clerk.press("Ctrl+2")
        page = clerk.page()
        assert isinstance(page, CountyPage)
        page.verify()
        dialog = dialog_now()
        clerk.rest()
        clerk.press("Ctrl+O")
        rows = dialog.files.model_of_rows.rows()
        assert [row.ok for row in rows] == [False, True]
        assert dialog._verdict.text() == "不要采用：签名之后，文件内容被改动。"
        assert dialog._verdict.property("role") == "verdict_bad"
        assert not dialog._claimed.isHidden()
        dialog.files.select_place(1)
        assert dialog._verdict.text().startswith("可以采用")
        assert dialog._verdict.property("role") == "verdict_good"
        assert dialog._claimed.isHidden()
        facts = dict(rows[1].lines)
        assert {"单位", "期间", "批次", "签名人", "签名时间", "认定的根证书"} <= facts.keys()
        assert county_board(desk, "2026-05").missing  # looked at, not received
        dialog.reject()


def test_a_township_verifies_dropped_files_and_prints_the_report(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    (good,) = send(offices)
    with offices.township(day=SENT) as desk:
        clerk = sit_down(desk)
        clerk.turn_to("ledger")
        page = clerk.page()
        assert isinstance(page, LedgerPage)
        page.verify()
        dialog = dialog_now()
        dialog.presenter.print_out()
        assert ask.said == ["还没有核验过文件。"]
        drop(dialog, good)
        clerk.rest()
        assert [row.ok for row in dialog.files.model_of_rows.rows()] == [True]
        ask.saves_as = tmp_path / "核验.pdf"
        dialog.presenter.print_out()
        clerk.rest()
        assert ask.saves_as.read_bytes().startswith(b"%PDF")
        dialog.reject()


def drop(dialog: VerifyDialog, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    dialog.dropEvent(event)


def test_another_root_can_be_chosen_and_a_folder_without_files_is_said(
    offices: Offices, ask: StandInAsk, sit_down: OpenWindow, tmp_path: Path
) -> None:
    send(offices)
    with offices.county(SENT) as desk:
        root = tmp_path / "根.pem"
        root.write_bytes(trusted_roots(desk)[0])
        clerk = sit_down(desk)
        clerk.press("Ctrl+2")
        page = clerk.page()
        assert isinstance(page, CountyPage)
        page.verify()
        dialog = dialog_now()
        empty = tmp_path / "empty"
        empty.mkdir()
        ask.chosen_folder = empty
        dialog.presenter.choose_folder()
        clerk.rest()
        assert ask.said[-1].startswith("这里没有可以核验的文件")
        ask.picks, ask.chosen_folder = (root,), offices.stick
        dialog.presenter.choose_root()
        clerk.rest()
        dialog.presenter.choose_folder()
        clerk.rest()
        assert [row.ok for row in dialog.files.model_of_rows.rows()] == [True]
        assert "根.pem" in dialog._trust.text()
        dialog.reject()


@pytest.mark.parametrize("place", ["ledger", "county"])
def test_the_button_stands_on_both_pages(
    offices: Offices, sit_down: OpenWindow, place: str
) -> None:
    with offices.county() if place == "county" else offices.township() as desk:
        clerk = sit_down(desk)
        clerk.turn_to(place)
        page = clerk.page()
        assert isinstance(page, LedgerPage | CountyPage)
        page.verify()
        dialog_now().reject()
