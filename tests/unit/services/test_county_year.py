"""Townships × months: in time, late, corrected, missing; and letters to those who are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from app.core.errors import FileError, UserError
from app.services.county import receive_ledgers
from app.services.county_year import Standing, county_year, write_reminders
from tests.samples.ledgers.county_world import World, county, people


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """青山镇 in time and corrected, 白云镇 late, 红河乡 out of order, 柳林镇 never."""
    with county(tmp_path / "county", offices=4, today=date(2026, 9, 28)) as made:
        stick = tmp_path / "stick"
        made.send(stick, 1, people(6, 1), "2026-09")
        receive_ledgers(made.desk, [stick])
        made.send(stick, 2, people(3, 2), "2026-09")
        made.wait_until(date(2026, 9, 29))
        receive_ledgers(made.desk, [stick])
        made.send(stick, 1, people(3, 1), "2026-09")
        made.ledger(3, people(3, 3), "2026-09")
        made.wait_until(date(2026, 10, 29))
        made.send(stick, 3, people(3, 3), "2026-10")
        receive_ledgers(made.desk, [stick])
        yield made


def standings(world: World, month: str) -> dict[str, list[str]]:
    board = county_year(world.desk, month, months=3)
    return {row.office: [cell.standing.value for cell in row.cells] for row in board.rows}


def test_the_day_of_receipt_decides_what_is_late(world: World) -> None:
    assert standings(world, "2026-10") == {
        "青山镇": ["", "按时", "逾期未报"],
        "白云镇": ["", "迟报", "逾期未报"],
        "红河乡": ["", "逾期未报", "缺上期"],
        "柳林镇": ["", "逾期未报", "逾期未报"],
    }


def test_on_the_last_good_day_nobody_is_late_yet(world: World) -> None:
    world.wait_until(date(2026, 10, 28))
    assert standings(world, "2026-10")["柳林镇"][-1] == Standing.OPEN


def test_a_later_batch_of_the_same_month_is_a_correction(world: World) -> None:
    cell = county_year(world.desk, "2026-09").rows[0].cells[-1]
    assert (cell.corrections, cell.batch_no, cell.standing) == (1, 2, Standing.ON_TIME)


def test_each_office_that_is_missing_gets_a_page_with_all_its_months(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "催报函.pdf"
    assert write_reminders(world.desk, "2026-10", path) == ("青山镇", "白云镇", "红河乡", "柳林镇")
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) == 4
    assert "催报函" in pages[0]
    assert "2026年9月28日" not in pages[0]
    assert "前面的批次未收到" in pages[2]
    assert pages[3].count("逾期未收到") == 2


def test_nobody_is_reminded_when_all_have_reported(tmp_path: Path) -> None:
    with county(tmp_path / "county", offices=1) as world:
        world.send(tmp_path / "stick", 1, people(3, 1))
        receive_ledgers(world.desk, [tmp_path / "stick"])
        with pytest.raises(UserError, match="都已报送"):
            write_reminders(world.desk, "2026-10", tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


def test_a_letter_that_cannot_be_written_leaves_no_act(world: World, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="没有写成"):
        write_reminders(world.desk, "2026-10", tmp_path / "nowhere" / "x.pdf")
