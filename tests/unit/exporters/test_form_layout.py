from __future__ import annotations

from dataclasses import fields, replace

import pypdfium2
import pytest
from reportlab.lib.units import mm

from app.core.errors import FileError
from app.core.form_file import load_form
from app.core.forms import Choice
from app.exporters.form_fit import SIGNATURE
from app.exporters.form_layout import lay_out
from app.exporters.form_paper import draw_frame
from app.exporters.ground import BINDING_MARGIN, MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from app.exporters.page import new_canvas
from app.exporters.visit_sheet import VisitSheet

FORM = load_form("visit_sheet")


def first_page(form=FORM):
    return lay_out(form).pages[0]


def test_every_fact_of_the_form_is_known_to_the_sheet():
    known = {field.name for field in fields(VisitSheet)}
    assert {fact.key for fact in FORM.facts} <= known


def test_signatures_have_room_for_a_hand_and_a_seal():
    boxes = [box for _, box in first_page().signatures]
    assert len(boxes) == 3
    assert all(box.height >= SIGNATURE and box.width >= SIGNATURE for box in boxes)


def test_margins_are_kept_for_binding_and_for_the_printer():
    frame = first_page().frames[0]
    assert frame.x >= 25 * mm == BINDING_MARGIN
    assert frame.y >= MARGIN == 10 * mm
    assert frame.right <= PAGE_WIDTH - 10 * mm + 0.01
    assert frame.top <= PAGE_HEIGHT - 10 * mm


def test_cells_fill_the_frame_without_overlap():
    layout = first_page()
    boxes = [b for s in layout.strips for p in s.places for b in (p.label, p.value) if b.width]
    boxes += [strip.title_box for strip in layout.strips] + [box for _, box in layout.signatures]
    area = sum(box.width * box.height for box in boxes)
    assert area == pytest.approx(layout.frames[0].width * layout.frames[0].height)
    assert all(box.right <= layout.frames[0].right + 0.01 for box in boxes)


def test_a_form_too_tall_for_the_page_is_refused_with_how_much():
    tall = replace(FORM, sections=(*FORM.sections, FORM.sections[0]))
    with pytest.raises(FileError, match=r"高出 \d+\.\d 毫米"):
        lay_out(tall)


def test_boxes_that_do_not_fit_their_cell_are_refused_by_name():
    section = FORM.sections[4]
    field = FORM.field("visit_mode")
    crowded = replace(
        field, choices=tuple(Choice(f"c{n}", str(n), "很长的选项名") for n in range(9))
    )
    sections = [
        replace(s, fields=tuple(crowded if f is field else f for f in s.fields))
        if s is section
        else s
        for s in FORM.sections
    ]
    with pytest.raises(FileError, match="“走访方式”（visit_mode）"):
        lay_out(replace(FORM, sections=tuple(sections)))


def test_a_form_without_signatures_ends_with_its_last_row():
    layout = first_page(replace(FORM, signatures=()))
    assert layout.signatures == []
    assert layout.frames[0].y == layout.strips[-1].title_box.y


def test_a_strip_without_title_is_drawn(tmp_path):
    untitled = replace(FORM, sections=tuple(replace(s, title="") for s in FORM.sections))
    canvas = new_canvas(tmp_path / "a.pdf", title="表", author="测试")
    layout = lay_out(untitled)
    draw_frame(canvas, layout.pages[0], layout.ground)
    canvas.save()
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "走访日期" in text
    assert "见面情况" not in "".join(text.split())
