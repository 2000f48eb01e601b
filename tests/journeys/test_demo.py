"""The demonstration plays the month to its end, and can be played again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import folder_desk
from app.services.demo.play import play_month
from app.services.demo.stage import Step
from app.services.desk import Desk


def _draw(_desk: Desk, folder: Path) -> list[Path]:
    """In place of the window: a picture that is only a file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.png").write_bytes(b"\x89PNG")
    return [folder / "page.png"]


def _play(out: Path) -> Iterator[Step]:
    return play_month(
        out,
        data=out / "data",
        townships=2,
        people=60,
        seed=5,
        open_folder=folder_desk,
        take_pictures=_draw,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Step]]:
    out = tmp_path_factory.mktemp("demo")
    return out, list(_play(out))


def test_every_step_of_the_month_holds_its_checks(played: tuple[Path, list[Step]]) -> None:
    _, steps = played
    assert [(step.name, step.failed) for step in steps if not step.ok] == []
    assert len(steps) >= 14


def test_the_month_leaves_what_was_promised(played: tuple[Path, list[Step]]) -> None:
    out, _ = played
    assert (out / "county-root.pem").read_bytes().startswith(b"-----BEGIN CERTIFICATE")
    assert (out / "sheets.pdf").read_bytes().startswith(b"%PDF")
    assert len(list((out / "workbooks").rglob("*.xlsx"))) >= 20
    assert len(list((out / "stick").glob("台账_*.xlsx"))) == 2
    assert len(list((out / "stick").glob("*回执*.xlsx"))) == 2
    assert len(list((out / "county").glob("*汇总*.xlsx"))) == 1
    assert len(list((out / "pictures").rglob("*.png"))) == 2


def test_the_month_can_be_played_again_in_the_same_folder(
    played: tuple[Path, list[Step]],
) -> None:
    out, _ = played
    assert next(_play(out)).ok
