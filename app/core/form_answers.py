"""What was written on a form: keyed, judged, kept and shown.

Answers are a mapping of field keys to typed values (see ``FieldKind``); a field that was left empty
is missing or ``None``, never an empty guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import UserError
from app.core.forms import Condition, FieldKind, Form, FormField
from app.core.money import cents, parse_yuan, yuan

Answers = Mapping[str, object]
Plain = str | bool | int | list[str]

_SEPARATORS = str.maketrans("", "", " ,，、;；.")
_LONGEST_TEXT = 500
_LARGEST_GIFT = Decimal("1000000")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?")
_SHORT_TIME = re.compile(r"([0-9]{1,2})([0-9]{2})")


@dataclass(frozen=True)
class Problem:
    """What is wrong with the answer to one field, in Chinese without a full stop (problems are
    often joined), and without the answer itself."""

    field: str
    label: str
    words: str

    def __str__(self) -> str:
        return f"{self.label}：{self.words}"


def is_asked(field: FormField, answers: Answers) -> bool:
    """Whether the earlier answers leave this field to be asked; the screen skips the others."""
    return field.when is None or holds(field.when, answers)


def is_required(field: FormField, answers: Answers, categories: Collection[str] = ()) -> bool:
    """Whether this field must be answered for a person of these categories."""
    if not is_asked(field, answers):
        return False
    return (
        field.required
        or field.when is not None
        or (field.required_when is not None and holds(field.required_when, answers))
        or not set(field.required_for).isdisjoint(categories)
    )


def validate(
    form: Form, answers: Answers, *, categories: Collection[str] = (), today: date | None = None
) -> tuple[Problem, ...]:
    """Everything wrong with ``answers``, in the order of the paper; nothing means it can be saved.

    Keys that the form does not know are left alone: the answers to open questions of the rules
    travel in the same mapping. With ``today`` a date in the future is a problem too.
    """
    problems = []
    for field in form.fields:
        words = _judge(field, answers, categories, today)
        if words:
            problems.append(Problem(field.key, field.label, words))
    return tuple(problems)


def parse_answer(field: FormField, typed: str, *, today: date) -> object | None:
    """The value of what was typed: digits tick boxes (``135``), 20261104, 2026.11.4, 11.4 and 4 are
    days (what is left out is today's), 930, 9:30 and 9点30分 are times, money is in yuan. None for
    an empty line.

    Raises UserError in words when it is not an answer to this field.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return None
    if field.kind is FieldKind.TEXT:
        return typed.strip()
    if field.kind is FieldKind.DATE:
        return _parse_day(field, plain, today)
    if field.kind is FieldKind.TIME:
        return _parse_time(field, plain)
    if field.kind is FieldKind.MONEY:
        amount = parse_yuan(plain)
        if amount is None:
            raise UserError(f"{field.label}不是一个金额。", "", "请填数字，单位元，如 200。")
        return amount
    if field.kind is FieldKind.NUMBER:
        return _parse_number(field, plain)
    codes = _ticked(field, plain)
    if field.kind is FieldKind.YES_NO:
        return codes[0] == "yes"
    return codes if field.kind is FieldKind.MULTI else codes[0]


def show_answer(field: FormField, value: object | None) -> str:
    """An answer in words, for the ledger and the screen; no answer is an empty text."""
    if value is None:
        return ""
    names = {choice.code: choice.name for choice in field.choices}
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return yuan(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "、".join(names.get(code, str(code)) for code in value)
    return names.get(str(value), str(value))


def pack(form: Form, answers: Answers) -> dict[str, Plain]:
    """The answered fields as JSON can hold them, for the store."""
    packed: dict[str, Plain] = {}
    for field in form.fields:
        value = answers.get(field.key)
        if isinstance(value, bool | str | int):
            packed[field.key] = value
        elif isinstance(value, tuple | list):
            packed[field.key] = [str(code) for code in value]
        elif isinstance(value, Decimal):
            packed[field.key] = str(cents(value))
        elif isinstance(value, date):
            packed[field.key] = value.isoformat()
    return packed


def unpack(form: Form, packed: Mapping[str, Plain]) -> dict[str, object]:
    """The typed answers of what ``pack`` made. Raises ValueError when it was not ``pack``."""
    answers: dict[str, object] = {}
    for field in form.fields:
        value = packed.get(field.key)
        if value is None:
            continue
        if field.kind is FieldKind.MULTI:
            answers[field.key] = tuple(value) if isinstance(value, list) else (str(value),)
        elif field.kind is FieldKind.DATE:
            answers[field.key] = date.fromisoformat(str(value))
        elif field.kind is FieldKind.MONEY:
            answers[field.key] = Decimal(str(value))
        else:
            answers[field.key] = value
    return answers


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether an earlier answer is what the condition waits for."""
    answer = answers.get(condition.field)
    given = answer if isinstance(answer, tuple | list) else (answer,)
    return any(value in condition.values for value in given if value is not None)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | tuple | list) and len(value) == 0)


def _judge(
    field: FormField, answers: Answers, categories: Collection[str], today: date | None
) -> str:
    """The words for what is wrong with one field, or nothing."""
    value = answers.get(field.key)
    if _is_empty(value) or (isinstance(value, str) and not value.strip()):
        return "必填，还没有填写" if is_required(field, answers, categories) else ""
    if not is_asked(field, answers):
        return "按前面的答案此项不用填写，请清空"
    match field.kind:
        case FieldKind.TEXT:
            return _judge_text(value)
        case FieldKind.CHOICE | FieldKind.MULTI:
            return _judge_choices(field, value)
        case FieldKind.DATE:
            return _judge_day(value, today)
        case FieldKind.MONEY:
            return _judge_money(value)
        case FieldKind.TIME:
            return "" if isinstance(value, str) and _TIME.fullmatch(value) else "不是一个时间"
        case FieldKind.NUMBER:
            return _judge_number(field, value)
        case FieldKind.YES_NO:
            return "" if isinstance(value, bool) else "请选“是”或“否”"


def _judge_text(value: object) -> str:
    if not isinstance(value, str):
        return "应当是文字"
    return f"超过 {_LONGEST_TEXT} 字，请写得简短些" if len(value) > _LONGEST_TEXT else ""


def _judge_choices(field: FormField, value: object) -> str:
    multi = field.kind is FieldKind.MULTI
    if isinstance(value, str) == multi or not isinstance(value, str | tuple | list):
        return "请从列出的选项中勾选"
    codes = list(value) if isinstance(value, tuple | list) else [value]
    known = {choice.code: choice for choice in field.choices}
    if any(code not in known for code in codes):
        return "有一个选项不在表上，请重新勾选"
    if len(set(codes)) != len(codes):
        return "同一个选项勾了两次"
    lonely = [known[code].name for code in codes if known[code].alone]
    return f"“{lonely[0]}”不能和其他选项同时勾选" if lonely and len(codes) > 1 else ""


def _judge_day(value: object, today: date | None) -> str:
    if not isinstance(value, date):
        return "不是一个日期"
    return "日期在今天之后，请核对" if today is not None and value > today else ""


def _judge_money(value: object) -> str:
    if not isinstance(value, Decimal) or not value.is_finite():
        return "不是一个金额"
    if value < 0:
        return "金额不能是负数"
    return "金额过大，请核对" if value >= _LARGEST_GIFT else ""


def _judge_number(field: FormField, value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return "不是一个整数"
    if value < 0:
        return "不能是负数"
    return f"最多 {field.most}" if field.most is not None and value > field.most else ""


def _parse_number(field: FormField, plain: str) -> int:
    if not plain.isdecimal():
        raise UserError(f"{field.label}不是一个整数。", "", "请填数字，如 15。")
    return int(plain)


def _ticked(field: FormField, plain: str) -> tuple[str, ...]:
    digits = plain.translate(_SEPARATORS)
    by_digit = {choice.digit: choice.code for choice in field.boxes}
    keys = "、".join(f"{choice.digit}{choice.name}" for choice in field.boxes)
    if not digits or any(digit not in by_digit for digit in digits):
        raise UserError(f"{field.label}没有这个选项。", "", f"可以按：{keys}。")
    if field.kind is not FieldKind.MULTI and len(digits) != 1:
        raise UserError(f"{field.label}只能选一项。", "", f"可以按：{keys}。")
    chosen = {by_digit[digit] for digit in digits}
    return tuple(choice.code for choice in field.boxes if choice.code in chosen)


def _parse_time(field: FormField, plain: str) -> str:
    text = plain.translate(str.maketrans("点时.", ":::", "分 ")).rstrip(":")
    found = _TIME.fullmatch(_SHORT_TIME.sub(r"\1:\2", text) if text.isdecimal() else text)
    if found is None:
        raise UserError(f"{field.label}不是一个时间。", "", "可以写成 9:30、0930 或 14点20分。")
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def _parse_day(field: FormField, plain: str, today: date) -> date:
    wrong = UserError(
        f"{field.label}不是一个日期。", "", "可以写成 20260504、2026.5.4、5.4 或只写日 4。"
    )
    parts = plain.translate(str.maketrans("年月/-", "....", "日号 ")).strip(".").split(".")
    if len(parts) == 1 and len(plain) == 8:
        parts = [plain[:4], plain[4:6], plain[6:]]
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        raise wrong
    given = [int(part) for part in parts]
    year_first = [today.year, today.month][: 3 - len(given)] + given
    try:
        return date(*year_first)
    except (ValueError, OverflowError) as bad:
        raise wrong from bad
