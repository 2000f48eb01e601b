"""Reading the files of forms; a file with a fault is refused with its line.

A county may adjust a form without touching code, so every slip of the pen has words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from app.core import form_contact as contacts
from app.core import form_parts as parts
from app.core.codes import categories
from app.core.errors import FileError
from app.core.form_parts import check_values, condition
from app.core.form_reader import FaultError, Table
from app.core.forms import (
    LABEL_SPAN,
    Area,
    Cell,
    Choice,
    Fact,
    FieldKind,
    Form,
    FormField,
    FormKind,
    Repeat,
    Section,
    Subject,
    rows_of,
)
from app.core.paths import resource

_TICKED = (FieldKind.CHOICE, FieldKind.MULTI)
_FORM_KEYS = frozenset({
    "key", "version", "title", "source", "columns", "notes", "section", "signature", "kind",
    "subject", "for", "paper", "heading", "head", "copies", "draft",
    "one_page", "contact",
})  # fmt: skip
_CELL_KEYS = frozenset({"key", "label", "row", "span", "label_span", "lines"})
_FIELD_KEYS = _CELL_KEYS | {
    "kind", "choices", "required", "when", "required_when", "required_for", "hint", "most",
    "capitals", "repeat", "register",
}  # fmt: skip
_SECTION_KEYS = frozenset({"title", "line_mm", "fact", "field", "table", "clauses", "text_pt"})
_HEADING = "{{office}}"
_HEAD = ("村（社区）：{{village}}　{{group}}",)
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
    except OSError as error:
        raise FileError(
            f"打不开版式文件 {path.name}。", "", "请确认文件还在，并且可以读取。"
        ) from error
    except UnicodeDecodeError as error:
        raise _refusal(path.name, "", "不是 UTF-8 编码的文本") from error
    return form_of_text(text, path.name)


def form_of_text(text: str, name: str) -> Form:
    """A form from its text; ``name`` is how an error calls it. Raises FileError naming the line of
    the first fault."""
    try:
        return _form(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise _refusal(name, f"第 {line[1]} 行：" if line else "", "不合 TOML 写法") from error
    except FaultError as fault:
        raise _refusal(name, fault.place(text), fault.words) from None


def shipped_keys() -> tuple[str, ...]:
    """The keys of the forms that ship, in the order of their names."""
    return tuple(sorted(path.stem for path in resource("forms").glob("*.toml")))


def _refusal(name: str, place: str, words: str) -> FileError:
    return FileError(
        f"版式文件 {name} 有误。", f"{place}{words}。", "请改正后再试，或换回原来的版式文件。"
    )


def _form(values: Mapping[str, object]) -> Form:
    table = Table(values, str(values.get("key", "")))
    table.only(_FORM_KEYS)
    columns = int(table.within("columns", 1, 100))
    subject = Subject(table.one_of("subject", [one.value for one in Subject], "person"))
    title = table.get("title", str)
    form = Form(
        key=_named(table),
        version=table.get("version", int),
        title=title,
        source=table.get("source", str),
        columns=columns,
        sections=tuple(_section(row, columns, subject) for row in table.tables("section", "title")),
        signatures=tuple(parts.signature(row) for row in table.tables("signature", "label")),
        notes=table.texts("notes"),
        kind=FormKind(table.one_of("kind", [one.value for one in FormKind], "contact")),
        subject=subject,
        audience=parts.audience(table),
        paper=parts.paper(table),
        heading=table.get("heading", str, _HEADING + title),
        head=_head(table, subject),
        copies=parts.copies(table),
        draft=table.get("draft", bool, False),
        one_page=table.get("one_page", bool, False),
        contact=contacts.contact(table),
    )
    _check_keys(form)
    _check_conditions(form)
    parts.check_signatures(form.signatures)
    parts.check_facts(form)
    contacts.check_contact(form)
    return form


def _head(table: Table, subject: Subject) -> tuple[str, ...]:
    if "head" not in table.values:
        return () if subject is Subject.NONE else _HEAD
    lines = table.texts("head")
    if len(lines) > 2:
        raise FaultError("head 最多两行", table.name)
    return lines


def _named(table: Table) -> str:
    key = table.get("key", str)
    if not _NAME.fullmatch(key):
        raise FaultError("key 只能用小写英文字母、数字和下划线", key)
    return key


def _section(table: Table, columns: int, subject: Subject) -> Section:
    table.only(_SECTION_KEYS)
    clauses = table.texts("clauses")
    section = Section(
        title=table.get("title", str),
        line_mm=table.within("line_mm", 3, 30, 6.0 if clauses else None),
        facts=tuple(_fact(row) for row in table.tables("fact", "key")),
        fields=tuple(_field(row) for row in table.tables("field", "key")),
        grid=parts.grid(table, columns, subject),
        clauses=clauses,
        text_pt=table.within("text_pt", 8, 22, 12.0),
    )
    cells = bool(section.facts or section.fields or section.grid)
    if not cells and not clauses:
        raise FaultError("这一栏是空的", section.title)
    if cells and clauses:
        raise FaultError("条款和表格要分写成两栏", section.title)
    _check_rows(section.facts, columns)
    _check_rows(section.fields, columns)
    return section


def _area(table: Table) -> Area:
    label = table.get("label", str)
    area = Area(
        row=table.get("row", int),
        span=table.get("span", int),
        label_span=table.get("label_span", int, LABEL_SPAN) if label else 0,
        lines=table.get("lines", int, 1),
    )
    if area.lines < 1 or area.row < 1 or area.label_span < 0 or area.span <= area.label_span:
        raise FaultError("row、span、label_span 或 lines 放不下这一格", table.name)
    return area


def _fact(table: Table) -> Fact:
    table.only(_CELL_KEYS | {"boxes"})
    return Fact(
        _named(table), table.get("label", str), _area(table), table.get("boxes", bool, False)
    )


def _field(table: Table) -> FormField:
    table.only(_FIELD_KEYS)
    kind = FieldKind(table.one_of("kind", [kind.value for kind in FieldKind]))
    if not table.get("label", str):
        raise FaultError("手填的项目要有 label", table.name)
    field = FormField(
        key=_named(table),
        label=table.get("label", str),
        kind=kind,
        area=_area(table),
        choices=tuple(_choice(row) for row in table.tables("choices")),
        required=table.get("required", bool, False),
        when=condition(table, "when"),
        required_when=condition(table, "required_when"),
        required_for=table.texts("required_for"),
        repeat=Repeat(table.one_of("repeat", [one.value for one in Repeat], Repeat.REST)),
        hint=table.get("hint", str, ""),
        most=int(table.within("most", 1, 1_000_000)) if "most" in table.values else None,
        capitals=table.get("capitals", bool, False),
        register=table.get("register", str, ""),
    )
    _check_choices(field)
    _check_extras(field)
    unknown = [code for code in field.required_for if code not in categories()]
    if unknown:
        raise FaultError(f"required_for 里没有这个对象类别：{unknown[0]}", field.key)
    return field


def _choice(table: Table) -> Choice:
    table.only(frozenset({"code", "digit", "name", "alone", "register", "need"}))
    return Choice(
        code=table.get("code", str),
        digit=table.get("digit", str),
        name=table.get("name", str),
        alone=table.get("alone", bool, False),
        register=table.get("register", str, ""),
        need=table.get("need", str, ""),
    )


def _check_rows(cells: Sequence[Cell], columns: int) -> None:
    """Rows are numbered 1, 2, 3 … and each is exactly as wide as the form."""
    for expected, cells_of_row in enumerate(rows_of(cells), start=1):
        first = cells_of_row[0]
        if first.area.row != expected:
            raise FaultError(f"应当是第 {expected} 行，写成了 row = {first.area.row}", first.key)
        width = sum(cell.area.span for cell in cells_of_row)
        if width != columns:
            raise FaultError(f"第 {expected} 行各格 span 合计 {width}，应为 {columns}", first.key)


def _check_choices(field: FormField) -> None:
    if (field.kind in _TICKED) != bool(field.choices):
        words = "缺少选项 choices" if field.kind in _TICKED else "这种 kind 不能有 choices"
        raise FaultError(words, field.key)
    digits = [choice.digit for choice in field.choices]
    if any(len(digit) != 1 or digit not in "0123456789" for digit in digits):
        raise FaultError("digit 应当是一个数字键 0–9", field.key)
    if len(set(digits)) != len(digits):
        raise FaultError("两个选项用了同一个数字键", field.key)
    if len({choice.code for choice in field.choices}) != len(digits):
        raise FaultError("两个选项用了同一个 code", field.key)


def _check_extras(field: FormField) -> None:
    if field.most is not None and field.kind is not FieldKind.NUMBER:
        raise FaultError('只有 kind = "number" 可以写 most', field.key)
    if field.capitals and field.kind is not FieldKind.MONEY:
        raise FaultError('只有 kind = "money" 可以写 capitals', field.key)
    if field.hint and field.boxes:
        raise FaultError("有选项的项目不能写 hint", field.key)


def _check_keys(form: Form) -> None:
    if not form.sections:
        raise FaultError("版式里没有任何栏目", form.key)
    seen: set[str] = set()
    cells: tuple[Cell, ...] = (*form.facts, *form.fields)
    for cell in cells:
        if cell.key in seen:
            raise FaultError("key 用了两次", cell.key)
        seen.add(cell.key)


def _check_conditions(form: Form) -> None:
    """A condition looks back, so that the screen can decide while the clerk types."""
    earlier: dict[str, FormField] = {}
    for field in form.fields:
        for asked_when in (field.when, field.required_when):
            if asked_when is None:
                continue
            asked = earlier.get(asked_when.field)
            if asked is None:
                raise FaultError(f"条件里的 {asked_when.field} 不在这一项之前", field.key)
            check_values(asked_when, asked, field.key)
        earlier[field.key] = field
