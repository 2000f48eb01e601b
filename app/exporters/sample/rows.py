"""Turn the people of a sample into rows of the provincial layouts (headers come from the data that
the importer reads as well, so that both stay the same)."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import lru_cache

from app.core.identity import DISABILITY_GRADES, DISABILITY_KINDS
from app.core.paths import resource
from app.exporters.sample.invent import words
from app.exporters.sample.model import SampleHousehold, SamplePerson, SampleTownship

Values = dict[str, str | Decimal | int]

_LISTS = {
    "农村低保": ("dibao", ("dibao_rural",)),
    "城市低保": ("dibao", ("dibao_urban",)),
    "特困": ("tekun", ("tekun_scattered", "tekun_central")),
    "低保边缘": ("low_income", ("dibao_edge",)),
    "刚性支出": ("low_income", ("rigid_spending",)),
}
_AID_TYPES = {"dibao_rural": "农村低保", "dibao_urban": "城市低保"}
_GRADE_WORDS = ("极重度", "重度", "中度", "轻度")


@lru_cache(maxsize=8)
def columns(layout: str) -> tuple[tuple[str, str], ...]:
    """Header and key of each column of a layout, in the order of the provincial system."""
    text = resource("codes", "import", f"{layout}.toml").read_text(encoding="utf-8-sig")
    return tuple(tomllib.loads(text)["columns"].items())


def provincial_tables(
    township: SampleTownship, day: date
) -> list[tuple[str, list[str], list[list[str | Decimal | int]]]]:
    """Name without date, headers and rows of the ten provincial files."""
    tables = []
    for title, (layout, codes) in _LISTS.items():
        households = [each for each in township.households if each.category in codes]
        homes = [_household_values(each, township) for each in households]
        people = [
            _person_values(each, place, township, day)
            for each in households
            for place in range(len(each.people))
        ]
        for subject, word, values in (("household", "家庭", homes), ("person", "人员", people)):
            header = columns(f"{layout}_{subject}")
            rows = [[_cell(title, key, one) for title, key in header] for one in values]
            tables.append((f"{title}{word}查询", [title for title, _ in header], rows))
    return tables


def _cell(header: str, key: str, values: Values) -> str | Decimal | int:
    return values.get(header, values.get(key, "") if key != "-" else "")


def _region(household: SampleHousehold, township: SampleTownship) -> Values:
    known = words()
    return {
        "所属省(省级)": known["province"],
        "所属市(市级)": known["city"],
        "所属区(区县)": known["county"],
        "township": township.name,
        "village": household.village,
        "place": f"{known['county']}{township.name}{household.village}",
    }


def _address(household: SampleHousehold, township: SampleTownship) -> str:
    return f"{township.name}{household.village}{household.group}"


def _household_values(household: SampleHousehold, township: SampleTownship) -> Values:
    head, size = household.people[0], len(household.people)
    supplements = sum(household.supplements, Decimal("0.00"))
    values: Values = {
        **_region(household, township),
        "head_name": head.name,
        "head_id_no": head.id_no,
        "size": size,
        "covered_size": size,
        "annual_income": household.yearly_income,
        "per_capita_income": household.yearly_income / size,
        "monthly_amount": household.monthly,
        "basic_living_amount": household.monthly,
        "care_amount": household.care,
        "family_class_amount": Decimal("0.00"),
        "person_class_amount": supplements,
        "total_amount": household.monthly + household.care + supplements,
        "phone": head.phone,
        "address": _address(household, township),
        "cert_no": f"{township.code[:9]}{head.id_no[-5:]}",
        "first_month": household.since,
        "apply_reason": household.reason,
        "calc_method": "补差",
        "hukou_kind": _hukou(household),
        "support_form": _support(household),
        "bank": "样例农村商业银行",
        "account_name": head.name,
        "account_no": f"6200990{head.id_no[6:14]}{head.id_no[-4:-1]}9",
        "house_count": 1,
        "house_area": Decimal(60 + 10 * size),
        "member_names": "、".join(person.name for person in household.people),
        "member_ids": "、".join(person.id_no for person in household.people),
    }
    return values


def _hukou(household: SampleHousehold) -> str:
    return "非农业" if household.category == "dibao_urban" else "农业"


def _support(household: SampleHousehold) -> str:
    return "集中供养" if household.category == "tekun_central" else "分散供养"


def _person_values(
    household: SampleHousehold, place: int, township: SampleTownship, day: date
) -> Values:
    person, head = household.people[place], household.people[0]
    central = household.category == "tekun_central"
    basic: Values = {
        **_region(household, township),
        "name": person.name,
        "id_no": person.id_no,
        "head_id_no": head.id_no,
        "relation": _relation(person),
        "sex": person.sex,
        "birth_date": person.birth.isoformat(),
        "年龄": person.age(day),
        "ethnicity": person.ethnicity,
        "illness": person.illness,
        "health": person.health,
        "labour": _labour(person, day),
        "self_care": person.self_care,
        "school": person.school,
        "first_month": household.since,
        "insurance": "城乡居民基本医疗保险",
        "category": _AID_TYPES.get(household.category, ""),
        "support_form": _support(household),
        "care_institution": f"{township.name}敬老院" if central else "",
        "hukou_kind": _hukou(household),
        "address": _address(household, township),
        "hukou_address": _address(household, township),
    }
    if person.disability is not None:
        basic.update(_disability(person, person.disability))
    basic["disabled"] = "是" if person.disability else "否"
    if household.category in _AID_TYPES:
        basic["monthly_amount"] = household.monthly
        basic["family_class_amount"] = Decimal("0.00")
        basic["合计分类施保金额(元)"] = household.supplements[place]
    if household.category.startswith("tekun"):
        basic["基本生活标准(元)"] = household.monthly
        basic["照料护理费用(元)"] = household.care
    return basic


def _disability(person: SamplePerson, disability: tuple[int, int]) -> Values:
    kind, grade = disability
    return {
        "disability_no": person.card_no,
        "disability_kind": f"{DISABILITY_KINDS[kind - 1]}残疾",
        "disability_grade": f"{DISABILITY_GRADES[grade - 1]}({_GRADE_WORDS[grade - 1]})",
    }


def _relation(person: SamplePerson) -> str:
    return {"户主": "本人", "子": "儿子", "女": "女儿"}.get(person.relation, person.relation)


def _labour(person: SamplePerson, day: date) -> str:
    severe = person.disability is not None and person.disability[1] <= 2
    if severe or not 16 <= person.age(day) < 60:
        return "无劳动能力"
    return "部分丧失劳动能力" if person.disability else "有劳动能力"
