"""What a clerk types into the fields of a person: read, and judged while it is typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from app.core.codes import Codes, Limits, category_limits, conflicts_between
from app.core.dictionary import PERSON, Kind
from app.core.identity import IdKind, IdNumber, disability_card, id_problem, read_id
from app.core.periods import age_on
from app.core.phones import is_phone
from app.importers.cells import absence, clean_digits, has_private_characters
from app.importers.dates import parse_date_text
from app.services.person.typed import FieldError
from app.services.person.typed import typed as read_typed

KINDS = "categories"  # the key of what is said beside the categories
_SHIPPED = Codes()
_PHONES = ("phone", "second_phone", "carer_phone")
_OTHERS_NUMBERS = ("carer_id_no", "agent_id_no")
_ACCOUNTS = ("account_no", "card_no")
_NAMES = ("name", "former_name")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_OLDEST = 120  # years; a doubt only
_MONTHS_IN_A_YEAR = 12
_HOW = {
    Kind.DATE: "日期请写到日，如 2026-05-20",
    Kind.MONEY: "看不出是多少钱，请只写数字，如 705.00",
    Kind.NUMBER: "应是整数",
    Kind.YES_NO: "请填“是”或“否”",
}


class Weight(StrEnum):
    """An error must be mended before saving, a doubt only wants a look, a note explains."""

    ERROR = "error"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True)
class Remark:
    """What is said beside the field ``key`` (``categories`` for the list of categories)."""

    key: str
    words: str
    weight: Weight


def judge(
    values: Mapping[str, str | None],
    held: Collection[str],
    day: date,
    *,
    codes: Codes = _SHIPPED,
) -> tuple[Remark, ...]:
    """Everything to be said about what stands in the fields, what is worst first; ``held`` are
    codes of categories, ``codes`` knows what the office calls them. Reads no store, so that it can
    be asked after every key."""
    typed = {key: text.strip() for key, text in values.items() if text and text.strip()}
    facts = dict[str, object]()
    remarks = [*_judge_each(typed, facts, day)]
    # 无 and 不适用 are answers, not something to be looked at for its shape.
    given = {key: text for key, text in typed.items() if absence(text) is None}
    number = read_id(given.get("id_no", ""))
    remarks += _judge_number(number, given, facts, day)
    remarks += _judge_days(facts, day)
    remarks += _judge_card(number, given)
    remarks += _judge_texts(given, facts)
    remarks += _judge_pairs(held, day, codes)
    names = {code: codes.category_name(code, day) for code in held}
    remarks += _judge_limits(number, facts, names, day)
    order = list(Weight)
    return tuple(sorted(remarks, key=lambda one: order.index(one.weight)))


def derived(values: Mapping[str, str | None]) -> dict[str, str]:
    """What the identity number and the card tell of other fields, as a clerk would type it."""
    number = read_id(values.get("id_no") or "")
    told = {}
    if number.key is not None and number.birth is not None and number.sex is not None:
        told = {"sex": number.sex, "birth_date": number.birth.isoformat()}
    if number.card is not None:
        told |= {"id_no": number.text[:18], "disability_no": number.card.number}
    card = number.card or disability_card(values.get("disability_no") or "")
    if card is not None:
        told |= {"disability_kind": card.kind, "disability_grade": card.grade}
    return told


def _judge_each(typed: Mapping[str, str], facts: dict[str, object], day: date) -> Iterator[Remark]:
    """Every field for itself; what can be read goes into ``facts``."""
    if "name" not in typed:
        yield Remark("name", "姓名没有填写；没有名字的婴儿填“未取名”", Weight.ERROR)
    for key, text in typed.items():
        kind = PERSON[key].kind
        try:
            facts[key] = read_typed(PERSON[key], text, today=day).value
        except FieldError:
            doubt = parse_date_text(text, day=day).doubt if kind is Kind.DATE else ""
            yield Remark(key, doubt or _HOW[kind], Weight.ERROR)


def _judge_number(
    number: IdNumber, typed: Mapping[str, str], facts: Mapping[str, object], day: date
) -> Iterator[Remark]:
    problem = id_problem(number)
    if number.kind is IdKind.NONE:
        if "no_id_reason" not in typed:
            yield Remark("id_no", "没有身份证号的，请写明原因", Weight.DOUBT)
        return
    if problem is not None:
        weight = Weight.DOUBT if "no_id_reason" in typed else Weight.ERROR
        words = f"{problem[0]}；确实只有这个号码的，请写明原因"
        yield Remark("id_no", problem[0] if weight is Weight.DOUBT else words, weight)
        return
    if number.birth is None or number.sex is None:
        return
    yield Remark("id_no", _told_by(number, day), Weight.NOTE)
    if "sex" in typed and typed["sex"] != number.sex:
        words = f"与身份证号不一致（身份证号是{number.sex}）"
        yield Remark("sex", words, Weight.DOUBT)
    birth = facts.get("birth_date")
    if birth is not None and birth != number.birth:
        words = f"与身份证号不一致（身份证号是 {number.birth}）"
        yield Remark("birth_date", words, Weight.DOUBT)


def _told_by(number: IdNumber, day: date) -> str:
    """What a good number says, for the clerk to compare with the person in front."""
    told = f"{number.sex}，{number.birth} 出生"
    if number.birth is not None and number.birth <= day:
        told += f"，{age_on(number.birth, day)} 岁"
    if number.kind is IdKind.OK_15:
        return f"15 位旧号，{told}"
    if number.card is not None:
        card = f"{number.card.kind}{number.card.grade}"
        return f"这是残疾证号（{card}），身份证号取前 18 位；{told}"
    return told


def _judge_days(facts: Mapping[str, object], day: date) -> Iterator[Remark]:
    birth, death = facts.get("birth_date"), facts.get("death_date")
    if isinstance(birth, date):
        if birth > day:
            yield Remark("birth_date", "出生日期在今天之后", Weight.ERROR)
        elif age_on(birth, day) > _OLDEST:
            yield Remark("birth_date", f"超过 {_OLDEST} 岁，请核对", Weight.DOUBT)
    if isinstance(death, date):
        if death > day:
            yield Remark("death_date", "死亡日期在今天之后", Weight.ERROR)
        elif isinstance(birth, date) and death < birth:
            yield Remark("death_date", "死亡日期早于出生日期", Weight.ERROR)
    valid = facts.get("disability_valid_until")
    if isinstance(valid, date) and valid < day:
        yield Remark("disability_valid_until", "残疾证已经过期", Weight.DOUBT)


def _judge_card(number: IdNumber, typed: Mapping[str, str]) -> Iterator[Remark]:
    text = typed.get("disability_no")
    if text is None:
        return
    card = disability_card(text)
    if card is None:
        words = "应为 20 位或 22 位：身份证号加类别、等级，请对照残疾人证核对"
        yield Remark("disability_no", words, Weight.DOUBT)
        return
    if number.key is not None and card.number[:18] != number.key:
        yield Remark("disability_no", "前 18 位与身份证号不一致", Weight.DOUBT)
    else:
        yield Remark("disability_no", f"{card.kind}{card.grade}", Weight.NOTE)
    for key, says in (("disability_kind", card.kind), ("disability_grade", card.grade)):
        if key in typed and typed[key] != says:
            yield Remark(key, f"与残疾证号不一致（证号是{says}）", Weight.DOUBT)


def _judge_texts(typed: Mapping[str, str], facts: Mapping[str, object]) -> Iterator[Remark]:
    for key in _PHONES:
        if key in typed and not is_phone(clean_digits(typed[key])):
            yield Remark(key, "不像手机号也不像座机号，请核对位数", Weight.DOUBT)
    for key in _OTHERS_NUMBERS:
        problem = id_problem(read_id(typed[key])) if key in typed else None
        if problem is not None:
            yield Remark(key, problem[0].replace("身份证号", "号码", 1), Weight.DOUBT)
    for key in _ACCOUNTS:
        account = clean_digits(typed.get(key, ""))
        if _SCIENTIFIC.fullmatch(account):
            yield Remark(key, "被表格软件改坏了，请对照存折或卡片重新填写", Weight.ERROR)
        elif account and not re.fullmatch(r"\d{8,30}", account):
            yield Remark(key, "一般是 8 至 30 位数字，请核对", Weight.DOUBT)
    for key in _NAMES:
        if has_private_characters(typed.get(key, "")):
            yield Remark(key, "有旧字库的自造字，别的电脑显示不出，请重新输入", Weight.DOUBT)
    for key, value in facts.items():
        if isinstance(value, Decimal) and value < 0:
            yield Remark(key, "金额是负数，请核对", Weight.DOUBT)
    months = facts.get("work_months")
    if isinstance(months, int) and months > _MONTHS_IN_A_YEAR:
        yield Remark("work_months", "一年只有 12 个月，请核对", Weight.DOUBT)


def _judge_pairs(held: Collection[str], day: date, codes: Codes) -> Iterator[Remark]:
    """Categories that nobody may hold together."""
    known = [codes.categories[code] for code in sorted(held) if code in codes.categories]
    for one, other in combinations(known, 2):
        if conflicts_between(one, other):
            names = "与".join(f"“{codes.category_name(c.code, day)}”" for c in (one, other))
            yield Remark(KINDS, f"{names}不能同时享受", Weight.ERROR)


def _judge_limits(
    number: IdNumber, facts: Mapping[str, object], held: Mapping[str, str], day: date
) -> Iterator[Remark]:
    """Categories (code → name) against the age and sex of the person."""
    birth = facts.get("birth_date", number.birth)
    age = age_on(birth, day) if isinstance(birth, date) and birth <= day else None
    sex = facts.get("sex", number.sex)
    for code, name in held.items():
        limits = category_limits().get(code, Limits())
        if age is not None and limits.below is not None and age >= limits.below:
            words = f"已经 {age} 岁，{name}应不满 {limits.below} 周岁"
            yield Remark(KINDS, words, Weight.DOUBT)
        if age is not None and limits.first is not None and age < limits.first:
            words = f"才 {age} 岁，{name}应满 {limits.first} 周岁"
            yield Remark(KINDS, words, Weight.DOUBT)
        if limits.sex is not None and sex is not None and sex != limits.sex:
            yield Remark(KINDS, f"性别是{sex}，却是{name}", Weight.DOUBT)
    if "death_date" in facts and held:
        yield Remark(KINDS, "已去世的人，请去掉已经停止的类别", Weight.DOUBT)
