"""The power fails while somebody types: what was typed is there when the program starts again."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.services.sample import fill_with_sample
from app.services.sheets import print_sheets, sheets_of_batch
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.people.person_dialog import PersonDialog
from app.ui.pages.visits.page import VisitsPage
from tests.gui.conftest import REGISTERED, TODAY, OpenDesk, OpenWindow
from tests.gui.killed import TYPED
from tests.house.tree import ROOT


@pytest.fixture
def sheet_no(tmp_path: Path) -> str:
    """An office with people whose sheets are printed, and the number of one sheet."""
    folder = tmp_path / "office"
    folder.mkdir()
    with open_desk(folder, clock=fixed_clock(REGISTERED), program="测试") as desk:
        fill_with_sample(desk, people=40)
    with open_desk(folder, clock=fixed_clock(TODAY), program="测试") as desk:
        batch = print_sheets(desk, f"{TODAY:%Y-%m}", out=tmp_path / "sheets.pdf")
        return sheets_of_batch(desk, batch.batch_no)[0].sheet_no


def type_and_be_killed(folder: Path, place: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.killed", str(folder), place],
        cwd=ROOT,
        env=environment,
        timeout=120,
        check=False,
    )
    assert done.returncode not in {0, 1}, "it ended by itself"


def test_a_person_half_typed_survives_a_kill(
    sheet_no: str, tmp_path: Path, desk_in: OpenDesk, sit_down: OpenWindow
) -> None:
    type_and_be_killed(tmp_path / "office", "people/new")
    clerk = sit_down(desk_in("office", date(2026, 6, 23)))
    clerk.press("Enter")  # the first line of the workbench: 未保存的草稿
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    dialog = page.findChild(PersonDialog)
    assert isinstance(dialog, PersonDialog)
    assert dialog.fields.rows["name"].text() == TYPED
    assert dialog.bar.isVisible()


def test_a_sheet_half_typed_in_survives_a_kill(
    sheet_no: str, tmp_path: Path, desk_in: OpenDesk, sit_down: OpenWindow
) -> None:
    type_and_be_killed(tmp_path / "office", f"visits/sheet:{sheet_no}")
    clerk = sit_down(desk_in("office", TODAY))
    clerk.press("Ctrl+3", "Ctrl+N")
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    clerk.fill(sheet_no)
    assert page.entry.answers()["visitors"] == TYPED
    assert page.entry.bar.words().startswith("上次没有保存的内容已恢复")


def test_a_grid_half_filled_in_survives_a_kill(
    sheet_no: str, tmp_path: Path, desk_in: OpenDesk, sit_down: OpenWindow
) -> None:
    type_and_be_killed(tmp_path / "office", "people/grid")
    clerk = sit_down(desk_in("office", TODAY))
    clerk.press("Ctrl+2", "Ctrl+Shift+N")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    assert page.grid.sheet().rows[0][0] == TYPED
    assert page.grid.bar.words().startswith("上次没有保存的内容已恢复")
