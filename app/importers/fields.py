"""From the cells of a row to field values of the data dictionary."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.code_lists import normal_word, standard_words
from app.core.dictionary import Field, Kind
from app.core.identity import (
    DISABILITY_GRADES,
    DISABILITY_KINDS,
    disability_card,
    id_problem,
    read_id,
    tidy_number,
)
from app.core.phones import is_phone
from app.importers.book import Cell
from app.importers.cells import (
    Absence,
    absence,
    clean_digits,
    clean_name,
    clean_text,
    has_private_characters,
    parse_amount,
    parse_count,
    parse_yes_no,
)
from app.importers.dates import Precision, parse_date
from app.importers.keys import dotted_field
from app.importers.planned import Place
from app.importers.register import FieldValue, Register
from app.importers.report import Report
from app.importers.table import Record, Table

NOT_APPLICABLE = "—"
UNKNOWN_WORD = "导入后请到“设置 → 类别与代码 → 待映射”说明它是什么意思；写错了请改正后重新导入"
NONE = "无"
_NAMES = frozenset({"name", "former_name", "head_name", "carer_name", "agent_name", "account_name"})
_IDENTITY = frozenset({"id_no", "head_id_no"})
_LONG_NUMBERS = frozenset({"account_no", "card_no", "meter_no"})
_PHONE_GAP = re.compile(r"[\s/、，,；;]+")


@dataclass(frozen=True)
class Setting:
    """What every part of planning needs to know. ``same``: rows (by place and name) whose number
    is unreadable and whom the clerk knows to be somebody of the register, by that one's key."""

    register: Register
    day: date
    report: Report
    same: Mapping[tuple[Place, str], str] = field(default_factory=dict)


@dataclass
class Values:
    """Field values of one row, and the text of cells that read differently."""

    fields: dict[str, FieldValue] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Spot:
    """One cell under one header, for readers that may have to complain about it."""

    key: str
    label: str
    cell: Cell
    text: str
    table: Table
    record: Record
    setting: Setting

    @property
    def base(self) -> str:
        """The key without what it belongs to: ``phone`` of ``kin.guardian.phone``."""
        return self.key.rpartition(".")[2]

    def warn(self, reason: str, remedy: str, rule: str = "") -> None:
        header = self.table.headers.get(self.key, self.label)
        words = (reason, remedy, rule or f"{self.label}要看得懂")
        self.setting.report.value(self.record.place, self.cell, header, words)


def read_fields(
    record: Record, table: Table, wanted: Mapping[str, Field], setting: Setting
) -> Values:
    """All dictionary fields of a row, and what has a dotted key, except the identity numbers; blank
    cells are left out, so that they erase nothing. A value that cannot be read is warned about and
    left out."""
    values = Values()
    for key, cell in record.cells.items():
        known = wanted.get(key) or (dotted_field(key) if "." in key else None)
        text = clean_text(cell.text)
        if known is None or key in _IDENTITY or not text:
            continue
        spot = _Spot(key, known.label, cell, text, table, record, setting)
        value = _read(spot, known.kind)
        if value is None:
            if known.kind is Kind.DATE and absence(text) is None:
                values.raw[key] = cell.text  # "1985.3" is no day, but it is what is known
            continue
        values.fields[key] = value
        if str(value) != text:
            values.raw[key] = cell.text
    return values


def _read(spot: _Spot, kind: Kind) -> FieldValue:
    missing = absence(spot.text)
    if missing is not None and kind is not Kind.YES_NO:
        return _absent(missing, kind)
    if kind is Kind.TEXT:
        return _TEXTS.get(spot.base, _plain_text)(spot)
    if spot.key.startswith("benefit."):
        return _benefit(spot)
    return _KINDS[kind](spot)


def _absent(missing: Absence, kind: Kind) -> FieldValue:
    """无 is kept (as an amount it is zero), — is kept as the sign of 不适用, blank is unknown."""
    if kind is Kind.TEXT:
        return NONE if missing is Absence.NONE else NOT_APPLICABLE
    return Decimal("0.00") if kind is Kind.MONEY and missing is Absence.NONE else None


def _plain_text(spot: _Spot) -> str:
    words = spot.setting.register.words.get(spot.base)
    if spot.key.startswith(("kin.", "responsible.")):
        words = None
    if words is None:
        return spot.text
    found = words.get(normal_word(spot.text))
    if found is None and spot.setting.report.once("word", spot.key, spot.text):
        spot.warn(
            f"“{spot.text[:20]}”不在{spot.label}的常用词里，照原样保存",
            UNKNOWN_WORD,
        )
    return spot.text if found is None else found


def _name(spot: _Spot) -> str:
    name = clean_name(spot.cell.text)
    if has_private_characters(name) and spot.setting.report.once("private", name):
        spot.warn("姓名里有旧字库的自造字，别的电脑显示不出", "生僻字待核：请用国家标准字重新输入")
    return name


def _benefit(spot: _Spot) -> Decimal | None:
    """An amount, or a tick under a header that names the amount (重点救助60元)."""
    default = spot.table.default_amount(spot.key)
    if default is not None and (answer := parse_yes_no(spot.text)) is not None:
        return default if answer else None
    if default is None and parse_yes_no(spot.text) is False:
        return None
    amount = _amount(spot)
    return amount or None


def _long_number(spot: _Spot) -> str | None:
    number = clean_digits(spot.cell.text)
    scientific = re.fullmatch(r"\d\.\d+E\+\d+", number, re.IGNORECASE)
    if scientific or (spot.cell.typed_as_number and len(number) > 15):
        spot.warn(
            f"{spot.label}被表格软件当成数字改坏了，没有读入",
            "请把这一列设为“文本”格式，对照存折或卡片重新填写",
        )
        return None
    return number


def _phone(spot: _Spot) -> str:
    parts = [clean_digits(part) for part in _PHONE_GAP.split(spot.text)]
    joined = "".join(parts)
    number = joined if len(joined) <= 12 else "、".join(part for part in parts if part)
    if not is_phone(number) and "、" not in number:
        spot.warn("电话号码不像手机号也不像座机号", "照原样保存了；请核对位数")
    return number


def _month(spot: _Spot) -> str | None:
    found = parse_date(spot.cell, day=spot.setting.day)
    if found.month is None:
        spot.warn(found.doubt or "看不出是哪年哪月", "请写成“2024-05”这样再导入")
    return found.month


def _carer_id(spot: _Spot) -> str | None:
    number = read_id(spot.cell.text)
    problem = id_problem(number)
    if problem:
        spot.warn(problem[0].replace("身份证号", spot.label, 1) + "，没有读入", problem[1])
    return number.key


def _disability_no(spot: _Spot) -> str | None:
    number = tidy_number(spot.cell.text)
    if disability_card(number) is None:
        spot.warn("残疾证号不对（应为20位或22位），没有读入", "请对照残疾人证核对")
        return None
    return number


def _date(spot: _Spot) -> date | None:
    found = parse_date(spot.cell, day=spot.setting.day)
    if found.exact is None and found.raw and "长期" not in found.raw:
        known = {Precision.MONTH: "（只写到月）", Precision.YEAR: "（只写到年）"}
        incomplete = f"日期不完整{known.get(found.precision, '')}，只记下原文，没有当作某一天"
        reason = found.doubt or incomplete
        spot.warn(reason, "请写成“2024-05-08”这样再导入", "日期要写到日，如2024-05-08")
    return found.exact


def _amount(spot: _Spot) -> Decimal | None:
    amount = parse_amount(spot.cell.text)
    if amount is None:
        spot.warn(
            "看不出是多少钱，没有读入", "请只写数字，不要写算式和说明", "金额是一个数，单位元"
        )
    elif amount < 0:
        spot.warn("金额是负数", "照原样读入了；请核对")
    return amount


def _count(spot: _Spot) -> int | None:
    number = parse_count(spot.cell.text)
    if number is None:
        spot.warn("应是整数，没有读入", "请只写数字", "数量是整数")
    return number


def _yes_no(spot: _Spot) -> bool | None:
    answer = parse_yes_no(spot.text)
    if answer is None and absence(spot.text) is not Absence.NOT_APPLICABLE:
        spot.warn("看不出是“是”还是“否”，没有读入", "请写“是”或“否”", "只能是“是”或“否”")
    return answer


_KINDS: Mapping[Kind, Callable[[_Spot], FieldValue]] = {
    Kind.DATE: _date,
    Kind.MONEY: _amount,
    Kind.NUMBER: _count,
    Kind.YES_NO: _yes_no,
}
_TEXTS: Mapping[str, Callable[[_Spot], FieldValue]] = {
    **dict.fromkeys(_NAMES, _name),
    **dict.fromkeys(_LONG_NUMBERS, _long_number),
    "phone": _phone,
    "carer_phone": _phone,
    "first_month": _month,
    "second_phone": _phone,
    "carer_id_no": _carer_id,
    "agent_id_no": _carer_id,
    "id_no": _carer_id,
    "disability_no": _disability_no,
}


def read_disability(text: str) -> tuple[str | None, str | None]:
    """Kind and grade from one cell: "肢体二级", "肢体残疾/一级", "多重(肢体二级、…)"."""
    plain = normal_word(text)
    kind = next((word for word in DISABILITY_KINDS if plain.startswith(word)), None)
    grades = standard_words()["disability_grade"]
    found = re.search(r"(极重度|[一二三四壹贰叁肆1-4]级|I{1,3}级|IV级)", plain)
    grade = grades.get(found.group(1)) if found else None
    return kind, grade if grade in DISABILITY_GRADES else None
