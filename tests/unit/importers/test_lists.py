"""The lists of other systems: people around, incomes, benefits, the household in a person's row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.importers.planned import Action, Kin
from tests.unit.importers.building import (
    CHILD,
    HEAD,
    WIFE,
    by_key,
    plan,
    reasons,
    save,
    stored,
)


def codes(person) -> list[str]:
    return [category.code for category in person.categories]


def test_a_list_of_orphans_names_parents_guardian_and_allowance(tmp_path):
    headers = [
        "序号", "儿童姓名", "身份证号", "儿童类别", "现住址", "父亲姓名", "父亲现状况",
        "监护人姓名", "与儿童关系", "监护人身份证号", "监护人电话", "补贴标准(月)", "纳入年月",
    ]  # fmt: skip
    row = [1, "张小", CHILD, "事实无人抚养儿童", "红旗村1组", "张三", "服刑", "李奶", "祖母", WIFE,
           "13800000000", "1450元", "2024.5"]  # fmt: skip
    done = plan(save(tmp_path / "孤儿_20260501.xlsx", [headers, row]))
    (child,) = done.people
    assert codes(child) == ["unsupported_child"]
    assert child.categories[0].start == date(2024, 5, 1)
    assert child.around.day == date(2026, 5, 1)
    assert child.around.benefits == {"unsupported_child_living": Decimal("1450.00")}
    guardian = Kin("guardian", "李奶", relation="祖母", id_no=WIFE, phone="13800000000")
    assert guardian in child.around.kin
    assert Kin("father", "张三", relation="父亲", note="服刑") in child.around.kin


def test_people_around_who_are_known_already_are_no_change(tmp_path):
    headers = ["儿童姓名", "身份证号", "委托照料人姓名", "委托照料人电话", "委托照料原因"]
    row = ["张小", CHILD, "李奶", "13800000000", "父母双方同时外出"]
    path = save(tmp_path / "留守.xlsx", [headers, row])
    first = plan(path)
    assert codes(first.people[0]) == ["left_behind_child"]
    register = stored(first)
    assert [change.key for change in plan(path, register=register).people[0].changes] == [
        "kin.entrusted_carer", "kin.entrusted_carer.phone", "kin.entrusted_carer.note",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("grade", "code"),
    [("一级", "severe_disabled"), ("三级", "disabled"), ("二级", "severe_disabled")],
)
def test_a_list_of_disabled_people_is_sorted_by_grade(tmp_path, grade, code):
    headers = ["姓名", "残疾证号", "残疾类别", "残疾等级", "监护人姓名", "重度残疾人护理补贴"]
    card = HEAD + "4" + {"一级": "1", "二级": "2", "三级": "3"}[grade]
    done = plan(save(tmp_path / "a.xlsx", [headers, ["张三", card, "肢体", grade, "无", 80]]))
    (person,) = done.people
    assert codes(person) == [code]
    assert person.around.kin == ()
    assert person.around.benefits == {"disability_nursing": Decimal("80.00")}


MONITORED = [
    "村", "户编号", "姓名", "证件号码", "户联系电话", "年度", "与户主关系", "在校生状况",
    "劳动技能", "务工时间(月)", "户主姓名", "户主证件号码", "户类型", "致贫/返贫风险1",
    "工资性收入",
]  # fmt: skip


def test_an_export_of_the_monitoring_system_fills_person_household_and_income(tmp_path):
    rows = [
        ["红旗村", "A1", "张三", HEAD, "13800000000", 2025, "户主", None, "普通劳动力", 11,
         "张三", HEAD, "边缘易致贫户", "因病", 12000],
        ["红旗村", "A1", "李四", WIFE, "13800000000", 2025, "配偶", None, "弱劳动力或半劳动力", 0,
         "张三", HEAD, "边缘易致贫户", "因学", None],
    ]  # fmt: skip
    done = plan(save(tmp_path / "a.xlsx", [MONITORED, *rows]))
    head, wife = done.people
    assert codes(head) == codes(wife) == ["monitored"]
    assert (head.fields["labour_skill"], head.fields["work_months"]) == ("普通劳动力", 11)
    assert head.around.incomes == {("wage", "2025"): Decimal("12000.00")}
    (home,) = done.households
    assert (home.fields["registered_poor_no"], home.fields["risk_cause"]) == ("A1", "因病")
    assert home.fields["phone"] == "13800000000"
    assert "同一户的“致贫返贫风险”前后不同" in reasons(done)


def test_a_household_that_is_monitored_no_more_is_not_on_the_list_by_its_title(tmp_path):
    row = ["红旗村", "A1", "张三", HEAD, None, 2025, "户主", None, "普通劳动力", 1, "张三", HEAD,
           "脱贫户", None, None]  # fmt: skip
    (person,) = plan(save(tmp_path / "防返贫监测对象.xlsx", [MONITORED, row])).people
    assert codes(person) == []


def test_a_village_list_of_the_left_behind_tells_elders_from_women(tmp_path):
    headers = ["公民身份号码", "姓名", "留守人员类型", "家庭主要成员姓名", "与留守人员关系"]
    rows = [[HEAD, "张三", "02 老人", "张小", "长子"], [WIFE, "李四", "留守妇女", "张大", "夫"]]
    done = by_key(plan(save(tmp_path / "a.xlsx", [headers, *rows])))
    assert codes(done[HEAD]) == ["left_behind_elder"]
    assert codes(done[WIFE]) == ["left_behind_woman"]
    assert done[HEAD].around.kin == (Kin("supporter", "张小", relation="长子"),)


def test_a_population_sheet_skips_its_row_of_hints(tmp_path):
    headers = [
        "序号",
        "本人姓名",
        "绰号",
        "身份证号",
        "联系方式",
        "现住址",
        "特殊群体",
        "监护人姓名",
        "医疗保险",
    ]
    hints = [None, "必填", "选填", "必填", None, None, None, None, None]
    row = [1, "张三", "三哥", HEAD, "13800000000", "1组", "农村低保、留守老人", "李四", "城乡居民"]
    done = plan(save(tmp_path / "a.xlsx", [headers, hints, row]))
    (person,) = done.people
    assert set(codes(person)) == {"dibao_rural", "left_behind_elder"}
    assert person.fields["insurance"] == "城乡居民"


def test_a_dibao_pay_list_of_a_village_is_a_list_of_households(tmp_path):
    rows: list[list[Any]] = [
        ["序号", "户主姓名", "低保证号", "身份证号码", "保障人数", "领取金额", None, "领款人签字"],
        [None, None, None, None, None, "家庭补差", "残疾人救助", None],
        [1, "张三", "D1", HEAD, 2, 690, None, None],
        ["合计", None, None, None, 2, 690, None, None],
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:G1", "H1:H2"]
    done = plan(save(tmp_path / "农保名册.xlsx", rows, merges=merges))
    (home,) = done.households
    assert (home.category, home.head_key) == ("dibao_rural", HEAD)
    assert home.fields["cert_no"] == "D1"
    assert home.amounts == {"monthly_amount": Decimal("690.00")}


def test_new_facts_of_the_dictionary_are_read_from_a_roster(tmp_path):
    headers = [
        "姓名",
        "身份证号",
        "与户主关系",
        "务工地点",
        "务工月数",
        "是否会讲普通话",
        "慢性病",
        "代领人",
    ]
    row = ["张三", HEAD, "户主", "广东", "11个月", "是", "有", "李四"]
    (person,) = plan(save(tmp_path / "a.xlsx", [headers, row])).people
    assert person.fields["work_place"] == "广东"
    assert person.fields["mandarin"] is True
    assert person.fields["chronically_ill"] is True
    assert person.fields["agent_name"] == "李四"


def test_a_guardian_on_a_roster_stands_beside_the_person(tmp_path):
    headers = ["姓名", "身份证号", "与户主关系", "监护人"]
    first = plan(save(tmp_path / "a.xlsx", [headers, ["张小", CHILD, "户主", "李奶"]]))
    (kid,) = first.people
    assert kid.action is Action.NEW
    assert kid.around.kin == (Kin("guardian", "李奶"),)
