"""Writing to a stick: every way it can end has its state, and nothing half-written is seen."""

from __future__ import annotations

import errno
import os
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.errors import DeclinedError
from app.ledger.stick import STICK_WORDS, StickError, StickState, free_space, write_safely

NAME = "台账_青山镇_2026-10_1.xlsx"
DATA = b"ledger" * 1000
Usage = namedtuple("Usage", "total used free")


def no_check(_data: bytes) -> None:
    """Whatever was read back is fine."""


def state_of(
    folder: Path, name: str = NAME, check: Callable[[bytes], None] = no_check
) -> StickState:
    with pytest.raises(StickError) as caught:
        write_safely(folder, name, DATA, check=check)
    assert caught.value.exit_code == 3
    assert caught.value.what_to_do
    return caught.value.state


@pytest.fixture
def clean(tmp_path: Path) -> Iterator[Path]:
    """A stick on which nothing may be left when writing fails."""
    stick = tmp_path / "stick"
    stick.mkdir()
    yield stick
    assert not stick.exists() or list(stick.iterdir()) == []


def failing(number: int) -> Callable[..., None]:
    def fail(*_args: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_file_is_written_and_checked_from_what_was_read_back(tmp_path: Path) -> None:
    seen: list[bytes] = []
    written = write_safely(tmp_path, NAME, DATA, check=seen.append)
    assert written.state is StickState.WRITTEN
    assert written.path.read_bytes() == DATA
    assert seen
    assert set(seen) == {DATA}
    assert list(tmp_path.iterdir()) == [tmp_path / NAME]


def test_the_same_file_again_is_already_there(tmp_path: Path) -> None:
    write_safely(tmp_path, NAME, DATA, check=no_check)
    again = write_safely(tmp_path, NAME, DATA, check=no_check)
    assert again.state is StickState.ALREADY_THERE


def test_another_file_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"other")
    assert state_of(tmp_path) is StickState.NAME_TAKEN
    assert (tmp_path / NAME).read_bytes() == b"other"


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def appear(_data: bytes) -> None:
        (tmp_path / NAME).write_bytes(b"other")

    assert state_of(tmp_path, check=appear) is StickState.NAME_TAKEN
    assert (tmp_path / NAME).read_bytes() == b"other"
    assert list(tmp_path.iterdir()) == [tmp_path / NAME]


def test_a_folder_of_that_name_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    assert state_of(tmp_path) is StickState.NAME_TAKEN


def test_no_stick(tmp_path: Path) -> None:
    assert state_of(tmp_path / "nothing") is StickState.NO_FOLDER
    with pytest.raises(StickError):
        free_space(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["", " a.xlsx", "a.", "a/b.xlsx", "a:b", "a\n.xlsx", "长" * 90])
def test_a_name_that_no_stick_takes(clean: Path, name: str) -> None:
    assert state_of(clean, name) is StickState.BAD_NAME


def test_too_little_space_is_seen_before_writing(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10, 10, 10))
    assert state_of(clean) is StickState.FULL


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (errno.ENOSPC, StickState.FULL),
        (errno.EFBIG, StickState.TOO_LARGE),
        (errno.EROFS, StickState.NOT_WRITABLE),
        (errno.EACCES, StickState.NOT_WRITABLE),
        (errno.EIO, StickState.REMOVED),
        (errno.ENODEV, StickState.REMOVED),
        (errno.EINVAL, StickState.BAD_NAME),
        (errno.EBUSY, StickState.NOT_WRITABLE),
    ],
)
def test_what_the_system_says_while_writing(
    clean: Path, monkeypatch: pytest.MonkeyPatch, number: int, state: StickState
) -> None:
    monkeypatch.setattr(os, "fsync", failing(number))
    assert state_of(clean) is state


def test_pulled_out_while_writing(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pull(_handle: int) -> None:
        shutil.rmtree(clean)
        raise OSError(errno.EACCES, "gone")

    monkeypatch.setattr(os, "fsync", pull)
    assert state_of(clean) is StickState.REMOVED


def test_a_stick_that_lies_about_what_it_wrote(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(handle: int) -> None:
        os.pwrite(handle, b"?", 5)

    monkeypatch.setattr(os, "fsync", spoil)
    assert state_of(clean) is StickState.READ_BACK_DIFFERS


def test_a_file_taken_away_after_the_rename(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def scanner(self: Path, target: Path) -> None:
        rename(self, target)
        target.unlink()

    monkeypatch.setattr(Path, "rename", scanner)
    assert state_of(clean) is StickState.REMOVED


def test_a_check_that_fails_leaves_nothing_behind(clean: Path) -> None:
    def refuse(_data: bytes) -> None:
        raise DeclinedError("核验不通过。")

    assert state_of(clean, check=refuse) is StickState.CHECK_FAILED


def test_the_final_name_is_never_seen_before_the_check(tmp_path: Path) -> None:
    visible: list[bool] = []

    def look(_data: bytes) -> None:
        visible.append((tmp_path / NAME).exists())

    write_safely(tmp_path, NAME, DATA, check=look)
    assert visible[0] is False


def test_a_bug_in_the_check_leaves_nothing_behind(clean: Path) -> None:
    def broken(_data: bytes) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_safely(clean, NAME, DATA, check=broken)


def test_every_end_has_words() -> None:
    assert STICK_WORDS.keys() == set(StickState)
