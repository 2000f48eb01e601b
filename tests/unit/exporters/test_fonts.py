from __future__ import annotations

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporters.fonts import ABSENT, BODY, TITLE, em_width, font_of, missing_glyphs, runs
from app.exporters.page import new_canvas
from app.exporters.paper import draw_line
from tests.unit.exporters.sheets import RARE_NAMES

SURROGATE_FREE = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A page with the rare names and 300 different characters, as text copied from it."""
    path = tmp_path_factory.mktemp("fonts") / "names.pdf"
    canvas = new_canvas(path, title="字", author="测试")
    for at, name in enumerate((*RARE_NAMES, "𪚥", "\U0002ebf0")):
        draw_line(canvas, 50, 780 - at * 20, name)
    for at in range(0, 300, 30):
        line = "".join(chr(0x4E00 + at + n) for n in range(30))
        draw_line(canvas, 50, 400 - at, line)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(path) as document:
        return document[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("name", [*RARE_NAMES, "𪚥", "\U0002ebf0"])
def test_a_rare_name_can_be_copied_and_found(printed, name):
    assert name in printed.split()


def test_more_than_one_font_subset_can_be_copied(printed):
    assert "".join(chr(0x4E00 + n) for n in range(270, 300)) in printed


def test_each_character_goes_to_the_first_font_that_has_it():
    assert runs("王𪚥明\U0002ebf0") == (
        (BODY, "王"),
        ("HanaMinB", "𪚥"),
        (BODY, "明"),
        ("BabelStoneHan-subset", "\U0002ebf0"),
    )


def test_titles_are_sans_and_fall_back_to_the_body_font():
    assert runs("表", TITLE) == ((TITLE, "表"),)


def test_what_no_font_has_is_reported_and_printed_as_the_printers_mark():
    assert missing_glyphs("王\ue000明\ue000👍") == "\ue000👍"
    assert runs("王\ue000明") == ((BODY, f"王{ABSENT}明"),)


def test_private_characters_are_never_drawn():
    assert font_of("\ue000") is None


def test_invisible_characters_are_neither_drawn_nor_reported():
    text = "王\u200b\u200d\ufe00\U000e0100\x07明"
    assert runs(text) == ((BODY, "王明"),)
    assert missing_glyphs(text) == ""


def test_an_ideographic_space_keeps_its_width():
    assert em_width("\u3000") == pytest.approx(1)


def test_all_of_gb2312_can_be_printed():
    rows = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    assert missing_glyphs("".join(pair.decode("gb2312", "ignore") for pair in rows)) == ""


@given(SURROGATE_FREE)
def test_any_text_can_be_drawn(text):
    drawn = "".join(piece for _, piece in runs(text))
    assert len(drawn) <= len(text)
    assert em_width(text) >= 0
