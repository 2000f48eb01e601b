"""conflicts: listed, decided, withdrawn without a screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import main
from app.services.county import receive_ledgers
from tests.samples.ledgers.county_world import MONTH, county, move_in, office_code, people

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``conflicts …`` at a county where 白云镇 claims somebody of 青山镇."""
    with county(tmp_path / "county", offices=2) as world:
        first = people(12, 1)
        world.send(tmp_path / "stick", 1, first)
        world.send(tmp_path / "stick", 2, move_in(people(9, 2), first))
        receive_ledgers(world.desk, [tmp_path / "stick"])

    def command(step: str, *more: str) -> tuple[int, Any]:
        place = ("--data-dir", str(tmp_path / "county"), "--today", "2026-10-28", "--json")
        code = main(["conflicts", step, "--month", MONTH, *place, *more])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else told.err

    return command


def test_a_conflict_is_listed_decided_and_opened_again(run: Run) -> None:
    _, found = run("list")
    (one,) = found
    keep = ("--verdict", "keep_one", "--keep", office_code(1), "--reason", "户籍在此")
    code, told = run("decide", "--id", one["id"], *keep)
    assert (code, told[0]["decision"]["reason"]) == (0, "户籍在此")
    assert run("list", "--open") == (0, [])
    assert run("withdraw", "--id", one["id"])[1][0]["decision"] is None


def test_an_unknown_id_and_an_answer_that_does_not_fit_are_said_in_words(run: Run) -> None:
    code, words = run("decide", "--id", "x", "--verdict", "keep_both", "--reason", "一")
    assert (code, "没有编号为 x 的冲突" in words) == (2, True)
    _, (one,) = run("list")
    code, words = run("decide", "--id", one["id"], "--verdict", "keep_one", "--reason", "一")
    assert code == 2
    assert f"keep_one {office_code(1)}" in words
