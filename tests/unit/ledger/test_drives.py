"""Which drives can be pulled out: on Linux from the system's files, on Windows by a stand-in."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.ledger import drives
from app.ledger.drives import (
    Drive,
    file_system_of,
    is_fat,
    linux_drives,
    linux_file_system,
    read_past_cache,
    removable_drives,
    windows_drives,
    windows_file_system,
    windows_read,
)

Usage = namedtuple("Usage", "total used free")
Mount = Callable[..., Path]


@pytest.fixture
def linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[Drive, ...]]:
    """A system with a hard disk sda, a card reader sdb, a USB disk sdc and an internal card."""
    blocks, devices = tmp_path / "block", tmp_path / "devices"
    blocks.mkdir()
    for bus, disk, removable in (
        ("pci0/ata1", "sda", "0"),
        ("pci0/ata2", "sdb", "1"),
        ("pci0/usb2/2-1", "sdc", "0"),
        ("platform/mmc0", "mmcblk0", "0"),
    ):
        for part in (f"{disk}1", f"{disk}p1"):
            place = devices / bus / "block" / disk / part
            place.mkdir(parents=True)
            (blocks / part).symlink_to(place)
        (devices / bus / "block" / disk / "removable").write_text(f"{removable}\n")
    labels = tmp_path / "by-label"
    labels.mkdir()
    (labels / "MY\\x20STICK").symlink_to("/dev/sdc1")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10, 4, 6))

    def found(table: str) -> tuple[Drive, ...]:
        (tmp_path / "mounts").write_text(table, encoding="utf-8")
        return linux_drives(tmp_path / "mounts", blocks, labels)

    return found


def test_sticks_usb_disks_and_cards_are_found_and_hard_disks_are_not(linux: Any) -> None:
    found = linux(
        "/dev/sda1 / ext4 rw 0 0\n"
        "proc /proc proc rw 0 0\n"
        "/dev/sdb1 /plugged/reader vfat ro,nosuid 0 0\n"
        "/dev/sdc1 /plugged/disk exfat rw 0 0\n"
        "/dev/mmcblk0p1 /run/media/clerk/CARD vfat rw 0 0\n"
        "server:/share /media/share nfs rw 0 0\n"
    )
    assert [(str(d.folder), d.label, d.file_system, d.free, d.read_only) for d in found] == [
        ("/plugged/reader", "reader", "vfat", 6, True),
        ("/plugged/disk", "MY STICK", "exfat", 6, False),
        ("/run/media/clerk/CARD", "CARD", "vfat", 6, False),
    ]


def test_a_mount_point_with_a_blank_and_chinese_characters(linux: Any) -> None:
    (found,) = linux("/dev/sdb1 /media/clerk/优\\040盘 vfat rw 0 0\n")
    assert found.folder == Path("/media/clerk/优 盘")


def test_a_compact_disc_is_no_stick(linux: Any) -> None:
    assert linux("/dev/sdb1 /media/clerk/CD iso9660 ro 0 0\n") == ()


def test_a_stick_that_is_pulled_out_while_looking_is_not_shown(
    linux: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_path: Path) -> None:
        raise OSError("gone")

    monkeypatch.setattr(shutil, "disk_usage", gone)
    assert linux("/dev/sdb1 /media/clerk/A vfat rw 0 0\n") == ()


def test_a_system_without_a_table_of_mounts_has_no_drives(tmp_path: Path) -> None:
    assert linux_drives(tmp_path / "none", tmp_path, tmp_path) == ()


def test_the_file_system_is_that_of_the_innermost_mount(tmp_path: Path) -> None:
    inner = tmp_path.resolve() / "stick"
    inner.mkdir()
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 {inner} vfat rw 0 0\n", encoding="utf-8")
    assert linux_file_system(table, inner) == "vfat"
    assert linux_file_system(table, tmp_path) == "ext4"
    assert linux_file_system(tmp_path / "none", tmp_path) == ""


def test_only_fat_has_the_limit() -> None:
    assert [name for name in ("vfat", "FAT32", "msdos", "exfat", "NTFS", "") if is_fat(name)] == [
        "vfat", "FAT32", "msdos"
    ]  # fmt: skip


def test_this_machine_answers(tmp_path: Path) -> None:
    assert all(drive.free >= 0 for drive in removable_drives())
    assert file_system_of(tmp_path)


@pytest.mark.parametrize("size", [0, 1, 4096, 2 * 1024 * 1024, 2 * 1024 * 1024 + 7])
def test_reading_past_the_cache_gives_the_same_bytes(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    (tmp_path / "a").write_bytes(data)
    assert read_past_cache(tmp_path / "a") == data


def test_a_file_system_that_always_caches_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bytes:
        raise OSError(22, "no direct reading here")

    monkeypatch.setattr(drives, "_linux_read", refuse)
    (tmp_path / "a").write_bytes(b"abc")
    assert read_past_cache(tmp_path / "a") == b"abc"
    with pytest.raises(FileNotFoundError):
        read_past_cache(tmp_path / "b")


class StandInKernel:
    """kernel32 of a PC: C hard disk, E stick, F card reader without a card, G write-protected."""

    volumes = {"C:\\": ("系统", "NTFS", 0), "E:\\": ("台账U盘", "FAT32", 0),
               "G:\\": ("OLD", "FAT", 0x80000)}  # fmt: skip

    def __init__(self, content: bytes = b"") -> None:
        self.modes: list[int] = []
        self.content = content
        self.closed = 0
        self.place = 0
        self.opens = True
        self.reads = True

    def SetErrorMode(self, mode: int) -> int:
        self.modes.append(mode)
        return 7

    def GetLogicalDrives(self) -> int:
        return sum(1 << (ord(letter) - 65) for letter in "CEFG")

    def GetDriveTypeW(self, root: str) -> int:
        return 3 if root == "C:\\" else 2

    def GetVolumeInformationW(self, root: str, *places: Any) -> int:
        label, _, _, _, flags, file_system, _ = places
        if root not in self.volumes:
            return 0
        label.value, file_system.value, told = self.volumes[root]
        flags._obj.value = told
        return 1

    def GetDiskFreeSpaceExW(self, _root: str, free: Any, _total: None, _all: None) -> int:
        free._obj.value = 8 << 30
        return 1

    def GetVolumePathNameW(self, path: str, root: Any, _size: int) -> int:
        root.value = path[:3]
        return 1 if path[1:3] == ":\\" else 0

    def CreateFileW(self, _path: str, *how: Any) -> int | None:
        assert how[4] == 0x20000000  # without the cache
        return 42 if self.opens else ctypes.c_void_p(-1).value

    def ReadFile(self, _handle: int, room: Any, size: int, got: Any, _overlapped: None) -> int:
        assert ctypes.addressof(room) % 4096 == 0
        piece = self.content[self.place : self.place + size]
        ctypes.memmove(room, piece, len(piece))
        self.place += len(piece)
        got._obj.value = len(piece)
        return int(self.reads)

    def CloseHandle(self, _handle: int) -> None:
        self.closed += 1


def test_windows_finds_the_removable_letters_that_hold_something() -> None:
    kernel = StandInKernel()
    assert windows_drives(kernel) == (
        Drive(Path("E:\\"), "台账U盘", "FAT32", 8 << 30, False),
        Drive(Path("G:\\"), "OLD", "FAT", 8 << 30, True),
    )
    assert kernel.modes == [0x8001, 7]  # no box asks for a disk, and it is as it was afterwards


def test_windows_names_the_file_system_of_a_folder() -> None:
    assert windows_file_system(StandInKernel(), Path("E:\\台账")) == "FAT32"
    assert windows_file_system(StandInKernel(), Path("F:\\x")) == ""
    assert windows_file_system(StandInKernel(), Path("nowhere")) == ""


@pytest.mark.parametrize("size", [0, 5, 1 << 20, (1 << 20) + 5])
def test_windows_reads_to_the_end_past_the_cache(size: int) -> None:
    kernel = StandInKernel(os.urandom(size))
    assert windows_read(kernel, Path("E:\\a")) == kernel.content
    assert kernel.closed == 1


def test_windows_falls_back_where_a_file_cannot_be_opened_without_the_cache(tmp_path: Path) -> None:
    kernel = StandInKernel()
    kernel.opens = False
    (tmp_path / "a").write_bytes(b"abc")
    assert windows_read(kernel, tmp_path / "a") == b"abc"


def test_a_stick_pulled_out_while_windows_reads_is_an_error_and_the_handle_is_closed() -> None:
    kernel = StandInKernel(b"abc")
    kernel.reads = False
    with pytest.raises(OSError, match="ReadFile"):
        windows_read(kernel, Path("E:\\a"))
    assert kernel.closed == 1
