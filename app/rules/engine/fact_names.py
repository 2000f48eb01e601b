"""The declared names of facts: type, choices, and the question a visit sheet asks for each.

A name that is also a field of the register (``app/core/dictionary.py``) means the same there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.core.dictionary import Kind
from app.rules.engine import (
    facts_of_monitoring,
    facts_of_register,
    facts_of_rehab,
    facts_of_standing,
    facts_of_work,
)
from app.rules.engine.fact_name import FactName as FactName  # also for those who ask for a name

AREAS = ("城市", "农村")
NOT_DISABLED = "无"
DISABILITY_GRADES = (NOT_DISABLED, "一级", "二级", "三级", "四级", "重度", "一般")

_NAMES = (
    FactName("birth_date", "出生日期", Kind.DATE, "出生日期是哪一天（以身份证、户口本为准）？"),
    FactName("in_dibao", "纳入低保", Kind.YES_NO, "是否已纳入低保？"),
    FactName("dibao_area", "低保类别", Kind.TEXT, "享受的是城市低保还是农村低保？", choices=AREAS),
    FactName("in_tekun", "特困供养人员", Kind.YES_NO, "是否已认定为特困供养人员？"),
    FactName(
        "three_withouts",
        "三无人员",
        Kind.YES_NO,
        "是否“三无人员”（无劳动能力、无生活来源、无法定赡养抚养扶养义务人）？",
    ),
    FactName("seriously_ill", "重病患者", Kind.YES_NO, "是否重病患者（有诊断证明）？"),
    FactName(
        "disability_grade",
        "残疾等级",
        Kind.TEXT,
        "残疾人证上的残疾等级是几级（没有残疾填“无”）？",
        choices=DISABILITY_GRADES,
    ),
    FactName("single_parent_family", "单亲家庭", Kind.YES_NO, "是否单亲家庭的成员？"),
    FactName(
        "is_single_parent",
        "单亲父（母）本人",
        Kind.YES_NO,
        "是否单亲家庭中抚养子女的父亲或母亲本人？",
    ),
    FactName("in_school", "在校生", Kind.YES_NO, "是否在校学生（有学籍）？"),
    FactName(
        "only_child_family",
        "独生子女家庭",
        Kind.YES_NO,
        "是否符合计划生育政策的独生子女家庭的成员？",
    ),
    FactName(
        "two_daughter_family", "双女户家庭", Kind.YES_NO, "是否符合计划生育政策的双女户家庭的成员？"
    ),
)

FACT_NAMES: Mapping[str, FactName] = MappingProxyType({
    name.key: name
    for name in (
        *_NAMES,
        *facts_of_standing.NAMES,
        *facts_of_monitoring.NAMES,
        *facts_of_rehab.NAMES,
        *facts_of_register.NAMES,
        *facts_of_work.NAMES,
    )
})
