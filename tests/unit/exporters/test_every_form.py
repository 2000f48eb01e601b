"""Every form that ships, printed with whatever a register may hold: nothing is lost on paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.units import mm

from app.core.form_file import load_form, shipped_keys
from app.exporters.form_layout import Layout, lay_out
from app.exporters.form_sample import sample_content
from app.exporters.ground import MARGIN
from app.exporters.paper import Box
from tests.look_at_forms import SHEETS, print_sample

KEYS = shipped_keys()
SLACK = 0.4
Glyph = tuple[str, tuple[float, float, float, float]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


def glyphs(path: Path) -> Iterator[list[Glyph]]:
    """The visible characters of each page, each with its box: left, bottom, right, top."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage()
            found = [
                (text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())
            ]
            yield [(char, box) for char, box in found if char.strip() and box[2] > box[0]]


def boxes(layout: Layout, page: int) -> list[Box]:
    """Every cell of a page that holds its text inside."""
    there = layout.pages[page]
    cells = [box for s in there.strips for p in s.places for box in (p.label, p.value) if box.width]
    cells += [cell.box for strip in there.strips for cell in strip.cells]
    cells += [strip.title_box for strip in there.strips]
    return cells + [box for _, box in there.signatures]


@pytest.mark.parametrize("key", KEYS)
def test_long_contents_are_whole_on_paper(key: str, folder: Path) -> None:
    form = load_form(key)
    _, pressed = print_sample(form, "long", folder)
    assert pressed.absent == ()
    if not form.one_page:  # one that must stay on its page says what it left out
        assert pressed.cut == ()


@pytest.mark.parametrize("contents", SHEETS)
@pytest.mark.parametrize("key", KEYS)
def test_nothing_leaves_the_page_or_its_cell(key: str, contents: str, folder: Path) -> None:
    form = load_form(key)
    path, _ = print_sample(form, contents, folder)
    content = None if contents == "empty" else sample_content(form, long=contents == "long")
    layout = lay_out(form, content)
    ground = layout.ground
    for at, found in enumerate(glyphs(path)):
        cells = boxes(layout, at % len(layout.pages))
        for char, (left, bottom, right, top) in found:
            assert left >= ground.left - 20 * mm, char
            assert right <= ground.width - MARGIN + 1, char
            assert bottom >= MARGIN - 1, char
            assert top <= ground.height - 5 * mm, char
            x, y = (left + right) / 2, (bottom + top) / 2
            cell = next((b for b in cells if b.x < x < b.right and b.y < y < b.top), None)
            if cell is not None:
                assert left >= cell.x - SLACK, char
                assert right <= cell.right + SLACK, char
                assert bottom >= cell.y - SLACK, char
                assert top <= cell.top + SLACK, char


@pytest.mark.parametrize("contents", SHEETS)
@pytest.mark.parametrize("key", KEYS)
def test_no_two_characters_lie_upon_each_other(key: str, contents: str, folder: Path) -> None:
    path, _ = print_sample(load_form(key), contents, folder)
    for page in glyphs(path):
        found = sorted(page, key=lambda item: item[1][0])
        for at, (first, a) in enumerate(found):
            for second, b in takewhile(lambda item: item[1][0] < a[2] - 1, found[at + 1 :]):  # noqa: B023
                assert min(a[3], b[3]) - max(a[1], b[1]) < 1, first + second
