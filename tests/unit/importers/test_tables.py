"""Which layout a sheet has, and which of its rows are people."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from app.core.codes import categories
from app.core.dictionary import HOUSEHOLD, PERSON
from app.core.errors import FileError
from app.importers.keys import IGNORED, dotted_field
from app.importers.layouts import layouts, normal_header
from app.importers.plan import AMOUNT_KEYS
from tests.unit.importers.building import (
    CHILD,
    HEAD,
    ROSTER,
    WIFE,
    by_key,
    member,
    plan,
    reasons,
    roster,
    save,
    the_problem,
)

EXTRAS = {
    "head_name", "head_id_no", "relation", "category", "village", "group", "place", "township",
    "first_month", "disabled", "disability", "member_names", "member_ids", "support_form",
    "resident_kind", "year", *AMOUNT_KEYS, IGNORED,
}  # fmt: skip


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.key)
def test_every_layout_names_only_known_keys_and_codes(layout):
    known = set(PERSON if layout.subject == "person" else HOUSEHOLD) | EXTRAS
    assert {key for key in layout.columns.values() if dotted_field(key) is None} <= known
    assert {code for _, code in layout.categories} <= set(categories())
    assert {key for choice in layout.required for key in choice} <= set(layout.columns.values())


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("家庭年总收入(元)", "家庭年总收入"),
        ("家庭年总收入 （元）", "家庭年总收入"),
        ("★身份证\n号", "身份证号"),
        ("低保(特困)证号", "低保证号"),
    ],
)
def test_headers_are_compared_without_units_and_ornaments(header, plain):
    assert normal_header(header) == plain


HOUSEHOLD_HEADS = [
    "户主姓名",
    "户主身份证号码",
    "家庭人口数",
    "保障人口数",
    "户月保障金",
    "银行账号",
    "最初享受月",
]


def test_other_spellings_of_headers_are_known(tmp_path):
    row = ["张三", HEAD, 2, 2, 705, "62 0099", "2024.5"]
    path = save(tmp_path / "农村低保家庭查询.xlsx", [HOUSEHOLD_HEADS, row])
    (home,) = plan(path).households
    assert home.category == "dibao_rural"
    assert home.fields["size"] == 2
    assert home.fields["account_no"] == "620099"
    assert home.fields["first_month"] == "2024-05"
    assert set(home.amounts) == {"monthly_amount"}


def test_the_title_and_the_sheet_go_before_the_name_of_the_file(tmp_path):
    row = ["张三", HEAD, 2, 2, 705, "620099", "2024.5"]
    path = save(tmp_path / "农村低保家庭.xlsx", [["城市低保家庭"], HOUSEHOLD_HEADS, row])
    assert plan(path).households[0].category == "dibao_urban"


@pytest.mark.parametrize(
    ("name", "code"), [("低保边缘家庭查询", "dibao_edge"), ("刚性支出家庭查询", "rigid_spending")]
)
def test_layouts_with_the_same_headers_are_told_apart_by_their_names(tmp_path, name, code):
    headers = ["户主姓名", "户主身份证号", "保障人口", "户籍类型", "纳入月份"]
    path = save(tmp_path / f"{name}.xlsx", [headers, ["张三", HEAD, 1, "农业", "2024-05"]])
    (home,) = plan(path).households
    assert home.category == code


def test_an_unknown_layout_is_refused_with_what_was_found(tmp_path):
    path = save(tmp_path / "a.xlsx", [["树种", "面积", "产量"], ["杉", 3, 5]])
    with pytest.raises(FileError, match="树种、面积、产量") as raised:
        plan(path)
    assert "身份证号" in raised.value.what_to_do


def test_a_workbook_without_content_is_refused(tmp_path):
    with pytest.raises(FileError, match="没有内容"):
        plan(save(tmp_path / "a.xlsx", []))


def test_a_sheet_that_is_no_list_is_left_out_with_a_word(tmp_path):
    path = save(tmp_path / "a.xlsx", [ROSTER, member("张三", HEAD)], [["说明"], ["只是说明"]])
    done = plan(path)
    assert len(done.people) == 1
    assert the_problem(done, "认不出这张工作表").sheet == "Sheet1"


def test_a_header_of_two_rows_is_joined(tmp_path):
    rows: list[list[Any]] = [
        ["青山镇红旗村花名册", None, None, None, None, None],
        ["序号", "姓名", "身份证号", "残疾", None, "备注"],
        [None, None, None, "证号", "类别等级", None],
        [1, "张三", HEAD, HEAD + "42", "肢体二级", None],
    ]
    merges = ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"]
    (person,) = plan(save(tmp_path / "a.xlsx", rows, merges=merges)).people
    assert person.fields["disability_no"] == HEAD + "42"
    assert (person.fields["disability_kind"], person.fields["disability_grade"]) == ("肢体", "二级")
    assert person.village == "红旗村"
    assert person.place.row == 4


def test_a_header_of_two_rows_is_joined_without_merges_too(tmp_path):
    text = f"姓名,身份证号,残疾,\n,,类别,等级\n张三,{HEAD},听力,三级\n"
    (tmp_path / "a.csv").write_text(text, encoding="gb18030")
    (person,) = plan(tmp_path / "a.csv").people
    assert (person.fields["disability_kind"], person.fields["disability_grade"]) == ("听力", "三级")


def test_merged_cells_hold_for_their_range_only(tmp_path):
    rows = [
        ROSTER,
        member("张三", HEAD),
        member("李四", WIFE, "妻", place=None),
        member("王五", CHILD, place=None),
    ]
    done = by_key(plan(save(tmp_path / "a.xlsx", rows, merges=["A2:A3"])))
    assert done[WIFE].group == "3组"
    assert done[CHILD].group is None


def test_dittos_repeat_the_row_above_and_are_counted(tmp_path):
    path = roster(
        tmp_path / "a.xlsx",
        member("张三", HEAD),
        member("李四", WIFE, "妻", "〃", place="同上", head="同上"),
    )
    done = plan(path)
    wife = by_key(done)[WIFE]
    assert (wife.village, wife.group, wife.household_key) == ("红旗村", "3组", HEAD)
    assert [one.code for one in wife.categories] == ["dibao_rural"]
    assert "有3格写的是“同上”" in reasons(done)


def test_a_ditto_is_never_taken_for_a_number_or_a_name(tmp_path):
    done = plan(roster(tmp_path / "a.xlsx", member("张三", HEAD), member("李四", "同上")))
    assert done.counts.refused == 1


def test_total_rows_hints_page_headers_and_signatures_are_no_people(tmp_path):
    path = roster(
        tmp_path / "a.xlsx",
        ["必填", None, "必填", "必填", None, None, None, "选填"],
        [1, 2, 3, 4, 5, 6, 7, 8],
        member("张三", HEAD),
        ROSTER,
        member("李四", WIFE, "妻"),
        ["小计", None, "2人"],
        ["合 计", None, "2人"],
        [],
        ["单位负责人：", None, "填表人：李某"],
    )
    done = plan(path)
    assert (done.counts.new, done.counts.refused) == (2, 0)
    assert done.counts.total_rows == 2
    assert not done.problems


def test_a_row_that_is_nobody_is_not_dropped_without_a_word(tmp_path):
    done = plan(
        roster(tmp_path / "a.xlsx", member("张三", HEAD), ["红旗村", None, None, None, "妻"])
    )
    assert the_problem(done, "没有姓名也没有身份证号").row == 3


def test_totals_are_held_against_the_rows(tmp_path):
    headers = ["户主姓名", "户主身份证号", "户月保障金额(元)"]
    rows: list[list[Any]] = [headers, ["张三", HEAD, 500], ["李四", WIFE, "205.00元"]]
    done = plan(save(tmp_path / "农村低保家庭.xlsx", [*rows, ["合计", None, 805]]))
    assert "805.00元" in the_problem(done, "合计行").reason
    assert the_problem(done, "合计行").cell == "C4"
    right = save(tmp_path / "农村低保家庭.xlsx", [*rows, ["合计", None, 705]])
    assert "合计行" not in reasons(plan(right))


def test_hidden_rows_sheets_and_columns_are_said(tmp_path):
    path = save(tmp_path / "a.xlsx", [ROSTER, member("张三", HEAD), member("李四", WIFE)], [ROSTER])
    book = load_workbook(path)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.worksheets[0].column_dimensions["G"].hidden = True
    book.worksheets[1].sheet_state = "hidden"
    book.save(path)
    done = plan(path)
    assert (done.counts.new, done.counts.hidden_rows) == (1, 1)
    assert "有1行是隐藏的" in reasons(done)
    assert "有隐藏的列" in reasons(done)
    assert "这张工作表是隐藏的" in reasons(done)


def test_columns_that_nobody_knows_are_named(tmp_path):
    path = roster(tmp_path / "a.xlsx", (*member("张三", HEAD), "A+"), headers=(*ROSTER, "星级"))
    assert "星级" in the_problem(plan(path), "不认识的列").reason


def test_rows_below_many_blank_rows_and_uncalculated_formulas_are_said(tmp_path):
    rows = [ROSTER, member("张三", HEAD, note="=A1"), *[[None]] * 60, member("李四", WIFE)]
    path = save(tmp_path / "a.xlsx", rows)
    book = load_workbook(path)
    for row in range(3, 63):
        book.worksheets[0].cell(row, 1).number_format = "@"
    book.save(path)
    done = plan(path)
    assert done.counts.new == 1
    assert "连着50行空白" in reasons(done)
    assert "没有算过的公式" in reasons(done)


def test_strikethrough_asks_the_clerk_to_look(tmp_path):
    path = roster(tmp_path / "a.xlsx", member("张三", HEAD))
    book = load_workbook(path)
    cell = book.worksheets[0]["C2"]
    cell.font = Font(strike=True)
    book.save(path)
    assert the_problem(plan(path), "删除线").row == 2
