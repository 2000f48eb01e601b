from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporters.fonts import em_width
from app.exporters.paper import LEADING, SIZE, SMALLEST, fit, fit_lines, shorten, wrap

TEXT = st.text("王䶮𬭊李，。（）、买·艾 1234567890ABC*\n", max_size=120)


def test_closing_marks_do_not_begin_a_line():
    assert wrap("一二三，四五六。", 3.5) == ["一二", "三，四", "五六。"]


def test_opening_marks_do_not_end_a_line():
    assert wrap("一二三（四）", 4.5) == ["一二三", "（四）"]


def test_a_number_is_kept_together():
    assert wrap("电话13812345678", 7.5) == ["电话", "13812345678"]


def test_a_number_wider_than_the_line_is_broken():
    lines = wrap("9" * 40, 5)
    assert "".join(lines) == "9" * 40
    assert all(em_width(line) <= 5 for line in lines)


def test_a_space_does_not_begin_a_line():
    assert wrap("一二 三四", 2) == ["一二", "三四"]


def test_a_line_break_is_kept():
    assert wrap("一\n二", 10) == ["一", "二"]
    assert wrap("", 10) == [""]


def test_short_text_keeps_its_size():
    assert fit("张家村", 100, 15).size == SIZE


def test_long_text_shrinks_before_it_wraps_out_of_its_box():
    fitted = fit("青" * 20, 150, 15)
    assert (fitted.size, len(fitted.lines), fitted.cut) == (7.5, 1, False)


def test_text_that_cannot_fit_ends_in_an_ellipsis_and_says_so():
    fitted = fit("青" * 200, 150, 15)
    assert fitted.cut
    assert fitted.size == SMALLEST
    assert fitted.lines[-1].endswith("…")


def test_a_number_is_broken_only_at_the_smallest_size():
    assert fit("990101001-202605-0001", 91, 24).lines == ("990101001-202605-0001",)
    broken = fit("9" * 40, 91, 24)
    assert (broken.size, len(broken.lines), broken.cut) == (SMALLEST, 2, False)


def test_what_fits_is_not_shortened():
    assert shorten("张家村", 3) == "张家村"
    assert shorten("张家村三组", 3) == "张家…"


@pytest.mark.parametrize("height", [8.0, 15.0, 44.0])
@given(text=TEXT)
def test_fitted_text_never_leaves_its_box(height, text):
    fitted = fit(text, 120, height)
    assert all(em_width(line) * fitted.size <= 120.01 for line in fitted.lines)
    used = (len(fitted.lines) - 1) * fitted.size * LEADING + fitted.size
    assert used <= height or len(fitted.lines) == 1


@given(st.lists(TEXT, min_size=1, max_size=8))
def test_nothing_is_lost_unless_it_is_said(items):
    fitted = fit_lines(items, 120, 60)
    if not fitted.cut:
        assert "".join("".join(items).split()) == "".join("".join(fitted.lines).split())
