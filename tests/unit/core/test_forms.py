from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import FileError, UserError
from app.core.form_answers import (
    is_asked,
    is_required,
    pack,
    parse_answer,
    show_answer,
    unpack,
    validate,
)
from app.core.form_file import load_form, read_form
from app.core.forms import FieldKind
from app.core.paths import resource
from app.core.terms import ContactKind

TODAY = date(2026, 5, 20)
FORM = load_form("visit_sheet")
GOOD = {
    "visit_date": date(2026, 5, 4),
    "visitors": "王敏、李刚",
    "visit_mode": "visit",
    "seen_in_person": True,
    "respondent_relation": "self",
    "health": ("chronic", "disabled"),
    "mental_state": "fair",
    "housing_safety": "safe",
    "hazards": ("none",),
    "facts_true": "true",
    "problems": ("medical",),
    "signed": "self",
}


def fields_at_fault(answers, **more):
    return [problem.field for problem in validate(FORM, answers, **more)]


def test_the_shipped_form_asks_in_the_order_of_the_paper():
    keys = [field.key for field in FORM.fields]
    assert keys[:4] == ["visit_date", "visit_time", "visitors", "visit_mode"]
    assert keys[-2:] == ["signed", "photos"]


def test_ways_of_visiting_are_contact_kinds():
    codes = {choice.code for choice in FORM.field("visit_mode").choices}
    assert codes <= {kind.value for kind in ContactKind}


def test_a_form_is_read_once():
    assert load_form("visit_sheet") is FORM


def test_three_parties_sign():
    assert [one.label[:2] for one in FORM.signatures] == ["入户", "村（", "户主"]


def test_a_field_that_is_not_there_is_a_bug():
    with pytest.raises(KeyError):
        FORM.field("nonsense")


# --- judging answers -----------------------------------------------------------------------------
def test_a_complete_sheet_has_no_problem():
    assert validate(FORM, GOOD, today=TODAY) == ()


def test_an_empty_sheet_names_what_is_required_in_order():
    assert fields_at_fault({}) == [
        "visit_date",
        "visitors",
        "visit_mode",
        "seen_in_person",
        "respondent_relation",
        "signed",
    ]


def test_a_problem_is_a_chinese_clause_with_the_label():
    assert str(validate(FORM, {})[0]) == "走访日期：必填，还没有填写"


def test_blank_text_is_no_answer():
    assert fields_at_fault({**GOOD, "visitors": "　 "}) == ["visitors"]


def test_not_seeing_the_person_asks_why_and_no_longer_how_they_are():
    unseen = {"seen_in_person": False, "respondent_relation": "nobody", "health": None}
    assert fields_at_fault({**GOOD, **unseen}) == ["unseen_reason"]


def test_a_reason_without_cause_is_refused():
    assert fields_at_fault({**GOOD, "unseen_reason": "away"}) == ["unseen_reason"]


def test_whoever_else_answers_is_named():
    assert fields_at_fault({**GOOD, "respondent_relation": "neighbour"}) == ["respondent"]


def test_a_condition_sees_into_several_ticks():
    assert fields_at_fault({**GOOD, "problems": ("medical", "other")}) == ["problems_note"]


def test_selfcare_is_required_for_tekun_only():
    field = FORM.field("selfcare")
    assert is_required(field, GOOD, ["tekun_scattered"])
    assert not is_required(field, GOOD, ["dibao_rural"])
    assert fields_at_fault(GOOD, categories={"tekun_scattered"}) == ["selfcare", "carer_duty"]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("visit_date", date(2026, 5, 21), "今天之后"),
        ("visit_date", "2026-05-04", "不是一个日期"),
        ("aid_money", Decimal("-1"), "负数"),
        ("aid_money", Decimal("NaN"), "不是一个金额"),
        ("aid_money", 200, "不是一个金额"),
        ("aid_money", Decimal("9999999"), "过大"),
        ("health", ("good", "chronic"), "“健康”不能"),
        ("health", ("chronic", "chronic"), "两次"),
        ("health", ("nonsense",), "不在表上"),
        ("health", "chronic", "勾选"),
        ("mental_state", ("fair",), "勾选"),
        ("mental_state", 2, "勾选"),
        ("seen_in_person", "yes", "“是”或“否”"),
        ("suggestions", "字" * 501, "500"),
        ("suggestions", 7, "文字"),
    ],
)
def test_a_wrong_answer_is_told_in_words(key, value, words):
    problems = validate(FORM, {**GOOD, key: value}, today=TODAY)
    assert [problem.field for problem in problems] == [key]
    assert words in problems[0].words


def test_a_future_day_passes_when_nobody_says_what_day_it_is():
    assert validate(FORM, {**GOOD, "visit_date": date(2099, 1, 1)}) == ()


def test_answers_of_others_are_left_alone():
    assert validate(FORM, {**GOOD, "fact:seriously_ill": True}) == ()


def test_a_field_that_does_not_apply_is_not_asked():
    assert not is_asked(FORM.field("unseen_reason"), GOOD)
    assert is_asked(FORM.field("unseen_reason"), {"seen_in_person": False})


# --- what was typed ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("visit_mode", "1", "visit"),
        ("visit_mode", "\uff11", "visit"),
        ("health", "53", ("chronic", "disabled")),
        ("health", "3、5", ("chronic", "disabled")),
        ("seen_in_person", "1", True),
        ("seen_in_person", "2", False),
        ("aid_money", "200元", Decimal("200.00")),
        ("visitors", " 王敏 ", "王敏"),
        ("visit_date", "20260504", date(2026, 5, 4)),
        ("visit_date", "2026.5.4", date(2026, 5, 4)),
        ("visit_date", "2026年5月4日", date(2026, 5, 4)),
        ("visit_date", "5/4", date(2026, 5, 4)),
        ("visit_date", "4", date(2026, 5, 4)),
        ("visit_date", "  ", None),
        ("health", "", None),
    ],
)
def test_what_is_typed_becomes_a_value(key, typed, value):
    assert parse_answer(FORM.field(key), typed, today=TODAY) == value


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("visit_mode", "9", "1上门入户、2电话"),
        ("visit_mode", "12", "只能选一项"),
        ("seen_in_person", "3", "1是、2否"),
        ("health", "a", "没有这个选项"),
        ("aid_money", "二百", "不是一个金额"),
        ("visit_date", "2026.2.30", "20260504"),
        ("visit_date", "昨天", "20260504"),
        ("visit_date", "1.2.3.4", "20260504"),
        ("visit_date", "0.0.0", "20260504"),
    ],
)
def test_what_is_no_answer_is_told_with_what_can_be_typed(key, typed, words):
    with pytest.raises(UserError) as told:
        parse_answer(FORM.field(key), typed, today=TODAY)
    assert words in str(told.value)


def test_names_are_stored_as_typed():
    compatibility = "王\uf9dc"  # NFKC would make another character of it
    assert parse_answer(FORM.field("visitors"), compatibility, today=TODAY) == compatibility


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9:30", "09:30"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("\uff19\uff1a\uff13\uff10", "09:30"),
        ("14点20分", "14:20"),
        ("14.20", "14:20"),
        ("8时", "08:00"),
        ("15", "15:00"),
    ],
)
def test_a_time_is_read_however_it_is_written(typed: str, time: str) -> None:
    assert parse_answer(FORM.field("visit_time"), typed, today=TODAY) == time


@pytest.mark.parametrize("typed", ["24:00", "9:60", "上午", "12345", "-1", "9:3:1"])
def test_what_is_no_time_says_so(typed: str) -> None:
    with pytest.raises(UserError, match="不是一个时间"):
        parse_answer(FORM.field("visit_time"), typed, today=TODAY)


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("visit_mode", "visit", "上门入户"),
        ("health", ("chronic", "disabled"), "慢性病、残疾"),
        ("seen_in_person", False, "否"),
        ("aid_money", Decimal("1200"), "1,200.00"),
        ("visit_date", date(2026, 5, 4), "2026-05-04"),
        ("visitors", "王敏", "王敏"),
        ("visitors", None, ""),
        ("visit_mode", "from_a_later_version", "from_a_later_version"),
    ],
)
def test_an_answer_is_shown_in_words(key, value, shown):
    assert show_answer(FORM.field(key), value) == shown


# --- keeping -------------------------------------------------------------------------------------
def an_answer(field):
    codes = [choice.code for choice in field.choices]
    kinds = {
        FieldKind.TEXT: st.text(min_size=1),
        FieldKind.CHOICE: st.sampled_from(codes or ["-"]),
        FieldKind.MULTI: st.lists(st.sampled_from(codes or ["-"]), min_size=1).map(tuple),
        FieldKind.DATE: st.dates(),
        FieldKind.YES_NO: st.booleans(),
        FieldKind.MONEY: st.decimals(0, 999_999, places=2),
        FieldKind.TIME: st.times().map(lambda at: f"{at:%H:%M}"),
    }
    return kinds[field.kind]


@given(st.fixed_dictionaries({}, optional={f.key: an_answer(f) for f in FORM.fields}))
def test_what_is_packed_is_unpacked(answers):
    assert unpack(FORM, pack(FORM, answers)) == answers


def test_only_the_forms_own_answers_are_packed():
    assert pack(FORM, {"visitors": "王敏", "fact:x": True, "photos": None}) == {"visitors": "王敏"}


# --- files with a fault --------------------------------------------------------------------------
SHIPPED = resource("forms", "visit_sheet.toml").read_text(encoding="utf-8")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert old in SHIPPED
    path = tmp_path / "county.toml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "date"', 'kind = "day"', "kind 只能是"),
        ('kind = "date"', "kind = 5", "kind 的类型不对"),
        ('kind = "date"\n', "", "缺少项目 kind"),
        ('label = "走访日期"', 'label = ""', "要有 label"),
        ('key = "visit_date"', 'key = "Visit Date"', "小写英文字母"),
        ('key = "visitors"', 'key = "visit_date"', "key 用了两次"),
        ("row = 1\n  span = 9\n", "row = 1\n  span = 8\n", "合计 23，应为 24"),
        ("row = 1\n  span = 9\n", "row = 7\n  span = 9\n", "应当是第 1 行"),
        ("row = 1\n  span = 9\n", "row = 1\n  span = 2\n", "放不下这一格"),
        ("line_mm = 6.0", "line_mm = 60", "line_mm 应当在 3 到 30"),
        ("line_mm = 6.0", "colour = 1\nline_mm = 6.0", "不认识的项目 colour"),
        ('digit = "2", name = "电话"', 'digit = "1", name = "电话"', "同一个数字键"),
        ('digit = "2", name = "电话"', 'digit = "x", name = "电话"', "0–9"),
        ('code = "call"', 'code = "visit"', "同一个 code"),
        ('kind = "choice"', 'kind = "text"', "不能有 choices"),
        ('kind = "yes_no"', 'kind = "choice"', "缺少选项"),
        ('field = "seen_in_person", is = [false]', 'field = "signed", is = ["self"]', "不在这一项"),
        ('field = "seen_in_person", is = [false]', 'field = "seen_in_person", is = []', "一列"),
        ('field = "seen_in_person", is = [false]', 'field = "visit_mode", is = ["tv"]', "tv 不是"),
        ('required_for = ["tekun_scattered"', 'required_for = ["emperor"', "emperor"),
        ('required_for = ["tekun_scattered"', "required_for = [1", "一列文字"),
        ("choices = [\n    { code", 'choices = [\n    "x",\n    { code', "若干小表"),
        ('label = "入户人员签字（两人）"', 'label = "签"\nname = "x"', "不认识的项目 name"),
        ('digit = "2", name = "电话"', 'name = "电话"', "缺少项目 digit"),
        ("columns = 24", 'columns = "24"', "columns 的类型不对"),
        ("columns = 24", "columns = true", "columns 的类型不对"),
        ("columns = 24", "columns = ", "不合 TOML 写法"),
    ],
)
def test_a_form_with_a_fault_is_refused_with_its_place(tmp_path, old, new, words):
    with pytest.raises(FileError) as told:
        read_form(changed(tmp_path, old, new))
    assert words in told.value.why
    assert "county.toml" in told.value.what


def test_the_place_of_a_fault_is_a_line(tmp_path):
    path = changed(tmp_path, 'kind = "date"', 'kind = "day"')
    line = path.read_text(encoding="utf-8").splitlines().index('  key = "visit_date"') + 1
    with pytest.raises(FileError, match=f"第 {line} 行（visit_date）"):
        read_form(path)


def test_a_form_without_sections_is_refused(tmp_path):
    path = tmp_path / "empty.toml"
    path.write_text(
        'key = "x"\nversion = 1\ntitle = "表"\nsource = "S3.705"\ncolumns = 24\n', "utf-8"
    )
    with pytest.raises(FileError, match="没有任何栏目"):
        read_form(path)


def test_a_fault_in_something_without_a_name_is_told_by_its_kind(tmp_path):
    path = tmp_path / "county.toml"
    path.write_text(SHIPPED + "\n[[signature]]\n", "utf-8")
    with pytest.raises(FileError, match="（signature）：缺少项目 label"):
        read_form(path)


def test_an_empty_section_is_refused(tmp_path):
    text = SHIPPED + '\n[[section]]\ntitle = "空栏"\nline_mm = 6\n'
    path = tmp_path / "county.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FileError, match="这一栏是空的"):
        read_form(path)


def test_a_form_saved_by_notepad_with_a_mark_is_read(tmp_path):
    path = tmp_path / "county.toml"
    path.write_text(SHIPPED, encoding="utf-8-sig")
    assert read_form(path) == FORM


def test_a_form_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "county.toml"
    path.write_bytes(SHIPPED.encode("gb18030"))
    with pytest.raises(FileError, match="UTF-8"):
        read_form(path)


def test_a_form_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError, match="打不开"):
        read_form(tmp_path / "nothing.toml")
