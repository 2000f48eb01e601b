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
from app.ledger import stick as stick_module
from app.ledger.stick import STICK_WORDS, StickError, StickState, free_space, write_safely
from app.ledger.stick_states import state_of_difference, state_of_error

NAME = "台账_青山镇_2026-10_1.xlsx"
DATA = b"".join(number.to_bytes(4, "big") for number in range(7, 1507))
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
        (errno.EROFS, StickState.READ_ONLY),
        (errno.EACCES, StickState.NOT_WRITABLE),
        (errno.EIO, StickState.REMOVED),
        (errno.ENODEV, StickState.REMOVED),
        (errno.EINVAL, StickState.BAD_NAME),
        (errno.EBUSY, StickState.BUSY),
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


def after_rename(monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], object]) -> None:
    """Somebody does this to the file as soon as it has its name."""
    rename = Path.rename

    def renamed(self: Path, target: Path) -> None:
        rename(self, target)
        act(target)

    monkeypatch.setattr(Path, "rename", renamed)


def test_a_file_that_a_virus_scanner_takes_away(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_rename(monkeypatch, lambda target: target.unlink())
    assert state_of(clean) is StickState.TAKEN_AWAY


def test_a_file_that_a_virus_scanner_renames_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename
    after_rename(monkeypatch, lambda target: rename(target, tmp_path / "台账.xlsx.vir"))
    with pytest.raises(StickError) as caught:
        write_safely(tmp_path, NAME, DATA, check=no_check)
    assert caught.value.state is StickState.TAKEN_AWAY
    assert "台账.xlsx.vir" in caught.value.why


def test_a_file_that_a_virus_scanner_takes_away_while_it_is_written(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(_handle: int) -> None:
        for path in clean.iterdir():
            path.unlink()

    monkeypatch.setattr(os, "fsync", take)
    assert state_of(clean) is StickState.TAKEN_AWAY


def test_a_file_whose_contents_are_exchanged_after_the_rename(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_rename(monkeypatch, lambda target: target.write_bytes(DATA[:-1] + b"?"))
    assert state_of(clean) is StickState.REPLACED


def test_company_software_that_encrypts_by_the_name_of_the_file(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_rename(monkeypatch, lambda target: target.write_bytes(b"E-SafeNet\x00LOCK" + DATA))
    assert state_of(clean) is StickState.ENCRYPTED


def test_company_software_that_encrypts_whatever_is_written(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned = bytes(byte ^ 0x5A for byte in DATA)
    monkeypatch.setattr(stick_module, "read_past_cache", lambda _path: turned)
    assert state_of(clean) is StickState.ENCRYPTED


@pytest.mark.parametrize(
    "kept",
    [DATA[:2048] + bytes(len(DATA) - 2048), DATA[:2048] + b"\xff" * (len(DATA) - 2048), DATA[:2048],
     DATA[:3072] + DATA[:512] + DATA[3584:], bytes(len(DATA))],
)  # fmt: skip
def test_a_stick_with_less_room_than_it_says(
    clean: Path, monkeypatch: pytest.MonkeyPatch, kept: bytes
) -> None:
    monkeypatch.setattr(stick_module, "read_past_cache", lambda _path: kept)
    assert state_of(clean) is StickState.FAKE_CAPACITY


def test_one_flipped_bit_is_a_damaged_stick_and_no_fake() -> None:
    flipped = DATA[:3000] + bytes([DATA[3000] ^ 1]) + DATA[3001:]
    assert state_of_difference(DATA, flipped, renamed=False) is StickState.READ_BACK_DIFFERS


def test_a_file_too_large_for_fat32(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stick_module, "LARGEST_ON_FAT", 5999)
    monkeypatch.setattr(stick_module, "file_system_of", lambda _folder: "vfat")
    assert state_of(clean) is StickState.TOO_LARGE


def test_the_same_file_goes_onto_a_stick_of_another_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick_module, "LARGEST_ON_FAT", 5999)
    monkeypatch.setattr(stick_module, "file_system_of", lambda _folder: "exfat")
    assert write_safely(tmp_path, NAME, DATA, check=no_check).state is StickState.WRITTEN


def test_a_mount_that_is_gone_leaves_its_empty_folder_behind(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices = iter([1, 2])
    monkeypatch.setattr(stick_module, "_device", lambda _folder: next(devices))
    monkeypatch.setattr(os, "fsync", failing(errno.ENOENT))
    assert state_of(clean) is StickState.REMOVED


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (19, StickState.READ_ONLY),
        (32, StickState.BUSY),
        (112, StickState.FULL),
        (223, StickState.TOO_LARGE),
        (225, StickState.TAKEN_AWAY),
        (1167, StickState.REMOVED),
        (6000, StickState.ENCRYPTED),
        (5, StickState.NOT_WRITABLE),
    ],
)
def test_what_windows_says_goes_before_its_errno(number: int, state: StickState) -> None:
    error = OSError(errno.EACCES, "from Windows")
    error.winerror = number  # type: ignore[attr-defined]
    assert state_of_error(error) is state


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
