"""The list of people that leaves the program: masked, in the order shown, on record."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtGui import QGuiApplication

from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.people_list import copy_people
from app.ui.pages.people.page import PeoplePage
from app.ui.ports import Context
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


def test_a_list_is_copied_masked_in_the_order_asked_for_and_on_record(township: Desk) -> None:
    rows = find_people(township, PeopleQuery(order="age", descending=True))[:7]
    people = copy_people(township, [row.id for row in rows])
    assert [row[0] for row in people.rows] == [row.name for row in rows]
    assert [row[3] for row in people.rows] == [row.id_masked for row in rows]
    assert list_acts(township)[0].words == "复制名单：7 人，身份证号只显示几位"


def test_the_copied_list_is_on_the_clipboard_and_the_page_says_so(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    clerk.press("Ctrl+2")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.presenter.copy_list(page.table.model_of_rows.rows()[:3], full=False)
    clerk.rest()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("姓名\t性别\t年龄\t身份证号")
    assert len(lines) == 4
    assert page.words().startswith("已复制 3 人")


def test_full_numbers_leave_only_after_a_question_and_as_text(
    context: Context, township: Desk, ask: StandInAsk, tmp_path: Path
) -> None:
    page = PeoplePage(context)
    page.refresh()
    rows = page.table.model_of_rows.rows()
    path = ask.saves_as = tmp_path / "list.xlsx"
    ask.agrees = False
    page.presenter.save_list(rows, full=True)
    assert not path.exists()
    ask.agrees = True
    page.presenter.save_list(rows, full=True)
    sheet = load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    numbers = [sheet.cell(row, 4) for row in range(4, 4 + len(rows))]
    assert {cell.number_format for cell in numbers} == {"@"}
    assert "*" not in "".join(str(cell.value) for cell in numbers)
    assert list_acts(township)[0].words == "另存名单：60 人，身份证号完整"
    page.deleteLater()


def test_a_list_that_cannot_be_written_leaves_no_line(
    context: Context, township: Desk, ask: StandInAsk, tmp_path: Path
) -> None:
    acts = list_acts(township)
    ask.saves_as = tmp_path / "nowhere" / "list.xlsx"
    page = PeoplePage(context)
    page.refresh()
    page.presenter.save_list(page.table.model_of_rows.rows(), full=False)
    page.presenter.save_list((), full=False)
    assert [words[:4] for words in ask.said] == ["文件“l", "名单是空"]
    assert list_acts(township) == acts
    page.deleteLater()
