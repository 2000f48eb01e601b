"""What the digests in a ledger's own manifest tell of a copy that a spreadsheet program saved."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from app.importers.xlsx import read_xlsx
from app.ledger.sealed_digests import ADDED, BY_SUM, CHANGED, GONE, SUM_CHANGED, find_by_digests
from app.ledger.what_changed import CellChange, Texts
from tests.samples.ledgers import good as sample

Edit = Callable[[Any], object]


def texts_after(edit: Edit) -> Texts:
    """The good ledger, changed and saved again by a spreadsheet program."""
    book, out = openpyxl.load_workbook(BytesIO(sample.good())), BytesIO()
    edit(book)
    book.save(out)
    read = read_xlsx(Path("x.xlsx"), out, lambda: None)
    return {
        sheet.name: {
            row.number: {column: cell.text for column, cell in row.cells.items()}
            for row in sheet.rows
        }
        for sheet in read.sheets
    }


def changes(edit: Edit) -> list[CellChange]:
    return list(find_by_digests(texts_after(edit)))


def set_cell(sheet: str, title: str, row: int, value: object) -> Edit:
    def edit(book: Any) -> None:
        heads = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row, heads.index(title) + 1).value = value

    return edit


def test_every_row_of_an_unchanged_copy_agrees() -> None:
    assert changes(lambda _book: None) == []


def test_a_changed_text_tells_its_row_and_that_the_old_one_is_not_known() -> None:
    (found,) = changes(set_cell("人员", "类别代码", 4, "tekun"))
    assert (found.sheet, found.row, found.what, found.before) == ("人员", 4, CHANGED, "")
    assert found.name
    assert "tekun" in found.after


def test_the_sums_tell_what_stood_in_a_single_changed_amount() -> None:
    found = changes(set_cell("待遇", "户月保障金额", 3, 1500.00))
    assert [(c.row, c.column, c.before, c.after, c.what) for c in found] == [
        (3, "户月保障金额", "1409.50", "1500.00", BY_SUM)
    ]


def test_two_changed_amounts_are_rows_and_a_sum() -> None:
    def edit(book: Any) -> None:
        for row in (2, 3):
            set_cell("待遇", "户月保障金额", row, 1500)(book)

    found = changes(edit)
    assert [c.what for c in found] == [CHANGED, CHANGED, SUM_CHANGED]
    assert (found[2].before, found[2].after) == ("5638.00", "5819.00")


def test_rows_in_another_order_are_no_difference() -> None:
    def edit(book: Any) -> None:
        sheet = book["走访"]
        rows = [[cell.value for cell in sheet[number]] for number in (2, 3)]
        for number, row in zip((3, 2), rows, strict=True):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value

    assert changes(edit) == []


def test_a_deleted_row_is_told_by_its_number_at_the_time_of_signing() -> None:
    (found,) = changes(lambda book: book["走访"].delete_rows(2))
    assert (found.sheet, found.row, found.before, found.what) == (
        "走访", None, "签名时的第 2 行", GONE
    )  # fmt: skip


def test_a_row_copied_in_is_one_too_many() -> None:
    def copy(book: Any) -> None:
        sheet = book["走访"]
        for column in range(1, sheet.max_column + 1):
            sheet.cell(5, column).value = sheet.cell(2, column).value

    assert [(c.row, c.what) for c in changes(copy)] == [(5, ADDED)]


def test_a_cell_that_can_be_no_value_is_a_changed_row() -> None:
    (found,) = changes(set_cell("待遇", "户月保障金额", 2, "很多"))
    assert (found.row, found.what) == (2, CHANGED)


def test_a_sheet_that_is_gone_is_said() -> None:
    def edit(book: Any) -> None:
        del book["变动"]

    assert [(c.sheet, c.what) for c in changes(edit)] == [("变动", "缺少工作表")]


def test_without_a_manifest_nothing_is_said() -> None:
    def edit(book: Any) -> None:
        del book["清单"]

    assert changes(edit) == []
