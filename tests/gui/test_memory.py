"""What looks after a restart as it did before."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.services.desk import Desk
from app.ui.jobs import Jobs
from app.ui.memory import Memory
from app.ui.pages.people.page import PeoplePage
from app.ui.shell.main_window import MainWindow
from tests.gui.clerk import Clerk
from tests.gui.conftest import NO_DIALOG
from tests.gui.stand_ins import StandInAsk


def sit_at(desk: Desk, qtbot: QtBot, memory: Memory) -> Clerk:
    ask = StandInAsk()
    window = MainWindow(desk, ask, Jobs(ask, NO_DIALOG), memory)
    qtbot.addWidget(window)
    window.resize(1200, 700)
    window.show()
    window.start()
    clerk = Clerk(window, qtbot)
    clerk.rest()
    window.go("people")
    clerk.rest()
    return clerk


def pick(page: PeoplePage, place: int) -> str:
    box = page.filters.findChildren(QComboBox)[0]
    box.setCurrentIndex(place)
    box.activated.emit(place)
    return str(box.currentData())


def test_widths_order_and_filter_are_found_again(
    township: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "window.json"
    clerk = sit_at(township, qtbot, Memory(path))
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    village = pick(page, 2)
    page.filters.search.setText("王")
    page.table.setColumnWidth(0, 133)
    page.table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    clerk.rest()
    clerk.window.close()
    assert "王" not in path.read_text(encoding="utf-8")

    again = sit_at(township, qtbot, Memory(path)).page()
    assert isinstance(again, PeoplePage)
    rows = again.table.model_of_rows.rows()
    assert again.filters.value("village") == village
    assert {row.village for row in rows} == {village}
    assert again.table.columnWidth(0) == 133
    ages = [row.age for row in rows if row.age is not None]
    assert ages == sorted(ages, reverse=True)


def test_a_link_from_another_page_is_not_what_the_clerk_chose(township: Desk, qtbot: QtBot) -> None:
    memory = Memory()
    clerk = sit_at(township, qtbot, memory)
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    village = pick(page, 1)
    clerk.rest()
    page.open_place(f"person:{page.table.model_of_rows.row(0).id}")
    clerk.rest()
    assert page.filters.value("village") == ""
    clerk.window.close()
    assert memory.recall("people.filter") == {"village": village}


def test_a_village_that_is_gone_hides_nobody(township: Desk, qtbot: QtBot) -> None:
    memory = Memory()
    memory.keep("people.filter", {"village": "已撤并的村"})
    page = sit_at(township, qtbot, memory).page()
    assert isinstance(page, PeoplePage)
    assert page.filters.value("village") == ""
    assert len(page.table.model_of_rows.rows()) == 60


@pytest.mark.parametrize(
    "text", ["", "[1]", "{", '{"people.table": 3, "people.filter": {"village": 7}}']
)
def test_a_spoilt_memory_is_forgotten(
    township: Desk, qtbot: QtBot, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "window.json"
    path.write_text(text, encoding="utf-8")
    page = sit_at(township, qtbot, Memory(path)).page()
    assert isinstance(page, PeoplePage)
    assert len(page.table.model_of_rows.rows()) == 60


def test_the_third_press_on_a_title_brings_back_the_order_of_the_village(
    township: Desk, qtbot: QtBot
) -> None:
    page = sit_at(township, qtbot, Memory()).page()
    assert isinstance(page, PeoplePage)
    before = page.table.model_of_rows.rows()
    page.table.select_place(5)
    chosen = page.table.current()
    for section in (2, -1):
        page.table.horizontalHeader().setSortIndicator(section, Qt.SortOrder.AscendingOrder)
        assert page.table.current() == chosen
    assert page.table.model_of_rows.rows() == before
