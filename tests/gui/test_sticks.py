"""The stick that is in is taken without looking for it; a second one gets its copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.services.sent_ledgers import list_exports
from app.services.sticks import StickView
from app.ui.pages.ledger.export_dialog import ExportDialog
from app.ui.pages.ledger.page import LedgerPage
from tests.conftest import Offices
from tests.factory import PASSPHRASE, make_person
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


@pytest.fixture
def two_sticks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """One that is write-protected comes first."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    views = (
        StickView(tmp_path / "locked", "旧U盘", "只读：请拨开写保护开关，或换一个 U 盘。"),
        StickView(one, f"{one}　台账U盘　FAT32，可用 7.4 GB"),
        StickView(two, f"{two}　备用　exfat，可用 58.0 GB"),
    )
    monkeypatch.setattr("app.ui.pages.ledger.presenter.find_sticks", lambda: views)
    return one, two


def open_dialog(clerk: Clerk) -> ExportDialog:
    clerk.turn_to("ledger")
    clerk.press("Ctrl+N")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportDialog)
    return dialog


def test_the_first_stick_that_will_do_is_taken_and_the_other_gets_a_copy(
    offices: Offices, two_sticks: tuple[Path, Path], ask: StandInAsk, sit_down: OpenWindow
) -> None:
    one, two = two_sticks
    with offices.township() as desk:
        make_person(desk, "张大山")
        clerk = sit_down(desk)
        dialog = open_dialog(clerk)
        assert dialog.folder.text() == str(one)
        dialog.copy.edit.setText(str(two))
        dialog.checked_by.setText("刘主任")
        dialog.passphrase.setText(PASSPHRASE)
        dialog._press()
        clerk.rest()
        name = list_exports(desk)[0].file_name
        assert (one / name).read_bytes() == (two / name).read_bytes()
        assert any("第二份已存到" in words and "安全移除" in words for words in ask.said)
        again = open_dialog(clerk)
        assert again.folder.text() == str(one)
        again.reject()


def test_the_stick_of_last_time_goes_before_the_first(
    offices: Offices, two_sticks: tuple[Path, Path], sit_down: OpenWindow
) -> None:
    _, two = two_sticks
    with offices.township() as desk:
        clerk = sit_down(desk)
        clerk.window.context.memory.keep("ledger.stick", {"folder": str(two)})
        dialog = open_dialog(clerk)
        assert dialog.folder.text() == str(two)
        dialog.reject()


def test_a_write_protected_stick_is_said_at_once(
    offices: Offices, two_sticks: tuple[Path, Path], sit_down: OpenWindow
) -> None:
    with offices.township() as desk:
        dialog = open_dialog(sit_down(desk))
        dialog.folder.setText(str(two_sticks[0].parent / "locked" / "台账"))
        assert "只读" in dialog.place._problem.text()
        dialog.reject()


def test_the_copy_does_not_go_where_the_first_goes(
    offices: Offices, two_sticks: tuple[Path, Path], sit_down: OpenWindow
) -> None:
    with offices.township() as desk:
        dialog = open_dialog(sit_down(desk))
        dialog.copy.edit.setText(dialog.folder.text())
        dialog.checked_by.setText("刘主任")
        dialog.passphrase.setText(PASSPHRASE)
        dialog._press()
        assert "另一个" in dialog._problem.text()
        assert list_exports(desk) == ()
        dialog.reject()


def test_a_copy_that_fails_is_said_and_the_ledger_is_sent_all_the_same(
    offices: Offices, two_sticks: tuple[Path, Path], ask: StandInAsk, sit_down: OpenWindow
) -> None:
    one, two = two_sticks
    with offices.township() as desk:
        make_person(desk, "张大山")
        clerk = sit_down(desk)
        dialog = open_dialog(clerk)
        dialog.copy.edit.setText(str(two / "gone"))
        dialog.checked_by.setText("刘主任")
        dialog.passphrase.setText(PASSPHRASE)
        dialog._press()
        clerk.rest()
        assert len(list_exports(desk)) == 1
        assert "第二份没有存成：找不到要保存的文件夹" in ask.said[-1]
        page = clerk.page()
        assert isinstance(page, LedgerPage)
        page.exports.select_place(0)
        ask.chosen_folder = two
        page.presenter.copy(page.exports.current())
        clerk.rest()
        assert ask.said[-1].startswith("已拷好")
        assert list(two.glob("*.xlsx"))
    assert list(one.glob("*.xlsx"))
