"""Visit sheets that go to a village as a workbook and come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from app.core.errors import FileError, UserError
from app.core.form_file import load_form
from app.core.forms import FieldKind
from app.exporters.sheet_book_xlsx import HEADER_ROW, NAME, NUMBER
from app.models.contact import Contact
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.sheet_books import (
    BookBack,
    RowState,
    commit_book,
    hand_back_book,
    hand_out_book,
    look_at_book,
)
from app.services.sheet_numbers import with_check_digit
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, open_sheet, record_visit
from tests.factory import TODAY, VILLAGES, dump, make_person, visit_answers

FORM = load_form("visit_sheet")
MONTH = "2026-06"
# As a village types them: from the list of a cell, by digit, by word.
FILLED: Mapping[str, object] = {
    "走访日期": TODAY.isoformat(), "时间": "9:30", "入户人员": "王干部、赵干部",
    "走访方式": "1 上门入户", "是否见到本人": "是", "受访人身份": "1", "健康状况": "健康",
    "精神状态": "1 良好", "自理能力": "1", "照料履责": "1", "住房安全": "1 安全",
    "就学情况": "2 在校", "安全隐患": "12", "登记信息": "1 属实", "困难需求": "医疗、照料",
    "慰问金": 200, "签字情况": "1 本人",
}  # fmt: skip


@pytest.fixture
def batch(desk: Desk, tmp_path: Path) -> str:
    """Four sheets, two in each village."""
    for place in range(4):
        make_person(desk, f"童{place}", categories=("orphan",), village=VILLAGES[place // 2])
    return print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf").batch_no


def _places(sheet: Worksheet, row: int) -> dict[str, int]:
    """The column of each head."""
    return {str(cell.value): at for at, cell in enumerate(sheet[row], start=1)}


def fill(path: Path, rows: Mapping[int, Mapping[str, object]]) -> None:
    """Write into the cells below these heads; 0 is the first sheet."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = _places(sheet, HEADER_ROW)
    for at, values in rows.items():
        for head, value in values.items():
            sheet.cell(HEADER_ROW + 1 + at, heads[head]).value = value  # type: ignore[assignment]
    book.save(path)


@pytest.fixture
def book(desk: Desk, batch: str, tmp_path: Path) -> Path:
    path = tmp_path / "走访表.xlsx"
    assert hand_out_book(desk, batch, path) == 4
    return path


def _numbers(desk: Desk, batch: str) -> list[str]:
    return [row.sheet_no for row in sheets_of_batch(desk, batch)]


def _states(back: BookBack) -> list[RowState]:
    return [row.state for row in back.rows]


def test_the_columns_stand_in_the_order_of_the_paper_and_numbers_are_text(
    desk: Desk, batch: str, book: Path
) -> None:
    sheet = load_workbook(book).worksheets[0]
    heads = [cell.value for cell in sheet[HEADER_ROW]]
    assert heads == [NUMBER, NAME, "村（社区）", *(f.label for f in FORM.fields), "补录原因"]
    assert [sheet.cell(HEADER_ROW + 1 + at, 1).value for at in range(4)] == _numbers(desk, batch)
    assert {cell.data_type for cell in sheet["A"][HEADER_ROW:]} == {"s"}
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    single = [f for f in FORM.fields if f.kind in {FieldKind.CHOICE, FieldKind.YES_NO}]
    assert len(lists) == len(single)
    assert '"1 上门入户,2 电话,3 视频,4 委托他人"' in [rule.formula1 for rule in lists]


def test_a_village_gets_its_own_sheets_only(desk: Desk, batch: str, tmp_path: Path) -> None:
    out = tmp_path / "村.xlsx"
    assert hand_out_book(desk, batch, out, village=VILLAGES[1]) == 2
    with pytest.raises(UserError, match="没有还要录入"):
        hand_out_book(desk, batch, out, village="没有这个村")


def test_what_the_village_filled_in_is_shown_first_and_stored_in_one_act(
    desk: Desk, batch: str, book: Path
) -> None:
    fill(book, {0: FILLED, 1: FILLED})
    before = dump(desk.store)
    back = look_at_book(desk, book)
    assert _states(back) == [RowState.READY, RowState.READY, RowState.EMPTY, RowState.EMPTY]
    assert dump(desk.store) == before, "looking keeps nothing"
    assert commit_book(desk, back) == 2
    answers = open_sheet(desk, _numbers(desk, batch)[0]).answers
    assert answers["problems"] == ("medical", "care")
    assert answers["hazards"] == ("water", "electricity")
    assert (answers["visit_time"], str(answers["aid_money"])) == ("09:30", "200.00")
    act = next(act for act in list_acts(desk) if act.verb == "import_sheets")
    assert act.words == "读回走访表 Excel：2 张"
    undo_act(desk, act.id)
    with desk.store.read() as session:
        assert session.scalars(select(Contact)).all() == []


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"走访日期": f"{TODAY + timedelta(days=3)}"}, "走访日期", "今天之后"),
        ({"走访日期": "昨天"}, "走访日期", "可以写成"),
        ({"走访方式": "骑马"}, "走访方式", "可以按"),
        ({"健康状况": "13"}, "健康状况", "不能和其他选项同时勾选"),
        ({"签字情况": ""}, "签字情况", "必填"),
        ({"慰问金": "很多"}, "慰问金", "单位元"),
        ({"姓名": "别人"}, NAME, "姓名对不上"),
        ({NUMBER: "101260600017"}, NUMBER, "校验位不符"),
        ({NUMBER: with_check_digit("99926060001")}, NUMBER, "其他单位"),
        ({NUMBER: with_check_digit("10126069999")}, NUMBER, "没有打印过"),
    ],
)
def test_what_is_wrong_says_where_and_keeps_only_its_row_out(
    desk: Desk, book: Path, changes: Mapping[str, object], column: str, words: str
) -> None:
    fill(book, {0: {**FILLED, **changes}, 1: FILLED})
    back = look_at_book(desk, book)
    assert _states(back)[:2] == [RowState.REFUSED, RowState.READY]
    problem = next(one for one in back.rows[0].problems if one.column == column)
    assert words in problem.words
    assert f"{HEADER_ROW + 1}" in problem.cell or column == "签字情况"
    assert commit_book(desk, back) == 1


def test_a_sheet_written_twice_is_refused_the_second_time(
    desk: Desk, batch: str, book: Path
) -> None:
    first = _numbers(desk, batch)[0]
    fill(book, {0: FILLED, 1: {**FILLED, NUMBER: first, NAME: open_sheet(desk, first).name}})
    back = look_at_book(desk, book)
    assert _states(back)[:2] == [RowState.READY, RowState.REFUSED]
    assert "第 4 行已经填过一次" in back.rows[1].words


def test_a_sheet_that_was_keyed_meanwhile_is_passed_over(
    desk: Desk, batch: str, book: Path
) -> None:
    fill(book, {0: FILLED})
    stale = look_at_book(desk, book)
    record_visit(desk, RecordVisit(_numbers(desk, batch)[0], visit_answers()))
    assert _states(look_at_book(desk, book))[0] is RowState.RECORDED
    before = dump(desk.store)
    with pytest.raises(UserError, match="已经录入过"):
        commit_book(desk, stale)
    assert dump(desk.store) == before


def test_refused_rows_go_back_and_are_read_again_when_they_are_right(
    desk: Desk, book: Path, tmp_path: Path
) -> None:
    fill(book, {0: {**FILLED, "精神状态": "9", "具体困难与需求": '=HYPERLINK("x")'}, 1: FILLED})
    back = look_at_book(desk, book)
    out = tmp_path / "退回.xlsx"
    assert hand_back_book(back, out) == 1
    sheet = load_workbook(out).worksheets[0]
    heads = _places(sheet, 2)
    assert "精神状态" in str(sheet.cell(3, heads["问题"]).value)
    again = load_workbook(out)
    again.worksheets[0].cell(3, heads["精神状态"], "1")
    again.worksheets[0].cell(3, heads["具体困难与需求"], "屋顶漏雨")
    again.save(out)
    commit_book(desk, back)
    second = look_at_book(desk, out)
    assert _states(second) == [RowState.READY]
    assert commit_book(desk, second) == 1


def test_a_workbook_that_is_something_else_says_so(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    book = Workbook()
    book.worksheets[0].append(["姓名", "身份证号"])
    book.save(path)
    with pytest.raises(FileError, match="不是走访表的表格"):
        look_at_book(desk, path)


def test_a_workbook_that_lost_a_column_says_which(desk: Desk, book: Path) -> None:
    workbook = load_workbook(book)
    workbook.worksheets[0].delete_cols(5)
    workbook.save(book)
    with pytest.raises(FileError, match="时间"):
        look_at_book(desk, book)
