"""The workbook: the same bytes, readable by others, nothing lost, nothing run."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import DeclinedError
from app.ledger.book import Book, BookKind, build_book, read_book
from app.ledger.cells import column_letter, escape, unescape
from app.ledger.columns import SHEETS
from app.ledger.content import LedgerHead, ledger_file_name, make_content
from app.ledger.table import Table, Value, make_table
from app.ledger.workbook import LEDGER, build_ledger
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.knife import parts
from tests.unit.ledger.test_table import ROWS, SHEET

KIND = BookKind("test", (), 1, lambda _version: (SHEET,))


def there_and_back(table: Table) -> Table:
    data = build_book(Book(KIND, {"office_code": "1"}, [table]))
    return read_book(parts(data), KIND).tables[SHEET.key]


@settings(max_examples=60)
@given(st.lists(ROWS, max_size=6))
def test_what_is_written_is_read_back_exactly(rows: list[dict[str, Value]]) -> None:
    table = make_table(SHEET, rows)
    assert there_and_back(table) == table


@given(st.text())
def test_text_survives_escaping(text: str) -> None:
    assert unescape(escape(text)) == text


@pytest.mark.parametrize(
    "text", ["_x0041_", "_x0041\x07", "__x000D_", "a\r\nb", " 前后 ", "\ufffe"]
)
def test_awkward_text_survives_the_workbook(text: str) -> None:
    table = make_table(SHEET, [{"a": text}])
    assert there_and_back(table) == table


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_same_content_gives_same_bytes(chance: random.Random) -> None:
    rows = sample.rows()
    keys = list(rows)
    chance.shuffle(keys)
    shuffled = {key: [dict(reversed(row.items())) for row in rows[key]] for key in keys}
    assert build_ledger(make_content(sample.HEAD, shuffled)) == build_ledger(sample.content())


def test_openpyxl_reads_every_cell_with_its_type() -> None:
    content = sample.content()
    book = openpyxl.load_workbook(BytesIO(build_ledger(content)))
    assert book.sheetnames == ["封面", "说明", *(s.title for s in SHEETS), "清单"]
    assert book["清单"].sheet_state == "hidden"
    for table in content.tables.values():
        sheet = book[table.sheet.title]
        assert [cell.value for cell in sheet[1]] == [c.title for c in table.sheet.columns]
        for number, row in enumerate(table.rows, 2):
            for cell, value in zip(sheet[number], row, strict=True):
                assert cell.data_type != "f"
                assert _plain(cell.value, value) == value, cell.coordinate


def _plain(found: object, value: Value) -> object:
    if isinstance(value, bool):
        return {"是": True, "否": False}[str(found)]
    if isinstance(value, Decimal):
        return Decimal(str(found)).quantize(value)
    if isinstance(value, date):
        return found.date()  # type: ignore[attr-defined]
    return found


def test_calamine_reads_the_same_rows() -> None:
    content = sample.content()
    book = python_calamine.load_workbook(BytesIO(build_ledger(content)))
    for table in content.tables.values():
        found = book.get_sheet_by_name(table.sheet.title).to_python()
        totals = 1 if table.sheet.summed and table.rows else 0
        assert len(found) == len(table) + 1 + totals


def test_text_that_looks_like_a_formula_stays_text() -> None:
    rows = sample.rows()
    dangerous = ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")']
    for person, text in zip(rows["persons"], dangerous, strict=False):
        person["note"] = text
    book = openpyxl.load_workbook(BytesIO(build_ledger(make_content(sample.HEAD, rows))))
    sheet = book["人员"]
    place = [cell.value for cell in sheet[1]].index("备注") + 1
    cells = [sheet.cell(number, place) for number in range(2, 2 + len(dangerous))]
    assert [cell.value for cell in cells] == dangerous
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_numbers_of_people_and_accounts_are_text() -> None:
    book = openpyxl.load_workbook(BytesIO(build_ledger(sample.content())))
    sheet = book["人员"]
    place = [cell.value for cell in sheet[1]].index("身份证号") + 1
    cell = sheet.cell(2, place)
    assert cell.value == "990101196000000000"
    assert cell.number_format == "@"


def test_sheets_are_set_up_for_paper_and_screen() -> None:
    book = openpyxl.load_workbook(BytesIO(build_ledger(sample.content())))
    for sheet in SHEETS:
        found = book[sheet.title]
        assert found.page_setup.orientation == "landscape"
        assert found.page_setup.paperSize == (8 if sheet.paper == "A3" else 9)
        assert found.sheet_properties.pageSetUpPr is not None
        assert found.sheet_properties.pageSetUpPr.fitToPage
        assert found.print_title_rows == "$1:$1"
        assert found.auto_filter.ref is not None
        assert found.freeze_panes is not None


def test_pages_are_numbered() -> None:
    written = parts(build_ledger(sample.content()))["xl/worksheets/sheet4.xml"].decode()
    assert "第 &amp;P 页　共 &amp;N 页" in written


def test_links_between_parts_stand_on_one_line() -> None:
    for name, data in parts(sample.good()).items():
        if name.endswith(".rels"):
            assert b"\n" not in data


def test_nothing_is_said_in_document_properties() -> None:
    assert not [name for name in parts(sample.good()) if name.startswith("docProps")]


def test_totals_that_disagree_stop_the_export_with_their_place() -> None:
    rows = sample.rows()
    rows["awards"][1]["total_amount"] = Decimal("1692")
    with pytest.raises(DeclinedError, match=r"《待遇》第 3 行：合计 1,692\.00") as caught:
        build_ledger(make_content(sample.HEAD, rows))
    assert "《家庭》第 3 行" in caught.value.why


def test_empty_ledger_is_a_ledger() -> None:
    content = make_content(sample.HEAD, {})
    read = read_book(parts(build_ledger(content)), LEDGER)
    assert read.tables == content.tables


def test_days_before_march_1900_survive() -> None:
    table = make_table(SHEET, [{"day": date(1899, 12, 31)}, {"day": date(1900, 3, 1)}])
    assert there_and_back(table) == table


def test_file_name_is_fit_for_fat32() -> None:
    head = replace(sample.HEAD, office_name='青山/镇:"人民" 政府*')
    assert ledger_file_name(head) == "台账_青山镇人民政府_2026-10_1.xlsx"


@pytest.mark.parametrize(
    "wrong",
    [
        {"office_code": "123"},
        {"batch_no": 0},
        {"batch_no": 2},
        {"previous_sha256": "0" * 64},
        {"batch_no": 2, "previous_sha256": "xyz"},
        {"made_at": sample.HEAD.made_at.replace(tzinfo=None)},
        {"period_last": date(2026, 1, 1)},
    ],
)
def test_a_head_that_makes_no_sense_is_a_bug(wrong: dict[str, object]) -> None:
    fields: dict[str, object] = {**vars(sample.HEAD), **wrong}
    with pytest.raises(ValueError, match=r".+"):
        LedgerHead(**fields)  # type: ignore[arg-type]


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
