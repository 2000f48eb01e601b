"""Changing many people at once with the keyboard, and taking it back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.ui.pages.people.bulk_dialog import BulkDialog
from tests.factory import dump
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


def open_dialog(clerk: Clerk, kind: int) -> BulkDialog:
    """Everybody selected, the dialog open at one kind of change."""
    clerk.press("Ctrl+2", "Enter", "Ctrl+A", "Ctrl+B")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BulkDialog)
    clerk.press(*["Down"] * kind)
    assert dialog.kind.currentIndex() == kind
    return dialog


def test_many_people_get_a_note_and_one_key_takes_it_back(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    before = dump(township.store)
    dialog = open_dialog(clerk, 4)
    clerk.press("Tab")
    clerk.type("六月核查")
    clerk.press("Ctrl+Return")
    assert len(dialog.table.model_of_rows.rows()) == 60
    assert dump(township.store) == before
    clerk.press("Ctrl+Return")
    assert ask.said[-1].startswith("已修改 60 人")
    assert list_acts(township)[0].words == "批量修改：加备注，60 人"
    clerk.press("Ctrl+Z")
    assert dump(township.store) == before


def test_who_stays_is_listed_with_the_reason(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    held = len(find_people(township, PeopleQuery(category="dibao_rural")))
    dialog = open_dialog(clerk, 2)
    clerk.press("Tab")
    pick = QApplication.focusWidget()
    assert isinstance(pick, QComboBox)
    pick.setCurrentIndex(pick.findData("tekun_scattered"))
    clerk.press("Enter", "Enter")
    clerk.type("审批表")
    clerk.press("Ctrl+Return")
    reasons = [row.stays for row in dialog.table.model_of_rows.rows()]
    both = sum(reason == "已经有这个类别" for reason in reasons)
    assert sum("农村低保" in reason for reason in reasons) >= held - both > 0
    clerk.press("Esc")


@pytest.mark.parametrize("kind", range(5))
def test_what_is_not_filled_in_is_said_and_nothing_is_written(
    township: Desk, sit_down: OpenWindow, kind: int
) -> None:
    clerk = sit_down(township)
    before = dump(township.store)
    dialog = open_dialog(clerk, kind)
    clerk.press("Ctrl+Return")
    assert dialog.problem()
    assert not dialog.presenter.ready
    clerk.press("Esc")
    assert dump(township.store) == before


def test_a_preview_is_forgotten_when_a_field_changes(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    dialog = open_dialog(clerk, 4)
    clerk.press("Tab")
    clerk.type("一")
    clerk.press("Ctrl+Return")
    assert dialog.table.model_of_rows.rows()
    clerk.type("二")
    assert not dialog.presenter.ready
    assert dialog.table.model_of_rows.rows() == ()
    clerk.press("Esc")


def test_the_last_step_is_asked_about_and_named(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+2")
    before = dump(township.store)
    ask.agrees = False
    clerk.press("Ctrl+Z")
    assert ask.said[-1].startswith("撤销上一步“导入：新增")
    assert dump(township.store) == before
    ask.agrees = True
    clerk.press("Ctrl+Z", "Ctrl+Z")
    assert find_people(township, PeopleQuery()) == ()
    assert ask.said[-1].startswith("没有可以撤销的")
