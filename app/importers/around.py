"""What a row says beside the person's own facts: household, people around, incomes, benefits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from app.core.terms import IncomeKind
from app.importers.dates import parse_date
from app.importers.fields import NONE, NOT_APPLICABLE, Setting, Values
from app.importers.keys import kin_columns
from app.importers.planned import Around, Kin
from app.importers.register import FieldValue
from app.importers.table import Record, Table

_ORPHANS, _UNSUPPORTED = "orphan_living", "unsupported_child_living"
_SAYS_NOTHING = frozenset({NONE, NOT_APPLICABLE})


def take_home(values: Values) -> dict[str, FieldValue]:
    """Take the household's facts out of a person's row."""
    keys = [key for key in values.fields if key.startswith("home.")]
    for key in keys:
        values.raw.pop(key, None)
    return {key.removeprefix("home."): values.fields.pop(key) for key in keys}


def take_around(values: Values, record: Record, table: Table, setting: Setting) -> Around:
    """Take kin, who is responsible, incomes and benefits out of ``values``. A role without a name
    is nobody."""
    keys = [key for key in values.fields if "." in key]
    if not keys:
        return Around()
    said = {key: values.fields.pop(key) for key in keys}
    for key in keys:
        values.raw.pop(key, None)
    year = _year(record, table, setting)
    incomes, benefits = {}, {}
    for key, value in said.items():
        room, _, rest = key.partition(".")
        if room == "income" and isinstance(value, Decimal):
            incomes[rest, year] = -abs(value) if rest == IncomeKind.DEDUCTION else value
        elif room == "benefit" and isinstance(value, Decimal):
            benefits[rest] = value
    day = table.day or setting.day
    return Around(_kin(said), incomes, benefits, day, _responsible(said))


def _responsible(said: Mapping[str, FieldValue]) -> dict[str, str]:
    parts = {
        key.partition(".")[2]: str(value)
        for key, value in said.items()
        if key.startswith("responsible.") and value not in _SAYS_NOTHING
    }
    return parts if "name" in parts else {}


def _kin(said: Mapping[str, FieldValue]) -> tuple[Kin, ...]:
    roles: dict[str, dict[str, str]] = {}
    for key, value in said.items():
        if key.startswith("kin.") and value not in _SAYS_NOTHING:
            _, role, part = key.split(".", 2)
            roles.setdefault(role, {})[part] = str(value)
    kin = []
    for role, parts in roles.items():
        relation = kin_columns()[role].relation
        if "name" in parts:
            kin.append(Kin(role, **(parts | ({"relation": relation} if relation else {}))))
    return tuple(kin)


def _year(record: Record, table: Table, setting: Setting) -> str:
    """The year of incomes: its own column, else the list's, else this year."""
    cell = record.cells.get("year")
    found = parse_date(cell, day=setting.day).value if cell else None
    return f"{(found or table.day or setting.day).year}"


def fitting(around: Around, categories: Collection[str]) -> Around:
    """One list carries the allowance of orphans and of children whom nobody supports in one column:
    the category says which of the two it is."""
    if "unsupported_child" not in categories or _ORPHANS not in around.benefits:
        return around
    benefits = dict(around.benefits)
    benefits[_UNSUPPORTED] = benefits.pop(_ORPHANS)
    return replace(around, benefits=benefits)


def flat(around: Around) -> dict[str, FieldValue]:
    """The same by dotted key, as changes name it: ``kin.guardian`` is the guardian's name,
    ``responsible`` that of the cadre, whose post and phone are the directory's."""
    values: dict[str, FieldValue] = {}
    for kin in around.kin:
        values[f"kin.{kin.role}"] = kin.name
        for part in ("relation", "id_no", "phone", "address", "note"):
            value = getattr(kin, part)
            if value is not None:
                values[f"kin.{kin.role}.{part}"] = value
    if around.responsible:
        values["responsible"] = around.responsible["name"]
    for (kind, year), amount in around.incomes.items():
        values[f"income.{kind}.{year}"] = amount
    for kind, amount in around.benefits.items():
        values[f"benefit.{kind}"] = amount
    return values
