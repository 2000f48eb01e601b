"""The grid: pasted, typed, judged, registered, with the keyboard only."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.services.desk import Desk
from app.services.drafts import GRID, find_draft, list_drafts
from app.services.grid import MOST_ROWS, USUAL_KEYS, grid_titles
from app.services.households import household_of
from app.services.people import PeopleQuery, find_people
from app.ui.pages.people.grid_cells import Cells, as_block, split_pasted
from app.ui.pages.people.grid_pane import GridPane
from app.ui.pages.people.grid_table import GridModel
from app.ui.pages.people.page import PeoplePage
from tests.factory import id_number
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


@pytest.mark.parametrize(
    ("copied", "cells"),
    [
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ('a\t"two\nlines"\tc\n', (("a", "two lines", "c"),)),
        ('"say ""yes"""\tb', (('say "yes"', "b"),)),
        ('a\t"\n"\tb\nc\td"', (("a", '"'), ('"', "b"), ("c", 'd"'))),
        ("\t\tc", (("", "", "c"),)),
        ("one", (("one",),)),
    ],
)
def test_a_block_of_a_spreadsheet_is_split_as_it_was_copied(
    copied: str, cells: tuple[tuple[str, ...], ...]
) -> None:
    assert split_pasted(copied) == cells


def test_what_is_copied_can_be_pasted_again() -> None:
    rows = (("甲", 'a "b"', "c\td"), ("", "", "乙"))
    assert split_pasted(as_block(rows)) == rows


def test_every_change_is_taken_back_and_done_again() -> None:
    cells = Cells(("name", "id_no"))
    seen = [cells.rows]
    for change in (
        lambda: cells.put(1, 0, (("甲", "1", "beyond"), ("乙",))),
        lambda: cells.clear([(2, 0)]),
        lambda: cells.drop_rows([0]),
    ):
        change()
        seen.append(cells.rows)
    assert seen[1:] == [
        (("", ""), ("甲", "1"), ("乙", "")),
        (("", ""), ("甲", "1")),
        (("甲", "1"),),
    ]
    assert [(cells.undo(), cells.rows) for _ in seen[1:]] == [(True, rows) for rows in seen[2::-1]]
    assert not cells.undo()
    assert [(cells.redo(), cells.rows) for _ in seen[1:]] == [(True, rows) for rows in seen[1:]]


def test_a_column_more_is_empty_and_the_same_text_again_is_no_change() -> None:
    cells = Cells(("name",))
    cells.put(0, 0, (("甲",),))
    cells.add_column("phone")
    cells.put(0, 1, (("138",),))
    cells.put(0, 1, (("138",),))
    assert cells.rows == (("甲", "138"),)
    assert cells.undo()
    assert cells.text(0, 1) == ""


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    model = GridModel(Cells(USUAL_KEYS), grid_titles(), ground)
    qtmodeltester.check(model)
    model.change(lambda: model.cells.put(40, 0, (("甲",),)))
    model.add_column("bank")
    model.show_marks({(40, 0): ("不对", True), (40, -1): ("重复", False)})
    qtmodeltester.check(model)
    assert model.rowCount() > 41
    assert model.index(40, 0).data(Qt.ItemDataRole.ToolTipRole) == "不对"
    model.start(USUAL_KEYS, ())
    qtmodeltester.check(model)


def open_grid(clerk: Clerk) -> GridPane:
    clerk.press("Ctrl+2", "Ctrl+Shift+N")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    return page.grid


def paste(clerk: Clerk, grid: GridPane, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    clerk.press("Ctrl+V")
    grid.check_now()
    clerk.rest()


def family() -> str:
    """A block with a header as a village copies it, and a column that nobody knows."""
    head, wife = id_number(born=date(1960, 1, 1)), id_number(born=date(1962, 2, 2), male=False)
    return (
        "姓名\t公民身份号码\t和户主关系\t户主\t村别\t类别\t民族\n"
        f"新户主\t{head}\t户主\t新户主\t某村\t农村低保\t汉族\n"
        f"新配偶\t{wife}\t配偶\t新户主\t某村\t农村低保\t土家族\n"
    )


def test_a_pasted_family_is_registered_by_keyboard_and_taken_back(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    grid = open_grid(clerk)
    paste(clerk, grid, family())
    assert "ethnicity" in grid.sheet().keys
    assert len(grid.sheet().rows) == 2
    clerk.press("Ctrl+Return")
    assert grid.sheet().rows == ()
    assert list_drafts(township) == ()
    (row,) = find_people(township, PeopleQuery(text="新配偶"))
    home = household_of(township, row.id)
    assert home is not None
    assert [member.name for member in home.members] == ["新户主", "新配偶"]
    grid.presenter.undo()
    clerk.rest()
    assert find_people(township, PeopleQuery(text="新配偶")) == ()


def test_without_a_header_the_columns_are_those_on_the_screen(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    grid = open_grid(clerk)
    clerk.press("Down", "Right")
    paste(clerk, grid, "990101195003040011\t户主")
    assert grid.sheet().rows[1][:3] == ("", "990101195003040011", "户主")


def test_unknown_headers_are_said(township: Desk, sit_down: OpenWindow, ask: StandInAsk) -> None:
    clerk = sit_down(township)
    grid = open_grid(clerk)
    paste(clerk, grid, f"姓名\t身份证号\t血型\n王某\t{id_number()}\tA")
    assert ask.said == ["有 1 列不认识，没有粘贴。血型"]


def test_a_wrong_cell_is_coloured_listed_and_holds_everybody_back(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    grid = open_grid(clerk)
    paste(clerk, grid, f"王某\t{id_number()}\n李某\t1.1E+17")
    assert grid.words().startswith("有 1 处错误")
    index = grid.table.grid.index(1, 1)
    assert "改坏" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.BackgroundRole) is not None
    clerk.press("Ctrl+Return")
    assert (grid.table.currentIndex().row(), grid.table.currentIndex().column()) == (1, 1)
    assert find_people(township, PeopleQuery(text="王某")) == ()
    grid.problems.setFocus()
    clerk.press("Enter")
    assert grid.table.hasFocus()


def test_cells_are_typed_emptied_and_taken_back_with_the_keys_of_a_spreadsheet(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    grid = open_grid(clerk)
    QTest.keyClicks(grid.table, "L")
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "i")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    clerk.rest()
    assert grid.sheet().rows[0][0] == "Li"
    assert grid.table.currentIndex().column() == 1
    clerk.press("Left", "Ctrl+C", "Del")
    assert grid.sheet().rows == ()
    clerk.press("Ctrl+Z")
    assert grid.sheet().rows[0][0] == "Li"
    assert QGuiApplication.clipboard().text() == "Li"


def test_what_stands_in_the_grid_comes_back_and_can_be_emptied(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    grid = open_grid(clerk)
    paste(clerk, grid, "王某\t9901")
    clerk.press("Esc")
    draft = find_draft(township, GRID)
    assert draft is not None
    assert draft.words == "批量登记：1 行"
    clerk.press("Ctrl+1", "Enter")
    assert grid.sheet().rows[0][:2] == ("王某", "9901")
    assert grid.bar.isVisible()
    grid.bar.discard.click()
    clerk.rest()
    assert grid.sheet().rows == ()
    assert list_drafts(township) == ()


def test_a_block_that_is_too_long_is_for_the_import(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    grid = open_grid(clerk)
    paste(clerk, grid, "王某\n" * (MOST_ROWS + 1))
    assert ask.said[0].startswith("一次最多粘贴 2000 行")
    assert grid.sheet().rows == ()


def test_the_window_that_closes_keeps_the_grid(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    grid = open_grid(clerk)
    paste(clerk, grid, "王某\t9901")
    clerk.window.close()
    assert find_draft(township, GRID) is not None
