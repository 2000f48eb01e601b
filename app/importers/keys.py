"""Every key that a column of a workbook can be read as, and what a clerk calls it.

Beside the fields of the data dictionary there are columns that place a row (village, head of the
household), and dotted keys for what belongs to a person without being a fact of the person:
``home.<field of the household>``, ``kin.<role>.<part>``, ``responsible.<part>``, ``income.<kind>``,
``benefit.<kind>``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from app.core.benefits import benefit_name, benefits
from app.core.dictionary import HOUSEHOLD, HOUSEHOLD_FIELDS, PERSON, PERSON_FIELDS, Field, Kind
from app.core.paths import resource
from app.core.terms import INCOME_NAMES

IGNORED = "-"
# Told by a sheet and used while reading, but no fact that is kept under this name.
_TOLD = frozenset({
    "township",
    "support_form",
    "resident_kind",
    "monthly_amount",
    "family_class_amount",
})
_INCOMES = {kind.value: name for kind, name in INCOME_NAMES.items()}
HEAD_KEYS = frozenset({"head_name", "head_id_no"})

_PLACING = {
    "village": "村（社区）",
    "group": "村民小组",
    "place": "村和组在一格",
    "head_name": "户主姓名",
    "head_id_no": "户主身份证号",
    "relation": "与户主关系",
    "category": "对象类别",
    "first_month": "最初享受月份",
    "disability": "残疾类别等级在一格",
    "disabled": "是否残疾",
    "year": "年度（收入是哪一年的）",
}
# Who looks after the person, in a pairing list; without a name the rest says nothing.
RESPONSIBLE_PARTS = {
    "name": "包保责任人",
    "unit": "责任人单位",
    "post": "责任人职务",
    "phone": "责任人电话",
}
_OF_HOUSEHOLD = {
    "village": "村（社区）",
    "group": "村民小组",
    "place": "村和组在一格",
    "category": "对象类别",
    "monthly_amount": "户月保障金额",
    "family_class_amount": "家庭分类施保总额",
    "person_class_amount": "人员分类施保总额",
    "basic_living_amount": "基本生活总费用",
    "care_amount": "照料护理总费用",
    "total_amount": "合计",
    "member_names": "家庭成员姓名",
    "member_ids": "家庭成员身份证号",
    "year": "年度（收入是哪一年的）",
}


@dataclass(frozen=True)
class ColumnChoice:
    """One entry of the list from which a clerk picks what a column is."""

    key: str
    label: str
    group: str


@dataclass(frozen=True)
class KinColumn:
    """A role that columns name: what it is called, the ``KinRole`` it is kept as, and the relation
    that goes without saying ("" where a column may say it)."""

    key: str
    name: str
    role: str
    relation: str = ""


@lru_cache(maxsize=1)
def kin_columns() -> Mapping[str, KinColumn]:
    """The roles by key, those with a relation of their own before those without."""
    rows = _around()["roles"].items()
    return MappingProxyType({key: KinColumn(key, **row) for key, row in rows})


@lru_cache(maxsize=1)
def kin_parts() -> Mapping[str, str]:
    """What may be told of somebody who stands by a person, by column."""
    return MappingProxyType(_around()["parts"])


def kin_column_of(role: str, relation: str | None) -> str:
    """The key under which columns speak of somebody kept as ``role`` with this relation."""
    columns = kin_columns().values()
    own = (each.key for each in columns if each.role == role and each.relation == relation)
    plain = (each.key for each in columns if each.role == role and not each.relation)
    return next(own, None) or next(plain, role)


def _around() -> dict[str, Any]:
    return tomllib.loads(resource("codes", "import", "around.toml").read_text("utf-8-sig"))


@lru_cache(maxsize=4096)
def dotted_field(key: str) -> Field | None:
    """The field that a dotted key stands for; None when there is none such."""
    room, _, rest = key.partition(".")
    if room == "home":
        known = HOUSEHOLD.get(rest)
        return Field(key, known.label, known.kind, known.sensitive) if known else None
    if room == "kin":
        role, _, part = rest.partition(".")
        if role not in kin_columns() or part not in kin_parts():
            return None
        label = f"{kin_columns()[role].name}{kin_parts()[part]}"
        return Field(key, label, sensitive=part == "id_no")
    if room == "responsible" and rest in RESPONSIBLE_PARTS:
        return Field(key, RESPONSIBLE_PARTS[rest])
    if room == "income":
        label = _INCOMES.get(rest, "")
        return Field(key, label, Kind.MONEY) if label else None
    if room == "benefit" and rest:
        return Field(key, benefit_name(rest), Kind.MONEY)
    return None


def is_key(key: str, subject: str) -> bool:
    """Whether a column of a person's (or household's) row can be read as ``key``."""
    if key == IGNORED or key in _TOLD or key in {choice.key for choice in column_choices(subject)}:
        return True
    return subject == "person" and key.startswith("benefit.") and dotted_field(key) is not None


def key_label(key: str, subject: str) -> str:
    """What a clerk calls ``key``."""
    known = {choice.key: choice.label for choice in column_choices(subject)}
    found = dotted_field(key) if "." in key else None
    return known.get(key) or (found.label if found else key)


@lru_cache(maxsize=2)
def column_choices(subject: str) -> tuple[ColumnChoice, ...]:
    """What a column can be, in the order in which it is offered."""
    if subject == "household":
        fields = [ColumnChoice(field.key, field.label, "家庭") for field in HOUSEHOLD_FIELDS]
        placing = [ColumnChoice(key, label, "家庭") for key, label in _OF_HOUSEHOLD.items()]
        incomes = [_dotted(f"income.{code}", "收入") for code in _INCOMES]
        return (*fields, *placing, *incomes)
    first = ("name", "id_no")
    own = [ColumnChoice(key, PERSON[key].label, "本人") for key in first]
    placing = [ColumnChoice(key, label, "归户归村") for key, label in _PLACING.items()]
    rest = [ColumnChoice(f.key, f.label, "本人") for f in PERSON_FIELDS if f.key not in first]
    keys = [
        *((f"benefit.{code}", "待遇") for code in benefits()),
        *((f"income.{code}", "收入") for code in _INCOMES),
        *((f"kin.{role}.{part}", "身边的人") for role in kin_columns() for part in kin_parts()),
        *((f"responsible.{part}", "身边的人") for part in RESPONSIBLE_PARTS),
        *((f"home.{f.key}", "所在家庭") for f in HOUSEHOLD_FIELDS if f.key not in HEAD_KEYS),
    ]
    return (*own, *placing, *rest, *(_dotted(key, group) for key, group in keys))


def _dotted(key: str, group: str) -> ColumnChoice:
    field = dotted_field(key)
    label = field.label if field else key
    return ColumnChoice(key, f"家庭：{label}" if key.startswith("home.") else label, group)
