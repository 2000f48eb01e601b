"""Files are opened by what is in them; what cannot be read is refused in words."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from unittest.mock import patch

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.core.errors import Cancelled, FileError
from app.importers.book import PasswordNeeded, Sheet
from app.importers.reading import open_book
from tests.unit.importers.building import SAMPLES, save

PASSWORD = "红旗123"


def first_sheet(path: Path) -> Sheet:
    return open_book(path).sheets[0]


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in sheet.rows]


def rewrite(path: Path, part: str, change) -> Path:
    """Change one part of a workbook by hand."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    path.write_bytes(packed.getvalue())
    return path


def test_a_number_in_a_date_cell_keeps_its_digits(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    for row, value in enumerate((19850312, 31118, 59), start=1):
        sheet.cell(row, 1, value).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    found = [row.cells[1].value for row in first_sheet(tmp_path / "a.xlsx").rows]
    assert found[:2] == [19850312, datetime.combine(date(1985, 3, 12), clock.min)]


def test_the_date_system_of_a_mac_is_respected(tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].cell(1, 1, date(1985, 3, 12))
    book.save(tmp_path / "a.xlsx")
    value = first_sheet(tmp_path / "a.xlsx").rows[0].cells[1].value
    assert isinstance(value, datetime)
    assert value.date() == date(1985, 3, 12)


def test_merges_hidden_rows_columns_and_sheets_are_seen(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["标题", None])
    sheet.append(["a", "b"])
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    seen, hidden = open_book(tmp_path / "a.xlsx").sheets
    assert [(one.first_row, one.last_column) for one in seen.merges] == [(1, 2)]
    assert [row.hidden for row in seen.rows] == [False, True]
    assert seen.hidden_columns == {2}
    assert hidden.hidden


def test_strikethrough_and_red_fill_are_hints(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.cell(1, 1, "a").font = Font(strike=True)
    sheet.cell(2, 1, "b").fill = PatternFill("solid", fgColor="FFFF0000")
    sheet.cell(3, 1, "c")
    book.save(tmp_path / "a.xlsx")
    rows = first_sheet(tmp_path / "a.xlsx").rows
    assert [(row.struck, row.red) for row in rows] == [(True, False), (False, True), (False, False)]


def test_formulas_that_were_never_calculated_are_named(tmp_path):
    path = save(tmp_path / "a.xlsx", [["x", "=1+1"]])
    assert first_sheet(path).uncached == ["B1"]


def test_rich_text_inside_a_cell_is_read_whole(tmp_path):
    path = save(tmp_path / "a.xlsx", [["张三"]])
    rich = b"<is><r><t>\xe5\xbc\xa0</t></r><r><t>\xe4\xb8\x89</t></r></is>"

    def change(data: bytes) -> bytes:
        start, end = data.index(b"<is>"), data.index(b"</is>") + 5
        return data[:start] + rich + data[end:]

    try:
        rewrite(path, "xl/worksheets/sheet1.xml", change)
    except ValueError:
        rewrite(
            path,
            "xl/sharedStrings.xml",
            lambda data: data.replace(
                "<t>张三</t>".encode(), "<r><t>张</t></r><r><t>三</t></r>".encode()
            ),
        )
    assert texts(first_sheet(path)) == [["张三"]]


@pytest.mark.parametrize("name", ["roster.xls", "roster.et"])
def test_old_workbooks_and_their_wps_twins_are_read(name):
    sheet = first_sheet(SAMPLES / name)
    assert texts(sheet)[0] == ["红旗村困难群众花名册"]
    assert texts(sheet)[4][3] == "110101199003077000"
    assert [row.hidden for row in sheet.rows] == [False] * 5 + [True]
    assert sheet.merges[0].last_column == 6


@pytest.mark.parametrize("name", ["kinds.xls", "kinds.xlsx"])
def test_cells_of_every_kind_are_read_from_both_formats(name):
    sheet = first_sheet(SAMPLES / name)
    found = [row.cells[1].text for row in sheet.rows]
    assert found == ["张三", "1985-03-12", "是", "19850312", "2"]
    assert sheet.rows[0].struck
    assert sheet.hidden_columns == {2}
    assert sheet.more_below


def test_an_old_workbook_with_a_new_name_is_read(tmp_path):
    shutil.copy(SAMPLES / "roster.xls", tmp_path / "roster.xlsx")
    assert len(first_sheet(tmp_path / "roster.xlsx").rows) == 6


def test_a_new_workbook_with_an_old_name_is_read(tmp_path):
    save(tmp_path / "a.xlsx", [["a"]]).rename(tmp_path / "a.xls")
    assert texts(first_sheet(tmp_path / "a.xls")) == [["a"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_text_tables_are_read_in_every_encoding(tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    path.write_bytes(f'姓名{separator}备注\r\n䶮𬭊㛃·{separator}"a\nb"\r\n'.encode(encoding))
    assert texts(first_sheet(path)) == [["姓名", "备注"], ["䶮𬭊㛃·", "a\nb"]]


def test_a_text_table_that_breaks_off_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,备注\n张三," + "x" * 1_000_001, encoding="utf-8")
    with pytest.raises(FileError, match="第2行附近"):
        open_book(path)


def test_an_old_workbook_under_a_password_is_read_too(tmp_path):
    shutil.copy(SAMPLES / "locked.xlsx", tmp_path)
    with (
        patch("app.importers.unlocking.unlock", return_value=(SAMPLES / "roster.xls").read_bytes()),
    ):
        book = open_book(tmp_path / "locked.xlsx", ["x"])
    assert len(book.sheets[0].rows) == 6


def test_a_password_opens_a_locked_workbook_in_memory(tmp_path):
    shutil.copy(SAMPLES / "locked.xlsx", tmp_path)
    before = (tmp_path / "locked.xlsx").read_bytes()
    book = open_book(tmp_path / "locked.xlsx", ["错", PASSWORD])
    assert len(book.sheets[0].rows) == 6
    assert [path.name for path in tmp_path.iterdir()] == ["locked.xlsx"]
    assert (tmp_path / "locked.xlsx").read_bytes() == before


@pytest.mark.parametrize(("passwords", "words"), [((), "需要密码"), (("错",), "密码不对")])
def test_a_locked_workbook_asks_for_its_password(passwords, words):
    with pytest.raises(PasswordNeeded, match=words) as raised:
        open_book(SAMPLES / "locked.xlsx", passwords)
    assert raised.value.path.name == "locked.xlsx"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "空文件"),
        ("a.xlsx", b"\0" * 5000, "空文件"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 500, "已损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000, "已损坏"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "XML"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.xlsx", b"Rar!\x1a\x07", "压缩包"),
        ("a.xlsx", b"\x89PNG\r\n", "图片"),
        ("a.csv", b"\x01\x02\x03\xff\xfe\x00", "不是表格"),
        ("~$a.xlsx", b"x", "临时文件"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FileError, match=words) as raised:
        open_book(tmp_path / name)
    assert raised.value.what_to_do
    assert raised.value.exit_code == 3


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("word/document.xml", "Word"),
        ("xl/workbook.bin", "xlsb"),
        ("content.xml", "ods"),
        ("名册.txt", "压缩包"),
    ],
)
def test_other_archives_are_refused_by_name(tmp_path, part, words):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(FileError, match=words):
        open_book(tmp_path / "a.xlsx")


def test_a_truncated_workbook_is_damaged(tmp_path):
    path = save(tmp_path / "a.xlsx", [["a"] * 50] * 50)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(FileError, match="已损坏"):
        open_book(path)


def test_a_workbook_with_broken_xml_is_damaged(tmp_path):
    path = save(tmp_path / "a.xlsx", [["a"]])
    rewrite(path, "xl/worksheets/sheet1.xml", lambda data: data[:-30])
    with pytest.raises(FileError, match="已损坏"):
        open_book(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_xml_with_entities_is_refused(tmp_path, encoding):
    path = save(tmp_path / "a.xlsx", [["a"]])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    rewrite(path, "xl/workbook.xml", lambda data: bomb.encode(encoding) + data)
    with pytest.raises(FileError, match="实体"):
        open_book(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileError, match="找不到"):
        open_book(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("error", "words"), [(PermissionError(), "占用"), (OSError(5, "I/O"), "读不了")]
)
def test_a_file_that_is_open_elsewhere_or_on_a_lost_stick_says_so(tmp_path, error, words):
    path = save(tmp_path / "a.xlsx", [["a"]])
    with patch.object(Path, "read_bytes", side_effect=error), pytest.raises(FileError, match=words):
        open_book(path)


def test_a_file_of_more_than_200_megabytes_is_refused_without_being_read(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.truncate(201 * 1024**2)
    with pytest.raises(FileError, match="200 MB"):
        open_book(path)


def test_a_packed_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = save(tmp_path / "a.xlsx", [["a"]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w", force_zip64=True) as part,
    ):
        for _ in range(160):
            part.write(b"\0" * 1024**2)
    with pytest.raises(FileError, match="大得不正常"):
        open_book(path)


def test_a_single_cell_that_never_ends_is_refused(tmp_path):
    path = save(tmp_path / "a.xlsx", [["a"]])
    endless = b"<row r='9'><c r='A9' t='inlineStr'><is><t>" + b"x" * 40 * 1024**2
    tail = b"</t></is></c></row></sheetData>"
    rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", endless + tail),
    )
    with pytest.raises(FileError, match="大得不正常"):
        open_book(path)


def blank_rows(path: Path, rows: int, more: bytes = b"") -> Path:
    """A sheet with one row, then ``rows`` blank formatted ones, then ``more``, then a merge."""
    blanks = b"".join(
        b'<row r="%d" spans="1:3"><c r="A%d" s="1"/><c r="B%d" s="1"/><c r="C%d" s="1"/></row>'
        % (number, number, number, number)
        for number in range(2, rows + 2)
    )
    merges = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    book = save(path, [["姓名", "身份证号"]])
    return rewrite(
        book,
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", blanks + more + merges),
    )


def test_a_million_blank_formatted_rows_are_passed_over_quickly(tmp_path):
    path = blank_rows(tmp_path / "a.xlsx", 1_000_000)
    began = time.monotonic()
    sheet = first_sheet(path)
    assert time.monotonic() - began < 10
    assert len(sheet.rows) == 1
    assert [merge.last_column for merge in sheet.merges] == [2]
    assert not sheet.more_below


def test_values_far_below_blank_rows_are_not_dropped_without_a_word(tmp_path):
    more = b'<row r="300"><c r="A300"><v>5</v></c></row>'
    sheet = first_sheet(blank_rows(tmp_path / "a.xlsx", 100, more))
    assert sheet.more_below


def test_sixteen_thousand_columns_are_no_trouble(tmp_path):
    path = save(tmp_path / "a.xlsx", [[None] * 16_383 + ["x"]] * 3)
    assert [list(row.cells) for row in first_sheet(path).rows] == [[16_384]] * 3


def test_reading_can_be_cancelled(tmp_path):
    path = save(tmp_path / "a.xlsx", [["a"]] * 500)

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        open_book(path, (), stop)
