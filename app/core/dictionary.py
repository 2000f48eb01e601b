"""The data dictionary: every fact that is kept of a person or a household.

One table for all: the importer maps headers to these keys, the store has a column for each, the
history names them, the paper masks what is sensitive. Unknown is ``None``; 无 is stored as given.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a value is typed in Python and written in a cell."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Field:
    """One fact: its key (also the column name), its Chinese label, type and whether it is sensitive
    (PIPL art. 28: identity, health, account)."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    sensitive: bool = False


PERSON_FIELDS = (
    Field("name", "姓名"),
    Field("former_name", "曾用名"),
    Field("id_no", "身份证号", sensitive=True),
    Field("no_id_reason", "无身份证号原因"),
    Field("sex", "性别"),
    Field("birth_date", "出生日期", Kind.DATE),
    Field("ethnicity", "民族"),
    Field("marriage", "婚姻状况"),
    Field("education", "文化程度"),
    Field("political", "政治面貌"),
    Field("employment", "就业状况"),
    Field("annual_income", "年收入", Kind.MONEY),
    Field("job_wish", "就业意愿"),
    Field("work_place", "务工所在地"),
    Field("work_months", "务工时间（月）", Kind.NUMBER),
    Field("labour", "劳动能力"),
    Field("labour_skill", "劳动技能"),
    Field("health", "健康状况", sensitive=True),
    Field("illness", "患病病种", sensitive=True),
    Field("seriously_ill", "重病患者", Kind.YES_NO, sensitive=True),
    Field("chronically_ill", "长期慢性病", Kind.YES_NO, sensitive=True),
    Field("autism", "孤独症", Kind.YES_NO, sensitive=True),
    Field("disability_no", "残疾证号", sensitive=True),
    Field("disability_kind", "残疾类别", sensitive=True),
    Field("disability_grade", "残疾等级", sensitive=True),
    Field("disability_parts", "多重残疾构成", sensitive=True),
    Field("disability_valid_until", "残疾证有效期至", Kind.DATE, sensitive=True),
    Field("self_care", "生活自理能力"),
    Field("support_form", "供养方式"),
    Field("care_institution", "供养机构"),
    Field("carer_name", "照料人姓名"),
    Field("carer_id_no", "照料人身份证号", sensitive=True),
    Field("carer_phone", "照料人电话"),
    Field("in_school", "在校生", Kind.YES_NO),
    Field("school", "在读学校名称"),
    Field("school_stage", "在校生状况"),
    Field("three_withouts", "三无人员", Kind.YES_NO),
    Field("single_parent_family", "单亲家庭", Kind.YES_NO),
    Field("only_child_family", "独生子女家庭", Kind.YES_NO),
    Field("two_daughter_family", "双女户家庭", Kind.YES_NO),
    Field("insurance", "参保类型"),
    Field("serious_illness_insurance", "大病保险", Kind.YES_NO),
    Field("pension", "养老保险"),
    Field("mandarin", "会讲普通话", Kind.YES_NO),
    Field("phone", "联系电话"),
    Field("phone_owner", "电话是谁的"),
    Field("second_phone", "备用电话"),
    Field("second_phone_owner", "备用电话是谁的"),
    Field("address", "家庭住址"),
    Field("hukou_address", "户籍地址"),
    Field("hukou_kind", "户籍类型"),
    Field("residence_kind", "居住登记"),
    Field("residence_permit_no", "居住证号", sensitive=True),
    Field("bank", "开户银行"),
    Field("account_name", "银行账户名称"),
    Field("account_no", "银行账号", sensitive=True),
    Field("card_no", "一卡通账号", sensitive=True),
    Field("agent_name", "代领人姓名"),
    Field("agent_id_no", "代领人身份证号", sensitive=True),
    Field("agent_relation", "代领人与本人关系"),
    Field("staff_relative", "工作人员近亲属", Kind.YES_NO),
    Field("staff_relative_words", "近亲属姓名、单位和关系"),
    Field("death_date", "死亡日期", Kind.DATE),
    Field("confidential", "保密事项", sensitive=True),
    Field("note", "备注"),
)

HOUSEHOLD_FIELDS = (
    Field("head_name", "户主姓名"),
    Field("head_id_no", "户主身份证号", sensitive=True),
    Field("size", "家庭人口", Kind.NUMBER),
    Field("resident_size", "常住人口", Kind.NUMBER),
    Field("covered_size", "保障人口", Kind.NUMBER),
    Field("annual_income", "家庭年总收入", Kind.MONEY),
    Field("per_capita_income", "家庭年人均收入", Kind.MONEY),
    Field("phone", "联系电话"),
    Field("address", "家庭住址"),
    Field("hukou_kind", "户籍类型"),
    Field("cert_no", "低保（特困）证号"),
    Field("first_month", "最初享受月份"),
    Field("apply_reason", "申请原因"),
    Field("calc_method", "救助金计算方式"),
    Field("grade", "分档类型"),
    Field("bank", "开户银行"),
    Field("account_name", "银行账户名称"),
    Field("account_no", "银行账号", sensitive=True),
    Field("card_no", "一卡通账号", sensitive=True),
    Field("meter_no", "电表号"),
    Field("house_count", "拥有产权住房套数", Kind.NUMBER),
    Field("house_area", "住房总面积（平方米）", Kind.MONEY),
    Field("financial_assets", "金融资产总额", Kind.MONEY),
    Field("vehicles", "机动车辆情况"),
    Field("luxury", "高档消费品情况"),
    Field("land_area", "承包地面积（亩）", Kind.MONEY),
    Field("other_assets", "其他家庭财产情况"),
    Field("house_structure", "住房结构"),
    Field("house_danger", "危房等级"),
    Field("safe_water", "饮水安全", Kind.YES_NO),
    Field("large_expense", "家庭大额支出", Kind.MONEY),
    Field("expense_cause", "大额支出原因"),
    Field("risk_cause", "致贫返贫风险"),
    Field("award_extent", "全额或差额"),
    Field("registered_poor", "建档立卡户", Kind.YES_NO),
    Field("registered_poor_no", "建档立卡编号"),
    Field("relocation_site", "易地搬迁安置点"),
    Field("elders_apart", "老人单独分户", Kind.YES_NO),
    Field("note", "备注"),
)

PERSON = {field.key: field for field in PERSON_FIELDS}
HOUSEHOLD = {field.key: field for field in HOUSEHOLD_FIELDS}
