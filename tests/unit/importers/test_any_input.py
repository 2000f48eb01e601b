"""Whatever somebody writes into a cell or a file, the cleaners answer; they never break."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import FileError
from app.core.identity import read_id
from app.importers.book import Cell
from app.importers.cells import (
    absence,
    clean_digits,
    clean_name,
    clean_text,
    parse_amount,
    parse_count,
    parse_yes_no,
)
from app.importers.dates import Precision, parse_date
from app.importers.file_facts import file_day
from app.importers.guess import guess_columns, header_amount
from app.importers.keys import is_key
from app.importers.places import read_group, split_place
from app.importers.profiles import Profile, ProfileColumn, from_bytes, from_content, to_content
from tests.unit.importers.building import DAY

TEXTS = st.text(max_size=40) | st.text(
    alphabet="0123456789.-/年月日一二三十×*'\"=元XxE+ 　\u200b同上〃村组第", max_size=24
)
VALUES = TEXTS | st.integers() | st.floats() | st.booleans() | st.dates()


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(raw):
    for clean in (clean_digits, clean_name):
        assert clean(clean(raw)) == clean(raw) or clean_text(raw)[:1] in "'‘’=\"“”"


@given(TEXTS)
def test_what_is_read_is_of_its_kind_or_nothing(raw):
    assert isinstance(parse_amount(raw), Decimal | None)
    assert isinstance(parse_count(raw), int | None)
    assert parse_yes_no(raw) in {True, False, None}
    assert absence(clean_text(raw)) is None or len(clean_text(raw)) <= 3


@given(VALUES)
def test_a_date_is_never_made_up(value):
    found = parse_date(Cell(value, 1, 1), day=DAY)
    assert (found.value is None) == (found.precision is Precision.UNKNOWN)
    assert found.exact is None or found.exact == found.value
    if found.exact is not None and isinstance(value, str):
        assert any(char.isdigit() or char in "一二三四五六七八九十〇○零廿卅" for char in value)


@given(st.dates(date(1900, 3, 1), date(2100, 1, 1)), st.sampled_from(["-", ".", "/"]))
def test_a_day_is_read_however_it_is_parted(day, sign):
    for text in (f"{day:%Y{sign}%m{sign}%d}", f"{day.year}{sign}{day.month}{sign}{day.day}"):
        assert parse_date(Cell(text, 1, 1), day=DAY).exact == day
    written = f"{day.year}年{day.month}月{day.day}日"
    assert parse_date(Cell(written, 1, 1), day=DAY).exact == day


@given(st.integers(1880, 79_000))
def test_a_serial_number_of_excel_is_its_day_unless_it_looks_like_a_year(serial):
    found = parse_date(Cell(serial, 1, 1), day=DAY)
    if serial <= 2200:
        assert (found.precision, found.value) == (Precision.YEAR, date(serial, 1, 1))
    else:
        assert found.exact == date(1899, 12, 30) + timedelta(days=serial)


@given(VALUES)
def test_a_number_of_a_person_is_kept_or_refused_and_never_mended(value):
    number = read_id(Cell(value, 1, 1).text)
    assert number.key is None or len(number.key) == 18


@given(TEXTS, st.lists(st.text("红旗石桥村社区", min_size=2, max_size=5), max_size=4))
def test_a_place_is_read_without_breaking(text, villages):
    village, group = split_place(text, villages)
    assert village is None or village
    assert group is None or group
    assert read_group(text) is None or read_group(text)


@given(
    st.dictionaries(st.integers(1, 9), TEXTS, max_size=9),
    st.dictionaries(st.integers(1, 9), st.lists(TEXTS, max_size=5), max_size=9),
    st.sampled_from(["person", "household"]),
)
def test_a_guess_is_always_a_key_that_exists_and_given_once(texts, values, subject):
    guesses = guess_columns(texts, values, subject=subject, villages=("红旗村",))
    keys = [guess.key for guess in guesses.values() if guess.key != "-"]
    assert len(keys) == len(set(keys))
    assert all(is_key(key, subject) for key in keys)


@given(TEXTS, TEXTS)
def test_the_name_of_a_file_may_be_anything(stem, title):
    assert isinstance(file_day(stem, title, None), date | None)
    found = header_amount(stem)
    assert found is None or (found[0] and found[1] >= 0)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_a_profile_file_is_read_or_refused_in_words(data):
    with suppress(FileError):
        assert from_bytes("p.json", data).columns


@given(
    st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5),
    st.decimals(1, 9999, places=2),
)
def test_a_profile_comes_back_as_it_went(headers, amount):
    keys = ("name", "id_no", "kin.guardian.name", "home.size", "benefit.重点救助")
    columns = tuple(
        ProfileColumn(header, key, amount if key.startswith("benefit.") else None)
        for header, key in zip(headers, keys, strict=False)
    )
    profile = Profile("表", "person", columns, "orphan", fill_down=True)
    assert from_content("p.json", to_content(profile)) == profile
