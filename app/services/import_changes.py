"""Every value that an import would change, with what stands against it; nothing changes silently.

A value that somebody gave by hand (or a visit, or an undo) after the list was last imported is a
conflict; where the value came from an import, a newer list plainly replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.codes import category_name
from app.core.dictionary import HOUSEHOLD, PERSON, Field, Kind
from app.core.masks import mask_account
from app.core.terms import UNKNOWN
from app.importers.keys import dotted_field, kin_columns
from app.importers.planned import (
    AMOUNT_NAMES,
    Action,
    FieldChange,
    ImportPlan,
    Place,
    PlannedHousehold,
    PlannedPerson,
)
from app.models.queries import imports as queries
from app.models.queries.imports import LastChange
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.faces import id_on_screen, value_text
from app.services.import_writing import ChangeId

_OTHER_LABELS = {
    "responsible": "包保责任人",
    "village": "村（社区）",
    "group": "村民小组",
    "relation": "与户主关系",
    "household": "所在家庭",
    "category": "对象类别",
    **AMOUNT_NAMES,
}
_COLUMNS = {"village": "village_id", "group": "group_name"}  # where the trail names it otherwise
_ACCOUNTS = frozenset({"account_no", "card_no", "residence_permit_no"})
_NUMBERS = frozenset({"id_no", "head_id_no", "carer_id_no", "agent_id_no", "disability_no"})
_HIDDEN = "（敏感内容）"


class Rule(StrEnum):
    """How conflicts are settled where the clerk does not choose one by one."""

    KEEP = "keep"
    TAKE = "take"
    NEWER = "newer"


RULE_NAMES = {Rule.KEEP: "保留登记", Rule.TAKE: "采用表格", Rule.NEWER: "按较新"}


@dataclass(frozen=True)
class ValueChange:
    """One value as the register has it (``ours``) and as the file says (``theirs``). ``base`` says
    when and by whom ours was given, ``newer`` whether the file is newer than that (None: nobody
    can tell)."""

    id: ChangeId
    who: str
    id_masked: str
    label: str
    ours: str
    theirs: str
    conflict: bool
    base: str
    newer: bool | None
    file_day: date | None
    place: Place
    sensitive: bool


def value_changes(
    session: Session, plan: ImportPlan, *, unmask: bool = False
) -> tuple[ValueChange, ...]:
    """All of them, in the order of the plan; sensitive values masked unless ``unmask``."""
    days = {file.path.name: file.day for file in plan.files}
    people = [each for each in plan.people if each.known_id and each.action is Action.CHANGED]
    homes = [each for each in plan.households if each.known_id and each.action is Action.CHANGED]
    found: list[ValueChange] = []
    for table, planned in (("person", people), ("household", homes)):
        ids = [each.known_id for each in planned if each.known_id]
        trail = queries.last_changes(session, table, ids)
        for each in planned:
            found += _of_one(table, each, trail, day=days.get(each.place.file), unmask=unmask)
    return tuple(found)


def _of_one(
    table: str,
    planned: PlannedPerson | PlannedHousehold,
    trail: Mapping[tuple[int, str], LastChange],
    *,
    day: date | None,
    unmask: bool,
) -> Iterator[ValueChange]:
    number = planned.id_key if isinstance(planned, PlannedPerson) else planned.head_key
    name = str(planned.fields.get("name" if table == "person" else "head_name") or "")
    for change in planned.changes:
        last = trail.get((planned.known_id or 0, _COLUMNS.get(change.key, change.key)))
        field = _field(table, change.key)
        yield ValueChange(
            id=(table, number or "", change.key),
            who=name if table == "person" else f"{name}户",
            id_masked=id_on_screen(number),
            label=label_of(table, change.key),
            ours=_text(change.key, field, change.before, unmask=unmask),
            theirs=_text(change.key, field, change.after, unmask=unmask),
            conflict=_is_conflict(change, last),
            base=f"{last.at:%Y-%m-%d} {last.actor}{_how(last)}" if last else "",
            newer=day > last.at.date() if day and last else None,
            file_day=day,
            place=planned.place,
            sensitive=field is not None and field.sensitive,
        )


def _is_conflict(change: FieldChange, last: LastChange | None) -> bool:
    return change.before is not None and last is not None and last.verb != "import"


def _how(last: LastChange) -> str:
    return "导入" if last.verb == "import" else "登记"


def unmask_changes(desk: Desk, plan: ImportPlan) -> tuple[ValueChange, ...]:
    """The same with sensitive values in full; the look is written into the audit trail."""
    with desk.write("unmask_person", "查看导入对照里的敏感内容") as work:
        return value_changes(work.session, plan, unmask=True)


def default_kept(changes: Iterable[ValueChange], rule: Rule = Rule.KEEP) -> frozenset[ChangeId]:
    """What stays as the register has it when only ``rule`` decides: conflicts are settled by it,
    plain changes are taken over unless the rule is to keep, or the register is newer."""
    return frozenset(change.id for change in changes if keeps(change, rule))


def keeps(change: ValueChange, rule: Rule) -> bool:
    """Whether ``rule`` keeps the register's value. Where nobody can tell who is newer, a value
    given by hand stays."""
    if not change.conflict:
        return rule is Rule.NEWER and change.newer is False
    return rule is Rule.KEEP or (rule is Rule.NEWER and not change.newer)


def change_words(change: FieldChange) -> str:
    """``联系电话：（空）→ 138…`` for a list of what happens; a sensitive value only differs."""
    field = _field("person", change.key)
    label = label_of("person", change.key)
    if field is not None and field.sensitive:
        return f"{label}有变化"
    before, after = (
        _text(change.key, field, value, unmask=True) for value in (change.before, change.after)
    )
    return f"{label}：{before} → {after}"


def label_of(table: str, key: str) -> str:
    """What a clerk calls the thing that changes."""
    field = _field(table, key)
    if field is not None:
        return field.label
    if key.startswith("holding."):
        return "对象类别"
    if key.startswith("kin."):
        return kin_columns()[key.split(".")[1]].name
    if key.startswith("income."):
        income, year = key.rsplit(".", 1)
        field = dotted_field(income)
        return f"{year}年{field.label if field else '收入'}"
    return _OTHER_LABELS.get(key, key)


def _field(table: str, key: str) -> Field | None:
    known = (PERSON if table == "person" else HOUSEHOLD).get(key)
    return known or (dotted_field(key) if "." in key else None)


def _text(key: str, field: Field | None, value: object, *, unmask: bool) -> str:
    if key == "household":
        return "另一户" if value is None else "原来的户"
    if (key == "category" or key.startswith("holding.")) and value is not None:
        return category_name(str(value))
    if value is None or field is None or not field.sensitive or unmask:
        return _plain(field, value)
    base = key.rpartition(".")[2]
    if base in _ACCOUNTS:
        return mask_account(str(value))
    return id_on_screen(str(value)) if base in _NUMBERS else _HIDDEN


def _plain(field: Field | None, value: object) -> str:
    kind = field.kind if field else Kind.MONEY if not isinstance(value, str) else Kind.TEXT
    return UNKNOWN if value is None else value_text(kind, value)
