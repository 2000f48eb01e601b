"""Figures that an office enters itself: checked as strictly as the files that are shipped.

An entry holds for the office's region from its first day on, before every default; the history
before that day stays, and so does what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from app.core.errors import UserError
from app.core.places import area_of
from app.rules.engine.parameters import Parameter, Policy, Version
from app.rules.engine.values import PolicyFileError, Reader, Spot, refuse_other_than, shown
from app.rules.policy import readers_of

_PERCENT = "%"
_WITH_DAYS = frozenset({"named_days", "named_spells", "work_year"})
_WANTED = MappingProxyType({
    "money": "数字，最多两位小数，不带单位，如 690 或 690.50",
    "ratio": "小数，不带百分号，如 0.30",
    "count": "整数，如 60",
    "flag": "是或否",
    "text": "一句话",
    "texts": "几个词，至少一个",
    "month_day": "月-日，如 06-12",
    "points": "每个项目和它的分值，用分号隔开，如 饮食照料 20；居室卫生 15",
    "named_days": "每个名称和它的日期，如 春节 2027-02-06",
    "named_spells": "每个名称和它的第一天、最后一天，如 寒假 2027-01-16 至 2027-02-21",
    "work_year": "放假的日期和调休上班的周末，如 2027-01-01",
})
"""Kinds that an office can enter, and what to write. The others are rules, not figures."""


class EntryError(UserError):
    """An entry is not as it must be; says which, why, and what to write instead."""


@dataclass(frozen=True)
class Entry:
    """One version of a parameter as a document sets it. ``value`` is worded as in the policy files:
    amounts and shares as text, days as ``2026-01-31``. ``unit``, where it is given, must be the
    parameter's."""

    key: str
    region: str
    value: object
    first: date
    issued: date
    citation: str
    last: date | None = None
    unit: str = ""


def can_be_entered(parameter: Parameter) -> bool:
    """Whether an office can enter a value: it is a figure, not the wording of a rule."""
    return parameter.kind in _WANTED


def what_to_write(parameter: Parameter) -> str:
    """What to write for a value of this kind, in the words of the parameter: for a form's hint."""
    if parameter.choices:
        return "、".join(parameter.choices) + " 之一"
    unit = f"，单位是{parameter.unit}" if parameter.unit else ""
    return f"{_WANTED[parameter.kind]}{unit}"


def with_entries(policy: Policy, entries: Iterable[Entry], *, office: str) -> Policy:
    """The policy with all entries of the office with code ``office``. Raises EntryError for the
    first that is not right; nothing is taken then."""
    readers = readers_of(policy.packs)
    for entry in entries:
        policy = policy.with_version(entry.key, _version(policy, entry, office, readers))
    return policy


def concerns(region: str, office: str) -> bool:
    """Whether ``region`` (the first digits of a code) lies above the office with code ``office``,
    is it, or lies within its area."""
    return office.startswith(region) or region.startswith(area_of(office))


def entry_words(policy: Policy, entry: Entry) -> str:
    """The value of ``entry`` as a clerk reads it. Raises EntryError when it is none; the parameter
    must be known."""
    parameter = policy.parameters[entry.key]
    value = _value(parameter, entry, readers_of(policy.packs))
    return shown(value, parameter.kind, parameter.unit)


def _version(policy: Policy, entry: Entry, office: str, readers: Mapping[str, Reader]) -> Version:
    parameter = policy.parameters.get(entry.key)
    if parameter is None:
        raise EntryError(
            f"没有“{entry.key}”这个政策参数。", "", "请从参数表中选择一项，不要自己写名称。"
        )
    _refuse_wrong_days(parameter, entry)
    _refuse_foreign_region(parameter, entry, office)
    _refuse_missing_citation(parameter, entry)
    _refuse_wrong_unit(parameter, entry)
    version = Version(
        value=_value(parameter, entry, readers),
        first=entry.first,
        issued=entry.issued,
        cite=entry.citation.strip(),
        until=entry.last,
        scope=entry.region,
        entered=True,
    )
    _refuse_overlap(parameter, version)
    return version


def _refusal(parameter: Parameter, why: str, write: str) -> EntryError:
    return EntryError(f"“{parameter.title}”不能这样录入。", f"{why}。", f"请写：{write}。")


def _refuse_wrong_days(parameter: Parameter, entry: Entry) -> None:
    if entry.last is not None and entry.last < entry.first:
        raise _refusal(
            parameter,
            f"截止日期{entry.last}早于执行日期{entry.first}",
            f"{entry.first}以后的截止日期，一直有效的不写",
        )


def _refuse_foreign_region(parameter: Parameter, entry: Entry, office: str) -> None:
    code = entry.region
    digits = code.isascii() and code.isdigit()
    if code and not (digits and concerns(code, office)):
        raise _refusal(
            parameter,
            f"适用范围“{code}”不是本单位行政区划代码{office}的前几位，也不在本单位辖区内",
            f"{office}，或它的前2、4、6位；全国适用的不写",
        )


def _refuse_missing_citation(parameter: Parameter, entry: Entry) -> None:
    if not entry.citation.strip():
        raise _refusal(parameter, "没有写明依据", "文件名称和文号，如“县民政局2026年第3号通知”")


def _refuse_wrong_unit(parameter: Parameter, entry: Entry) -> None:
    if entry.unit and entry.unit != parameter.unit:
        unit = parameter.unit or "没有单位"
        raise _refusal(parameter, f"单位“{entry.unit}”不对，应为“{unit}”", f"按“{unit}”折算的值")


def _value(parameter: Parameter, entry: Entry, readers: Mapping[str, Reader]) -> object:
    if not can_be_entered(parameter):
        raise _refusal(parameter, "这一项是规定的写法，不是一个值", "它所用的参数（见参数表）")
    spot = Spot("录入", "")
    try:
        raw = _days_read(entry.value) if parameter.kind in _WITH_DAYS else entry.value
        value = readers[parameter.kind](raw, spot)
        refuse_other_than(parameter.choices, value, spot)
    except PolicyFileError as error:
        raise _refusal(parameter, error.reason, what_to_write(parameter)) from error
    if parameter.unit == _PERCENT and isinstance(value, Decimal) and value > 1:
        raise _refusal(parameter, f"{entry.value}超过百分之百", "小数，如百分之三十写 0.30")
    return value


def _days_read(raw: object) -> object:
    """The same with every day that is written as text read as a day."""
    if isinstance(raw, Mapping):
        return {key: _days_read(item) for key, item in raw.items()}
    if isinstance(raw, list | tuple):
        return [_days_read(item) for item in raw]
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else raw
    except ValueError:
        return raw


def _refuse_overlap(parameter: Parameter, version: Version) -> None:
    """Of two entries for one place the one that begins later replaces the other from its first
    day; whatever else they share must be a correction, which is issued later."""
    for other in parameter.versions:
        if other.entered and other.scope == version.scope and _clash(version, other):
            raise _refusal(
                parameter,
                f"与已录入的{_span(other)}（{other.cite}）时间重叠",
                "不重叠的起止日期；如果是更正，发文日期应晚于原文件",
            )


def _clash(one: Version, other: Version) -> bool:
    earlier, later = sorted((one, other), key=_order)
    reaches = earlier.until is not None and later.first <= earlier.until
    return (reaches or earlier.first == later.first) and later.issued <= earlier.issued


def _order(version: Version) -> tuple[date, date]:
    return version.first, version.issued


def _span(version: Version) -> str:
    end = f"至{version.until}" if version.until else "起"
    return f"{version.first}{end}"
