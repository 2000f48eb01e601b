"""The plan of an import: what would be written, and everything that is doubtful about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from app.importers.register import FieldValue

AMOUNT_NAMES = {
    "monthly_amount": "户月保障金额",
    "family_class_amount": "家庭分类施保总额",
    "person_class_amount": "人员分类施保总额",
    "basic_living_amount": "基本生活总费用",
    "care_amount": "照料护理总费用",
    "total_amount": "合计",
}
AMOUNT_KEYS = tuple(AMOUNT_NAMES)


class Action(StrEnum):
    """What would happen to one person or household."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Severity(StrEnum):
    """An error keeps its row out; a warning only asks the clerk to look."""

    ERROR = "error"
    WARNING = "warning"


class ProblemKind(StrEnum):
    """Where a problem lies: the file, one value, one row, or between rows."""

    FILE = "file"
    VALUE = "value"
    ROW = "row"
    ACROSS = "across"


@dataclass(frozen=True, order=True)
class Place:
    """Where something was read; ``row`` is 0 for a whole sheet."""

    file: str
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class Problem:
    """One thing wrong or doubtful, in Chinese. ``column`` is the header, ``cell`` the address
    ("" when it concerns a row or a file), ``value`` what stands there, ``rule`` what it should
    be like."""

    severity: Severity
    kind: ProblemKind
    file: str
    sheet: str
    cell: str
    row: int
    column: str
    value: str
    reason: str
    remedy: str
    rule: str = ""


@dataclass(frozen=True)
class FieldChange:
    """``key`` is a field's key; besides those ``village``, ``group``, ``relation``, ``household``,
    ``category``, the amount keys and dotted keys (``kin.guardian``, ``income.wage.2025``,
    ``benefit.disability_nursing``, ``holding.orphan`` for a new category) occur."""

    key: str
    before: FieldValue
    after: FieldValue


@dataclass(frozen=True)
class PlannedCategory:
    """``basis`` names the list the category was read from; ``start`` is the first day of the month
    the list names, or None when it names none."""

    code: str
    start: date | None
    basis: str


@dataclass(frozen=True)
class Kin:
    """Somebody who stands by a person; ``role`` is a key of ``keys.kin_columns``."""

    role: str
    name: str
    relation: str | None = None
    id_no: str | None = None
    phone: str | None = None
    address: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Around:
    """What a list says beside a person's own facts: people around, income by (kind, year) in yuan,
    what is received by name in yuan a month, who looks after the person (by part: name, unit …).
    ``day`` is the day the list is of."""

    kin: tuple[Kin, ...] = ()
    incomes: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    benefits: Mapping[str, Decimal] = field(default_factory=dict)
    day: date | None = None
    responsible: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedPerson:
    """One person, or one refused row. ``fields`` holds only what the files say (a blank cell is not
    there and erases nothing); ``raw`` the text of cells whose stored value reads differently.
    ``household_key`` is the id key of the head of the household. ``candidates`` are people of the
    register whom a masked or damaged number may mean; ``number`` is that number as written."""

    action: Action
    id_key: str | None
    known_id: int | None
    fields: Mapping[str, FieldValue]
    changes: tuple[FieldChange, ...]
    categories: tuple[PlannedCategory, ...]
    household_key: str | None
    relation: str | None
    village: str | None
    group: str | None
    place: Place
    raw: Mapping[str, str]
    around: Around = field(default_factory=Around)
    candidates: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class PlannedHousehold:
    """One household, or one refused row; ``amounts`` in yuan a month by ``AMOUNT_KEYS``."""

    action: Action
    head_key: str | None
    known_id: int | None
    fields: Mapping[str, FieldValue]
    changes: tuple[FieldChange, ...]
    amounts: Mapping[str, Decimal]
    category: str | None
    village: str | None
    group: str | None
    place: Place
    raw: Mapping[str, str]
    around: Around = field(default_factory=Around)


@dataclass(frozen=True)
class PlanCounts:
    """How many people and households; rows that were left out are counted, never just dropped."""

    new: int
    changed: int
    unchanged: int
    refused: int
    errors: int
    warnings: int
    households_new: int
    households_changed: int
    households_unchanged: int
    households_refused: int
    rows: int
    hidden_rows: int
    total_rows: int


@dataclass(frozen=True)
class PlannedFile:
    """One sheet that was read: its path, sheet name, the layout it was recognised as (Chinese), the
    category it carries (code or None), its number of data rows and the day it is of. ``whole``:
    an export that lists everybody of the category, so that who is missing is missed. ``headers``
    are the texts of all columns, ``title`` what stands above them."""

    path: Path
    sheet: str
    layout: str
    category: str | None
    rows: int
    day: date | None = None
    whole: bool = False
    headers: Mapping[int, str] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True)
class Brake:
    """Why an import stops and asks: too many rows look like somebody who is there already, or too
    many names and numbers of the register would change. ``places`` are the rows meant."""

    reason: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class ImportPlan:
    """What ``plan_import`` found; nothing of it is written yet."""

    files: tuple[PlannedFile, ...]
    people: tuple[PlannedPerson, ...]
    households: tuple[PlannedHousehold, ...]
    problems: tuple[Problem, ...]
    counts: PlanCounts
    brake: Brake | None = None
