"""Rows are read by one grammar, many at a time, and refused one by one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.ledger.cells import row_chunks
from app.ledger.grammar import GrammarError, read_rows
from app.ledger.table import FIRST_ROW, Column, Kind, Sheet, Table, make_table

SHEET = Sheet(
    "things",
    "物品",
    (
        Column("name", "名称"),
        Column("day", "日期", Kind.DATE),
        Column("paid", "金额", Kind.MONEY),
        Column("yes", "是否", Kind.YES_NO),
    ),
)
MANY = 2_500


def _table(count: int) -> Table:
    return make_table(
        SHEET,
        [
            {
                "name": f"第 {number} 件",
                "day": date(1850 + number % 200, 1, 1),
                "paid": Decimal(number),
                "yes": number % 3 == 0 if number % 5 else None,
            }
            for number in range(count)
        ],
    )


def _written(table: Table) -> bytes:
    return b"".join(row_chunks(SHEET, table.rows, FIRST_ROW, {}))


def _read(data: bytes) -> tuple[object, ...]:
    return tuple(read_rows(SHEET, data, 0, len(data)))


def test_many_rows_come_back_as_they_were_written() -> None:
    table = _table(MANY)
    assert _read(_written(table)) == table.rows


@pytest.mark.parametrize("row", [2, 3, 1_001, 1_002, 2_499, 2_501])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("第 {n} 件", "第 &#65; 件"),
        ("第 {n} 件", "第 > 件"),
        ("第 {n} 件", "第 _x0041_ 件"),
        ("第 {n} 件", "第 \u007f 件"),
        ("<v>{n}.00</v>", "<v>{n}.0</v>"),
        ("<v>{n}.00</v>", "<v>-{n}.00.1</v>"),
        ('<row r="{r}">', '<row r="0{r}">'),
        ('<row r="{r}">', '<row r="{r}" hidden="1">'),
        ('<c r="C{r}" s="5">', '<c r="C{r}" s="6">'),
    ],
)
def test_the_first_row_in_another_writing_is_named(row: int, right: str, wrong: str) -> None:
    place = {"n": row - FIRST_ROW, "r": row}
    data, before, after = (
        _written(_table(MANY)), right.format(**place).encode(), wrong.format(**place).encode()
    )  # fmt: skip
    changed = data.replace(before, after, 1)
    assert changed != data
    with pytest.raises(GrammarError) as refused:
        _read(changed.replace(b"<v>2499.00</v>", b"<v>2499</v>"))  # a later row is wrong as well
    assert refused.value.row == row


def test_bytes_that_are_no_text_are_refused_with_their_row() -> None:
    data = _written(_table(9)).replace("第 4 件".encode(), b"\xe7\xac")
    with pytest.raises(GrammarError) as refused:
        _read(data)
    assert refused.value.row == 6


def test_a_row_that_is_left_out_is_noticed() -> None:
    data = _written(_table(9))
    start, end = data.index(b'<row r="5">'), data.index(b'<row r="6">')
    with pytest.raises(GrammarError) as refused:
        _read(data[:start] + data[end:])
    assert refused.value.row == 5
