"""Reading the files of forms; a file with a fault is refused with its line.

A county may adjust a form without touching code, so every slip of the pen has words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from app.core.codes import categories
from app.core.errors import FileError
from app.core.forms import (
    LABEL_SPAN,
    Area,
    Cell,
    Choice,
    Condition,
    Fact,
    FieldKind,
    Form,
    FormField,
    Repeat,
    Section,
    rows_of,
)
from app.core.paths import resource

T = TypeVar("T")

_TICKED = (FieldKind.CHOICE, FieldKind.MULTI)
_FORM_KEYS = frozenset({
    "key",
    "version",
    "title",
    "source",
    "columns",
    "notes",
    "section",
    "signature",
})
_CELL_KEYS = frozenset({"key", "label", "row", "span", "label_span", "lines"})
_FIELD_KEYS = _CELL_KEYS | {
    "kind", "choices", "required", "when", "required_when", "required_for", "repeat",
}  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@lru_cache
def load_form(key: str) -> Form:
    """The form of this key as shipped. Raises FileError naming file and line."""
    return read_form(resource("forms", f"{key}.toml"))


def read_form(path: Path) -> Form:
    """A form from any file, e.g. one a county has adjusted. Raises FileError naming file and line
    of the first fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise FileError(
            f"打不开版式文件 {path.name}。", "", "请确认文件还在，并且可以读取。"
        ) from error
    except UnicodeDecodeError as error:
        raise _refusal(path.name, "", "不是 UTF-8 编码的文本") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise _refusal(path.name, f"第 {line[1]} 行：" if line else "", "不合 TOML 写法") from error
    try:
        return _form(table)
    except _FaultError as fault:
        raise _refusal(path.name, fault.place(text), fault.words) from None


def _refusal(name: str, place: str, words: str) -> FileError:
    return FileError(
        f"版式文件 {name} 有误。", f"{place}{words}。", "请改正后再试，或换回原来的版式文件。"
    )


class _FaultError(Exception):
    """A fault of a form file, with what helps to find its line."""

    def __init__(self, words: str, key: str) -> None:
        self.words = words
        self.key = key

    def place(self, text: str) -> str:
        """Where it stands, as far as can be told."""
        mark = re.compile(rf"^\s*(?:key|title|label)\s*=\s*\"{re.escape(self.key)}\"")
        for number, line in enumerate(text.splitlines(), start=1):
            if mark.match(line):
                return f"第 {number} 行（{self.key}）："
        return f"（{self.key}）："


@dataclass(frozen=True)
class _Table:
    """A table of the file and the key that names it in an error."""

    values: Mapping[str, object]
    name: str

    def only(self, allowed: frozenset[str]) -> None:
        for key in self.values:
            if key not in allowed:
                raise _FaultError(f"不认识的项目 {key}", self.name)

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        value = self.values.get(key, default)
        if value is None:
            raise _FaultError(f"缺少项目 {key}", self.name)
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        raise _FaultError(f"项目 {key} 的类型不对", self.name)

    def number(self, key: str) -> float:
        whole = isinstance(self.values.get(key), int)
        return float(self.get(key, int)) if whole else self.get(key, float)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise _FaultError(f"项目 {key} 应当是一列文字", self.name)
        return tuple(values)

    def tables(self, key: str, name_key: str = "") -> tuple[_Table, ...]:
        """The tables below ``key``, each named by its ``name_key``; without one, by this table."""
        rows = self.get(key, list, [])
        if not all(isinstance(row, dict) for row in rows):
            raise _FaultError(f"项目 {key} 应当是若干小表", self.name)
        return tuple(
            _Table(row, str(row.get(name_key, key)) if name_key else self.name) for row in rows
        )


def _form(values: Mapping[str, object]) -> Form:
    table = _Table(values, str(values.get("key", "")))
    table.only(_FORM_KEYS)
    columns = table.get("columns", int)
    form = Form(
        key=_named(table),
        version=table.get("version", int),
        title=table.get("title", str),
        source=table.get("source", str),
        columns=columns,
        sections=tuple(_section(row, columns) for row in table.tables("section", "title")),
        signatures=tuple(_signature(row) for row in table.tables("signature", "label")),
        notes=table.texts("notes"),
    )
    _check_keys(form)
    _check_conditions(form)
    return form


def _signature(table: _Table) -> str:
    table.only(frozenset({"label"}))
    return table.get("label", str)


def _named(table: _Table) -> str:
    key = table.get("key", str)
    if not _NAME.fullmatch(key):
        raise _FaultError("key 只能用小写英文字母、数字和下划线", key)
    return key


def _section(table: _Table, columns: int) -> Section:
    table.only(frozenset({"title", "line_mm", "fact", "field"}))
    section = Section(
        title=table.get("title", str),
        line_mm=table.number("line_mm"),
        facts=tuple(_fact(row) for row in table.tables("fact", "key")),
        fields=tuple(_field(row) for row in table.tables("field", "key")),
    )
    if not 3 <= section.line_mm <= 30:
        raise _FaultError("行高 line_mm 应当在 3 到 30 毫米之间", section.title)
    if not section.facts and not section.fields:
        raise _FaultError("这一栏是空的", section.title)
    _check_rows(section.facts, columns)
    _check_rows(section.fields, columns)
    return section


def _area(table: _Table) -> Area:
    label = table.get("label", str)
    area = Area(
        row=table.get("row", int),
        span=table.get("span", int),
        label_span=table.get("label_span", int, LABEL_SPAN) if label else 0,
        lines=table.get("lines", int, 1),
    )
    if area.lines < 1 or area.row < 1 or area.label_span < 0 or area.span <= area.label_span:
        raise _FaultError("row、span、label_span 或 lines 放不下这一格", table.name)
    return area


def _fact(table: _Table) -> Fact:
    table.only(_CELL_KEYS | {"boxes"})
    return Fact(
        _named(table), table.get("label", str), _area(table), table.get("boxes", bool, False)
    )


def _field(table: _Table) -> FormField:
    table.only(_FIELD_KEYS)
    kinds = [kind.value for kind in FieldKind]
    kind = table.get("kind", str)
    if kind not in kinds:
        raise _FaultError(f"kind 只能是 {'、'.join(kinds)}", table.name)
    if not table.get("label", str):
        raise _FaultError("手填的项目要有 label", table.name)
    repeats = [repeat.value for repeat in Repeat]
    repeat = table.get("repeat", str, Repeat.REST.value)
    if repeat not in repeats:
        raise _FaultError(f"repeat 只能是 {'、'.join(repeats)}", table.name)
    field = FormField(
        key=_named(table),
        label=table.get("label", str),
        kind=FieldKind(kind),
        area=_area(table),
        choices=tuple(_choice(row) for row in table.tables("choices")),
        required=table.get("required", bool, False),
        when=_condition(table, "when"),
        required_when=_condition(table, "required_when"),
        required_for=table.texts("required_for"),
        repeat=Repeat(repeat),
    )
    _check_choices(field)
    unknown = [code for code in field.required_for if code not in categories()]
    if unknown:
        raise _FaultError(f"required_for 里没有这个对象类别：{unknown[0]}", field.key)
    return field


def _choice(table: _Table) -> Choice:
    table.only(frozenset({"code", "digit", "name", "alone"}))
    return Choice(
        code=table.get("code", str),
        digit=table.get("digit", str),
        name=table.get("name", str),
        alone=table.get("alone", bool, False),
    )


def _condition(table: _Table, key: str) -> Condition | None:
    if key not in table.values:
        return None
    inner = _Table(table.get(key, dict), table.name)
    inner.only(frozenset({"field", "is"}))
    values = inner.get("is", list)
    if not values or not all(isinstance(value, str | bool) for value in values):
        raise _FaultError(f"{key} 的 is 应当是一列选项代码，或 true、false", table.name)
    return Condition(inner.get("field", str), tuple(values))


def _check_rows(cells: Sequence[Cell], columns: int) -> None:
    """Rows are numbered 1, 2, 3 … and each is exactly as wide as the form."""
    for expected, cells_of_row in enumerate(rows_of(cells), start=1):
        first = cells_of_row[0]
        if first.area.row != expected:
            raise _FaultError(f"应当是第 {expected} 行，写成了 row = {first.area.row}", first.key)
        width = sum(cell.area.span for cell in cells_of_row)
        if width != columns:
            raise _FaultError(f"第 {expected} 行各格 span 合计 {width}，应为 {columns}", first.key)


def _check_choices(field: FormField) -> None:
    if (field.kind in _TICKED) != bool(field.choices):
        words = "缺少选项 choices" if field.kind in _TICKED else "这种 kind 不能有 choices"
        raise _FaultError(words, field.key)
    digits = [choice.digit for choice in field.choices]
    if any(len(digit) != 1 or digit not in "0123456789" for digit in digits):
        raise _FaultError("digit 应当是一个数字键 0–9", field.key)
    if len(set(digits)) != len(digits):
        raise _FaultError("两个选项用了同一个数字键", field.key)
    if len({choice.code for choice in field.choices}) != len(digits):
        raise _FaultError("两个选项用了同一个 code", field.key)


def _check_keys(form: Form) -> None:
    if not form.sections:
        raise _FaultError("版式里没有任何栏目", form.key)
    seen: set[str] = set()
    cells: tuple[Cell, ...] = (*form.facts, *form.fields)
    for cell in cells:
        if cell.key in seen:
            raise _FaultError("key 用了两次", cell.key)
        seen.add(cell.key)


def _check_conditions(form: Form) -> None:
    """A condition looks back, so that the screen can decide while the clerk types."""
    earlier: dict[str, FormField] = {}
    for field in form.fields:
        for condition in (field.when, field.required_when):
            if condition is None:
                continue
            asked = earlier.get(condition.field)
            if asked is None:
                raise _FaultError(f"条件里的 {condition.field} 不在这一项之前", field.key)
            _check_values(condition, asked, field.key)
        earlier[field.key] = field


def _check_values(condition: Condition, asked: FormField, key: str) -> None:
    possible: set[str | bool] = (
        {True, False}
        if asked.kind is FieldKind.YES_NO
        else {choice.code for choice in asked.choices}
    )
    for value in condition.values:
        if value not in possible:
            raise _FaultError(f"条件里的 {value} 不是 {asked.label} 的选项", key)
