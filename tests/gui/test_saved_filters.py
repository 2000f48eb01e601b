"""Filters under a name, columns as one likes them: chosen with the keyboard, found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.saved_filters import SavedFilter, keep_filter, list_filters
from app.ui.jobs import Jobs
from app.ui.memory import Memory
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.people.presenter import FoundPeople
from app.ui.pages.visits.page import VisitsPage
from app.ui.shell.main_window import MainWindow
from app.ui.widgets.columns_dialog import ColumnsDialog
from app.ui.widgets.filter_bar import FilterBar
from tests.gui.clerk import Clerk
from tests.gui.conftest import NO_DIALOG, OpenWindow
from tests.gui.stand_ins import StandInAsk


def people(clerk: Clerk) -> PeoplePage:
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    return page


def offered(bar: FilterBar) -> list[str]:
    return [action.text() for action in menu_of(bar).actions() if not action.isSeparator()]


def menu_of(bar: FilterBar) -> QMenu:
    (menu,) = [menu for button in bar.findChildren(QPushButton) if (menu := button.menu())]
    assert isinstance(menu, QMenu)
    return menu


def press(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()


def test_a_filter_is_kept_chosen_again_and_dropped(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+2")
    page = people(clerk)
    village = page.table.model_of_rows.row(0).village
    page.filters.search.setText("w")
    page.filters.set_value("village", village)
    page.filters.set_value("closed", "yes")
    page.table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    clerk.rest()
    shown, ask.typed = page.table.model_of_rows.rows(), "我的 & 名单"
    press(menu_of(page.filters), "把现在的条件存为…")
    clerk.rest()
    (kept,) = list_filters(township, "people")
    assert kept.values == {
        "text": "w", "village": village, "closed": "yes", "sort": "年龄", "down": "yes",
    }  # fmt: skip

    page.filters.clear()
    page.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    clerk.rest()
    assert len(page.table.model_of_rows.rows()) == 60
    press(menu_of(page.filters), "我的 && 名单")
    clerk.rest()
    assert page.query() == PeopleQuery(text="w", village=village, closed=True)
    assert page.table.model_of_rows.rows() == shown

    (drop,) = menu_of(page.filters).findChildren(QMenu)
    press(drop, "我的 && 名单")
    clerk.rest()
    assert list_filters(township, "people") == ()
    assert offered(page.filters) == ["把现在的条件存为…"]


def test_a_filter_of_the_same_name_is_replaced_only_after_a_question(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    keep_filter(township, "people", SavedFilter("低保", {"category": "dibao_rural"}))
    clerk = sit_down(township)
    clerk.press("Ctrl+2")
    ask.typed, ask.agrees = "低保", False
    people(clerk).filters.search.setText("李")
    people(clerk).saved.keep()
    clerk.rest()
    assert list_filters(township, "people")[0].values == {"category": "dibao_rural"}
    ask.agrees = True
    people(clerk).saved.keep()
    clerk.rest()
    assert list_filters(township, "people")[0].values == {"text": "李"}
    ask.typed = None
    people(clerk).saved.keep()
    assert len(list_filters(township, "people")) == 1


def test_what_is_missing_is_kept_with_its_words(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+2")
    page = people(clerk)
    page.open_place("missing:phone")
    clerk.rest()
    rows, ask.typed = page.table.model_of_rows.rows(), "没电话的"
    page.saved.keep()
    clerk.rest()
    page.filters.clear()
    page.saved.pick("没电话的")
    clerk.rest()
    assert page.query() == PeopleQuery(missing="phone")
    assert page.table.model_of_rows.rows() == rows


def test_the_visits_have_filters_of_their_own(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    keep_filter(township, "people", SavedFilter("低保", {"category": "dibao_rural"}))
    clerk = sit_down(township)
    clerk.press("Ctrl+3")
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    assert offered(page.plan.filters) == ["把现在的条件存为…"]
    ask.typed = "逾期的"
    page.plan.filters.set_value("state", "late")
    page.plan.saved.keep()
    clerk.rest()
    page.plan.filters.clear()
    page.plan.saved.pick("逾期的")
    clerk.rest()
    assert page.plan.filter().state == "late"


def test_columns_are_chosen_with_the_keyboard_and_found_again(
    township: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "window.json"
    clerk = _sit_at(township, qtbot, Memory(path))
    page = people(clerk)
    assert "联系电话" not in _titles(page)
    page.table.choose_columns()
    (dialog,) = page.table.findChildren(ColumnsDialog)
    clerk.rest()
    dialog.list.setCurrentRow(10)
    clerk.press("Space", *["Alt+Up"] * 9)  # the telephone, behind the name
    dialog.list.setCurrentRow(2)
    clerk.press("Space", "Ctrl+Return")  # without the sex
    assert _titles(page)[:3] == ["姓名", "联系电话", "年龄"]
    page.table.select_place(0)
    page.table.copy()
    assert QGuiApplication.clipboard().text().startswith("姓名\t联系电话\t年龄\t")
    clerk.window.close()

    again = people(_sit_at(township, qtbot, Memory(path)))
    assert _titles(again) == _titles(page)
    again.table.choose_columns()
    (dialog,) = again.table.findChildren(ColumnsDialog)
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "恢复原样").click()
    dialog.accept()
    assert _titles(again)[:3] == ["姓名", "性别", "年龄"]


def test_a_table_never_loses_its_last_column(township: Desk, qtbot: QtBot) -> None:
    page = people(_sit_at(township, qtbot, Memory()))
    page.table.choose_columns()
    (dialog,) = page.table.findChildren(ColumnsDialog)
    for place in range(dialog.list.count()):
        dialog.list.item(place).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    assert dialog.isVisible()
    dialog.reject()
    assert len(_titles(page)) == 8


def test_the_first_people_come_at_once_and_the_rest_follows(
    township: Desk, sit_down: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+2")
    page, seen = people(clerk), list[str]()
    show = page.show_found

    def show_found(found: FoundPeople) -> None:
        seen.append(found.words)
        show(found)

    monkeypatch.setattr(page, "show_found", show_found)
    clerk.type("1")
    clerk.rest()
    whole = find_people(township, PeopleQuery(text="1"))
    assert seen[0].startswith("显示前 ")
    assert seen[-1].startswith(f"共 {len(whole)} 人")
    assert page.table.model_of_rows.rows() == whole


def _titles(page: PeoplePage) -> list[str]:
    """The columns that are shown, from left to right."""
    header = page.table.horizontalHeader()
    places = [header.logicalIndex(place) for place in range(header.count())]
    columns = page.table.model_of_rows.columns
    return [columns[at].title for at in places if not header.isSectionHidden(at)]


def _sit_at(desk: Desk, qtbot: QtBot, memory: Memory) -> Clerk:
    ask = StandInAsk()
    window = MainWindow(desk, ask, Jobs(ask, NO_DIALOG), memory)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.start()
    clerk = Clerk(window, qtbot)
    clerk.rest()
    window.go("people")
    clerk.rest()
    return clerk
