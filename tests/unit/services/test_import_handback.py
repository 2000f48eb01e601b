"""What goes back to the village: the list of problems, and the refused rows to be corrected."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.core.errors import FileError, UserError
from app.services.desk import Desk
from app.services.import_handback import write_problem_list, write_refused
from app.services.import_people import preview_import
from tests.factory import id_number, write_roster
from tests.samples.import_files import CASES


def _rows(good: str) -> list[dict[str, object]]:
    base = {"村": "清水村", "人员类别": "一般残疾人", "备注": "+CMD(1)"}
    return [
        {"姓名": "陈水生", "身份证号": good, **base},
        {"姓名": "李阿秀", "身份证号": good[:17] + ("1" if good[17] != "1" else "2"), **base},
        {"姓名": None, "身份证号": id_number(), **base},
    ]


def test_refused_rows_go_back_as_they_came_with_what_is_wrong_beside_them(
    desk: Desk, tmp_path: Path
) -> None:
    path = write_roster(tmp_path / "一般残疾人.xlsx", *_rows(id_number()))
    preview = preview_import(desk, [path])
    assert write_refused(preview, tmp_path / "back.xlsx") == 2
    sheet = load_workbook(tmp_path / "back.xlsx").worksheets[0]
    header = [cell.value for cell in sheet[2]]
    assert header == ["姓名", "身份证号", "村", "人员类别", "备注", "问题", "怎么改"]
    first = dict(zip(header, sheet[3], strict=True))
    assert first["姓名"].value == "李阿秀"
    assert "B4：身份证号校验位不对" in str(first["问题"].value)
    assert "GB 11643" in str(first["问题"].value)
    assert first["身份证号"].number_format == "@"
    assert first["身份证号"].fill.fgColor.rgb == "00FFF2CC"
    assert (first["备注"].value, first["备注"].data_type) == ("+CMD(1)", "s")
    assert first["备注"].quotePrefix


def test_what_goes_back_can_be_corrected_and_imported_again(desk: Desk, tmp_path: Path) -> None:
    path = write_roster(tmp_path / "一般残疾人.xlsx", *_rows(id_number()))
    write_refused(preview_import(desk, [path]), tmp_path / "back.xlsx")
    book = load_workbook(tmp_path / "back.xlsx")
    book.worksheets[0].cell(3, 2).value = id_number()
    book.worksheets[0].cell(4, 1).value = "周大山"
    book.save(tmp_path / "corrected.xlsx")
    again = preview_import(desk, [tmp_path / "corrected.xlsx"])
    assert (again.counts.new, again.counts.refused) == (2, 0)
    assert [person.categories for person in again.rows] == [("一般残疾人",)] * 2


def test_rows_of_a_provincial_list_keep_what_the_file_name_said(desk: Desk, tmp_path: Path) -> None:
    header = {"与户主关系": "户主", "家庭地址": "1号"}
    rows: list[dict[str, object]] = [
        {"姓名": name, "身份证号": number, "户主身份证号": number, **header}
        for name, number in (("陈水生", id_number()), ("李阿秀", "990101195001010011"))
    ]
    path = write_roster(tmp_path / "农村低保人员查询_20260520.xlsx", *rows, title="查询结果")
    write_refused(preview_import(desk, [path]), tmp_path / "退回.xlsx")
    book = load_workbook(tmp_path / "退回.xlsx")
    for column in (2, 3):
        book.worksheets[0].cell(3, column).value = id_number()
    book.save(tmp_path / "退回.xlsx")
    again = preview_import(desk, [tmp_path / "退回.xlsx"])
    assert again.plan.files[0].layout == "低保人员"
    assert again.rows[0].categories == ("农村低保",)


def test_without_refused_rows_nothing_goes_back(desk: Desk, tmp_path: Path) -> None:
    path = write_roster(tmp_path / "a.xlsx", _rows(id_number())[0])
    with pytest.raises(UserError, match="没有被拒绝的行"):
        write_refused(preview_import(desk, [path]), tmp_path / "back.xlsx")
    assert not (tmp_path / "back.xlsx").exists()


def test_a_folder_that_is_gone_is_said_in_words(desk: Desk, tmp_path: Path) -> None:
    preview = preview_import(desk, [CASES / "05_damaged_number.xlsx"])
    with pytest.raises(FileError, match="没有写成"):
        write_refused(preview, tmp_path / "gone" / "back.xlsx")


def test_the_list_of_problems_names_kind_place_rule_and_remedy(desk: Desk, tmp_path: Path) -> None:
    preview = preview_import(desk, [CASES / "05_damaged_number.xlsx"])
    write_problem_list(preview, tmp_path / "p.xlsx")
    sheet = load_workbook(tmp_path / "p.xlsx").worksheets[0]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert texts[0][:2] == ["程度", "种类"]
    assert texts[1][:2] == ["拒绝", "内容"]
    assert {"D3", "身份证号"} <= set(texts[1])
