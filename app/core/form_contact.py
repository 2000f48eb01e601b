"""Reading what makes a form the record of a contact, and what of it may change the register."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.dictionary import HOUSEHOLD, PERSON, Field, Kind
from app.core.form_facts import HOME
from app.core.form_parts import check_values, condition
from app.core.form_reader import FaultError, Table
from app.core.forms import ContactPart, FieldKind, Form, FormField, FormKind, Subject
from app.core.matter_kinds import topics
from app.core.self_care import self_care_form
from app.core.terms import ContactKind

SELF_CARE = "self_care"
_PART = "contact"
_KEYS = frozenset({
    "kind", "kind_field", "day", "visitors", "time", "hours", "note", "in_vain", "keeps",
})  # fmt: skip
_KINDS = tuple(kind.value for kind in ContactKind)
_KEPT = ("", SELF_CARE)
# Which kind of field each key of the part names, and whether it has to be filled in.
_NAMED: Mapping[str, tuple[FieldKind, bool]] = {
    "day": (FieldKind.DATE, True),
    "visitors": (FieldKind.TEXT, True),
    "kind_field": (FieldKind.CHOICE, True),
    "time": (FieldKind.TIME, False),
    "hours": (FieldKind.NUMBER, False),
    "note": (FieldKind.TEXT, False),
}
_FITTING: Mapping[FieldKind, Kind] = {
    FieldKind.TEXT: Kind.TEXT,
    FieldKind.DATE: Kind.DATE,
    FieldKind.YES_NO: Kind.YES_NO,
    FieldKind.MONEY: Kind.MONEY,
    FieldKind.NUMBER: Kind.NUMBER,
}


def contact(table: Table) -> ContactPart | None:
    """``[contact]``."""
    inner = table.inner(_PART)
    if inner is None:
        return None
    inner = Table(inner.values, _PART)
    inner.only(_KEYS)
    kind, kind_field = inner.get("kind", str, ""), inner.get("kind_field", str, "")
    if bool(kind) == bool(kind_field):
        raise FaultError("[contact] 要写 kind 或 kind_field，只写一个", _PART, piece="[contact]")
    if kind:
        inner.one_of("kind", _KINDS)
    return ContactPart(
        day=inner.get("day", str),
        visitors=inner.get("visitors", str),
        kind=kind,
        kind_field=kind_field,
        time=inner.get("time", str, ""),
        hours=inner.get("hours", str, ""),
        note=inner.get("note", str, ""),
        in_vain=condition(inner, "in_vain"),
        keeps=inner.one_of("keeps", _KEPT, ""),
    )


def register_field(key: str) -> Field | None:
    """The fact of the register that ``key`` names: of the person, or with ``home_`` of the
    household; None for no such fact."""
    if key.startswith(HOME):
        return HOUSEHOLD.get(key.removeprefix(HOME))
    return PERSON.get(key)


def check_contact(form: Form) -> None:
    """Everything that the part names is a field of the form, of the kind that it needs."""
    for field in form.fields:
        _check_register(field)
        _check_needs(field)
    part = form.contact
    if part is None:
        return
    if form.kind is not FormKind.CONTACT or form.subject not in {Subject.PERSON, Subject.HOUSEHOLD}:
        raise _fault('只有 kind = "contact"、写给个人或家庭的表样可以写 [contact]')
    for key, (kind, required) in _NAMED.items():
        named = getattr(part, key)
        if named:
            _check_named(form, key, named, kind, required=required)
    if part.kind_field:
        codes = (choice.code for choice in form.field(part.kind_field).choices)
        unknown = [code for code in codes if code not in _KINDS]
        if unknown:
            raise _fault(f"{part.kind_field} 的选项 {unknown[0]} 不是一种联系方式")
    if part.in_vain is not None:
        asked = _field(form, "in_vain", part.in_vain.field)
        check_values(part.in_vain, asked, _PART)
    if part.keeps == SELF_CARE:
        _check_self_care(form)


def _field(form: Form, key: str, named: str) -> FormField:
    found = next((field for field in form.fields if field.key == named), None)
    if found is None:
        raise _fault(f"{key} 写的 {named} 不是表上手填的项目", named)
    return found


def _check_named(form: Form, key: str, named: str, kind: FieldKind, *, required: bool) -> None:
    field = _field(form, key, named)
    if field.kind is not kind:
        raise _fault(f'{key} 写的 {named} 应当是 kind = "{kind}" 的项目', named)
    if required and not field.required:
        raise _fault(f"{key} 写的 {named} 应当是必填的项目（required = true）", named)


def _check_self_care(form: Form) -> None:
    """The six questions are there, each answered yes or no."""
    for item in self_care_form().items:
        field = _field(form, "keeps", item.key)
        if {choice.code for choice in field.boxes} != {"yes", "no"}:
            raise _fault(f"{item.key} 的选项应当是 yes 和 no 两个", item.key)


def _check_register(field: FormField) -> None:
    if not field.register:
        if any(choice.register for choice in field.choices):
            raise FaultError("选项写了 register，这一项也要写", field.key)
        return
    known = register_field(field.register)
    if known is None:
        raise FaultError(f"登记里没有 {field.register} 这一项", field.key)
    if known.sensitive:
        raise FaultError(f"{known.label}是敏感信息，不能由表上的填写改登记", field.key)
    if field.kind is FieldKind.CHOICE:
        if not any(choice.register for choice in field.choices):
            raise FaultError("有选项的项目写 register，要在选项里写登记用的词", field.key)
    elif _FITTING.get(field.kind) is not known.kind:
        raise FaultError(f"{field.register} 的写法和这一项的 kind 不合", field.key)


def _check_needs(field: FormField) -> None:
    for choice in field.choices:
        if choice.need and choice.need not in topics():
            raise FaultError(f"need 里没有这种困难：{choice.need}", field.key, piece=choice.need)


def _fault(words: str, piece: str = "[contact]") -> FaultError:
    return FaultError(words, _PART, piece=piece)
