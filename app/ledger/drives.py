"""What the system knows of drives: which of them can be pulled out, their file system, and reading
a file past the system's cache.

The only place that speaks to Linux or Windows by name. psutil would list the drives too, but knows
no labels and cannot read past the cache, and would be one more compiled library to carry onto a PC
without a network. The Windows half takes ``kernel32`` as an argument, so that it can be tested.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import mmap
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST_ON_FAT = 4 * 1024**3 - 1
_FAT = frozenset({"vfat", "msdos", "fat", "fat32"})

_MOUNTS = Path("/proc/self/mounts")
_BLOCKS = Path("/sys/class/block")
_LABELS = Path("/dev/disk/by-label")
_BY_HAND = ("/media/", "/run/media/")
_DISCS = frozenset({"iso9660", "udf"})
_ESCAPED = re.compile(r"\\([0-7]{3})")

_REMOVABLE = 2
_QUIET = 0x8001  # no "insert a disk" box, no "file could not be opened" box
_READ_ONLY_VOLUME = 0x80000
_GENERIC_READ, _SHARE_READ_AND_WRITE, _OPEN_EXISTING = 0x80000000, 3, 3
_NO_BUFFERING = 0x20000000
_NO_HANDLE = ctypes.c_void_p(-1).value
_PIECE = 1 << 20  # a multiple of every sector size, as reading past the cache demands


@dataclass(frozen=True)
class Drive:
    """A drive that can be pulled out. ``file_system`` as the system calls it, ``free`` in bytes."""

    folder: Path
    label: str
    file_system: str
    free: int
    read_only: bool


def removable_drives() -> tuple[Drive, ...]:
    """The sticks and cards that are in now; empty where the system does not say."""
    if sys.platform == "win32":
        return windows_drives(_kernel())
    return linux_drives(_MOUNTS, _BLOCKS, _LABELS)


def file_system_of(folder: Path) -> str:
    """The file system that ``folder`` lies on, as the system calls it; empty when not known."""
    if sys.platform == "win32":
        return windows_file_system(_kernel(), folder)
    return linux_file_system(_MOUNTS, folder)


def is_fat(file_system: str) -> bool:
    """Whether no file there may be larger than LARGEST_ON_FAT (exFAT has no such limit)."""
    return file_system.lower() in _FAT


def read_past_cache(path: Path) -> bytes:
    """The device's own bytes; where the file system cannot do that, the cached ones after asking
    the system to drop them. Raises OSError."""
    if sys.platform == "win32":
        return windows_read(_kernel(), path)
    with contextlib.suppress(OSError):
        return _linux_read(path)
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            with contextlib.suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


# --- Linux ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Mount:
    device: str
    folder: str
    kind: str
    read_only: bool


def linux_drives(mounts: Path, blocks: Path, labels: Path) -> tuple[Drive, ...]:
    """From the mounts: those on a removable or USB device, or where desktops mount what is put in.
    Compact discs are not counted."""
    found = []
    for mount in _mounts(mounts):
        if mount.kind in _DISCS or not mount.device.startswith("/dev/"):
            continue
        by_hand = f"{mount.folder}/".startswith(_BY_HAND)
        if not by_hand and not _can_be_pulled_out(blocks / Path(mount.device).name):
            continue
        folder = Path(mount.folder)
        with contextlib.suppress(OSError):  # pulled out just now
            free = shutil.disk_usage(folder).free
            label = _label(labels, mount.device) or folder.name
            found.append(Drive(folder, label, mount.kind, free, mount.read_only))
    return tuple(found)


def linux_file_system(mounts: Path, folder: Path) -> str:
    """The kind of the innermost mount that holds ``folder``."""
    place = f"{folder.resolve()}/"
    holding = [m for m in _mounts(mounts) if place.startswith(f"{m.folder.rstrip('/')}/")]
    return max(holding, key=lambda mount: len(mount.folder)).kind if holding else ""


def _mounts(table: Path) -> Iterator[_Mount]:
    try:
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        fields = [_ESCAPED.sub(lambda code: chr(int(code[1], 8)), f) for f in line.split(" ")]
        if len(fields) >= 4:
            yield _Mount(fields[0], fields[1], fields[2], "ro" in fields[3].split(","))


def _can_be_pulled_out(block: Path) -> bool:
    """The device or the disk it is a part of says so, or it hangs on a USB bus."""
    device = block.resolve()
    if any(part.startswith("usb") for part in device.parts):
        return True
    for place in (device, device.parent):
        with contextlib.suppress(OSError):
            return (place / "removable").read_text(encoding="ascii").strip() == "1"
    return False


def _label(labels: Path, device: str) -> str:
    with contextlib.suppress(OSError):
        wanted = Path(device).resolve()
        for link in labels.iterdir():
            if link.resolve() == wanted:
                return link.name.replace("\\x20", " ")
    return ""


def _linux_read(path: Path) -> bytes:
    pieces = []
    handle = os.open(path, os.O_RDONLY | os.O_DIRECT)
    try:
        room = mmap.mmap(-1, _PIECE)  # memory on the border of a page, as the device needs it
        while got := os.readv(handle, [room]):
            pieces.append(room[:got])
            if got < _PIECE:
                break
    finally:
        os.close(handle)
    return b"".join(pieces)


# --- Windows -------------------------------------------------------------------------------------
def windows_drives(kernel: Any) -> tuple[Drive, ...]:
    """The letters whose drive is of the removable kind and holds a medium."""
    before = kernel.SetErrorMode(_QUIET)
    try:
        letters = kernel.GetLogicalDrives()
        roots = [f"{chr(65 + n)}:\\" for n in range(26) if letters >> n & 1]
        found = [_windows_drive(kernel, r) for r in roots if kernel.GetDriveTypeW(r) == _REMOVABLE]
    finally:
        kernel.SetErrorMode(before)
    return tuple(drive for drive in found if drive is not None)


def windows_file_system(kernel: Any, folder: Path) -> str:
    """The file system of the volume that ``folder`` is on."""
    root = ctypes.create_unicode_buffer(261)
    if not kernel.GetVolumePathNameW(str(folder), root, 261):
        return ""
    volume = _volume(kernel, root.value)
    return volume[1] if volume else ""


def windows_read(kernel: Any, path: Path) -> bytes:
    """The file without the system's cache. Raises OSError."""
    handle = kernel.CreateFileW(
        str(path), _GENERIC_READ, _SHARE_READ_AND_WRITE, None, _OPEN_EXISTING, _NO_BUFFERING, None
    )
    if handle in {None, _NO_HANDLE}:
        return path.read_bytes()  # says in the system's words why, if it cannot be read at all
    room = (ctypes.c_char * _PIECE).from_buffer(mmap.mmap(-1, _PIECE))
    pieces, got = [], ctypes.c_ulong(_PIECE)
    try:
        while got.value == _PIECE:
            if not kernel.ReadFile(handle, room, _PIECE, ctypes.byref(got), None):
                raise OSError(errno.EIO, "ReadFile", str(path))
            pieces.append(room.raw[: got.value])
    finally:
        kernel.CloseHandle(handle)
    return b"".join(pieces)


def _windows_drive(kernel: Any, root: str) -> Drive | None:
    volume, free = _volume(kernel, root), ctypes.c_ulonglong()
    if volume is None or not kernel.GetDiskFreeSpaceExW(root, ctypes.byref(free), None, None):
        return None  # a card reader without a card
    label, file_system, flags = volume
    return Drive(Path(root), label, file_system, free.value, bool(flags & _READ_ONLY_VOLUME))


def _volume(kernel: Any, root: str) -> tuple[str, str, int] | None:
    """(label, file system, flags) of a volume."""
    label, file_system = (ctypes.create_unicode_buffer(261) for _ in range(2))
    flags = ctypes.c_ulong()
    told = kernel.GetVolumeInformationW(
        root, label, 261, None, None, ctypes.byref(flags), file_system, 261
    )
    return (label.value, file_system.value, flags.value) if told else None


def _kernel() -> Any:
    """kernel32, told what its handle is: a pointer, not a number of 32 bits."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    kernel.CreateFileW.restype = ctypes.c_void_p
    pointer = ctypes.c_void_p
    kernel.ReadFile.argtypes = [pointer, pointer, ctypes.c_ulong, pointer, pointer]
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    return kernel
