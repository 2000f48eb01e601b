"""A picture of every page, and what the shell's keys do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.services.desk import Desk
from app.ui.pages.people.page import PeoplePage
from app.ui.pictures import SIZE, take_pictures
from app.ui.shell.manual import ManualWindow
from app.ui.shell.navigation import PAGE_KEYS
from tests.gui.conftest import OpenWindow


def test_every_page_has_its_picture(township: Desk, tmp_path: Path) -> None:
    taken = take_pictures(township, tmp_path / "pictures")
    assert [path.stem for path in taken] == [
        "01-workbench",
        "02-people",
        "03-visits",
        "04-care",
        "05-entitlements",
        "06-matters",
        "07-check",
        "08-ledger",
        "09-policy",
        "10-settings",
    ]
    assert {(QImage(str(path)).width(), QImage(str(path)).height()) for path in taken} == {SIZE}


def test_a_page_that_breaks_leaves_no_picture_of_its_half(
    township: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(desk: Desk) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("app.ui.pages.workbench.presenter.show_workbench", broken)
    with pytest.raises(ZeroDivisionError):
        take_pictures(township, tmp_path)


def test_every_page_is_reached_with_the_keyboard(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    reached = []
    for key in PAGE_KEYS:
        clerk.press(key)
        reached.append(clerk.page().accessibleName())
    assert reached == [
        "工作台", "人员", "走访", "帮扶", "待遇", "事项", "核查", "台账", "政策", "设置"
    ]  # fmt: skip


def test_f1_opens_the_chapter_of_the_page(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+3", "F1")
    manual = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ManualWindow))
    assert manual.text().startswith("走访")
    manual.close()


def test_a_new_person_is_registered_with_the_keyboard(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+2", "Ctrl+N")
    clerk.fill("阿依古丽·买买提")
    clerk.press("Ctrl+Return")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.settle()
    clerk.rest()
    assert page.presenter.shown is not None
    assert page.presenter.shown.row.name == "阿依古丽·买买提"
