"""Filled forms: the answers stand on paper where they were written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from app.core.form_file import load_form, shipped_keys
from app.core.forms import FieldKind, Form
from app.exporters.form_ink import ink_text
from app.exporters.form_pdf import FormSheet, Pressed, write_forms
from app.exporters.form_sample import sample_sheet

DAY = date(2026, 5, 3)
CONTACTS = [key for key in shipped_keys() if load_form(key).contact is not None]
LONG = "冬天屋里冷，电线老化，儿子在外务工。" * 20


def filled(form: Form, text: str) -> dict[str, object]:
    """An answer to every field, the first box of each."""
    plain: dict[FieldKind, object] = {
        FieldKind.TEXT: text,
        FieldKind.DATE: DAY,
        FieldKind.TIME: "09:30",
        FieldKind.MONEY: Decimal("1234.50"),
        FieldKind.NUMBER: 7,
        FieldKind.YES_NO: True,
    }
    return {
        field.key: (
            (field.choices[0].code,)
            if field.kind is FieldKind.MULTI
            else field.choices[0].code
            if field.choices
            else plain[field.kind]
        )
        for field in form.fields
    }


def printed(form: Form, answers: dict[str, object] | None, path: Path) -> tuple[str, Pressed]:
    plain = sample_sheet(form)
    sheet = FormSheet(plain.number, plain.values, plain.rows, plain.stack, answers)
    pressed = write_forms(path, form, [sheet], printed_on=DAY, printed_by="王敏")
    with pypdfium2.PdfDocument(path) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split()), pressed


@pytest.mark.parametrize("key", CONTACTS)
def test_everything_that_was_written_is_on_paper(key: str, tmp_path: Path) -> None:
    form = load_form(key)
    answers = filled(form, "王干部")
    text, pressed = printed(form, answers, tmp_path / "filled.pdf")
    for field in form.fields:
        assert ink_text(field, answers[field.key]).replace(" ", "") in text, field.key
    assert pressed.cut == ()
    assert "填写的内容按录入印出" in text


@pytest.mark.parametrize("key", CONTACTS)
def test_a_long_answer_makes_its_row_higher_or_is_said_to_be_cut(key: str, tmp_path: Path) -> None:
    form = load_form(key)
    text, pressed = printed(form, filled(form, LONG), tmp_path / "long.pdf")
    if form.one_page:
        assert pressed.cut
        assert "处未能印全" in text
    else:
        assert pressed.cut == ()
        written = sum(field.kind is FieldKind.TEXT for field in form.fields)
        assert text.count("儿子在外务工") >= written * 20 * 0.9  # some are parted by a page


def test_an_empty_field_of_a_filled_form_keeps_its_place_for_the_pen(tmp_path: Path) -> None:
    form = load_form("home_lesson")
    text, _ = printed(form, {"day": DAY}, tmp_path / "some.pdf")
    assert "2026年5月3日" in text
    blank, _ = printed(form, None, tmp_path / "blank.pdf")
    assert "2026年5月3日" not in blank.replace("打印：王敏2026年5月3日", "")
    assert "填写的内容按录入印出" not in blank


def test_amounts_and_points_are_written_as_the_paper_asks() -> None:
    score = load_form("carer_score")
    points = next(field for field in score.fields if field.most is not None)
    assert ink_text(points, 18) == f"18 ／{points.most} 分"
    money = next(f for key in shipped_keys() for f in load_form(key).fields if f.capitals)
    assert ink_text(money, Decimal("200")) == "人民币（大写）贰佰元整　￥200.00 元"
    assert ink_text(money, None) == ""
