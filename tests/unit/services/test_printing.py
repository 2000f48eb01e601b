"""A written file on its way to the printer."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.services.desk import Desk
from app.services.printing import new_paper, read_pages


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("", (1, 2, 3, 4, 5)),
        ("2", (2,)),
        ("1-3,5", (1, 2, 3, 5)),
        ("\uff14\uff0d\uff15、1", (4, 5, 1)),
        ("2, 2-3", (2, 3)),
        ("1至2", (1, 2)),
    ],
)
def test_a_range_of_pages_is_read_as_clerks_write_it(typed: str, pages: tuple[int, ...]) -> None:
    assert read_pages(typed, 5) == pages


@given(st.text(max_size=12))
def test_any_text_is_pages_that_there_are_or_is_refused(typed: str) -> None:
    try:
        pages = read_pages(typed, 5)
    except UserError:
        return
    assert pages
    assert set(pages) <= {1, 2, 3, 4, 5}


def test_papers_are_cleared_away_after_a_month(desk: Desk) -> None:
    old, young = new_paper(desk, "旧"), new_paper(desk, "新")
    for path in (old, young):
        path.write_bytes(b"%PDF")
    now = desk.clock.now()
    for path, days in ((old, 31), (young, 29)):
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))
    new_paper(desk, "又一份")
    assert not old.exists()
    assert young.exists()
