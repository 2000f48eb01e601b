"""Planning an import: what would be new, changed, unchanged, refused, and what is doubtful."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import Cancelled, FileError
from app.importers.plan import (
    Action,
    FieldChange,
    KnownPerson,
    PlannedCategory,
    ProblemKind,
    Register,
    Severity,
)
from tests.unit.importers.building import (
    CHILD,
    HEAD,
    ROSTER,
    SAMPLES,
    WIFE,
    by_key,
    member,
    number,
    plan,
    reasons,
    roster,
    save,
    stored,
    the_problem,
)

HOME = [
    "户主姓名",
    "户主身份证号",
    "家庭人口",
    "保障人口",
    "户月保障金额(元)",
    "人员分类施保总额(元)",
    "合计(元)",
    "家庭年总收入(元)",
    "家庭年均收入(元)",
    "所属社(社区)",
    "最初享受月份",
    "家庭成员姓名",
    "家庭成员身份证号",
]
PERSONS = [
    "姓名",
    "身份证号",
    "户主身份证号",
    "与户主关系",
    "性别",
    "出生日期",
    "是否残疾(人)",
    "残疾证号",
    "残疾类别",
    "残疾等级",
    "救助类型",
    "户月保障金额(元)",
    "最初享受月份",
    "在读学校名称",
    "文化程度",
]


def home(**more):
    values = {
        "户主姓名": "张三",
        "户主身份证号": HEAD,
        "家庭人口": 2,
        "保障人口": 2,
        "户月保障金额(元)": 1000,
        "人员分类施保总额(元)": "211.50",
        "合计(元)": 1211.5,
        "所属社(社区)": "红旗村",
        "最初享受月份": "2024年5月",
        **more,
    }
    return [values.get(header) for header in HOME]


def person(name, id_no, **more):
    values = {
        "姓名": name,
        "身份证号": id_no,
        "户主身份证号": HEAD,
        "与户主关系": "本人" if id_no == HEAD else "女儿",
        "救助类型": "农村低保",
        **more,
    }
    return [values.get(header) for header in PERSONS]


def pair(folder, homes, persons):
    return (
        save(folder / "农村低保家庭查询_20260520.xlsx", [HOME, *homes]),
        save(folder / "农村低保人员查询_20260520.xlsx", [PERSONS, *persons]),
    )


def test_a_pair_is_joined_by_the_number_of_the_head_in_any_order(tmp_path):
    paths = pair(
        tmp_path, [home()], [person("张三", HEAD), person("张小", CHILD, 最初享受月份=None)]
    )
    for order in (paths, paths[::-1]):
        done = plan(*order)
        (household,) = done.households
        assert household.head_key == HEAD
        assert household.amounts["total_amount"] == Decimal("1211.50")
        assert household.category == "dibao_rural"
        people = by_key(done)
        assert people[CHILD].household_key == HEAD
        assert people[CHILD].village == "红旗村"
        assert people[CHILD].relation == "女/媳"
        assert people[CHILD].raw["relation"] == "女儿"
        (category,) = people[CHILD].categories
        assert (category.code, category.start) == ("dibao_rural", date(2024, 5, 1))
        assert not done.problems


def test_importing_the_same_files_twice_changes_nothing(tmp_path):
    paths = pair(tmp_path, [home()], [person("张三", HEAD), person("张小", CHILD)])
    again = plan(*paths, register=stored(plan(*paths)))
    assert {one.action for one in again.people} == {Action.UNCHANGED}
    assert {one.action for one in again.households} == {Action.UNCHANGED}
    assert again.counts.unchanged == 2


def test_each_change_is_named_with_before_and_after(tmp_path):
    first = plan(*pair(tmp_path, [home()], [person("张三", HEAD, 文化程度="小学教育")]))
    done = plan(
        *pair(
            tmp_path,
            [home(**{"户月保障金额(元)": 900, "合计(元)": 1111.5})],
            [person("张三", HEAD, 文化程度="初中")],
        ),
        register=stored(first),
    )
    (changed,) = done.people
    assert changed.action is Action.CHANGED
    assert changed.changes == (FieldChange("education", "小学", "初中"),)
    assert done.households[0].changes == (
        FieldChange("monthly_amount", Decimal("1000.00"), Decimal("900.00")),
        FieldChange("total_amount", Decimal("1211.50"), Decimal("1111.50")),
    )


def test_a_blank_cell_never_erases_a_known_value(tmp_path):
    first = plan(*pair(tmp_path, [home()], [person("张三", HEAD, 文化程度="小学")]))
    done = plan(*pair(tmp_path, [home()], [person("张三", HEAD)]), register=stored(first))
    assert "education" not in done.people[0].fields
    assert done.people[0].action is Action.UNCHANGED


def test_a_new_category_of_a_known_person_is_a_change(tmp_path):
    path = roster(tmp_path / "a.xlsx", member("张三", HEAD))
    known = stored(plan(path))
    more = roster(tmp_path / "b.xlsx", member("张三", HEAD, category="留守老人"))
    (changed,) = plan(more, register=known).people
    assert changed.action is Action.CHANGED
    assert changed.categories == (PlannedCategory("left_behind_elder", None, "b.xlsx"),)


def test_a_person_who_moved_to_another_household_is_a_change(tmp_path):
    both = roster(tmp_path / "a.xlsx", member("张三", HEAD), member("李四", WIFE, "妻"))
    alone = roster(tmp_path / "b.xlsx", member("李四", WIFE, head="李四"))
    done = plan(alone, register=stored(plan(both)))
    assert "household" in {change.key for change in done.people[0].changes}


def test_fifteen_and_eighteen_digits_are_the_same_person(tmp_path):
    long = number("19500101", 1)
    short = long[:6] + long[8:17]
    known = stored(plan(roster(tmp_path / "a.xlsx", member("张三", long))))
    done = plan(roster(tmp_path / "b.xlsx", member("张三", short)), register=known)
    assert done.people[0].action is Action.UNCHANGED
    assert "id_no" not in done.people[0].fields
    assert plan(roster(tmp_path / "c.xlsx", member("张三", short))).people[0].id_key == long


def test_a_village_sheet_does_not_move_a_household_to_another_list(tmp_path):
    known = stored(plan(roster(tmp_path / "a.xlsx", member("张三", HEAD))))
    edge = roster(tmp_path / "b.xlsx", member("张三", HEAD, category="低保边缘"))
    (household,) = plan(edge, register=known).households
    assert (household.action, household.category) == (Action.UNCHANGED, "dibao_rural")


def test_a_card_number_in_the_identity_column_is_split(tmp_path):
    (found,) = plan(roster(tmp_path / "a.xlsx", member("张三", HEAD + "61"))).people
    assert found.id_key == HEAD
    assert found.fields["id_no"] == HEAD
    assert found.fields["disability_no"] == HEAD + "61"
    assert (found.fields["disability_kind"], found.fields["disability_grade"]) == ("精神", "一级")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (float(HEAD[:17] + "0"), "改坏了"),
        ("9.90101195001010E+17", "改坏了"),
        (HEAD[:6] + "********" + HEAD[14:], "星号"),
        (HEAD[:17] + ("1" if HEAD[17] != "1" else "2"), "校验位"),
        ("990101195002300010", "出生日期不存在"),
        ("12345", "位数不对"),
        (None, "没有身份证号"),
    ],
)
def test_a_row_without_a_good_number_is_refused_alone_and_says_why(tmp_path, written, words):
    path = roster(tmp_path / "a.xlsx", member("张三", written), member("李四", WIFE, head="李四"))
    done = plan(path)
    assert [one.action for one in done.people] == [Action.NEW, Action.REFUSED]
    problem = the_problem(done, words)
    assert (problem.severity, problem.row, problem.file) == (Severity.ERROR, 2, "a.xlsx")
    assert problem.remedy
    assert problem.cell == ("" if written is None else "D2")


def test_a_damaged_number_points_at_the_person_of_the_register_it_may_be(tmp_path):
    known = Register({HEAD: KnownPerson(1, {"name": "张三"}, village="红旗村")}, {}, ("红旗村",))
    done = plan(roster(tmp_path / "a.xlsx", member("张三", HEAD[:15] + "000")), register=known)
    assert "登记簿里红旗村有同名" in the_problem(done, "改坏了").remedy
    assert done.people[0].known_id is None


def test_a_row_without_a_name_is_refused(tmp_path):
    done = plan(roster(tmp_path / "a.xlsx", member(None, HEAD)))
    assert the_problem(done, "没有姓名").severity is Severity.ERROR


def test_sex_and_birth_come_from_the_number_and_differences_are_said(tmp_path):
    row = person("张三", HEAD, 性别="女", 出生日期="1950-1-2")
    done = plan(*pair(tmp_path, [home()], [row]))
    (found,) = done.people
    assert (found.fields["sex"], found.fields["birth_date"]) == ("男", date(1950, 1, 1))
    assert found.raw["sex"] == "女"
    assert sum("与身份证号不一致" in one.reason for one in done.problems) == 2
    assert {one.kind for one in done.problems} >= {ProblemKind.VALUE}


def test_a_disability_card_is_held_against_columns_and_number(tmp_path):
    card = {"是否残疾(人)": "否", "残疾证号": WIFE + "42"}
    row = person("张三", HEAD, 残疾类别="听力", 残疾等级="二级(重度)", **card)
    done = plan(*pair(tmp_path, [home()], [row]))
    said = reasons(done)
    assert "残疾证号末两位表示肢体二级" in said
    assert "前18位与身份证号不一致" in said
    assert "填的不是残疾人" in said
    assert done.people[0].fields["disability_kind"] == "听力"
    assert done.people[0].fields["disability_grade"] == "二级"


def test_a_named_school_means_in_school(tmp_path):
    people = by_key(
        plan(
            *pair(
                tmp_path,
                [home()],
                [
                    person("张三", HEAD, 在读学校名称="无"),
                    person("张小", CHILD, 在读学校名称="一小"),
                ],
            )
        )
    )
    assert people[CHILD].fields["in_school"] is True
    assert "in_school" not in people[HEAD].fields
    assert people[HEAD].fields["school"] == "无"


def test_amounts_heads_and_counts_that_do_not_agree_are_said(tmp_path):
    bad = home(**{
        "合计(元)": 1300,
        "保障人口": 3,
        "家庭年总收入(元)": 2400,
        "家庭年均收入(元)": 900,
        "家庭成员姓名": "张三、张小",
        "家庭成员身份证号": f"{HEAD}、{CHILD}、{WIFE}",
    })
    row = person("张小", CHILD, **{"户月保障金额(元)": 999})
    said = reasons(plan(*pair(tmp_path, [bad], [row])))
    assert "合计1300.00元" in said
    assert "保障人口3人多于家庭人口2人" in said
    assert "不等于年总收入除以人口" in said
    assert "户主不在人员表里" in said
    assert "2个姓名、3个身份证号" in said
    assert "列出的家庭成员有2人不在人员表里" in said
    assert "人员表里只有1人" in said
    assert "与家庭表的1000.00元不一致" in said


def test_members_without_a_household_sheet_get_a_household_and_a_word(tmp_path):
    _, people = pair(tmp_path, [home()], [person("张三", HEAD), person("张小", CHILD)])
    done = plan(people)
    (household,) = done.households
    assert household.fields == {"head_id_no": HEAD, "head_name": "张三"}
    assert household.category == "dibao_rural"
    assert the_problem(done, "家庭表里没有这个户主").severity is Severity.WARNING


def test_a_household_whose_head_has_no_good_number_is_refused(tmp_path):
    done = plan(*pair(tmp_path, [home(户主身份证号="123")], [person("张三", HEAD)]))
    refused = [one for one in done.households if one.action is Action.REFUSED]
    assert len(refused) == 1
    assert the_problem(done, "户主的身份证号位数不对").severity is Severity.ERROR
    assert done.counts.new == 1


def test_a_person_whose_head_has_no_good_number_is_kept_without_household(tmp_path):
    done = plan(*pair(tmp_path, [home()], [person("张小", CHILD, 户主身份证号="123")]))
    assert by_key(done)[CHILD].household_key is None
    assert "归不了户" in reasons(done)


def test_a_member_whose_head_is_not_listed_stays_without_household(tmp_path):
    done = plan(roster(tmp_path / "a.xlsx", member("李四", WIFE, "妻", head="张三")))
    assert done.people[0].household_key is None
    assert done.people[0].action is Action.NEW
    assert "找不到户主那一行" in reasons(done)


def test_the_same_row_twice_is_read_once_with_a_word(tmp_path):
    done = plan(roster(tmp_path / "a.xlsx", member("张三", HEAD), member("张三", HEAD)))
    assert (done.counts.new, done.counts.refused) == (1, 0)
    assert the_problem(done, "重复").kind is ProblemKind.ACROSS


def test_the_same_number_under_two_names_in_a_sheet_refuses_the_second(tmp_path):
    done = plan(roster(tmp_path / "a.xlsx", member("张三", HEAD), member("李四", HEAD)))
    assert (done.counts.new, done.counts.refused) == (1, 1)
    assert the_problem(done, "本表出现两次").severity is Severity.ERROR


def test_a_provincial_list_goes_before_a_village_sheet(tmp_path):
    village = roster(
        tmp_path / "a.xlsx",
        (*member("张三丰", HEAD, category="留守老人", phone="13812341234"), "大专"),
        headers=(*ROSTER, "文化程度"),
    )
    paths = pair(tmp_path, [home()], [person("张三", HEAD, 文化程度="小学")])
    done = plan(village, *paths)
    (found,) = done.people
    assert found.fields["name"] == "张三"
    assert found.fields["education"] == "小学"
    assert found.fields["phone"] == "13812341234"
    assert {one.code for one in found.categories} == {"dibao_rural", "left_behind_elder"}
    assert "姓名、文化程度" in the_problem(done, "说法不同").reason


def test_a_known_number_with_another_name_asks_the_clerk_to_look(tmp_path):
    known = stored(plan(roster(tmp_path / "a.xlsx", member("张三", HEAD))))
    done = plan(roster(tmp_path / "b.xlsx", member("王五", HEAD, head="王五")), register=known)
    assert "姓名却不同" in reasons(done)
    assert done.people[0].changes[0] == FieldChange("name", "张三", "王五")


def test_categories_that_exclude_one_another_are_said(tmp_path):
    path = roster(tmp_path / "a.xlsx", member("张三", HEAD, category="农村低保、分散供养"))
    assert the_problem(plan(path), "不能同时享受").severity is Severity.WARNING
    tekun = roster(tmp_path / "b.xlsx", member("张三", HEAD, category="集中供养"))
    dibao = stored(plan(roster(tmp_path / "c.xlsx", member("张三", HEAD))))
    assert "不能同时享受" in reasons(plan(tekun, register=dibao))


def test_a_category_word_that_is_not_clear_is_named_once_and_never_guessed(tmp_path):
    path = roster(
        tmp_path / "a.xlsx",
        member("张三", HEAD, category="低保"),
        member("李四", WIFE, "妻", "低保"),
    )
    done = plan(path)
    assert the_problem(done, "对不上任何一个类别").value == "低保"
    assert all(not one.categories for one in done.people)


def test_a_word_outside_the_code_list_is_kept_and_named_once(tmp_path):
    rows = [person("张三", HEAD, 文化程度="私塾"), person("张小", CHILD, 文化程度="私塾")]
    done = plan(*pair(tmp_path, [home()], rows))
    assert the_problem(done, "“私塾”").column == "文化程度"
    assert {one.fields["education"] for one in done.people} == {"私塾"}


def test_none_not_applicable_and_blank_stay_three_things(tmp_path):
    path = roster(
        tmp_path / "a.xlsx",
        member("张三", HEAD, phone="无"),
        member("李四", WIFE, "妻", phone="/"),
        member("张小", CHILD, "女"),
    )
    people = by_key(plan(path))
    assert people[HEAD].fields["phone"] == "无"
    assert people[WIFE].fields["phone"] == "—"
    assert "phone" not in people[CHILD].fields


@pytest.mark.parametrize(
    ("written", "kept", "words"),
    [
        ("138 1234 1234", "13812341234", ""),
        (13812341234, "13812341234", ""),
        ("13812341234/13912341234", "13812341234、13912341234", ""),
        ("1381234", "1381234", ""),
        ("1381234123", "1381234123", "电话号码"),
    ],
)
def test_phones_are_kept_and_odd_ones_are_said(tmp_path, written, kept, words):
    done = plan(roster(tmp_path / "a.xlsx", member("张三", HEAD, phone=written)))
    assert done.people[0].fields["phone"] == kept
    assert (words in reasons(done)) if words else not done.problems


def test_a_bank_account_that_a_spreadsheet_damaged_is_not_stored(tmp_path):
    row = (*member("张三", HEAD), 6.2170001234567891e18)
    done = plan(roster(tmp_path / "a.xlsx", row, headers=(*ROSTER, "银行账号")))
    assert "account_no" not in done.people[0].fields
    assert the_problem(done, "银行账号被表格软件").cell == "I2"


@pytest.mark.parametrize(
    ("header", "value", "words"),
    [
        ("死亡日期", "2024.2.30", "没有这一天"),
        ("死亡日期", "2024-02", "日期不完整"),
        ("残疾证号", "12345", "残疾证号不对"),
        ("姓名拼音", "x", "不认识的列"),
    ],
)
def test_values_that_cannot_be_read_are_said_and_left_out(tmp_path, header, value, words):
    path = roster(tmp_path / "a.xlsx", (*member("张三", HEAD), value), headers=(*ROSTER, header))
    done = plan(path)
    assert words in reasons(done)
    assert done.people[0].action is Action.NEW
    assert "death_date" not in done.people[0].fields


def test_amounts_that_are_sums_are_asked_about(tmp_path):
    bad = home(**{"户月保障金额(元)": "690元×3", "人员分类施保总额(元)": None, "合计(元)": "-5"})
    done = plan(*pair(tmp_path, [bad], [person("张三", HEAD)]))
    household = next(one for one in done.households if one.head_key == HEAD)
    assert set(household.amounts) == {"total_amount"}
    assert "看不出是多少钱" in reasons(done)


def test_the_number_of_a_carer_is_read_or_said_to_be_wrong(tmp_path):
    headers = [*PERSONS, "供养方式", "生活自理能力", "照料人姓名", "照料人身份证号", "户籍类型"]
    more = (("分散", "半护理", "李四", WIFE, "农业"), ("集中", "全自理", "李四", "12", "非农业"))
    people = (person("张三", HEAD), person("张小", CHILD))
    rows = [[*one, *two] for one, two in zip(people, more, strict=True)]
    done = plan(save(tmp_path / "特困人员查询.xlsx", [headers, *rows]))
    found = by_key(done)
    assert found[HEAD].fields["carer_id_no"] == WIFE
    assert "carer_id_no" not in found[CHILD].fields
    assert "照料人身份证号位数不对" in reasons(done)
    assert [one.code for one in found[HEAD].categories] == ["tekun_scattered"]
    assert [one.code for one in found[CHILD].categories] == ["tekun_central"]
    assert found[HEAD].fields["self_care"] == "部分丧失"
    assert found[HEAD].fields["hukou_kind"] == "农村户口"


@pytest.mark.parametrize(
    ("header", "written", "key", "kept"),
    [
        ("是否重病", "是", "seriously_ill", True),
        ("独生子女", "否", "only_child_family", False),
        ("在校生", "/", "in_school", None),
        ("单亲家庭", "不详", "single_parent_family", None),
        ("年收入(元)", "1,200元", "annual_income", Decimal("1200.00")),
        ("年收入(元)", "无", "annual_income", Decimal("0.00")),
        ("年收入(元)", "/", "annual_income", None),
        ("年收入(元)", "不到一千", "annual_income", None),
        ("年收入(元)", "-5", "annual_income", Decimal("-5.00")),
        ("死亡日期", "2024年5月8日", "death_date", date(2024, 5, 8)),
    ],
)
def test_facts_on_a_village_sheet_are_typed_or_left_open(tmp_path, header, written, key, kept):
    path = roster(tmp_path / "a.xlsx", (*member("张三", HEAD), written), headers=(*ROSTER, header))
    done = plan(path)
    assert done.people[0].fields.get(key) == kept
    doubtful = written in {"不详", "不到一千", "-5"}
    assert [one.column for one in done.problems] == [header] * doubtful


def test_counts_and_amounts_of_a_household_that_are_none_are_said(tmp_path):
    bad = home(
        家庭人口="两人", 最初享受月份="去年", **{"家庭年总收入(元)": "约三千", "合计(元)": None}
    )
    done = plan(*pair(tmp_path, [bad], [person("张三", HEAD), person("张小", CHILD)]))
    (household,) = done.households
    assert not {"size", "annual_income", "first_month"} & set(household.fields)
    assert {one.column for one in done.problems} == {"家庭人口", "家庭年总收入(元)", "最初享受月份"}


def test_a_household_row_without_any_number_is_refused(tmp_path):
    done = plan(*pair(tmp_path, [home(户主身份证号=None)], [person("张三", HEAD)]))
    assert done.counts.households_refused == 1
    assert the_problem(done, "户主没有身份证号").row == 2


def test_a_list_whose_category_nobody_can_tell_is_said(tmp_path):
    headers = [header for header in PERSONS if header != "救助类型"]
    row = ["张三", HEAD, HEAD, "本人"]
    done = plan(save(tmp_path / "低保人员.xlsx", [headers, row]))
    assert "看不出是哪一类" in reasons(done)
    assert done.people[0].categories == ()


def test_a_disabled_person_may_be_listed_by_the_card_alone(tmp_path):
    headers = ["姓名", "残疾证号", "联系电话"]
    done = plan(save(tmp_path / "残疾人名单.xlsx", [headers, ["张三", HEAD + "42B1", "无"]]))
    assert done.people[0].id_key == HEAD
    assert done.people[0].fields["disability_no"] == HEAD + "42B1"


def test_a_relation_nobody_knows_is_kept_and_named_once(tmp_path):
    done = plan(roster(tmp_path / "a.xlsx", member("张三", HEAD), member("李四", WIFE, "表侄孙")))
    assert by_key(done)[WIFE].relation == "表侄孙"
    assert the_problem(done, "“表侄孙”").column == "与户主关系"
    assert plan(roster(tmp_path / "b.xlsx", member("李四", WIFE, "—"))).people[0].relation is None


def test_household_village_and_household_of_two_lists_are_compared(tmp_path):
    _, people = pair(tmp_path, [home()], [person("张小", CHILD)])
    sheet = roster(tmp_path / "a.xlsx", member("张小", CHILD, head="张小", place="上湾村1组"))
    assert "户主" in the_problem(plan(people, sheet), "说法不同").reason
    one = roster(tmp_path / "b.xlsx", member("张三", HEAD))
    two = roster(tmp_path / "c.xlsx", member("张三", HEAD, place="上湾村1组"))
    assert "村（社区）" in the_problem(plan(one, two), "说法不同").reason


def test_numbers_dragged_down_a_column_are_noticed(tmp_path):
    rows = [member(f"某{place}", f"99010119500101{5001 + place}") for place in range(4)]
    done = plan(roster(tmp_path / "a.xlsx", *rows))
    assert the_problem(done, "逐行加1").row == 2


def test_a_village_that_the_office_does_not_have_is_said_once(tmp_path):
    path = roster(
        tmp_path / "a.xlsx",
        member("张三", HEAD, place="上湾村1组"),
        member("李四", WIFE, "妻", place="上湾村1组"),
    )
    assert the_problem(plan(path), "不在本单位的村").value == "上湾村"


def test_characters_of_old_fonts_are_flagged(tmp_path):
    done = plan(roster(tmp_path / "a.xlsx", member("张\ue863", HEAD, head="张\ue863")))
    assert "自造字" in reasons(done)
    assert done.people[0].fields["name"] == "张\ue863"


def test_names_are_stored_as_given(tmp_path):
    done = plan(roster(tmp_path / "a.xlsx", member("买买提•吐尔逊䶮", HEAD)))
    assert done.people[0].fields["name"] == "买买提·吐尔逊䶮"


def test_lock_files_are_passed_over_and_one_bad_file_stops_the_plan(tmp_path):
    good = roster(tmp_path / "a.xlsx", member("张三", HEAD))
    (tmp_path / "~$a.xlsx").write_bytes(b"x")
    assert plan(good, tmp_path / "~$a.xlsx").counts.new == 1
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04xx")
    with pytest.raises(FileError):
        plan(good, tmp_path / "b.xlsx")


def test_a_locked_roster_is_planned_with_its_password(tmp_path):
    shutil.copy(SAMPLES / "locked.xlsx", tmp_path)
    done = plan(tmp_path / "locked.xlsx", passwords=["红旗123"])
    assert (done.counts.new, done.counts.refused, done.counts.hidden_rows) == (2, 1, 1)


def test_planning_tells_where_it_stands_and_can_be_cancelled(tmp_path):
    path = roster(tmp_path / "a.xlsx", member("张三", HEAD))
    said = []
    plan(path, progress=lambda done, total, text: said.append(text))
    assert "读取“a.xlsx”" in said

    def stop(done: int, total: int, text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        plan(path, progress=stop)
