"""The columns of what stands beside a person, as a clerk reads them: for dialogs and the story."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind

_PLACE = (Field("village_id", "村（社区）"), Field("group_name", "村民小组"))

RECORD_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "person": (
        *PERSON_FIELDS,
        *_PLACE,
        Field("closed_on", "封存日期", Kind.DATE),
        Field("close_reason", "封存原因"),
    ),
    "household": (*HOUSEHOLD_FIELDS, *_PLACE, Field("category", "家庭类别")),
    "membership": (
        Field("relation", "与户主关系"),
        Field("start", "加入家庭", Kind.DATE),
        Field("end", "退出家庭", Kind.DATE),
    ),
    "holding": (
        Field("code", "类别"),
        Field("start", "类别开始", Kind.DATE),
        Field("end", "类别结束", Kind.DATE),
        Field("basis", "类别依据"),
        Field("confirmed_by", "认定人"),
    ),
    "award": (
        Field("category", "待遇类别"),
        Field("amount", "金额", Kind.MONEY),
        Field("start", "待遇开始", Kind.DATE),
        Field("end", "待遇结束", Kind.DATE),
    ),
    "responsible": (
        Field("name", "包保责任人"),
        Field("unit", "单位"),
        Field("post", "职务"),
        Field("phone", "电话"),
        Field("start", "开始", Kind.DATE),
        Field("end", "结束", Kind.DATE),
        Field("end_reason", "结束原因"),
    ),
    "kin": (
        Field("role", "身份"),
        Field("name", "姓名"),
        Field("relation", "与本人关系"),
        Field("id_no", "身份证号", sensitive=True),
        Field("phone", "电话"),
        Field("address", "住址"),
        Field("able", "有履行能力", Kind.YES_NO),
        Field("note", "说明"),
        Field("start", "开始", Kind.DATE),
        Field("end", "结束", Kind.DATE),
    ),
    "carer": (
        Field("name", "姓名"),
        Field("id_no", "身份证号", sensitive=True),
        Field("sex", "性别"),
        Field("phone", "电话"),
        Field("address", "住址"),
        Field("health", "健康状况"),
        Field("note", "说明"),
        Field("qualified_on", "取得资格", Kind.DATE),
        Field("disqualified_on", "取消资格", Kind.DATE),
        Field("disqualified_reason", "取消原因"),
    ),
    "care_agreement": (
        Field("number", "协议编号"),
        Field("relation", "与本人关系"),
        Field("items", "护理内容"),
        Field("fee", "护理费（元/月）", Kind.MONEY),
        Field("account_no", "发放账号", sensitive=True),
        Field("start", "开始", Kind.DATE),
        Field("end", "到期", Kind.DATE),
        Field("ended_on", "提前结束", Kind.DATE),
        Field("end_reason", "结束原因"),
    ),
    "income_line": (
        Field("kind", "收入来源"),
        Field("period", "年或月"),
        Field("amount", "金额（元）", Kind.MONEY),
        Field("basis", "依据"),
    ),
    "self_care": (
        Field("day", "评估日期", Kind.DATE),
        Field("able_count", "能自主完成的项数", Kind.NUMBER),
        Field("result", "评估结果"),
        Field("assessor", "评估人"),
        Field("basis", "评估类别"),
    ),
    "benefit": (
        Field("kind", "待遇名称"),
        Field("amount", "金额（元）", Kind.MONEY),
        Field("rhythm", "发放方式"),
        Field("start", "开始", Kind.DATE),
        Field("end", "结束", Kind.DATE),
        Field("account_no", "发放账号", sensitive=True),
        Field("source", "依据"),
    ),
    "contact": (
        Field("day", "日期", Kind.DATE),
        Field("kind", "方式"),
        Field("done", "见到或联系上", Kind.YES_NO),
        Field("visitors", "走访人"),
        Field("note", "记录"),
    ),
    "contact_excuse": (
        Field("kind", "不便走访"),
        Field("kinds", "不便的方式"),
        Field("start", "从哪天起", Kind.DATE),
        Field("end", "到哪天为止", Kind.DATE),
        Field("reason", "原因"),
        Field("said_by", "谁说的"),
    ),
    "life_event": (
        Field("kind", "生活事件"),
        Field("day", "日期", Kind.DATE),
        Field("words", "情况"),
        Field("told_by", "谁告知的"),
    ),
}
