"""What a layout may say beside cells: tables, clauses, copies, paper, places to sign."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.core.errors import FileError, UserError
from app.core.form_answers import pack, parse_answer, show_answer, unpack, validate
from app.core.form_facts import facts_of, row_sources
from app.core.form_file import form_of_text, load_form, shipped_keys
from app.core.form_text import BLANK, filled, places
from app.core.forms import Binding, FormKind, Subject

DAY = date(2026, 5, 6)
LAYOUT = """
key = "county_form"
version = 2
title = "家庭情况表"
source = "S3.705"
kind = "record"
subject = "household"
for = ["dibao_rural"]
columns = 24
heading = "{{county}}家庭情况表"
head = ["{{village}}", "{{today}}"]
copies = ["村存", "镇存"]
draft = true

[paper]
size = "A3"
orientation = "landscape"
binding = "top"

[[section]]
title = "成员"
line_mm = 8
  [[section.field]]
  key = "points"
  label = "得分"
  kind = "number"
  most = 20
  hint = "满分二十"
  row = 1
  span = 12
  [[section.field]]
  key = "amount"
  label = "金额"
  kind = "money"
  capitals = true
  row = 1
  span = 12
  [section.table]
  from = "household"
  rows = 6
  lines = [["合计", ""]]
  columns = [
    { label = "姓名", span = 10, fact = "name" },
    { label = "年收入", span = 14 },
  ]

[[section]]
title = "承诺"
text_pt = 11
clauses = ["本人{{name:8}}承诺，住{{address}}。", "其他：{{_:20}}"]

[[signature]]
label = "户主"
marks = ["thumb"]

[[signature]]
label = "乡镇审核意见"
lines = ["经办人："]
marks = ["seal"]
row = 2
height_mm = 35
"""


def test_a_layout_says_everything_about_its_paper():
    form = form_of_text(LAYOUT, "county.toml")
    assert (form.kind, form.subject) == (FormKind.RECORD, Subject.HOUSEHOLD)
    assert form.audience == ("dibao_rural",)
    assert (form.paper.size, form.paper.landscape, form.paper.binding) == ("A3", True, Binding.TOP)
    assert form.copies == ("村存", "镇存")
    assert form.draft
    assert [one.row for one in form.signatures] == [1, 2]
    assert form.signatures[1].seal
    assert not form.signatures[1].thumb
    assert form.sources == {"household"}
    assert form.named == {"county", "village", "today", "name", "address"}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('size = "A3"', 'size = "B5"', 'key = "county_form"', "size 只能是 A4、A3"),
        (
            'orientation = "landscape"',
            'orientation = "round"',
            'key = "county_form"',
            "orientation 只能是",
        ),
        (
            'binding = "top"',
            'binding = "right"',
            'key = "county_form"',
            "binding 只能是 left、top、none",
        ),
        ('binding = "top"', 'colour = "red"', 'key = "county_form"', "不认识的项目 colour"),
        ('kind = "record"', 'kind = "poem"', 'key = "county_form"', "kind 只能是"),
        ('subject = "household"', 'subject = "village"', 'key = "county_form"', "subject 只能是"),
        ('for = ["dibao_rural"]', 'for = ["emperor"]', "for = [", "没有这个对象类别：emperor"),
        ("columns = 24", "columns = 0", 'key = "county_form"', "columns 应当在 1 到 100"),
        ('"{{county}}家', '"{{emperor}}家', "heading = ", "登记里没有 emperor"),
        ('"{{village}}", ', '"{{village}}", "x", ', 'key = "county_form"', "head 最多两行"),
        ('"{{today}}"', '"{{today"', "head = [", "没有写成"),
        ('["村存", "镇存"]', '["村存"]', 'key = "county_form"', "2 到 6 份"),
        ('["村存", "镇存"]', '["村存", " "]', 'key = "county_form"', "没有写由谁保存"),
        ("most = 20", "most = 0", 'key = "points"', "most 应当在 1 到"),
        ('kind = "number"', 'kind = "text"', 'key = "points"', "可以写 most"),
        ('kind = "money"', 'kind = "text"', 'key = "amount"', "可以写 capitals"),
        ('from = "household"', 'from = "cattle"', "from = ", "没有这种登记：cattle"),
        ("rows = 6", "rows = 99", 'title = "成员"', "rows 应当在 0 到 40"),
        ("rows = 6", "rows = 6\n  width = 3", 'title = "成员"', "不认识的项目 width"),
        ('[["合计", ""]]', '[["合计"]]', "lines = [[", "2 列，这一行写了 1 格"),
        ('[["合计", ""]]', '["合计"]', 'title = "成员"', "应当是一列文字"),
        ("span = 10,", "span = 11,", 'title = "成员"', "合计 25，应为 24"),
        ('fact = "name"', 'fact = "moon"', 'fact = "moon"', "没有 moon"),
        ("text_pt = 11", "text_pt = 40", 'title = "承诺"', "text_pt 应当在 8 到 22"),
        ("{{name:8}}", "{{moon:8}}", "clauses = [", "登记里没有 moon"),
        ('其他：{{_:20}}"', '其他：}}"', "clauses = [", "没有写成"),
        ('marks = ["thumb"]', 'marks = ["photo"]', 'marks = ["photo"]', "marks 只能是 seal、thumb"),
        ('"经办人："', '"经办人：{{clerk}}"', 'lines = ["经办人', "签字栏不能预先填写"),
        ("row = 2\nheight", "row = 3\nheight", 'label = "乡镇', "依次编号"),
        ("height_mm = 35", "height_mm = 3", 'label = "乡镇', "height_mm 应当在 12 到 120"),
        ('hint = "满分二十"', "hint = 20", 'key = "points"', "hint 的类型不对"),
    ],
)
def test_a_fault_is_refused_with_its_line(old: str, new: str, line: str, words: str):
    assert old in LAYOUT
    text = LAYOUT.replace(old, new, 1)
    with pytest.raises(FileError) as told:
        form_of_text(text, "county.toml")
    assert words in told.value.why
    place = re.match(r"第 (\d+) 行", told.value.why)
    assert place
    assert line in text.splitlines()[int(place[1]) - 1]
    assert "county.toml" in told.value.what


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('  from = "household"\n  rows = 6\n  lines = [["合计", ""]]\n', "", "一行也没有"),
        ("text_pt = 11\nclauses", "line_mm = 5\n[section.table]\nx=1\n[[x]]\nclauses", "不认识"),
    ],
)
def test_an_empty_table_is_refused(old: str, new: str, words: str):
    assert old in LAYOUT
    text = LAYOUT.replace(old, new, 1).replace(', fact = "name"', "")
    with pytest.raises(FileError) as told:
        form_of_text(text, "county.toml")
    assert words in told.value.why


def test_clauses_and_cells_do_not_share_a_section():
    text = LAYOUT.replace("text_pt = 11", "line_mm = 6\n[section.table]\nrows = 1\n" + "columns = "
                          '[{ label = "x", span = 24 }]\n[[other]]', 1)  # fmt: skip
    with pytest.raises(FileError, match="不认识的项目 other"):
        form_of_text(text, "county.toml")
    both = LAYOUT.replace("line_mm = 8", 'line_mm = 8\nclauses = ["x"]', 1)
    with pytest.raises(FileError, match="条款和表格要分写成两栏"):
        form_of_text(both, "county.toml")


@pytest.mark.parametrize("subject", list(Subject))
def test_a_fact_belongs_to_its_subject(subject: Subject):
    assert "office" in facts_of(subject)
    assert ("name" in facts_of(subject)) == (subject is not Subject.NONE)
    assert ("agreement_no" in facts_of(subject)) == (subject is Subject.AGREEMENT)
    assert ("household" in row_sources(subject)) == (subject is not Subject.NONE)


def test_what_is_confidential_can_never_be_printed():
    assert all("confidential" not in facts_of(subject) for subject in Subject)


def test_a_place_is_filled_or_left_to_the_pen():
    text = "乙方：{{name:4}}，{{_:3}}，{{phone}}。"
    assert [(place.fact, place.width) for place in places(text)] == [
        ("name", 4), ("", 3), ("phone", 6),
    ]  # fmt: skip
    assert filled(text, {"name": "王芳"}) == f"乙方：王芳，{BLANK * 3}，{BLANK * 6}。"


@pytest.mark.parametrize("key", shipped_keys())
def test_every_form_lies_under_its_own_name(key: str):
    form = load_form(key)
    assert form.key == key
    assert form.source


def test_words_that_no_source_gives_are_marked_as_a_model():
    assert load_form("support_letter").draft
    assert load_form("care_agreement").draft


# --- points: keyed, judged, kept ------------------------------------------------------------------
POINTS = form_of_text(LAYOUT, "county.toml")


def test_points_are_whole_numbers_up_to_their_most():
    points = POINTS.field("points")
    assert parse_answer(points, "１5", today=DAY) == 15  # noqa: RUF001
    with pytest.raises(UserError, match="不是一个整数"):
        parse_answer(points, "十五", today=DAY)
    assert validate(POINTS, {"points": 20}) == ()
    assert [str(one) for one in validate(POINTS, {"points": 21})] == ["得分：最多 20"]
    assert [str(one) for one in validate(POINTS, {"points": -1})] == ["得分：不能是负数"]
    assert [str(one) for one in validate(POINTS, {"points": True})] == ["得分：不是一个整数"]


def test_points_come_back_from_the_store_as_they_were():
    assert unpack(POINTS, pack(POINTS, {"points": 0})) == {"points": 0}
    assert show_answer(POINTS.field("points"), 0) == "0"
