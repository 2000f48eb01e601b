from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from app.core.dictionary import Kind
from app.core.errors import Cancelled, FileError
from app.exporters.roster_xlsx import Roster, RosterColumn, write_roster

COLUMNS = (
    RosterColumn("身份证号", width=22),
    RosterColumn("金额", Kind.MONEY),
    RosterColumn("日期", Kind.DATE),
    RosterColumn("人数", Kind.NUMBER, 8),
    RosterColumn("在校", Kind.YES_NO, 8),
)
ROW = ("99010119900101123X", Decimal("1128.50"), date(2026, 5, 3), 3, False)


def sheet_of(tmp_path, *rows, **more):
    path = tmp_path / "list.xlsx"
    write_roster(path, Roster("问题清单", COLUMNS, rows, **more))
    return load_workbook(path).worksheets[0]


def test_values_keep_their_types(tmp_path):
    sheet = sheet_of(tmp_path, ROW)
    assert [cell.value for cell in sheet[2]] == [column.title for column in COLUMNS]
    values = [cell.value for cell in sheet[3]]
    assert values[2].date() == ROW[2]
    assert [*values[:2], *values[3:]] == ["99010119900101123X", 1128.5, 3, "否"]
    assert [cell.number_format for cell in sheet[3]] == ["@", "#,##0.00", "yyyy-mm-dd", "0", "@"]


def test_what_is_unknown_is_empty(tmp_path):
    sheet = sheet_of(tmp_path, (None,) * 5)
    assert [cell.value for cell in sheet[3]] == [None] * 5


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)"])
def test_text_is_never_a_formula(tmp_path, text):
    cell = sheet_of(tmp_path, (text, None, None, None, None))["A3"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    assert cell.quotePrefix


def test_a_title_is_never_a_formula(tmp_path):
    path = tmp_path / "list.xlsx"
    write_roster(path, Roster("=1+1", (RosterColumn("=2"),), [("a",)]))
    sheet = load_workbook(path).worksheets[0]
    assert (sheet["A1"].data_type, sheet["A2"].data_type) == ("s", "s")


def test_characters_a_workbook_cannot_hold_are_left_out(tmp_path):
    assert sheet_of(tmp_path, ("王\x07敏", None, None, None, None))["A3"].value == "王敏"


def test_the_page_is_ready_to_print(tmp_path):
    sheet = sheet_of(tmp_path, ROW, ROW, note="青石镇　共 2 条")
    assert sheet["A2"].value == "青石镇　共 2 条"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:E5"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["A"].width == 22


def test_a_row_is_as_high_as_its_longest_text(tmp_path):
    sheet = sheet_of(tmp_path, ("长" * 30, None, None, None, None), ROW)
    assert sheet.row_dimensions[3].height == 3 * sheet.row_dimensions[4].height


def test_titles_and_the_note_are_as_high_as_their_text(tmp_path):
    columns = (RosterColumn("分散供养、不能完全自理，没有照料人", width=12),)
    path = tmp_path / "list.xlsx"
    write_roster(path, Roster("疑点", columns, (), note="请逐一核实，按原样退回。"))
    heights = load_workbook(path).worksheets[0].row_dimensions
    assert heights[3].height == 60
    assert heights[2].height == 54


def test_a_title_that_excel_forbids_as_sheet_name_is_shortened(tmp_path):
    path = tmp_path / "list.xlsx"
    write_roster(path, Roster("清单[一/二]" + "长" * 40, COLUMNS, []))
    sheet = load_workbook(path).worksheets[0]
    assert sheet.title == ("清单一二" + "长" * 40)[:31]
    assert sheet["A1"].value.startswith("清单[一/二]")


@pytest.mark.parametrize(("column", "value"), [(0, 5), (1, 5.0), (2, "x"), (3, True), (4, "是")])
def test_a_value_of_another_kind_is_a_bug(tmp_path, column, value):
    row = [*ROW[:column], value, *ROW[column + 1 :]]
    with pytest.raises(TypeError):
        sheet_of(tmp_path, row)
    assert list(tmp_path.iterdir()) == []


def test_a_row_of_another_width_is_a_bug(tmp_path):
    with pytest.raises(ValueError, match="zip"):
        sheet_of(tmp_path, ROW[:3])


def test_cancel_leaves_nothing(tmp_path):
    def stop(done, total, text):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_roster(tmp_path / "a.xlsx", Roster("清单", COLUMNS, [ROW]), progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError, match="文件夹不存在"):
        write_roster(tmp_path / "nowhere" / "a.xlsx", Roster("清单", COLUMNS, [ROW]))
