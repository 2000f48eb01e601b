"""Deciding conflicts with the keyboard only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.services.acts import list_acts, undo_act
from app.services.county import receive_ledgers
from app.ui.pages.county.batch_dialog import BatchDialog
from app.ui.pages.county.page import CountyPage
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.samples.ledgers.county_world import World, county, move_in, people


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """白云镇 claims three people whom 青山镇 has, too."""
    with county(tmp_path / "county", offices=2) as made:
        first, second = people(12, 1), people(9, 2)
        for place in range(3):
            second = move_in(second, first, place)
        made.send(tmp_path / "stick", 1, first)
        made.send(tmp_path / "stick", 2, second)
        receive_ledgers(made.desk, [tmp_path / "stick"])
        yield made


@pytest.fixture
def clerk(world: World, sit_down: OpenWindow) -> Clerk:
    """At the list of conflicts."""
    clerk = sit_down(world.desk)
    clerk.press("Ctrl+2")
    page = clerk.page()
    assert isinstance(page, CountyPage)
    page.open_place("conflicts")
    page.conflicts.list.setFocus()
    return clerk


def page_of(clerk: Clerk) -> CountyPage:
    page = clerk.page()
    assert isinstance(page, CountyPage)
    return page


def decided(page: CountyPage) -> list[str]:
    rows = page.conflicts.list.model_of_rows.rows()
    return [row.decision.words if row.decision else "" for row in rows]


def test_a_digit_a_reason_and_enter_decide_and_lead_to_the_next(clerk: Clerk) -> None:
    clerk.press("1")
    clerk.type("户籍在青山镇")
    clerk.press("Enter")
    page = page_of(clerk)
    assert [words[:5] for words in decided(page)[:3]] == ["以青山镇 ", "", ""]
    assert page.conflicts.list.currentIndex().row() == 1
    clerk.press("3")
    clerk.type("身份证号录错")
    clerk.press("Enter")
    assert decided(page)[1] == "不是同一人，各自计入"
    assert page.tabs.tabText(2) == "重复与冲突　1"


def test_without_a_reason_nothing_is_decided(clerk: Clerk) -> None:
    clerk.press("1", "Enter")
    assert decided(page_of(clerk)) == ["", "", ""]


def test_many_alike_are_shown_before_they_are_decided_and_undone_at_once(
    clerk: Clerk, world: World
) -> None:
    page = page_of(clerk)
    clerk.press("1")
    clerk.type("户籍在青山镇")
    page.conflicts.verdict._press("alike")
    clerk.rest()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BatchDialog)
    assert decided(page) == ["", "", ""]
    clerk.press("Ctrl+Return")
    assert all(words.startswith("以青山镇") for words in decided(page))
    undo_act(world.desk, list_acts(world.desk)[0].id)
    clerk.press("F5")
    assert decided(page) == ["", "", ""]


def test_decided_ones_can_be_hidden_and_taken_back(clerk: Clerk) -> None:
    page = page_of(clerk)
    clerk.press("4")
    clerk.type("两地均有居住")
    clerk.press("Enter")
    page.conflicts.only_open.setChecked(True)
    assert len(decided(page)) == 2
    page.conflicts.only_open.setChecked(False)
    page.conflicts.list.select_place(0)
    page.conflicts.verdict._press_withdraw()
    clerk.rest()
    assert decided(page) == ["", "", ""]
