"""表样: which layout of a form holds here, and the office's own ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.errors import DeclinedError, FileError, system_reason
from app.core.form_facts import facts_of, row_sources
from app.core.form_file import form_of_text, load_form, shipped_keys
from app.core.forms import Form, FormKind, Subject
from app.core.paths import resource
from app.exporters.form_layout import lay_out
from app.exporters.form_pdf import write_forms
from app.exporters.form_sample import sample_content, sample_sheet
from app.models.form import FormLayout
from app.models.queries import documents as queries
from app.models.unit_of_work import Work
from app.services.desk import Desk
from app.services.forms import SHEET, form_in_use, read_layout

_SUFFIX = "toml"
_LONGEST = 400_000


@dataclass(frozen=True)
class LayoutRow:
    """One form: ``source`` is the file or package by which the office's own layout came, empty for
    the shipped one; ``ships`` tells whether there is one to go back to."""

    key: str
    title: str
    kind: FormKind
    subject: Subject
    version: int
    ships: bool
    source: str = ""
    added_on: date | None = None
    added_by: str = ""


def list_layouts(desk: Desk) -> tuple[LayoutRow, ...]:
    """Every form that can be printed, shipped or the office's own, by kind and name."""
    with desk.store.read() as session:
        own = queries.newest_layouts(session)
        shipped = frozenset(shipped_keys())
        rows = [_row(own.get(key), key, ships=key in shipped) for key in shipped | own.keys()]
    order = list(FormKind)
    return tuple(sorted(rows, key=lambda row: (order.index(row.kind), row.title)))


def _row(own: FormLayout | None, key: str, *, ships: bool) -> LayoutRow:
    form = load_form(key) if own is None else read_layout(own.text, own.source)
    return LayoutRow(
        key=key,
        title=form.title,
        kind=form.kind,
        subject=form.subject,
        version=form.version,
        ships=ships,
        source=own.source if own else "",
        added_on=own.added_on if own else None,
        added_by=own.added_by if own else "",
    )


def check_layout(text: str, source: str) -> Form:
    """The form of a layout from anywhere, read strictly and laid out for trial.

    Raises ``FileError`` naming the place of the first fault.
    """
    form = form_of_text(text, source)
    lay_out(form)
    if not form.one_page:
        lay_out(form, sample_content(form))
    if form.key == SHEET:
        _check_answers_kept(form, source)
    return form


def _check_answers_kept(form: Form, source: str) -> None:
    """What is keyed in from a visit sheet goes into the ledger: its fields may be moved, renamed
    on paper and joined by others, but neither left out nor answered otherwise."""
    fields = {field.key: field for field in form.fields}
    for field in load_form(SHEET).fields:
        own = fields.get(field.key)
        wanted = {choice.code for choice in field.choices}
        if own is None or own.kind is not field.kind:
            words = f"缺少录入和上报要用的项目“{field.label}”（{field.key}），或它的 kind 变了"
        elif not wanted <= {choice.code for choice in own.choices}:
            words = f"“{field.label}”（{field.key}）少了录入和上报要用的选项"
        else:
            continue
        raise FileError(
            f"版式文件 {source} 有误。", f"{words}。", "请补上后再导入；位置和文字可以改。"
        )
    if form.contact != load_form(SHEET).contact:
        raise FileError(
            f"版式文件 {source} 有误。",
            "[contact] 缺少，或与随程序的走访表不同。",
            "请照随程序的表样写 [contact]；位置和文字可以改。",
        )


def adopt_layout(work: Work, text: str, source: str) -> Form:
    """Let the layout in ``text`` take the place of the one of the same key, inside an act of the
    caller. ``source`` names the file or package. Raises ``FileError`` for a layout with a fault;
    a layout that holds already is not kept twice."""
    form = check_layout(text, source)
    present = queries.newest_layout(work.session, form.key)
    if present is None or present.text != text:
        work.session.add(
            FormLayout(
                key=form.key,
                text=text,
                source=source,
                added_on=work.line.at.date(),
                added_by=work.line.actor,
            )
        )
        work.session.flush()
    return form


def import_layout(desk: Desk, path: Path) -> Form:
    """Adopt the layout in a file. Raises ``FileError`` when it cannot be read or has a fault; then
    nothing is changed."""
    text = _read_text(path)
    title = check_layout(text, path.name).title
    with desk.write("import_layout", f"换用表样：{title}（{path.name}）") as work:
        return adopt_layout(work, text, path.name)


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > _LONGEST:
            raise FileError(f"“{path.name}”不是表样文件。", "文件太大。", "请选择导出的表样文件。")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileError(
            f"打不开表样文件 {path.name}。", system_reason(error), "请确认文件还在，并且可以读取。"
        ) from error
    except UnicodeDecodeError as error:
        raise FileError(
            f"表样文件 {path.name} 有误。",
            "不是 UTF-8 编码的文本。",
            "请用记事本另存为 UTF-8 后再试。",
        ) from error


def drop_layout(desk: Desk, key: str) -> None:
    """Go back to the shipped layout of ``key``; a form that only this office has is given up.

    Raises ``DeclinedError`` when the shipped one holds already.
    """
    with desk.write("drop_layout", "恢复随程序的表样") as work:
        own = queries.layouts_of(work.session, key)
        if not own:
            raise DeclinedError("现在用的就是随程序的表样。", "", "不必恢复。")
        work.describe(f"恢复随程序的表样：{read_layout(own[-1].text, own[-1].source).title}")
        for row in own:
            work.session.delete(row)


def layout_text(desk: Desk, key: str) -> str:
    """The text of the layout that holds, with what it may name behind it for whoever changes it."""
    with desk.store.read() as session:
        form = form_in_use(session, key)
        own = queries.newest_layout(session, key)
    if own is not None:
        return own.text
    text = resource("forms", f"{key}.{_SUFFIX}").read_text(encoding="utf-8-sig")
    return f"{text.rstrip()}\n\n{_words(form)}\n"


def _words(form: Form) -> str:
    """The vocabulary as comments."""
    lines = ["# 可以打印的登记项目（key 或 {{…}} 里只能写这些）："]
    lines += [f"#   {key}　{label}" for key, label in facts_of(form.subject).items()]
    for source, facts in row_sources(form.subject).items():
        lines.append(f'# 表格 from = "{source}" 的各列（fact）：')
        lines.append("#   " + "，".join(f"{key} {label}" for key, label in facts.items()))
    return "\n".join(lines)


def export_layout(desk: Desk, key: str, path: Path) -> None:
    """Write the layout that holds to ``path``, to be changed or given to another office. Raises
    ``FileError`` when it cannot be written."""
    text = layout_text(desk, key)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FileError("表样没有导出。", system_reason(error), "请换一个位置再试。") from error


def preview_layout(desk: Desk, key: str, out: Path) -> int:
    """A specimen of the form at ``out``, each place filled with the name of its fact; returns its
    pages."""
    with desk.store.read() as session:
        form = form_in_use(session, key)
    day, name = desk.clock.today(), desk.actor.name
    return write_forms(out, form, [sample_sheet(form)], printed_on=day, printed_by=name).pages
