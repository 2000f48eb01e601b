"""Checks between rows, sheets and files; all of them warn, none of them keeps anybody out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.core.codes import categories, category_name
from app.importers.cells import clean_digits, parse_amount
from app.importers.fields import Setting
from app.importers.households import Household
from app.importers.person import Person
from app.importers.planned import AMOUNT_NAMES
from app.importers.report import Report
from app.importers.table import Table

_PARTS = (
    "monthly_amount",
    "basic_living_amount",
    "care_amount",
    "family_class_amount",
    "person_class_amount",
)
_LEAST_RUN = 3


def check_tables(tables: Sequence[Table], report: Report) -> None:
    """Totals against the rows above them, and numbers that were dragged down a column."""
    for table in tables:
        _check_totals(table, report)
        _check_dragged(table, report)


def _check_totals(table: Table, report: Report) -> None:
    for key, (total, cell) in table.totals.items():
        rows = (record.cells.get(key) for record in table.records)
        amounts = [parse_amount(each.text) for each in rows if each is not None]
        found = sum((amount for amount in amounts if amount is not None), Decimal("0.00"))
        if found != total:
            words = (
                f"合计行写的是{total}元，读到的各行相加是{found}元",
                "请核对有没有漏行、隐藏行或没算过的公式",
            )
            report.value(table.place(cell.row), cell, table.headers[key], words)


def _check_dragged(table: Table, report: Report) -> None:
    """Numbers that grow by one from row to row were made by dragging the corner of a cell."""
    run: list[int] = []
    before = ""
    for record in table.records:
        cell = record.cells.get("id_no") or record.cells.get("head_id_no")
        number = clean_digits(cell.text) if cell else ""
        if _follows(before, number):
            run.append(record.place.row)
        else:
            _say_dragged(table, run, report)
            run = [record.place.row]
        before = number
    _say_dragged(table, run, report)


def _follows(before: str, number: str) -> bool:
    return (
        len(number) == len(before) == 18
        and number[:14] == before[:14]
        and number[14:].isdecimal()
        and before[14:].isdecimal()
        and int(number[14:]) == int(before[14:]) + 1
    )


def _say_dragged(table: Table, run: list[int], report: Report) -> None:
    if len(run) >= _LEAST_RUN:
        words = (
            f"第{run[0]}至{run[-1]}行的身份证号逐行加1，像是下拉填充出来的",
            "请对照证件逐个核对这些号码",
        )
        report.across(table.place(run[0]), words)


def check_across(
    people: Sequence[Person], households: Sequence[Household], setting: Setting
) -> None:
    """Amounts that do not add up, heads and members that do not meet, categories that exclude one
    another (also against those the register holds)."""
    in_files = {person.key for person in people if person.key}
    members: dict[str, int] = {}
    by_head = {each.key: each for each in households if each.key and each.listed}
    for person in people:
        if person.key is None:
            continue
        if person.head_key:
            members[person.head_key] = members.get(person.head_key, 0) + 1
        _check_categories(person, setting)
        _check_repeated_amount(person, by_head.get(person.head_key or ""), setting)
    for household in by_head.values():
        _check_amounts(household, setting)
        _check_members(household, members, in_files, setting)


def _check_categories(person: Person, setting: Setting) -> None:
    known = setting.register.people.get(person.key or "")
    held = set(person.categories) | (set(known.categories) if known else set())
    catalogue = categories()
    for code in sorted(held):
        for other in catalogue[code].conflicts if code in catalogue else ():
            if other in held and (code < other or code not in catalogue[other].conflicts):
                words = (
                    f"同时列为“{category_name(code)}”和“{category_name(other)}”，两者不能同时享受",
                    "两个类别都照列出的读入；请核对后停掉其中一个",
                )
                setting.report.across(person.place, words)


def _check_repeated_amount(person: Person, household: Household | None, setting: Setting) -> None:
    """Person sheets repeat the household's monthly amount."""
    if household is None or person.monthly is None:
        return
    said, listed = parse_amount(person.monthly.text), household.amounts.get("monthly_amount")
    if said is not None and listed is not None and said != listed:
        header = person.table.headers["monthly_amount"]
        words = (f"与家庭表的{listed}元不一致", "以家庭表为准；请核对")
        setting.report.value(person.place, person.monthly, header, words)


def _check_amounts(household: Household, setting: Setting) -> None:
    amounts, fields = household.amounts, household.fields
    parts = [amounts[key] for key in _PARTS if key in amounts]
    total = amounts.get("total_amount")
    if total is not None and parts and sum(parts) != total:
        names = "+".join(AMOUNT_NAMES[key] for key in _PARTS if key in amounts)
        words = (f"合计{total}元，而{names}是{sum(parts)}元", "照填写的读入了；请核对金额")
        setting.report.row(household.place, words)
    size, covered = fields.get("size"), fields.get("covered_size")
    if isinstance(size, int) and isinstance(covered, int) and covered > size:
        words = (f"保障人口{covered}人多于家庭人口{size}人", "照填写的读入了；请核对人数")
        setting.report.row(household.place, words)
    income, share = fields.get("annual_income"), fields.get("per_capita_income")
    known = isinstance(income, Decimal) and isinstance(share, Decimal) and isinstance(size, int)
    if known and size and abs(Decimal(str(income)) / Decimal(str(size)) - Decimal(str(share))) > 1:
        words = ("家庭年均收入不等于年总收入除以人口", "照填写的读入了；请核对收入和人口")
        setting.report.row(household.place, words)


def _check_members(
    household: Household,
    members: dict[str, int],
    in_files: set[str],
    setting: Setting,
) -> None:
    key = household.key or ""
    registered = setting.register.people
    if key not in in_files and key not in registered:
        words = ("户主不在人员表里", "家庭照常读入；请把户主的人员信息一起导入")
        setting.report.across(household.place, words)
    absent = [one for one in household.members if one not in in_files and one not in registered]
    if absent:
        words = (
            f"列出的家庭成员有{len(absent)}人不在人员表里",
            "请把这些人的人员信息一起导入",
        )
        setting.report.across(household.place, words)
    covered = household.fields.get("covered_size")
    found = members.get(key, 0)
    if (
        isinstance(covered, int)
        and found
        and found < covered
        and key not in setting.register.households
    ):
        words = (f"保障人口写{covered}人，人员表里只有{found}人", "请核对有没有漏掉的人")
        setting.report.across(household.place, words)
