"""The page 事项 by keyboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from app.core.terms import MatterState
from app.services.desk import Desk
from app.services.indicators import IndicatorBoard
from app.services.matter_acts import AddMatter, add_matter
from app.services.matter_finding import find_matters
from app.services.matters import ALL, MatterQuery, MatterRow, MatterView, list_matters
from app.services.people import PeopleQuery, find_people
from app.ui.pages.matters.dialogs import AddDialog
from app.ui.pages.matters.page import MattersPage
from app.ui.pages.matters.presenter import MattersPresenter
from app.ui.pages.people.page import PeoplePage
from app.ui.ports import Context
from tests.gui.clerk import Clerk
from tests.gui.conftest import TODAY, OpenWindow
from tests.gui.stand_ins import StandInAsk, Went


@pytest.fixture
def requests(township: Desk) -> list[int]:
    """Five requests of five people, the first two late."""
    people = find_people(township, PeopleQuery())[:5]
    return [
        add_matter(
            township,
            AddMatter("request", f"诉求{place}", row.id, "", date(2026, 6, 20 + place)),
        )
        for place, row in enumerate(people)
    ]


def open_page(clerk: Clerk) -> MattersPage:
    clerk.turn_to("matters")
    page = clerk.page()
    assert isinstance(page, MattersPage)
    page.settle()
    clerk.rest()
    return page


def rows_of(desk: Desk, state: str = ALL) -> dict[int, MatterRow]:
    return {row.id: row for row in list_matters(desk, MatterQuery(state=state)).rows}


def test_the_register_is_gone_through_from_the_keyboard(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    assert page.table.model_of_rows.rows() == ()
    clerk.press("Ctrl+R")
    assert page.words().startswith("核对完了：新增")
    assert len(page.table.model_of_rows.rows()) == len(rows_of(township)) > 0


def test_late_ones_stand_first_and_enter_leads_to_the_person(
    township: Desk, requests: list[int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    shown = page.table.model_of_rows.rows()
    assert [row.late for row in shown] == [True, True, False, False, False]
    assert page.presenter.shown is not None
    assert page.presenter.shown.row.id == requests[0]
    person = page.presenter.shown.person_id
    clerk.press("Enter")
    people = clerk.page()
    assert isinstance(people, PeoplePage)
    people.settle()
    clerk.rest()
    assert people.presenter.shown is not None
    assert people.presenter.shown.row.id == person


def test_a_matter_is_handed_over_answered_told_and_closed(
    township: Desk, requests: list[int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    open_page(clerk)
    clerk.press("F6")
    clerk.type("县残联")
    clerk.press("Enter", "Ctrl+Return")
    assert rows_of(township)[requests[0]].department == "县残联"
    assert rows_of(township)[requests[0]].state is MatterState.ASSIGNED
    clerk.press("Home", "F7")
    clerk.press("Ctrl+Return")
    assert QApplication.activeModalWidget() is not None, "an empty answer is not kept"
    clerk.type("扶手下周安装")
    clerk.press("Ctrl+Return")
    answered = [row.id for row in rows_of(township).values() if row.state is MatterState.ANSWERED]
    assert len(answered) == 1
    page = clerk.page()
    assert isinstance(page, MattersPage)
    page.select_matter(answered[0])
    clerk.press("F8")
    assert rows_of(township)[answered[0]].state is MatterState.TOLD
    page.select_matter(answered[0])
    clerk.press("F9", "Enter")
    clerk.type("本人满意")
    clerk.press("Ctrl+Return")
    assert rows_of(township)[answered[0]].outcome_name == "已解决"


def test_many_are_closed_with_one_reason_and_taken_back(
    township: Desk, requests: list[int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    clerk.press("Ctrl+A", "F9", "Down", "Enter")
    clerk.type("同一个问题，已统一答复")
    clerk.press("Ctrl+Return")
    assert page.words() == "办结事项（无需处理），5 件。"
    assert rows_of(township, "undone") == {}
    assert page.table.model_of_rows.rows() == ()
    page.presenter.undo()
    clerk.rest()
    assert len(rows_of(township, "undone")) == 5
    assert page.words().startswith("已撤销")


def test_a_reason_that_is_missing_is_asked_for_in_the_dialog(
    township: Desk, requests: list[int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    open_page(clerk)
    clerk.press("F9", "Ctrl+Return")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert rows_of(township)[requests[0]].state is MatterState.OPEN
    clerk.press("Esc")
    assert QApplication.activeModalWidget() is None


def test_a_request_is_written_down_with_its_person(township: Desk, sit_down: OpenWindow) -> None:
    wanted = find_people(township, PeopleQuery())[7]
    clerk = sit_down(township)
    page = open_page(clerk)
    clerk.press("Ctrl+N")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AddDialog)
    clerk.press("Tab")
    clerk.type(wanted.name)
    dialog.person.search()
    clerk.rest()
    clerk.press("Enter", "Enter", "Tab")
    clerk.type("想装扶手")
    clerk.press("Ctrl+Return")
    (row,) = rows_of(township).values()
    assert (row.words, row.who, row.kind) == ("想装扶手", wanted.name, "request")
    assert page.words() == "已登记。"


def test_a_name_that_nobody_was_chosen_for_is_not_thrown_away(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    open_page(clerk)
    clerk.press("Ctrl+N", "Tab")
    clerk.type("没有这个人")
    clerk.press("Ctrl+Return")
    assert QApplication.activeModalWidget() is not None
    assert rows_of(township) == {}
    clerk.press("Esc")


def test_filters_narrow_the_list_and_the_workbench_leads_to_the_late_ones(
    township: Desk, requests: list[int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    clerk.window.context.go("matters", "state:late")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, MattersPage)
    assert [row.id for row in page.table.model_of_rows.rows()] == requests[:2]
    clerk.window.context.go("matters", "state:")
    clerk.press("F3")
    clerk.type("诉求3")
    clerk.rest()
    assert [row.id for row in page.table.model_of_rows.rows()] == [requests[3]]
    clerk.press("Esc")
    assert len(page.table.model_of_rows.rows()) == 5


def test_a_letter_is_printed_for_what_is_selected(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    add_matter(township, AddMatter("request", "想装扶手", department="县残联"))
    ask.saves_as = tmp_path / "转办单.pdf"
    clerk = sit_down(township)
    page = open_page(clerk)
    clerk.press("Ctrl+P")
    assert ask.saves_as.exists()
    assert page.words().startswith("已生成 1 张转办单")


def test_the_indicators_take_the_place_of_the_list_until_esc(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    page.show_board()
    clerk.rest()
    assert "visit_rate" in [row.key for row in page.board.model_of_rows.rows()]
    clerk.press("Esc")
    assert page.table.isVisible() or not page.table.model_of_rows.rows()


# --- without a screen ----------------------------------------------------------------------------
@dataclass
class Screen:
    rows: tuple[MatterRow, ...] = ()
    views: list[MatterView | None] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    asked: MatterQuery = field(default_factory=MatterQuery)

    def show_list(self, rows: tuple[MatterRow, ...], words: str) -> None:
        self.rows = rows
        self.said.append(words)

    def show_villages(self, villages: object) -> None: ...

    def show_matter(self, view: MatterView) -> None:
        self.views.append(view)

    def show_nothing(self) -> None:
        self.views.append(None)

    def show_indicators(self, board: IndicatorBoard) -> None:
        self.said.append(f"{len(board.rows)} 项指标")

    def select_matter(self, matter_id: int) -> None: ...

    def say(self, words: str, *, undo: bool = False) -> None:
        self.said.append(words)

    def query(self) -> MatterQuery:
        return self.asked


def test_what_is_refused_is_said_and_nothing_can_be_undone(
    context: Context, ask: StandInAsk, went: Went
) -> None:
    one = add_matter(context.desk, AddMatter("request", "想装扶手"))
    screen = Screen()
    presenter = MattersPresenter(context, screen)
    presenter.tell([one])
    assert "还没有答复" in ask.said[-1]
    presenter.undo()
    assert went.changes == 0
    presenter.print_letters([])
    assert "没有选中" in ask.said[-1]


def test_a_matter_that_was_taken_back_is_no_longer_shown(context: Context) -> None:
    screen = Screen()
    presenter = MattersPresenter(context, screen)
    one = add_matter(context.desk, AddMatter("request", "想装扶手"))
    presenter.open(one)
    presenter.open(4711)
    assert [view is None for view in screen.views] == [False, True]
    presenter.go_on()


def test_the_list_says_whether_the_register_was_gone_through(context: Context) -> None:
    screen = Screen()
    presenter = MattersPresenter(context, screen)
    presenter.search()
    assert screen.said == ["共 0 件　·　还没有核对过"]
    find_matters(context.desk)
    presenter.search()
    assert f"上次核对 {TODAY.month}月" in screen.said[-1]
