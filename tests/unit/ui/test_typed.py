"""What clerks type is understood, and what is no day is not guessed."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from app.ui.widgets.fields import DateField, IdField
from app.ui.widgets.typed import half_width, read_date
from app.ui.words import deadline_words

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    "typed",
    [
        "20260512",
        "2026.5.12",
        "2026-05-12",
        "2026/5/12",
        "2026年5月12日",
        "0512",
        "5.12",
        "26.5.12",
    ],
)
def test_a_day_is_read_in_every_way_it_is_typed(typed: str) -> None:
    assert read_date(typed, TODAY) == date(2026, 5, 12)


@pytest.mark.parametrize("typed", ["", "5", "2026", "20260230", "13.1", "明天", "1.2.3.4", "5月"])
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def test_a_past_day_without_a_year_is_the_last_one() -> None:
    assert read_date("12.28", date(2026, 1, 5), past=True) == date(2025, 12, 28)
    assert read_date("12.28", date(2026, 1, 5)) == date(2026, 12, 28)


def test_full_width_digits_and_blanks_become_plain() -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in "99010119x")
    assert half_width(f" {wide} 1") == "99010119x1"


def test_an_identity_field_tidies_while_one_types(qtbot: QtBot) -> None:
    field = IdField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "9901 01x")
    assert field.text() == "990101X"


def test_a_date_field_settles_on_one_shape_and_marks_what_is_no_day(qtbot: QtBot) -> None:
    field = DateField(TODAY)
    qtbot.addWidget(field)
    field.setText("5.12")
    field.editingFinished.emit()
    assert (field.text(), field.property("bad")) == ("2026-05-12", None)
    field.setText("5.32")
    field.editingFinished.emit()
    assert (field.day(), field.property("bad")) == (None, True)


@pytest.mark.parametrize(
    ("day", "words"),
    [(20, "5月28日前，还有 8 天"), (28, "今天截止"), (30, "5月28日前，已过 2 天")],
)
def test_a_deadline_is_said_in_days(day: int, words: str) -> None:
    assert deadline_words(date(2026, 5, 28), date(2026, 5, day)) == words
