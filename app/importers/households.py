"""Read household rows, and make households for people whose sheet has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from app.core.codes import categories
from app.core.dictionary import HOUSEHOLD
from app.core.identity import id_problem, read_id
from app.importers.around import take_around
from app.importers.cells import clean_text, parse_amount
from app.importers.dates import parse_date
from app.importers.fields import Setting, read_fields
from app.importers.people import read_place
from app.importers.person import Person
from app.importers.planned import AMOUNT_KEYS, Around, Place
from app.importers.register import FieldValue
from app.importers.table import Record, Table

_SEPARATORS = "、，,；;\n "


@dataclass
class Household:
    """What the files say of a household. ``key`` is None when the row is refused."""

    key: str | None
    place: Place
    fields: dict[str, FieldValue]
    raw: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)
    category: str | None = None
    start: date | None = None
    village: str | None = None
    group: str | None = None
    members: tuple[str, ...] = ()
    listed: bool = True
    around: Around = field(default_factory=Around)


def read_households(table: Table, setting: Setting) -> Iterator[Household]:
    """Every row of a household sheet."""
    for record in table.records:
        yield _read_household(record, table, setting)


def _read_household(record: Record, table: Table, setting: Setting) -> Household:
    values = read_fields(record, table, HOUSEHOLD, setting)
    around = take_around(values, record, table, setting)
    cell = record.cells.get("head_id_no")
    number = read_id(cell.text if cell else "")
    problem = id_problem(number)
    if problem:
        words = (f"户主{problem[0]}" if cell is None else f"户主的{problem[0]}", problem[1])
        if cell is None:
            setting.report.row(record.place, words, error=True)
        else:
            setting.report.value(record.place, cell, table.headers["head_id_no"], words, error=True)
    household = Household(number.key, record.place, values.fields, values.raw, around=around)
    if number.key is not None:
        household.fields["head_id_no"] = number.text[:18]
    household.amounts = _amounts(record, table, setting)
    text = record.cells.get(table.layout.category_key)
    found = table.layout.category_in(clean_text(text.text)) if text else None
    household.category = found or table.category
    household.village, household.group = read_place(record, table, setting)
    household.members = _members(record, setting)
    if "first_month" in record.cells:
        month = parse_date(record.cells["first_month"], day=setting.day)
        household.start = month.value.replace(day=1) if month.value and month.month else None
    return household


def _amounts(record: Record, table: Table, setting: Setting) -> dict[str, Decimal]:
    amounts = {}
    for key in AMOUNT_KEYS:
        cell = record.cells.get(key)
        if cell is None or clean_text(cell.text) in {"—", "/", "-", ""}:
            continue
        text = clean_text(cell.text)
        amount = Decimal("0.00") if text == "无" else parse_amount(text)
        if amount is None:
            words = ("看不出是多少钱，没有读入", "请只写数字，不要写算式和说明")
            setting.report.value(record.place, cell, table.headers[key], words)
        else:
            amounts[key] = amount
    return amounts


def _members(record: Record, setting: Setting) -> tuple[str, ...]:
    """The id keys listed in one cell; names and numbers must be as many."""
    names, numbers = (
        _split(record.cells[key].text) if key in record.cells else []
        for key in ("member_names", "member_ids")
    )
    if names and numbers and len(names) != len(numbers):
        setting.report.row(
            record.place,
            (
                f"家庭成员有{len(names)}个姓名、{len(numbers)}个身份证号，对不上",
                "成员以人员表为准；请核对",
            ),
        )
    keys = (read_id(number).key for number in numbers)
    return tuple(key for key in keys if key is not None)


def _split(text: str) -> list[str]:
    for separator in _SEPARATORS:
        text = text.replace(separator, "\n")
    return [part for part in text.split("\n") if part.strip()]


def join_households(found: Iterable[Household], setting: Setting) -> list[Household]:
    """One ``Household`` a head; a second row of the same head adds what the first left open."""
    joined: dict[str, Household] = {}
    refused = []
    for household in found:
        if household.key is None:
            refused.append(household)
            continue
        first = joined.setdefault(household.key, household)
        if first is household:
            continue
        same = first.category == household.category
        words = (
            f"同一户主已在“{first.place.file}”第{first.place.row}行出现"
            + ("" if same else "，而且类别不同"),
            "金额和类别以先出现的为准；请核对是否重复享受",
        )
        setting.report.across(household.place, words)
        for key, value in household.fields.items():
            first.fields.setdefault(key, value)
    return list(joined.values()) + refused


def settle_households(
    people: list[Person], households: list[Household], setting: Setting
) -> list[Household]:
    """Give every person the household of the head named in the row, and make households for heads
    that no household sheet lists. People whose head cannot be told stay without one."""
    _find_heads_by_name(people, setting)
    by_key = {household.key: household for household in households if household.key}
    made: dict[str, Household] = {}
    in_files = {person.key: person for person in people if person.key}
    for person in people:
        key = person.head_key
        if person.key is None or key is None:
            continue
        home = by_key.get(key) or made.get(key)
        if home is None:
            head = in_files.get(key)
            home = made[key] = _make_household(key, head, person)
            _warn_unlisted(person, setting)
        _add_home_facts(home, person, setting)
        person.village = person.village or home.village
        person.group = person.group or home.group
        category = person.categories.get(home.category or "")
        if category is not None and category.start is None:
            person.categories[category.code] = replace(category, start=home.start)
    return households + list(made.values())


def _make_household(key: str, head: Person | None, person: Person) -> Household:
    fields: dict[str, FieldValue] = {"head_id_no": key}
    name = head.fields.get("name") if head else person.head_name
    if name is not None:
        fields["head_name"] = name
    source = head or person
    held = (code for code in source.categories if categories()[code].level == "household")
    return Household(
        key,
        source.place,
        fields,
        category=next(held, None),
        village=source.village,
        group=source.group,
        listed=False,
    )


def _add_home_facts(home: Household, person: Person, setting: Setting) -> None:
    """A list of people repeats the household's facts in every row; the first row counts."""
    for key, value in person.home.items():
        if home.fields.setdefault(key, value) != value and setting.report.once(
            "home", home.key or "", key
        ):
            words = (
                f"同一户的“{HOUSEHOLD[key].label}”前后不同",
                "以先出现的为准；请核对后改正其中一行",
            )
            setting.report.across(person.place, words)


def _warn_unlisted(person: Person, setting: Setting) -> None:
    known = person.head_key in setting.register.households
    if not person.table.layout.village_made and not known:
        setting.report.across(
            person.place,
            ("家庭表里没有这个户主的家庭", "先按人员表建户；请把对应的家庭表一起导入"),
        )


def _find_heads_by_name(people: list[Person], setting: Setting) -> None:
    """In a village sheet the head is named, not numbered: find the head's own row."""
    heads: dict[tuple[Place, str | None, FieldValue], str] = {}
    for person in people:
        if person.key is not None and person.table.layout.village_made and person.is_head:
            spot = (person.table.place(), person.village, person.fields.get("name"))
            heads.setdefault(spot, person.key)
    for person in people:
        if person.key is None or person.head_key is not None or person.head_name is None:
            continue
        spot = (person.table.place(), person.village, person.head_name)
        person.head_key = heads.get(spot)
        known = setting.register.people.get(person.key)
        if person.head_key is None and (known is None or known.household_id is None):
            setting.report.row(
                person.place,
                ("找不到户主那一行，归不了户", "请补上户主一行，或加一列“户主身份证号”"),
            )
