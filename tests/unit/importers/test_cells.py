"""Cleaning what stands in cells."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.book import Cell, column_letters, number_text
from app.importers.cells import (
    Absence,
    absence,
    clean_digits,
    clean_name,
    clean_text,
    has_private_characters,
    is_ditto,
    parse_amount,
    parse_count,
    parse_yes_no,
)
from app.importers.dates import Precision, parse_date, parse_date_text
from app.importers.fields import read_disability
from app.importers.places import read_group, split_place

DAY = date(2026, 5, 20)


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  无\u3000", "无"),
        ("'0591", "0591"),
        ('="0591"', "0591"),
        ("一\n二", "一 二"),
        ("\u200b红旗村\ufeff", "红旗村"),
        ("'", "'"),
    ],
)
def test_text_loses_what_is_only_wrapping(raw, clean):
    assert clean_text(raw) == clean


@given(st.text(alphabet="张三·•. \u3000\u200b䶮aB", max_size=12))
def test_cleaning_a_name_twice_is_cleaning_it_once(text):
    assert clean_name(clean_name(text)) == clean_name(text)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("张\u3000三", "张三"),
        (" 䶮 𬭊 ", "䶮𬭊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("阿 依 . 古丽", "阿依·古丽"),
        ("J. Smith", "J. Smith"),
        ("Maria  Chen", "Maria  Chen"),
        ("\uf9dc\u2e9f", "\uf9dc\u2e9f"),
        ("葛\U000e0100城", "葛\U000e0100城"),
    ],
)
def test_names_keep_every_character_that_was_given(raw, kept):
    assert clean_name(raw) == kept


def test_the_middle_dot_of_a_full_width_full_stop_is_a_middle_dot():
    assert clean_name("艾力\uff0e木沙") == "艾力·木沙"


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), min_size=1))
def test_a_chinese_name_is_never_normalised(name):
    assert clean_name(name) == name


def test_characters_of_old_police_fonts_are_noticed():
    assert has_private_characters("张\ue863")
    assert not has_private_characters("张䶮")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Absence.UNKNOWN),
        ("无", Absence.NONE),
        ("没有", Absence.NONE),
        ("—", Absence.NOT_APPLICABLE),
        ("/", Absence.NOT_APPLICABLE),
        ("0", None),
        ("张三", None),
    ],
)
def test_blank_none_and_not_applicable_are_three_things(text, kind):
    assert absence(text) is kind


@pytest.mark.parametrize("text", ["同上", "〃", "″", '"', "“"])
def test_dittos_are_recognised(text):
    assert is_ditto(text)


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("1,128.00元", "1128.00"),
        ("690/月", "690.00"),
        (wide("690"), "690.00"),
        ('="705"', "705.00"),
        ("1 128.5", "1128.50"),
        ("¥70", "70.00"),
        ("690元×3", None),
        ("六百", None),
        ("", None),
        ("NaN", None),
    ],
)
def test_amounts_are_read_only_when_they_are_one_clear_amount(raw, amount):
    assert parse_amount(raw) == (None if amount is None else Decimal(amount))


@given(st.decimals(min_value=0, max_value=999_999, places=2))
def test_every_amount_survives_being_written_with_unit_and_commas(amount):
    assert parse_amount(f"{amount:,}元") == amount


@given(st.text(max_size=20))
def test_readers_of_cells_never_fall_over(text):
    parse_amount(text)
    parse_count(text)
    parse_yes_no(text)
    parse_date_text(text, day=DAY)
    read_disability(text)
    split_place(text, ("红旗村",))


@pytest.mark.parametrize(("raw", "count"), [("3", 3), ("3人", 3), ("3.0", 3), ("3.5", None)])
def test_counts_are_whole_numbers(raw, count):
    assert parse_count(raw) == count


@pytest.mark.parametrize(
    ("raw", "answer"), [("是", True), ("√", True), ("否", False), ("无", False), ("不详", None)]
)
def test_yes_and_no_are_read_and_nothing_else(raw, answer):
    assert parse_yes_no(raw) is answer


@pytest.mark.parametrize(
    ("raw", "value", "precision"),
    [
        ("19850312", date(1985, 3, 12), Precision.DAY),
        ("1985-3-12", date(1985, 3, 12), Precision.DAY),
        ("1985.3.12", date(1985, 3, 12), Precision.DAY),
        ("1985/3/12", date(1985, 3, 12), Precision.DAY),
        ("1985年3月12日", date(1985, 3, 12), Precision.DAY),
        (wide("1985") + "年3月12日", date(1985, 3, 12), Precision.DAY),
        ("1985.3", date(1985, 3, 1), Precision.MONTH),
        ("1985-03", date(1985, 3, 1), Precision.MONTH),
        ("198503", date(1985, 3, 1), Precision.MONTH),
        ("1985年3月", date(1985, 3, 1), Precision.MONTH),
        ("85.3", date(1985, 3, 1), Precision.MONTH),
        ("1985", date(1985, 1, 1), Precision.YEAR),
        ("一九八五年三月", date(1985, 3, 1), Precision.MONTH),
        ("二〇二〇年十二月三十一日", date(2020, 12, 31), Precision.DAY),
        ("31118", date(1985, 3, 12), Precision.DAY),
        ("2024-01-05 00:00:00", date(2024, 1, 5), Precision.DAY),
        ("长期", None, Precision.UNKNOWN),
        ("2024.2.30", None, Precision.UNKNOWN),
        ("59", None, Precision.UNKNOWN),
        ("春节", None, Precision.UNKNOWN),
        ("一九八五年三月廿五", date(1985, 3, 25), Precision.DAY),
        ("1985年十十月", None, Precision.UNKNOWN),
        ("1985年二廿月", None, Precision.UNKNOWN),
    ],
)
def test_dates_of_every_shape_keep_how_exact_they_are(raw, value, precision):
    found = parse_date_text(raw, day=DAY)
    assert (found.value, found.precision, found.raw) == (value, precision, raw)


def test_an_october_that_lost_its_zero_is_flagged_not_guessed():
    found = parse_date(Cell(1985.1, 3, 1), day=DAY)
    assert found.value is None
    assert "10月" in found.doubt
    assert parse_date_text("1985.10", day=DAY).value == date(1985, 10, 1)


def test_a_year_of_two_digits_that_could_be_either_century_is_doubtful():
    found = parse_date_text("24.3.1", day=DAY)
    assert found.exact is None
    assert "1924" in found.doubt


def test_a_real_date_cell_is_exact():
    assert parse_date(
        Cell(datetime.combine(date(1985, 3, 12), time()), 1, 1), day=DAY
    ).exact == date(1985, 3, 12)
    assert parse_date(Cell(date(1985, 3, 12), 1, 1), day=DAY).exact == date(1985, 3, 12)


def test_only_months_beyond_doubt_are_months():
    assert parse_date_text("2024.5", day=DAY).month == "2024-05"
    assert parse_date_text("2024", day=DAY).month is None
    assert parse_date_text("24.3", day=DAY).month is None


def test_a_number_cell_shows_its_fifteen_good_digits_only():
    assert number_text(1.1010119900307723e17) == "110101199003077000"
    assert Cell(110101199003077232, 1, 1).text == "110101199003077000"
    assert Cell(211.5, 1, 1).text == "211.5"
    assert Cell(0.1 + 0.2, 1, 1).text == "0.3"
    assert Cell(True, 1, 1).text == "是"


def test_cells_know_their_address():
    assert Cell("x", 7, 28).address == "AB7"
    assert column_letters(16384) == "XFD"


@pytest.mark.parametrize(
    ("text", "kind", "grade"),
    [
        ("肢体二级", "肢体", "二级"),
        ("肢体残疾/一级", "肢体", "一级"),
        ("智力 Ⅱ级", "智力", "二级"),
        ("精神 叁级", "精神", "三级"),
        ("多重(肢体二级、智力三级)", "多重", "二级"),
        ("四级", None, "四级"),
        ("听力", "听力", None),
    ],
)
def test_kind_and_grade_are_read_from_one_cell(text, kind, grade):
    assert read_disability(text) == (kind, grade)


@pytest.mark.parametrize(
    ("text", "village", "group"),
    [
        ("红旗村3组", "红旗村", "3组"),
        ("红旗3组", "红旗村", "3组"),
        ("红旗", "红旗村", None),
        ("某某镇红旗村第三村民小组", "红旗村", "3组"),
        ("红旗村村民委员会十二组", "红旗村", "12组"),
        ("上湾村2社", "上湾村", "2组"),
        ("3组", None, "3组"),
        ("青山镇红旗村困难群众花名册", "红旗村", None),
    ],
)
def test_village_and_group_are_told_apart(text, village, group):
    assert split_place(text, ("红旗村",)) == (village, group)


def test_groups_have_one_spelling():
    assert [read_group(text) for text in ("3", "三", "3组", "第三组", "上湾", "")] == [
        "3组",
        "3组",
        "3组",
        "3组",
        "上湾",
        None,
    ]


def test_full_width_digits_are_normalised_for_numbers_only():
    assert clean_digits(wide("138") + " 1234") == "1381234"
    assert clean_text(wide("138")) == wide("138")
    assert unicodedata.normalize("NFKC", wide("1")) == "1"
