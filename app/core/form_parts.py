"""The parts of a form file beside its cells: paper, tables, running text, places to sign."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.codes import categories
from app.core.form_facts import facts_of, row_sources
from app.core.form_reader import FaultError, Table
from app.core.form_text import places
from app.core.forms import (
    Binding,
    Column,
    Condition,
    FieldKind,
    Form,
    FormField,
    Grid,
    PaperKind,
    Signature,
    Subject,
)

_SIZES = ("A4", "A3")
_MOST_COPIES = 6
_MOST_ROWS = 40
_MARKS = ("seal", "thumb")


def paper(table: Table) -> PaperKind:
    """``[paper]``: size, orientation and side of the binding."""
    inner = table.inner("paper")
    if inner is None:
        return PaperKind()
    inner.only(frozenset({"size", "orientation", "binding"}))
    return PaperKind(
        size=inner.one_of("size", _SIZES, "A4"),
        landscape=inner.one_of("orientation", ("portrait", "landscape"), "portrait") == "landscape",
        binding=Binding(inner.one_of("binding", [side.value for side in Binding], "left")),
    )


def copies(table: Table) -> tuple[str, ...]:
    """Who keeps which copy; left out when there is only one."""
    holders = table.texts("copies")
    if holders and not 2 <= len(holders) <= _MOST_COPIES:
        raise FaultError(f"copies 应当列出 2 到 {_MOST_COPIES} 份由谁保存", table.name)
    if any(not holder.strip() for holder in holders):
        raise FaultError("copies 里有一份没有写由谁保存", table.name)
    return holders


def audience(table: Table) -> tuple[str, ...]:
    """The categories that a form is meant for."""
    codes = table.texts("for")
    for code in codes:
        if code not in categories():
            raise FaultError(f"for 里没有这个对象类别：{code}", table.name, piece=f'"{code}"')
    return codes


def signature(table: Table) -> Signature:
    """One ``[[signature]]``."""
    table.only(frozenset({"label", "lines", "marks", "dated", "row", "height_mm"}))
    marks = table.texts("marks")
    for mark in marks:
        if mark not in _MARKS:
            raise FaultError(f"marks 只能是 {'、'.join(_MARKS)}", table.name, piece=mark)
    high = "height_mm" in table.values
    label, lines = table.get("label", str), table.texts("lines")
    if any("{{" in text for text in (label, *lines)):
        raise FaultError("签字栏不能预先填写内容", table.name, piece="{{")
    return Signature(
        label=label,
        lines=lines,
        seal="seal" in marks,
        thumb="thumb" in marks,
        dated=table.get("dated", bool, True),
        row=table.get("row", int, 1),
        height_mm=table.within("height_mm", 12, 120) if high else None,
    )


def check_signatures(signatures: tuple[Signature, ...]) -> None:
    """Rows are numbered 1, 2, 3 … in the order of the file."""
    last = 1
    for at, one in enumerate(signatures):
        if one.row not in ({1} if at == 0 else {last, last + 1}):
            raise FaultError("签字栏的 row 应当从 1 起依次编号", one.label)
        last = one.row


def grid(table: Table, columns: int, subject: Subject) -> Grid | None:
    """``[section.table]``."""
    inner = table.inner("table")
    if inner is None:
        return None
    inner.only(frozenset({"from", "rows", "columns", "lines"}))
    source = inner.get("from", str, "")
    sources = row_sources(subject)
    if source and source not in sources:
        raise FaultError(f"from 里没有这种登记：{source}", table.name, piece=f'"{source}"')
    found = Grid(
        columns=tuple(
            _column(row, sources.get(source, {})) for row in inner.tables("columns", "label")
        ),
        source=source,
        rows=int(inner.within("rows", 0, _MOST_ROWS, 0)),
        lines=_lines(inner),
    )
    _check_grid(found, columns, table.name)
    return found


def _column(table: Table, facts: Mapping[str, str]) -> Column:
    table.only(frozenset({"label", "span", "fact"}))
    fact = table.get("fact", str, "")
    if fact and fact not in facts:
        raise FaultError(f"表格的这种登记里没有 {fact}", table.name, piece=f'fact = "{fact}"')
    return Column(table.get("label", str), int(table.within("span", 1, 100)), fact)


def _lines(table: Table) -> tuple[tuple[str, ...], ...]:
    lines = table.get("lines", list, [])
    for line in lines:
        if not isinstance(line, list) or not all(isinstance(text, str) for text in line):
            raise FaultError("lines 的每一行应当是一列文字", table.name)
    return tuple(tuple(line) for line in lines)


def _check_grid(found: Grid, columns: int, title: str) -> None:
    width = sum(column.span for column in found.columns)
    if width != columns:
        raise FaultError(f"表格各列 span 合计 {width}，应为 {columns}", title)
    for line in found.lines:
        if len(line) != len(found.columns):
            words = f"表格有 {len(found.columns)} 列，这一行写了 {len(line)} 格"
            raise FaultError(words, title, piece=f'"{line[0]}"' if line else "")
    if not (found.source or found.rows or found.lines):
        raise FaultError("表格一行也没有：请写 rows、lines 或 from", title)


def check_facts(form: Form) -> None:
    """Everything that the form prints from the register is in the vocabulary of its subject."""
    known = facts_of(form.subject)
    for fact in form.facts:
        if fact.key not in known:
            raise FaultError("登记里没有这一项，不能打印", fact.key)
    named = [(form.heading, form.key), *((line, form.key) for line in form.head)]
    named += [(clause, section.title) for section in form.sections for clause in section.clauses]
    for text, name in named:
        check_text(text, known, name)


def check_text(text: str, known: Mapping[str, str], name: str) -> None:
    """The places of a text are well written and name facts that there are."""
    try:
        found = places(text)
    except ValueError as error:
        raise FaultError(
            f"{error} 没有写成 {{{{项目}}}} 或 {{{{_:8}}}}", name, piece=text[:20]
        ) from error
    for place in found:
        if place.fact and place.fact not in known:
            raise FaultError(f"登记里没有 {place.fact} 这一项", name, piece=place.written)


def condition(table: Table, key: str) -> Condition | None:
    """When something of the form holds: ``{ field, is }``."""
    if key not in table.values:
        return None
    inner = Table(table.get(key, dict), table.name)
    inner.only(frozenset({"field", "is"}))
    values = inner.get("is", list)
    if not values or not all(isinstance(value, str | bool) for value in values):
        raise FaultError(f"{key} 的 is 应当是一列选项代码，或 true、false", table.name)
    return Condition(inner.get("field", str), tuple(values))


def check_values(condition: Condition, asked: FormField, key: str) -> None:
    """What a condition waits for can be answered."""
    possible: set[str | bool] = (
        {True, False}
        if asked.kind is FieldKind.YES_NO
        else {choice.code for choice in asked.choices}
    )
    for value in condition.values:
        if value not in possible:
            raise FaultError(f"条件里的 {value} 不是 {asked.label} 的选项", key)
