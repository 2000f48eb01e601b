"""The page 帮扶: its tabs by keyboard."""

from __future__ import annotations

from app.services.desk import Desk
from app.ui.pages.care.page import PANES, CarePage
from tests.gui.conftest import OpenWindow


def test_every_tab_is_reached_with_the_keyboard_and_built_only_then(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    clerk.turn_to("care")
    page = clerk.page()
    assert isinstance(page, CarePage)
    seen = []
    for place in range(len(PANES)):
        assert page.tabs.currentIndex() == place
        seen.append(page.pane())
        clerk.press("Ctrl+Tab")
    assert len(set(map(id, seen))) == len(PANES)
    assert page.tabs.currentIndex() == 0


def test_another_page_opens_a_tab_by_its_key(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    for place, entry in enumerate(PANES):
        clerk.window.go("care", entry.key)
        clerk.rest()
        page = clerk.page()
        assert isinstance(page, CarePage)
        assert page.tabs.currentIndex() == place
