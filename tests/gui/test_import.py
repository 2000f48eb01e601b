"""Importing with the keyboard: what columns are, what stays, what is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtTest import QAbstractItemModelTester

from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.ui.pages.people.import_pane import ImportPane
from app.ui.pages.people.page import PeoplePage
from app.ui.ports import Context
from tests.factory import id_number
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk

HEADERS = ("家里人", "公民号", "当家人", "是啥", "毛病")


def unknown_sheet(folder: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    numbers = [id_number() for _ in range(3)]
    for row in (
        HEADERS,
        ("陈水生", numbers[0], "陈水生", "户主", "高血压"),
        ("李阿秀", numbers[1], None, "妻", None),
        ("周大山", numbers[2], "周大山", "户主", None),
    ):
        sheet.append(list(row))
    path = folder / "摸底.xlsx"
    book.save(path)
    return path


def pane_of(clerk: Clerk) -> ImportPane:
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    return page.import_pane


def test_an_unknown_sheet_is_explained_with_the_keyboard_and_imported(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    before = len(find_people(township, PeopleQuery()))
    ask.picks = (unknown_sheet(tmp_path),)
    clerk = sit_down(township)
    clerk.press("Ctrl+2")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.open_import()
    pane = page.import_pane
    clerk.press("Enter")
    matching = pane.matching
    assert matching.columns.hasFocus()
    matching.columns.select_place(2)
    clerk.press("Enter")
    assert matching.picker.hasFocus()
    matching.picker.setEditText("hzxm")  # typing opens a list, which needs a real screen
    clerk.press("Enter")
    assert matching.columns.hasFocus()
    assert matching.presenter.sheet.keys[3] == "head_name"
    assert "没写户主" in matching._fill.text()
    matching._fill.click()
    matching.presenter.finish()
    clerk.rest()
    assert pane._confirm.hasFocus()
    clerk.press("Enter")
    assert "新增 3 人" in pane._outcome._hint.text()
    assert len(find_people(township, PeopleQuery())) == before + 3


def test_what_is_missing_is_said_before_the_preview(context: Context, tmp_path: Path) -> None:
    pane = ImportPane(context, lambda: None)
    pane.presenter.read([unknown_sheet(tmp_path)])
    pane.matching.presenter.set_key(2, "-")
    pane.matching.presenter.finish()
    assert "身份证号" in pane.matching._problem.text()


def test_tables_of_the_import_are_sound_models(context: Context, tmp_path: Path) -> None:
    pane = ImportPane(context, lambda: None)
    pane.presenter.read([unknown_sheet(tmp_path)])
    pane.matching.presenter.finish()
    tables = (
        pane.matching.columns,
        pane.matching.sheets,
        pane._changes.table,
        pane._missing.table,
        pane._problems.table,
        pane._refused.table,
    )
    for table in tables:
        QAbstractItemModelTester(table.model_of_rows)


@pytest.fixture
def changed(context: Context, tmp_path: Path) -> ImportPane:
    """A preview in which values of the register would be replaced."""
    township = context.desk
    with township.store.read() as session:
        from app.models.queries import register as queries

        people = [each for each in queries.all_people(session) if each.id_key][:5]
        rows = [(each.name, each.id_no, "改了的地址", "户主") for each in people]
    book = Workbook()
    for row in (("姓名", "身份证号", "家庭住址", "与户主关系"), *rows):
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "a.xlsx")
    pane = ImportPane(context, lambda: None)
    pane.presenter.read([tmp_path / "a.xlsx"])
    return pane


def test_every_change_is_shown_and_space_turns_it(changed: ImportPane) -> None:
    table = changed._changes.table
    rows = table.model_of_rows.rows()
    assert {row.theirs for row in rows} >= {"改了的地址"}
    choices = changed.presenter.choices
    side = choices.side(rows[0])
    table.select_place(0)
    changed.presenter.turn(table.chosen())
    assert choices.side(rows[0]) != side


def test_one_field_can_be_settled_for_all(changed: ImportPane) -> None:
    tab = changed._changes
    tab._label.setCurrentIndex(tab._label.findData("家庭住址"))
    rows = tab.table.model_of_rows.rows()
    assert {row.label for row in rows} == {"家庭住址"}
    tab.table.selectAll()
    tab._settle(keep=True)
    assert {row.id for row in rows} <= changed.presenter.choices.kept
    changed.presenter.confirm()
    with changed.presenter._context.desk.store.read() as session:
        from app.models.queries import register as queries

        assert "改了的地址" not in {each.address for each in queries.all_people(session)}


def test_a_problem_leads_to_its_row(context: Context, tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ("姓名", "身份证号", "与户主关系"),
        ("陈水生", id_number(), "户主"),
        ("李阿秀", "990101195001010011", "户主"),
    ):
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "a.xlsx")
    pane = ImportPane(context, lambda: None)
    pane.presenter.read([tmp_path / "a.xlsx"])
    problem = next(p for p in pane._problems.table.model_of_rows.rows() if p.row == 3)
    pane._go_to_row(problem)
    refused = pane._refused.table.current()
    assert refused is not None
    assert (refused.name, refused.row) == ("李阿秀", 3)
    assert "校验位" in refused.words
