"""Writing a finished file to a stick so that 已导出 is true.

Temporary name in the same folder, flushed to the device, read back past the cache and checked,
renamed, read back again; every way it can end has a name (``stick_states``). Under its final name
nothing is ever seen but the whole file, and another file of that name is never overwritten. What a
program does to the file after the second reading cannot be seen here; the county's check sees it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import UserError
from app.ledger.drives import LARGEST_ON_FAT, file_system_of, is_fat, read_past_cache
from app.ledger.stick_states import (
    STICK_WORDS,
    StickError,
    StickState,
    state_of_difference,
    state_of_error,
)

__all__ = ["STICK_WORDS", "StickError", "StickState", "Written", "free_space", "write_safely"]

_SPARE = 64 * 1024
_LONGEST_NAME = 240
_FORBIDDEN = frozenset('\\/:*?"<>|')

Check = Callable[[bytes], None]


@dataclass(frozen=True)
class Written:
    """A file that is on the stick: WRITTEN now, or ALREADY_THERE with the same bytes."""

    path: Path
    state: StickState


def write_safely(folder: Path, name: str, data: bytes, *, check: Check) -> Written:
    """Write ``data`` as ``folder/name`` and prove that it is there.

    ``check`` gets the bytes that were read back and raises a UserError when they do not hold.
    Raises StickError; then the folder is as it was before.
    """
    target = folder / name
    _prepare(folder, name, len(data))
    if target.exists():
        return _already_there(target, data, check)
    stick = _device(folder)
    waiting = folder / f".{name}.{os.getpid()}.part"
    try:
        _write(waiting, data)
        _read_back(waiting, data, check)
        _rename(waiting, target)
        _sync_folder(folder)
    except OSError as error:
        raise _ended(error, stick, target, data) from error
    finally:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)
    try:
        _read_back(target, data, check, renamed=True)
    except (OSError, StickError) as error:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        if isinstance(error, StickError):
            raise
        raise _ended(error, stick, target, data) from error
    return Written(target, StickState.WRITTEN)


def free_space(folder: Path) -> int:
    """Bytes that can still be written there. Raises StickError when the folder is not there."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise StickError(StickState.NO_FOLDER) from error


def _prepare(folder: Path, name: str, size: int) -> None:
    if not folder.is_dir():
        raise StickError(StickState.NO_FOLDER)
    if not name or name != name.strip(" .") or _FORBIDDEN & set(name) or not name.isprintable():
        raise StickError(StickState.BAD_NAME)
    if len(name.encode()) > _LONGEST_NAME:
        raise StickError(StickState.BAD_NAME)
    if size > LARGEST_ON_FAT and is_fat(file_system_of(folder)):
        raise StickError(StickState.TOO_LARGE, "FAT32 格式的 U 盘，单个文件不能超过 4 GB。")
    if not (folder / name).exists() and free_space(folder) < size + _SPARE:
        needed = (size + _SPARE) // 1024 + 1
        raise StickError(StickState.FULL, f"需要约 {needed} KB。")


def _already_there(target: Path, data: bytes, check: Check) -> Written:
    try:
        same = target.is_file() and read_past_cache(target) == data
    except OSError as error:
        raise StickError(StickState.NAME_TAKEN) from error
    if not same:
        raise StickError(StickState.NAME_TAKEN)
    check(data)
    return Written(target, StickState.ALREADY_THERE)


def _write(path: Path, data: bytes) -> None:
    """All bytes, on the device before it returns."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _read_back(path: Path, data: bytes, check: Check, *, renamed: bool = False) -> None:
    """The device's own bytes, through a handle of their own, are those that were meant."""
    found = read_past_cache(path)
    if found != data:
        raise StickError(state_of_difference(data, found, renamed=renamed))
    try:
        check(found)
    except UserError as error:
        raise StickError(StickState.CHECK_FAILED, "".join(error.sentences())) from error


def _rename(waiting: Path, target: Path) -> None:
    """Rename without ever replacing: a file that appeared meanwhile stays."""
    if target.exists():
        raise StickError(StickState.NAME_TAKEN)
    waiting.rename(target)


def _sync_folder(folder: Path) -> None:
    """The new name on the device; Windows has no handle for folders and writes names through."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems of sticks cannot do it
            os.fsync(handle)
    finally:
        os.close(handle)


def _device(folder: Path) -> int | None:
    """Which device the folder is on; where a stick was pulled out, the empty folder it hung on
    stays behind, on another device."""
    try:
        return folder.stat().st_dev
    except OSError:
        return None


def _ended(error: OSError, stick: int | None, target: Path, data: bytes) -> StickError:
    """How it ended when the system would not go on."""
    folder = target.parent
    if not folder.is_dir() or _device(folder) != stick:
        return StickError(StickState.REMOVED)
    state = state_of_error(error)
    moved = _under_another_name(target, data) if state is StickState.TAKEN_AWAY else ""
    return StickError(state, f"现在的文件名是“{moved}”。" if moved else "")


def _under_another_name(target: Path, data: bytes) -> str:
    """The name that somebody gave to the file that we wrote; empty when it is not there."""
    try:
        for path in target.parent.iterdir():
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                return path.name
    except OSError:
        return ""
    return ""
