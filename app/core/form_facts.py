"""What a form may print: the closed vocabulary of facts and of rows, by the subject of the form.

A person's facts are the keys of ``app.core.dictionary``, the household's the same with ``home_``
before them; what is worked out from the register has a name here. ``services/document_facts``
gathers them.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS
from app.core.forms import Subject

HOME = "home_"
_KEPT_BACK = frozenset({"confidential"})

GENERAL = {
    "office": "本单位名称",
    "county": "所属县（市、区）",
    "today": "打印日期",
    "year": "打印年份",
    "month": "打印月份",
    "clerk": "打印人",
}
_OF_PERSON = {
    "village": "村（社区）",
    "group": "组",
    "age": "年龄",
    "id_text": "身份证号",
    "relation": "与户主关系",
    "head_name": "户主姓名",
    "family_size": "家庭人口",
    "covered_size": "保障人口",
    "categories": "对象类别",
    "members": "其他家庭成员",
    "benefits": "享受政策",
    "paid_total": "每月发放合计（元）",
    "paid_capitals": "每月发放合计（大写）",
    "carer": "照料人和电话",
    "responsible": "包保责任人",
    "responsible_name": "包保责任人姓名",
    "responsible_unit": "包保责任人单位",
    "responsible_post": "包保责任人职务",
    "responsible_phone": "包保责任人电话",
    "guardian_name": "监护人姓名",
    "guardian_relation": "监护人与本人关系",
    "guardian_id_no": "监护人身份证号",
    "guardian_phone": "监护人电话",
    "guardian_address": "监护人住址",
    "entrusted_name": "委托监护人（照料人）姓名",
    "entrusted_relation": "委托监护人（照料人）与本人关系",
    "entrusted_id_no": "委托监护人（照料人）身份证号",
    "entrusted_phone": "委托监护人（照料人）电话",
    "entrusted_address": "委托监护人（照料人）住址",
    "supporter_name": "第一赡养（抚养、扶养）义务人姓名",
    "supporter_relation": "第一赡养（抚养、扶养）义务人与本人关系",
    "supporter_id_no": "第一赡养（抚养、扶养）义务人身份证号",
    "supporter_phone": "第一赡养（抚养、扶养）义务人电话",
    "supporter_address": "第一赡养（抚养、扶养）义务人住址",
    "self_care_day": "最近一次自理能力评估日期",
    "self_care_result": "最近一次自理能力评估结果",
    "duties": "走访事由",
    "last": "上次走访",
    "questions": "待核实事项",
}
_OF_AGREEMENT = {
    "agreement_no": "协议编号",
    "agreement_start": "协议开始日期",
    "agreement_end": "协议结束日期",
    "care_items": "照料内容",
    "care_fee": "照料护理费（元/月）",
    "care_fee_capitals": "照料护理费（大写）",
    "care_account": "照料护理费账户",
    "carer_sex": "护理人性别",
    "carer_address": "护理人住址",
    "carer_health": "护理人健康状况",
    "carer_relation": "护理人与本人关系",
    "score_month": "最近考核月份",
    "score_total": "最近考核得分",
    "score_grade": "最近考核等次",
    "score_opinion": "最近考核意见",
}
PERSON_FACTS = {
    **{field.key: field.label for field in PERSON_FIELDS if field.key not in _KEPT_BACK},
    **_OF_PERSON,
}
HOME_FACTS = {HOME + field.key: field.label for field in HOUSEHOLD_FIELDS}

_MEMBER = {
    "name": "姓名",
    "relation": "与户主关系",
    "sex": "性别",
    "age": "年龄",
    "birth_date": "出生日期",
    "id_text": "身份证号",
    "health": "健康状况",
    "disability": "残疾类别和等级",
    "self_care": "生活自理能力",
    "labour": "劳动能力",
    "employment": "就业状况",
    "education": "文化程度",
    "school": "在读学校名称",
    "annual_income": "年收入（元）",
    "phone": "联系电话",
}
_KIN = {
    "role": "身份",
    "name": "姓名",
    "relation": "与本人关系",
    "id_text": "身份证号",
    "phone": "联系电话",
    "address": "住址",
    "able": "有无能力",
}
_ROWS_OF_PERSON: Mapping[str, Mapping[str, str]] = {
    "household": _MEMBER,
    "members": _MEMBER,
    "kin": _KIN,
    "guardians": _KIN,
    "supporters": _KIN,
    "incomes": {"kind": "收入种类", "period": "时间", "amount": "金额（元）", "basis": "依据"},
    "benefits": {"kind": "待遇名称", "amount": "金额（元/月）", "start": "开始", "end": "结束"},
    "holdings": {"category": "对象类别", "start": "开始", "basis": "依据"},
    "visits": {"day": "日期", "kind": "方式", "visitors": "走访人", "note": "记录"},
    "responsibles": {
        "name": "责任人",
        "unit": "单位",
        "post": "职务",
        "phone": "联系电话",
        "start": "开始",
    },
    "self_cares": {"day": "评估日期", "result": "评估结果", "assessor": "评估人"},
    "gifts": {
        "day": "日期",
        "words": "物品或用途",
        "quantity": "数量",
        "amount": "金额（元）",
        "giver": "发放人",
    },
}
_ROWS_OF_AGREEMENT = {
    "score_items": {"item": "考核项目", "worth": "分值"},
    "score_vetoes": {"item": "一票否决事项"},
}

_FACTS: Mapping[Subject, Mapping[str, str]] = {
    Subject.NONE: GENERAL,
    Subject.PERSON: GENERAL | PERSON_FACTS | HOME_FACTS,
    Subject.HOUSEHOLD: GENERAL | PERSON_FACTS | HOME_FACTS,
    Subject.AGREEMENT: GENERAL | PERSON_FACTS | HOME_FACTS | _OF_AGREEMENT,
}
_ROWS: Mapping[Subject, Mapping[str, Mapping[str, str]]] = {
    Subject.NONE: {},
    Subject.PERSON: _ROWS_OF_PERSON,
    Subject.HOUSEHOLD: _ROWS_OF_PERSON,
    Subject.AGREEMENT: {**_ROWS_OF_PERSON, **_ROWS_OF_AGREEMENT},
}


def facts_of(subject: Subject) -> Mapping[str, str]:
    """The facts that a form of this subject may name, with their words; a household speaks of its
    head, an agreement of whoever is cared for."""
    return _FACTS[subject]


def row_sources(subject: Subject) -> Mapping[str, Mapping[str, str]]:
    """The rows that a table of such a form may draw from the register: source → fact → words."""
    return _ROWS[subject]
