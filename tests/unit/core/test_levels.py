"""Levels follow from codes; words follow from levels."""

from __future__ import annotations

import pytest

from app.core.levels import COUNTY, PREFECTURE, TOWNSHIP, Level, level_of, speak


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("990101101000", TOWNSHIP),
        ("990101101201", TOWNSHIP),
        ("990101000000", COUNTY),
        ("990110000000", COUNTY),
        ("990100000000", PREFECTURE),
        ("110000000000", PREFECTURE),
    ],
)
def test_the_level_of_an_office_is_what_its_code_says(code: str, level: Level) -> None:
    assert level_of(code) == level


def test_levels_stand_one_above_the_other() -> None:
    assert (TOWNSHIP.above, COUNTY.above, PREFECTURE.above) == (COUNTY, PREFECTURE, PREFECTURE)
    assert (TOWNSHIP.below, COUNTY.below, PREFECTURE.below) == (TOWNSHIP, TOWNSHIP, COUNTY)


def test_each_word_goes_one_level_up_and_none_goes_two() -> None:
    text = "请县里给各乡镇签发证书，县级根证书关系全县，不是本县签发的不收。"
    assert speak(text, COUNTY) == text
    assert (
        speak(text, PREFECTURE)
        == "请市里给各县区签发证书，市级根证书关系全市，不是本市签发的不收。"
    )
