"""Identity numbers: the vectors of GB 11643-1999 and the ways in which spreadsheets damage them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.identity import (
    DisabilityCard,
    IdKind,
    check_digit,
    disability_card,
    id_problem,
    read_id,
)

births = st.dates(date(1900, 1, 1), date(2026, 1, 1))


def number(birth: date, order: int) -> str:
    first = f"990101{birth:%Y%m%d}{order:03d}"
    return first + check_digit(first)


@pytest.mark.parametrize(
    ("text", "birth", "sex"),
    [
        ("11010119900307723X", date(1990, 3, 7), "男"),
        ("110101198503120025", date(1985, 3, 12), "女"),
        ("110101201503120011", date(2015, 3, 12), "男"),
    ],
)
def test_a_good_number_tells_birth_and_sex(text, birth, sex):
    found = read_id(text)
    assert (found.kind, found.key, found.birth, found.sex) == (IdKind.OK, text, birth, sex)
    assert id_problem(found) is None


def test_a_number_of_fifteen_digits_is_matched_on_its_eighteen():
    found = read_id("110101850312002")
    assert found.kind is IdKind.OK_15
    assert found.key == "110101198503120025"
    assert found.text == "110101850312002"


def test_sequences_from_996_were_born_in_the_nineteenth_century():
    assert read_id("110101850312996").birth == date(1885, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        " 11010119900307723x ",
        "'11010119900307723X",
        '="11010119900307723X"',
        "1101 0119 9003 0772 3X",
        "\u200b11010119900307723X\ufeff",
        "".join(chr(ord(char) + 0xFEE0) for char in "11010119900307723X"),  # full width
        "11010119900307723×",
        "11010119900307723*",
    ],
)
def test_ways_of_writing_do_not_matter(text):
    assert read_id(text).key == "11010119900307723X"


@pytest.mark.parametrize("text", ["1.10101199003077E+17", "110101199003077000", "1.10101E+17"])
def test_a_number_that_a_spreadsheet_damaged_is_recognised_and_never_guessed(text):
    found = read_id(text)
    assert found.kind is IdKind.DAMAGED
    assert found.key is None


def test_the_good_fifteen_digits_of_a_damaged_number_still_tell_birth_and_county():
    found = read_id("1.10101199003077E+17")
    assert (found.birth, found.county) == (date(1990, 3, 7), "110101")
    problem = id_problem(found)
    assert problem is not None
    assert "1990-03-07" in problem[0]


@given(births, st.integers(1, 999))
def test_a_damaged_number_is_refused_even_when_its_check_digit_fits(birth, order):
    damaged = number(birth, order)[:15] + "000"
    assert read_id(damaged).kind is IdKind.DAMAGED


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", IdKind.NONE),
        ("无", IdKind.NONE),
        ("—", IdKind.NONE),
        ("110101********723X", IdKind.MASKED),
        ("1101011990030772**", IdKind.MASKED),
        ("11010119900307", IdKind.BAD_LENGTH),
        ("1101011990030772310", IdKind.BAD_LENGTH),
        ("11010119900307A231", IdKind.BAD_CHAR),
        ("户口簿上没有", IdKind.BAD_CHAR),
        ("110101199002307232", IdKind.BAD_DATE),
        ("110101199003077231", IdKind.BAD_CHECK),
        ("110101851312002", IdKind.BAD_DATE),
        ("11010185031200X", IdKind.BAD_CHAR),
        ("11010119900307723X82", IdKind.BAD_CHAR),
        ("11010119900307723142", IdKind.BAD_CHECK),
    ],
)
def test_what_cannot_identify_anybody_has_no_key_and_says_why(text, kind):
    found = read_id(text)
    assert (found.kind, found.key) == (kind, None)
    problem = id_problem(found)
    assert problem is not None
    assert all(problem)


def test_residence_permits_are_numbers_too():
    assert read_id("810000198503120010").kind is IdKind.RESIDENCE
    assert read_id("810000198503120010").key == "810000198503120010"
    first = "91115619850312001"
    assert read_id(first + check_digit(first)).kind is IdKind.RESIDENCE


def test_an_old_foreign_permit_is_recognised_but_matches_nobody():
    found = read_id("USA110000000000")
    assert (found.kind, found.key) == (IdKind.RESIDENCE, None)
    assert id_problem(found) is not None


def test_the_unassigned_region_of_the_samples_is_no_residence_permit():
    assert read_id(number(date(1950, 1, 1), 1)).kind is IdKind.OK


@pytest.mark.parametrize(
    ("text", "kind"),
    [("11010119900307723X42", IdKind.CARD_20), ("11010119900307723X42B1", IdKind.CARD_22)],
)
def test_a_disability_card_identifies_the_person_and_tells_kind_and_grade(text, kind):
    found = read_id(text)
    assert (found.kind, found.key) == (kind, "11010119900307723X")
    assert found.card == DisabilityCard(text, "肢体", "二级")


@pytest.mark.parametrize("text", ["", "无", "11010119900307723X", "11010119900307723X85"])
def test_other_texts_are_no_card(text):
    assert disability_card(text) is None


@given(births, st.integers(1, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(birth, order, place, shift):
    good = number(birth, order)
    wrong = good[:place] + str((int(good[place]) + shift) % 10) + good[place + 1 :]
    assert read_id(wrong).key is None


@given(st.text(max_size=30))
def test_any_text_is_judged_without_falling_over(text):
    found = read_id(text)
    assert found.raw == text
    assert (id_problem(found) is None) == (found.key is not None)
