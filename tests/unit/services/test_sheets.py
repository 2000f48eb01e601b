"""Visit sheets: printed with numbers that are never used twice and never misread."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import PdfDocument
from sqlalchemy import select

from app.core.errors import FileError, UserError
from app.models.contact import Sheet
from app.services.desk import Desk
from app.services.office import OfficeView, expect_office
from app.services.sheet_numbers import read_sheet_number, with_check_digit
from app.services.sheets import list_batches, print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, record_visit
from tests.conftest import Offices
from tests.factory import TODAY, VILLAGES, dump, id_number, make_person, visit_answers

MONTH = "2026-06"  # everybody registered in May is to be visited in June
DIGITS = st.text("0123456789", min_size=11, max_size=11)


@pytest.fixture
def office(desk: Desk) -> OfficeView:
    return expect_office(desk)


def _orphans(desk: Desk, count: int = 3) -> None:
    for place in range(count):
        make_person(desk, f"童{place}", village=VILLAGES[place % 2], categories=("orphan",))


@given(DIGITS, st.integers(0, 11), st.integers(1, 9))
def test_any_single_wrong_digit_is_caught(digits: str, place: int, by: int) -> None:
    number = with_check_digit(digits)
    wrong = str((int(number[place]) + by) % 10)
    mistyped = number[:place] + wrong + number[place + 1 :]
    assert with_check_digit(mistyped[:-1]) != mistyped


@given(DIGITS, st.integers(0, 10))
def test_two_swapped_neighbours_are_caught_but_for_nine_and_zero(digits: str, place: int) -> None:
    number = with_check_digit(digits)
    one, other = number[place], number[place + 1]
    swapped = number[:place] + other + one + number[place + 2 :]
    if one != other and {one, other} != {"0", "9"}:
        assert with_check_digit(swapped[:-1]) != swapped


def test_a_sheet_is_printed_for_everybody_who_is_to_be_visited(desk: Desk, tmp_path: Path) -> None:
    _orphans(desk)
    batch = print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf")
    sheets = sheets_of_batch(desk, batch.batch_no)
    assert batch.count == len(sheets) == 3
    assert [sheet.position for sheet in sheets] == [1, 2, 3]
    assert [sheet.village for sheet in sheets] == [VILLAGES[0], VILLAGES[0], VILLAGES[1]]
    with PdfDocument(tmp_path / "sheets.pdf") as pdf:
        assert len(pdf) >= 3
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    for sheet in sheets:
        assert sheet.sheet_no in text.replace(" ", "")


def test_a_number_says_the_office_and_the_month(desk: Desk, tmp_path: Path) -> None:
    _orphans(desk, 1)
    batch = print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf")
    assert batch.first_no == with_check_digit("10126060001")


def test_a_number_is_never_used_twice_however_often_sheets_are_printed(
    desk: Desk, tmp_path: Path
) -> None:
    _orphans(desk)
    batches = [print_sheets(desk, MONTH, out=tmp_path / f"{n}.pdf") for n in range(3)]
    numbers = [s.sheet_no for b in batches for s in sheets_of_batch(desk, b.batch_no)]
    assert len(set(numbers)) == len(numbers) == 9
    assert [batch.batch_no for batch in batches] == [f"{MONTH}-{n}" for n in (1, 2, 3)]


def test_a_number_is_not_used_again_after_the_month_was_full(desk: Desk, tmp_path: Path) -> None:
    _orphans(desk, 1)
    print_sheets(desk, MONTH, out=tmp_path / "1.pdf")
    last = with_check_digit("10126069999")
    with desk.write("test", "测试") as work:
        work.session.scalars(select(Sheet)).one().number = last
    before = dump(desk.store)
    with pytest.raises(UserError, match="编号用完"):
        print_sheets(desk, MONTH, out=tmp_path / "2.pdf")
    assert dump(desk.store) == before
    assert not (tmp_path / "2.pdf").exists()


def test_only_the_villages_asked_for_are_printed(desk: Desk, tmp_path: Path) -> None:
    _orphans(desk)
    batch = print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf", villages=[VILLAGES[1]])
    assert (batch.count, batch.villages) == (1, (VILLAGES[1],))


def test_when_nobody_is_to_be_visited_no_paper_is_made(desk: Desk, tmp_path: Path) -> None:
    _orphans(desk, 1)
    with pytest.raises(UserError, match="没有需要打印") as told:  # the duty begins with June
        print_sheets(desk, "2026-05", out=tmp_path / "1.pdf")
    assert told.value.what_to_do
    assert not (tmp_path / "1.pdf").exists()


def test_who_has_been_visited_gets_no_second_sheet(offices: Offices, tmp_path: Path) -> None:
    with offices.township(day=date(2026, 4, 1)) as desk:
        _orphans(desk, 2)
    with offices.township() as desk:
        batch = print_sheets(desk, "2026-05", out=tmp_path / "1.pdf")
        record_visit(desk, RecordVisit(batch.first_no, visit_answers()))
        again = print_sheets(desk, "2026-05", out=tmp_path / "2.pdf")
        names = [sheet.name for sheet in sheets_of_batch(desk, again.batch_no)]
    assert names == ["童1"]


def test_paper_that_cannot_be_written_uses_up_no_number(desk: Desk, tmp_path: Path) -> None:
    _orphans(desk)
    before = dump(desk.store)
    with pytest.raises(FileError):
        print_sheets(desk, MONTH, out=tmp_path / "no such folder" / "sheets.pdf")
    assert dump(desk.store) == before
    batch = print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf")
    assert batch.first_no == with_check_digit("10126060001")


@pytest.mark.parametrize(("masked", "shown"), [(True, False), (False, True)])
def test_identity_numbers_are_masked_on_paper_unless_asked_otherwise(
    desk: Desk, tmp_path: Path, masked: bool, shown: bool
) -> None:
    number = id_number()
    make_person(desk, categories=("orphan",), id_no=number)
    print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf", masked=masked)
    with PdfDocument(tmp_path / "sheets.pdf") as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert (number in text.replace("\r\n", "")) is shown


def test_a_name_that_no_font_can_write_is_reported(desk: Desk, tmp_path: Path) -> None:
    make_person(desk, "王\U0001f9e7", categories=("orphan",))
    batch = print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf")
    assert batch.unprintable == ((batch.first_no, "\U0001f9e7"),)


def test_batches_say_how_many_sheets_came_back(desk: Desk, tmp_path: Path) -> None:
    _orphans(desk)
    batch = print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf")
    record_visit(desk, RecordVisit(batch.first_no, visit_answers()))
    assert list_batches(desk) == ((batch.batch_no, MONTH, 3, 1),)
    assert [s.recorded_on for s in sheets_of_batch(desk, batch.batch_no)] == [TODAY, None, None]


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0[:4]} {0[4:]}", "{1}", "1012-6060-{2}"])
def test_a_number_is_read_however_it_was_typed(office: OfficeView, typed: str) -> None:
    number = with_check_digit("10126060001")
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    typed = typed.replace("{0[:4]} {0[4:]}", f"{number[:4]} {number[4:]}")
    typed = typed.replace("{0}", number).replace("{1}", wide).replace("{2}", number[8:])
    assert read_sheet_number(office, typed) == number


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "12 位数字"),
        ("12345", "12 位数字"),
        ("1012606000X4", "12 位数字"),
        ("101260600011", "校验位不符"),
    ],
)
def test_a_wrong_number_says_what_is_wrong_with_it(
    office: OfficeView, typed: str, words: str
) -> None:
    with pytest.raises(UserError, match=words) as told:
        read_sheet_number(office, typed)
    assert told.value.what_to_do


def test_a_sheet_of_another_office_says_whose_it_is(office: OfficeView) -> None:
    with pytest.raises(UserError, match="其他单位") as told:
        read_sheet_number(office, with_check_digit("10226060001"))
    assert "102" in told.value.why
