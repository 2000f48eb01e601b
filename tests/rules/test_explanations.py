"""What an explanation says, word by word, for the first cases of every programme and screen."""

from __future__ import annotations

import pytest

from tests.rules.told import CASES, TOLD, told_of


@pytest.mark.parametrize("name", CASES)
def test_the_explanation_says_what_it_said(name: str) -> None:
    path = TOLD / f"{name}.txt"
    assert told_of(name) == path.read_text(encoding="utf-8"), "run: python -m tools rules"


def test_no_explanation_is_kept_of_what_is_gone() -> None:
    assert {path.stem for path in TOLD.glob("*.txt")} == set(CASES)
