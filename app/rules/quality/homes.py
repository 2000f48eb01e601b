"""Doubts about households: who belongs to them, what they have, what they are paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from app.core.codes import category_name
from app.core.kinship import Line, is_head, kinship
from app.core.money import CENT, yuan
from app.core.phones import is_phone
from app.rules.quality.known import Known
from app.rules.quality.subjects import (
    Everything,
    Found,
    Home,
    Someone,
    about_home,
    about_register,
    found,
)

_MONITORING = "防返贫监测信息检查"
_FIELDS = "低保、特困系统导出表核对"
_PARTS = (
    "monthly_amount", "basic_living_amount", "care_amount", "family_class_amount",
    "person_class_amount",
)  # fmt: skip


def _heads(home: Home) -> list[Someone]:
    return [one for one in home.members if is_head(one.relation)]


def _spouses(home: Home) -> list[Someone]:
    return [one for one in home.members if kinship(one.relation).line is Line.SPOUSE]


def _children(home: Home) -> list[Someone]:
    places = ((one, kinship(one.relation)) for one in home.members)
    return [one for one, at in places if at.generation == -1 and at.line is Line.HEAD]


def _relations(people: list[Someone]) -> tuple[object, ...]:
    return tuple((one.id, one.relation) for one in people)


@about_home(
    "一户有两个以上户主",
    field="household",
    remedy="一户只有一个户主，请改正其他人与户主的关系",
    source=_MONITORING,
)
def heads_many(home: Home, known: Known, day: date) -> Found | None:
    heads = _heads(home)
    return found(*_relations(heads), words=f"{len(heads)}个户主") if len(heads) > 1 else None


@about_home(
    "一户没有户主",
    field="household",
    remedy="请登记谁是户主；户主去世的，变更户主",
    source=_MONITORING,
)
def head_missing(home: Home, known: Known, day: date) -> Found | None:
    if not home.members or _heads(home):
        return None
    return found(*_relations(list(home.members)))


@about_home(
    "一户有两个以上配偶",
    field="household",
    remedy="请改正其他人与户主的关系",
    source=_MONITORING,
)
def spouses_many(home: Home, known: Known, day: date) -> Found | None:
    spouses = _spouses(home)
    return found(*_relations(spouses), words=f"{len(spouses)}个配偶") if len(spouses) > 1 else None


@about_home(
    "户主和配偶性别相同",
    field="household",
    remedy="请核对两人的性别、身份证号和关系",
    source=_MONITORING,
)
def couple_of_one_sex(home: Home, known: Known, day: date) -> Found | None:
    for head in _heads(home):
        for spouse in _spouses(home):
            if head.text("sex") and head.text("sex") == spouse.text("sex"):
                return found(head.id, spouse.id, head.text("sex"), words=f"都是{head.text('sex')}")
    return None


@about_home(
    "子女比户主年长",
    field="household",
    remedy="请核对出生日期和与户主的关系",
    source="GB/T 4761-2008",
)
def child_older_than_head(home: Home, known: Known, day: date) -> Found | None:
    births = [one.day("birth_date") for one in _heads(home)]
    older = [
        (one.id, one.day("birth_date"))
        for one in _children(home)
        for head in births
        if head is not None and (one.day("birth_date") or day) <= head
    ]
    return found(*births, *older) if older else None


@about_home(
    "有务工就业不稳的风险，户里却没有劳动力",
    field="household",
    remedy="请核实致贫返贫风险和各人的劳动能力",
    source=_MONITORING,
)
def unstable_work_without_labour(home: Home, known: Known, day: date) -> Found | None:
    risk = home.text("risk_cause")
    if not known.names_one_of(risk, "unstable_work") or not home.members:
        return None
    labour = [one.text("labour") or one.text("labour_skill") for one in home.members]
    # Who is not described may have labour: only what is known speaks.
    without = all(known.is_one_of(text, "no_labour") for text in labour)
    return found(risk, *labour, words=risk) if without else None


@about_home(
    "户里登记的人比家庭人口多",
    field="household",
    remedy="请核对家庭人口，或办理减员",
    source=_FIELDS,
)
def members_exceed_size(home: Home, known: Known, day: date) -> Found | None:
    size, members = home.count("size"), len(home.members)
    if size is None or members <= size:
        return None
    return found(size, members, words=f"家庭人口{size}，登记了{members}人")


@about_home(
    "保障人口比家庭人口多",
    field="household",
    remedy="请核对保障人口和家庭人口",
    source=_FIELDS,
)
def covered_exceed_size(home: Home, known: Known, day: date) -> Found | None:
    size, covered = home.count("size"), home.count("covered_size")
    if size is None or covered is None or covered <= size:
        return None
    return found(size, covered, words=f"家庭人口{size}，保障人口{covered}")


@about_home(
    "人均收入不等于总收入除以人口",
    field="household",
    remedy="请核对家庭年总收入、人口和人均收入",
    source=_FIELDS,
)
def income_per_head_off(home: Home, known: Known, day: date) -> Found | None:
    total, each, size = (
        home.yuan("annual_income"),
        home.yuan("per_capita_income"),
        home.count("size"),
    )
    if total is None or each is None or not size:
        return None
    if abs(total / size - each) <= known.figures["per_capita_cents"] * CENT:
        return None
    words = f"{yuan(total)}元÷{size}人，登记的人均是{yuan(each)}元"
    return found(total, each, size, words=words)


@about_home(
    "待遇合计不等于各项之和",
    field="household",
    remedy="请核对户月保障金、照料护理和分类施保金额",
    source=f"{_FIELDS}，S3.201",
)
def award_sum_off(home: Home, known: Known, day: date) -> Found | None:
    for category, amounts in sorted((home.amounts or {}).items()):
        parts = [amounts[part] for part in _PARTS if part in amounts]
        total = amounts.get("total_amount")
        summed = sum(parts, Decimal(0))
        if total is not None and parts and summed != total:
            line = category_name(category)
            words = f"{line}合计{yuan(total)}元，各项之和{yuan(summed)}元"
            return found(category, total, *parts, words=words)
    return None


@about_home(
    "户在低保名单上，成员都没有登记低保",
    field="categories",
    remedy="请核对这一户还享不享受；享受的，给保障对象登记类别",
    source=_MONITORING,
)
def listed_without_category(home: Home, known: Known, day: date) -> Found | None:
    paid = any(amounts for amounts in (home.amounts or {}).values())
    if not home.category or not paid or not home.members:
        return None
    if any(home.category in one.codes for one in home.members):
        return None
    return found(home.category, words=category_name(home.category))


# --- phones and accounts -----------------------------------------------------------------------
@about_home(
    "没有联系电话",
    field="phone",
    remedy="请补填户里能打通的电话；没有电话的，填邻居或村干部的，写明是谁的",
    source="S3.101",
)
def phone_missing(home: Home, known: Known, day: date) -> Found | None:
    if not home.members or home.text("phone"):
        return None
    phones = [one for one in home.members if one.text("phone") or one.text("second_phone")]
    return None if phones else found()


@about_register(
    "电话号码不对",
    field="phone",
    remedy="手机号应为11位，固定电话带区号；请核对",
    source=_MONITORING,
)
def phone_unreadable(register: Everything, known: Known) -> Iterator[tuple[Someone | Home, Found]]:
    for subject in register.subjects():
        wrong = [number for number in _phones(subject, known) if not is_phone(number)]
        if wrong:
            yield subject, found(*wrong, words="、".join(wrong))


def _phones(subject: Someone | Home, known: Known) -> list[str]:
    """Every number in the field; a word that says that there is none is no number."""
    text = subject.text("phone")
    for sign in "/、，,；;":
        text = text.replace(sign, " ")
    return [part for part in text.split() if not known.is_one_of(part, "no_phone")]


@about_register(
    "几户共用一个电话，没有写是谁的",
    field="phone",
    remedy="请补填电话是谁的，或换成本户的电话",
    source=_MONITORING,
)
def phone_of_many_homes(
    register: Everything, known: Known
) -> Iterator[tuple[Someone | Home, Found]]:
    users: dict[str, list[Home]] = defaultdict(list)
    for home in register.homes:
        phones = set(_phones(home, known))
        phones.update(number for one in home.members for number in _phones(one, known))
        explained = any(one.text("phone_owner") for one in home.members)
        for number in phones if home.members and not explained else ():
            users[number].append(home)
    for number, homes in users.items():
        if len(homes) >= known.figures["shared_phone_households"]:
            for home in homes:
                yield home, found(number, words=f"{len(homes)}户共用")


@about_register(
    "一个银行账号用于两户",
    field="account_no",
    remedy="请核对账号是谁的；代领的，登记代领人",
    source="S3.101",
)
def account_of_two_homes(
    register: Everything, known: Known
) -> Iterator[tuple[Someone | Home, Found]]:
    users: dict[str, list[Home]] = defaultdict(list)
    for home in register.homes:
        if home.members:
            accounts = {*_accounts(home), *(a for one in home.members for a in _accounts(one))}
            for account in accounts:
                users[account].append(home)
    for account, homes in users.items():
        for home in homes if len(homes) > 1 else ():
            yield home, found(account, len(homes), words=f"{len(homes)}户共用")


def _accounts(subject: Someone | Home) -> list[str]:
    texts = (subject.text(key).replace(" ", "") for key in ("account_no", "card_no"))
    return [text for text in texts if text]


@about_register(
    "银行账号不对",
    field="account_no",
    remedy="请对照存折或卡核对账号，只有数字",
    source="S3.101",
)
def account_unreadable(
    register: Everything, known: Known
) -> Iterator[tuple[Someone | Home, Found]]:
    least, most = known.figures["shortest_account"], known.figures["longest_account"]
    for subject in register.subjects():
        wrong = [
            number
            for number in _accounts(subject)
            if not (number.isdecimal() and least <= len(number) <= most)
        ]
        if wrong:
            yield subject, found(*wrong)


@about_register(
    "账户名称太长",
    field="account_name",
    remedy="请对照存折或卡核对户名",
    source=_FIELDS,
)
def account_name_long(register: Everything, known: Known) -> Iterator[tuple[Someone | Home, Found]]:
    for subject in register.subjects():
        name = subject.text("account_name")
        if len(name) > known.figures["longest_account_name"]:
            yield subject, found(name)


RULES = (
    heads_many,
    spouses_many,
    head_missing,
    phone_unreadable,
    couple_of_one_sex,
    unstable_work_without_labour,
    child_older_than_head,
    members_exceed_size,
    covered_exceed_size,
    income_per_head_off,
    award_sum_off,
    listed_without_category,
    phone_missing,
    phone_of_many_homes,
    account_of_two_homes,
    account_unreadable,
    account_name_long,
)
