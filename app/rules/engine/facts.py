"""What is known of one person on one day. What is not known is absent: never zero, never no."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from app.core.dictionary import Kind
from app.core.errors import UserError
from app.rules.engine.fact_name import FactName
from app.rules.engine.fact_names import FACT_NAMES

FactValue = bool | int | str | date | Decimal

_EXPECTED = {
    Kind.TEXT: "加引号的文字",
    Kind.DATE: "日期（如 1954-05-20）",
    Kind.MONEY: "金额（如 1128.00）",
    Kind.NUMBER: "整数",
    Kind.YES_NO: "是或否（true／false）",
}


class FactError(UserError):
    """A fact has a name that nobody declared or a value of the wrong type."""


@dataclass(frozen=True)
class Facts:
    """Declared facts with values of the declared types; built by ``facts_of`` only."""

    values: Mapping[str, FactValue]

    def get(self, name: str) -> FactValue | None:
        """The value, or None when it is not known. Raises KeyError for an undeclared name."""
        return self.values.get(FACT_NAMES[name].key)

    def learn(self, **more: FactValue | None) -> Facts:
        """These facts and more of them; ``None`` forgets."""
        return facts_of({**self.values, **more})


def facts_of(values: Mapping[str, object]) -> Facts:
    """Facts from Python values; ``None`` is unknown. Raises FactError."""
    checked = {}
    for key, value in values.items():
        name = FACT_NAMES.get(key)
        if name is None:
            raise FactError(f"不认识“{key}”这一项事实。", "", "可用的名称见 docs/rules.md。")
        if value is not None:
            checked[key] = _checked(name, value)
    return Facts(MappingProxyType(checked))


def facts_from_json(text: str) -> Facts:
    """Facts from a JSON object: days as "1954-05-20", yes and no as true and false, null unknown.

    Raises FactError for anything else, also for a name that stands twice.
    """
    try:
        table = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise FactError(
            f"事实文件第 {error.lineno} 行不是正确的 JSON。", "", "请检查引号、逗号和括号。"
        ) from error
    if not isinstance(table, dict):
        raise FactError("事实文件应为一个 JSON 对象。", "", '请写成 {"名称": 值, …}。')
    return facts_of({key: _from_json(key, value) for key, value in table.items()})


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise FactError(f"“{twice}”写了两次。", "", "同一项事实只写一次。")
    return table


def _from_json(key: str, value: object) -> object:
    name = FACT_NAMES.get(key)
    if name and name.kind is Kind.DATE and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _wrong(name) from error
    if name and name.kind is Kind.MONEY and type(value) in {int, str}:
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise _wrong(name) from error
    return value


def _checked(name: FactName, value: object) -> FactValue:
    match name.kind, value:
        case Kind.YES_NO, bool():
            return value
        case Kind.NUMBER, int() if not isinstance(value, bool):
            return value
        case Kind.MONEY, Decimal() if value.is_finite():
            return value
        case Kind.DATE, date() if not isinstance(value, datetime):
            return value
        case Kind.TEXT, str() if not name.choices or value in name.choices:
            return value
        case _:
            raise _wrong(name)


def _wrong(name: FactName) -> FactError:
    expected = "、".join(name.choices) + " 之一" if name.choices else _EXPECTED[name.kind]
    return FactError(f"“{name.label}”（{name.key}）的值不对。", "", f"应为{expected}。")
