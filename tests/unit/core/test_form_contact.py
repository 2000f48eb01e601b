"""What makes a form the record of a contact: read strictly, every slip with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.contact_answers import claims, is_done, kind_of, tells_needs_by_boxes, with_needs
from app.core.errors import FileError
from app.core.form_file import form_of_text, load_form, shipped_keys
from app.core.forms import FieldKind, FormKind
from app.core.terms import ContactKind

LAYOUT = """
key = "seen"
version = 1
title = "见面记录"
source = "S1.201"
columns = 24

[contact]
kind = "visit"
day = "day"
visitors = "who"

[[section]]
title = "见面"
line_mm = 8

  [[section.field]]
  key = "day"
  label = "日期"
  kind = "date"
  row = 1
  span = 12
  required = true

  [[section.field]]
  key = "who"
  label = "走访人"
  kind = "text"
  row = 1
  span = 12
  required = true

  [[section.field]]
  key = "how"
  label = "怎么见的"
  kind = "choice"
  row = 2
  span = 12
  choices = [
    { code = "well", digit = "1", name = "好" },
    { code = "ill", digit = "2", name = "病", need = "medical" },
  ]

  [[section.field]]
  key = "tel"
  label = "电话"
  kind = "text"
  row = 2
  span = 12
  register = "phone"
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "visit"\nday', 'kind = "visits"\nday', "kind 只能是"),
        ('kind = "visit"\nday', "day", "要写 kind 或 kind_field"),
        ('kind = "visit"\nday', 'kind = "visit"\nkind_field = "how"\nday', "只写一个"),
        ('kind = "visit"\nday', 'kind_field = "how"\nday', "how 应当是必填的项目"),
        ('day = "day"', 'day = "date"', "day 写的 date 不是表上手填的项目"),
        ('day = "day"', 'day = "who"', 'day 写的 who 应当是 kind = "date" 的项目'),
        ('visitors = "who"', 'visitors = "tel"', "tel 应当是必填的项目"),
        ('visitors = "who"', 'visitors = "who"\nhours = "tel"', 'kind = "number"'),
        ('visitors = "who"', 'visitors = "who"\nplace = "tel"', "不认识的项目 place"),
        ('visitors = "who"', 'visitors = "who"\nkeeps = "care"', "keeps 只能是"),
        ('visitors = "who"', 'visitors = "who"\nkeeps = "self_care"', "eat 不是表上手填的项目"),
        (
            'visitors = "who"',
            'visitors = "who"\nin_vain = { field = "how", is = ["gone"] }',
            "条件里的 gone 不是",
        ),
        ("columns = 24\n", 'columns = 24\nkind = "notice"\n', "只有 kind"),
        ("columns = 24\n", 'columns = 24\nsubject = "none"\nhead = []\n', "写给个人或家庭"),
        ('register = "phone"', 'register = "telephone"', "登记里没有 telephone"),
        ('register = "phone"', 'register = "id_no"', "敏感信息"),
        ('register = "phone"', 'register = "death_date"', "写法和这一项的 kind 不合"),
        ('need = "medical"', 'need = "money"', "need 里没有这种困难"),
        ('need = "medical"', 'register = "好"', "选项写了 register，这一项也要写"),
    ],
)
def test_a_fault_is_refused_with_its_place(old: str, new: str, words: str) -> None:
    assert old in LAYOUT
    with pytest.raises(FileError, match=words) as told:
        form_of_text(LAYOUT.replace(old, new, 1), "seen.toml")
    assert "第 " in told.value.why
    assert "行" in told.value.why


def test_the_codes_of_the_kind_are_kinds_of_contact() -> None:
    text = LAYOUT.replace('kind = "visit"\nday', 'kind_field = "how"\nday').replace(
        "span = 12\n  choices", "span = 12\n  required = true\n  choices"
    )
    with pytest.raises(FileError, match="how 的选项 well 不是一种联系方式"):
        form_of_text(text, "seen.toml")


def test_every_contact_form_that_ships_says_what_contact_it_is() -> None:
    for key in shipped_keys():
        form = load_form(key)
        assert (form.contact is not None) is (form.kind is FormKind.CONTACT), key


def test_every_choice_of_a_register_field_has_a_word_or_claims_nothing() -> None:
    form = load_form("monitor_survey")
    assert [one.value for one in claims(form, {"water": "bad"})] == ["否"]
    assert claims(form, {"house": "ok"}) == ()
    (one,) = claims(form, {"per_head": Decimal("4200")})
    assert (one.register, one.value) == ("home_per_capita_income", "4,200.00")


def test_a_kind_is_written_or_ticked() -> None:
    assert kind_of(load_form("home_lesson"), {}) is ContactKind.LESSON
    assert kind_of(load_form("elder_visit"), {"visit_mode": "call"}) is ContactKind.CALL


def test_an_attempt_is_no_contact() -> None:
    lesson = load_form("home_lesson")
    assert is_done(lesson, {"held": True})
    assert not is_done(lesson, {"held": False})
    assert is_done(load_form("dibao_survey"), {"visit_date": date(2026, 5, 6)})


def test_boxes_that_tell_of_needs_are_needs() -> None:
    form = form_of_text(LAYOUT, "seen.toml")
    assert tells_needs_by_boxes(form)
    assert with_needs(form, {"how": "ill"})["problems"] == ["medical"]
    assert with_needs(form, {"how": "well"})["problems"] == []
    elder = load_form("elder_visit")
    assert not tells_needs_by_boxes(elder), "it asks for problems, boxes only add to them"
    told = with_needs(elder, {"problems": ["medical"], "gas": "risk", "electricity": "risk"})
    assert told["problems"] == ["medical", "hazard"]


def test_no_field_that_is_asked_of_the_register_is_free_to_be_anything() -> None:
    for key in shipped_keys():
        for field in load_form(key).fields:
            if field.register and field.kind is FieldKind.CHOICE:
                assert any(choice.register for choice in field.choices), (key, field.key)
