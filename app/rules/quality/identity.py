"""Doubts about who somebody is: number, name, birth, sex, disability card."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from app.core.identity import IdKind, disability_card, id_problem, read_id, tidy_number
from app.rules.quality.known import Known
from app.rules.quality.subjects import (
    Everything,
    Found,
    Home,
    Someone,
    about_person,
    about_register,
    found,
)

_CHECK_CARD = "请对照身份证或户口簿核对"
_MONITORING = "防返贫监测信息检查"
_NUMBER = "GB 11643-1999"
_CARD = "残疾人证编号规则"
# Digits, Latin letters beside Chinese ones, stars, and characters of old police fonts that print as
# boxes elsewhere.
_ODD_NAME = re.compile(
    r"[0-9０-９*？?#×\ue000-\uf8ff]|某|[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]"
)


@about_person(
    "身份证号校验位不对",
    field="id_no",
    remedy=f"{_CHECK_CARD}；证件上就是这个号的，写明原因后可以忽略",
    source=f"{_MONITORING}，{_NUMBER}",
)
def id_checksum(one: Someone, known: Known, day: date) -> Found | None:
    number = read_id(one.text("id_no"))
    return found(number.text) if number.kind is IdKind.BAD_CHECK else None


@about_person(
    "身份证号不能用",
    field="id_no",
    remedy=_CHECK_CARD,
    source=_NUMBER,
)
def id_unusable(one: Someone, known: Known, day: date) -> Found | None:
    number = read_id(one.text("id_no"))
    problem = id_problem(number)
    if problem is None or number.kind in {IdKind.NONE, IdKind.BAD_CHECK}:
        return None
    return found(number.text, words=problem[0])


@about_person(
    "没有身份证号，也没有写原因",
    field="id_no",
    remedy="请补填身份证号；确实没有的，写明原因",
    source="S3.101",
)
def id_missing(one: Someone, known: Known, day: date) -> Found | None:
    return None if one.knows("id_no") or one.knows("no_id_reason") else found()


@about_register(
    "两个人的身份证号前18位相同",
    field="id_no",
    remedy="请核对是不是同一个人；是的，在“疑似重复”里合并",
    source=_MONITORING,
)
def id_twice(register: Everything, known: Known) -> Iterator[tuple[Someone | Home, Found]]:
    holders: dict[str, list[Someone]] = defaultdict(list)
    for one in register.people:
        number = read_id(one.text("id_no"))
        text = number.key or tidy_number(one.text("id_no"))
        if text and number.kind not in {IdKind.NONE, IdKind.MASKED}:
            holders[text].append(one)
    for text, people in holders.items():
        for one in people if len(people) > 1 else ():
            yield one, found(text, *(other.id for other in people))


@about_person(
    "出生日期与身份证号不一致",
    field="birth_date",
    remedy="请对照户口簿核对出生日期；两处确实不同的，写明原因后可以忽略",
    source=_NUMBER,
)
def birth_unlike_id(one: Someone, known: Known, day: date) -> Found | None:
    told, birth = read_id(one.text("id_no")).birth, one.day("birth_date")
    if told is None or birth is None or told == birth:
        return None
    return found(told, birth, words=f"登记的是 {birth.isoformat()}")


@about_person(
    "性别与身份证号不一致",
    field="sex",
    remedy=f"{_CHECK_CARD}性别",
    source=_NUMBER,
)
def sex_unlike_id(one: Someone, known: Known, day: date) -> Found | None:
    told, sex = read_id(one.text("id_no")), one.text("sex")
    differs = told.key is not None and told.sex is not None and sex and sex != told.sex
    return found(told.sex, sex, words=f"登记的是{sex}") if differs else None


@about_person(
    "没有性别",
    field="sex",
    remedy="请补填性别",
    source="S3.101",
)
def sex_missing(one: Someone, known: Known, day: date) -> Found | None:
    return None if one.knows("sex") else found()


@about_person(
    "没有出生日期",
    field="birth_date",
    remedy="请补填出生日期；年龄段的类别和待遇要靠它",
    source="S3.101",
)
def birth_missing(one: Someone, known: Known, day: date) -> Found | None:
    return None if one.knows("birth_date") else found()


@about_person(
    "出生日期不合理",
    field="birth_date",
    remedy=f"{_CHECK_CARD}出生日期",
    source=_MONITORING,
)
def birth_out_of_range(one: Someone, known: Known, day: date) -> Found | None:
    birth = one.day("birth_date")
    if birth is None or (birth.year >= known.figures["first_birth_year"] and birth <= day):
        return None
    return found(birth, words=birth.isoformat())


@about_person(
    "姓名里有不该有的字",
    field="name",
    remedy="请对照身份证改正；生僻字请用标准字输入",
    source="民委发2016年第33号",
)
def name_odd(one: Someone, known: Known, day: date) -> Found | None:
    name = one.text("name")
    return found(name, words=name) if _ODD_NAME.search(name) else None


@about_person(
    "残疾证号的前18位不是本人的身份证号",
    field="disability_no",
    remedy="请对照残疾人证核对证号",
    source=_CARD,
)
def card_of_another(one: Someone, known: Known, day: date) -> Found | None:
    person, card = read_id(one.text("id_no")), read_id(one.text("disability_no"))
    if person.key is None or card.key is None or person.key == card.key:
        return None
    return found(person.key, card.key)


@about_person(
    "残疾证号不对",
    field="disability_no",
    remedy="残疾证号应为20位（补发的22位），请对照残疾人证核对",
    source=_CARD,
)
def card_unreadable(one: Someone, known: Known, day: date) -> Found | None:
    text = one.text("disability_no")
    return found(text) if text and disability_card(text) is None else None


@about_person(
    "残疾证号与登记的类别、等级不一致",
    field="disability_grade",
    remedy="请对照残疾人证核对类别和等级",
    source=_CARD,
)
def card_says_otherwise(one: Someone, known: Known, day: date) -> Found | None:
    card = disability_card(one.text("disability_no"))
    kind, grade = one.text("disability_kind"), one.text("disability_grade")
    if card is None:
        return None
    differs = (kind and not kind.startswith(card.kind)) or (grade and card.grade not in grade)
    return found(card.number, kind, grade) if differs else None


@about_person(
    "有残疾类别，没有残疾证号",
    field="disability_no",
    remedy="请补填残疾证号；没有办证的，改正残疾类别",
    source=_MONITORING,
)
def disabled_without_card(one: Someone, known: Known, day: date) -> Found | None:
    told = one.knows("disability_kind") and not one.knows("disability_no")
    return found(one.text("disability_kind")) if told else None


@about_person(
    "有残疾证号，没有残疾类别或等级",
    field="disability_kind",
    remedy="请补填残疾类别和等级",
    source=_MONITORING,
)
def card_without_kind(one: Someone, known: Known, day: date) -> Found | None:
    lacks = not one.knows("disability_kind") or not one.knows("disability_grade")
    return found(one.text("disability_no")) if one.knows("disability_no") and lacks else None


@about_person(
    "残疾人证已过有效期",
    field="disability_valid_until",
    remedy="请提醒本人换证，换证后改正有效期",
    source="残疾人证管理办法（2017）",
)
def card_expired(one: Someone, known: Known, day: date) -> Found | None:
    until = one.day("disability_valid_until")
    return found(until) if until is not None and until < day else None


RULES = (
    id_checksum,
    id_unusable,
    id_missing,
    id_twice,
    birth_unlike_id,
    sex_unlike_id,
    sex_missing,
    birth_missing,
    birth_out_of_range,
    name_odd,
    card_of_another,
    card_unreadable,
    card_says_otherwise,
    disabled_without_card,
    card_without_kind,
    card_expired,
)
