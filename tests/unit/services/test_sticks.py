"""Sticks as the clerk sees them, and a further copy of a ledger that was sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import UserError
from app.ledger.drives import Drive
from app.ledger.stick import StickError, StickState
from app.services import sticks
from app.services.acts import list_acts
from app.services.sticks import copy_ledger, describe_folder, find_sticks, room_words
from tests.conftest import Offices
from tests.unit.services.sending import SENT, send


def plug_in(monkeypatch: pytest.MonkeyPatch, *drives: Drive) -> None:
    monkeypatch.setattr(sticks, "removable_drives", lambda: drives)


def test_a_stick_says_which_it_is_and_how_much_room_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plug_in(
        monkeypatch,
        Drive(Path("E:/"), "台账U盘", "FAT32", 8 << 30, False),
        Drive(Path("F:/"), "老U盘", "exfat", 8 << 30, True),
        Drive(Path("G:/"), "满", "NTFS", 1 << 20, False),
    )
    good, locked, full = find_sticks()
    for part in ("E:", "台账U盘", "FAT32", "8.0 GB", "不超过 4 GB"):
        assert part in good.words
    assert (good.problem, "只读" in locked.problem, "满" in full.problem) == ("", True, True)


def test_room_is_said_in_the_unit_that_people_use() -> None:
    assert [room_words(size) for size in (0, 5 << 20, 3 << 29)] == ["0 MB", "5 MB", "1.5 GB"]


def test_a_folder_says_its_free_space(tmp_path: Path) -> None:
    assert "可用" in describe_folder(tmp_path)
    with pytest.raises(StickError):
        describe_folder(tmp_path / "gone")


def test_a_ledger_is_copied_to_the_byte_and_the_trail_says_so(
    offices: Offices, tmp_path: Path
) -> None:
    (sent,) = send(offices)
    second = tmp_path / "second"
    second.mkdir()
    with offices.township(day=SENT) as desk:
        written = copy_ledger(desk, 1, second)
        assert list_acts(desk)[0].verb == "copy_ledger"
        assert not list_acts(desk)[0].undoable
    assert written.path.name == sent.name
    assert written.path.read_bytes() == sent.read_bytes()


def test_a_batch_that_was_never_sent_cannot_be_copied(offices: Offices, tmp_path: Path) -> None:
    with offices.township(day=SENT) as desk, pytest.raises(UserError, match="没有导出过"):
        copy_ledger(desk, 7, tmp_path)


def test_a_copy_that_fails_leaves_no_line_in_the_trail(offices: Offices, tmp_path: Path) -> None:
    send(offices)
    with offices.township(day=SENT) as desk:
        with pytest.raises(StickError) as caught:
            copy_ledger(desk, 1, tmp_path / "gone")
        assert list_acts(desk)[0].verb != "copy_ledger"
    assert caught.value.state is StickState.NO_FOLDER
