"""Rows, their canonical form and their digests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.dictionary import HOUSEHOLD_FIELDS, PERSON_FIELDS
from app.core.errors import DeclinedError
from app.ledger.columns import FORMAT, PERSONS, SHEETS, sheets_of
from app.ledger.table import (
    Column,
    Kind,
    Sheet,
    Table,
    Value,
    canonical_rows,
    make_table,
    rate,
)

SHEET = Sheet(
    "things",
    "物品",
    (
        Column("b", "乙"),
        Column("a", "甲"),
        Column("day", "日", Kind.DATE),
        Column("paid", "元", Kind.MONEY, summed=True),
        Column("done", "数", Kind.INTEGER, summed=True),
        Column("due", "应", Kind.INTEGER, summed=True),
        Column("yes", "是否", Kind.YES_NO),
        Column("month", "月", Kind.MONTH),
        Column("share", "率", Kind.RATE, ratio=("done", "due")),
    ),
    row_key=("a",),
)

VALUES: dict[str, st.SearchStrategy[Value]] = {
    "b": st.none() | st.text(max_size=6),
    "a": st.none() | st.text(max_size=6),
    "day": st.none() | st.dates(date(1850, 1, 1), date(2100, 1, 1)),
    "paid": st.none() | st.decimals("-9999999", "9999999", places=2),
    "done": st.none() | st.integers(-(10**9), 10**9),
    "due": st.none() | st.integers(0, 10**9),
    "yes": st.none() | st.booleans(),
    "month": st.none() | st.sampled_from(["2026-01", "1999-12"]),
    "share": st.none() | st.decimals("0", "1", places=4),
}
ROWS = st.fixed_dictionaries(VALUES)


def one(row: Mapping[str, object]) -> Table:
    return make_table(SHEET, [row])


@given(ROWS, ROWS)
def test_no_two_different_rows_have_the_same_canonical_form(
    first: dict[str, Value], second: dict[str, Value]
) -> None:
    mine, other = one(first), one(second)
    same_form = next(iter(canonical_rows(mine))) == next(iter(canonical_rows(other)))
    assert same_form == (mine.rows == other.rows)


@given(st.text(max_size=4), st.text(max_size=4), st.integers(0, 4))
def test_moving_a_border_between_two_fields_changes_the_form(a: str, b: str, cut: int) -> None:
    whole = a + b
    moved = {"a": whole[:cut], "b": whole[cut:]}
    forms = [next(iter(canonical_rows(one(row)))) for row in ({"a": a, "b": b}, moved)]
    assert (forms[0] == forms[1]) == (one({"a": a, "b": b}).rows == one(moved).rows)


def test_canonical_form_is_as_the_agreement_writes_it() -> None:
    table = make_table(
        Sheet("s", "表", (Column("name", "姓名"), Column("due", "元", Kind.MONEY))),
        [{"name": "张三", "due": Decimal("1.5")}, {"name": None, "due": Decimal(0)}],
    )
    assert [form.decode() for form in canonical_rows(table)] == [
        "3:due,4:1.50,4:name,6:张三,",
        "3:due,4:0.00,4:name,-,",
    ]


def test_canonical_form_does_not_depend_on_the_order_of_columns() -> None:
    turned = Sheet("things", "物品", tuple(reversed(SHEET.columns)))
    row = {"a": "甲", "paid": Decimal("3"), "yes": True}
    assert one(row).digests == make_table(turned, [row]).digests


@given(st.lists(ROWS, max_size=5))
def test_digests_belong_to_rows_and_not_to_their_neighbours(rows: list[dict[str, Value]]) -> None:
    alone = [make_table(SHEET, [row]).digests[0] for row in rows]
    assert list(make_table(SHEET, rows).digests) == alone


def test_empty_text_is_unknown() -> None:
    assert one({"a": ""}).rows == one({}).rows


def test_unknown_amounts_add_nothing_and_are_not_zero() -> None:
    table = make_table(SHEET, [{"paid": None}, {"paid": Decimal("2.10")}, {"paid": Decimal("3")}])
    assert table.sums["paid"] == Decimal("5.10")
    assert table.rows[0][SHEET.index["paid"]] is None


def test_total_line_works_rates_out_from_the_sums() -> None:
    table = make_table(SHEET, [{"done": 1, "due": 2}, {"done": 1, "due": 1}])
    assert table.totals[SHEET.index["share"]] == Decimal("0.6667")


def test_nothing_due_has_no_rate() -> None:
    assert rate(0, 0) is None


@pytest.mark.parametrize(
    "row",
    [
        {"paid": 1.5},
        {"paid": Decimal("NaN")},
        {"done": True},
        {"day": datetime(2026, 1, 1)},  # noqa: DTZ001 - a moment is no day, whatever its zone
        {"day": "2026-01-01"},
        {"yes": 1},
        {"a": 5},
        {"month": "2026-13"},
        {"share": 0.5},
    ],
)
def test_a_value_of_the_wrong_type_is_a_bug(row: dict[str, Value]) -> None:
    with pytest.raises(TypeError):
        one(row)


def test_a_column_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(KeyError):
        one({"nothing": 1})


def test_text_too_long_for_a_cell_is_told_with_its_place() -> None:
    with pytest.raises(DeclinedError, match="《物品》第 2 行“甲”"):
        one({"a": "长" * 32_001})


def test_older_format_knows_fewer_columns() -> None:
    grown = Sheet("s", "表", (Column("a", "甲"), Column("b", "乙", since=2)))
    assert [column.key for column in grown.at_version(1).columns] == ["a"]
    assert grown.at_version(2) is grown


def test_keys_and_titles_of_the_ledger_are_its_own() -> None:
    for sheet in SHEETS:
        assert len({column.key for column in sheet.columns}) == len(sheet.columns)
        assert len({column.title for column in sheet.columns}) == len(sheet.columns)
        assert set(sheet.row_key) <= set(sheet.index)
    assert len({sheet.title for sheet in SHEETS}) == len(SHEETS)
    assert sheets_of(FORMAT) == SHEETS


def test_facts_are_called_as_in_the_data_dictionary() -> None:
    labels = {field.key: field.label for field in (*HOUSEHOLD_FIELDS, *PERSON_FIELDS)}
    for column in PERSONS.columns:
        assert labels.get(column.key, column.title) == column.title


@given(st.lists(ROWS, max_size=6))
def test_a_folded_table_says_the_same_in_less_room(rows: list[dict[str, Value]]) -> None:
    table = make_table(SHEET, rows)
    small = table.folded()
    assert (tuple(small.rows), len(small)) == (table.rows, len(table))
    assert (small.sums, small.totals, small.digests) == (table.sums, table.totals, table.digests)
    assert small.folded() is small
    if rows:
        assert (small.rows[0], small.rows[-1:]) == (table.rows[0], table.rows[-1:])
