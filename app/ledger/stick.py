"""Writing a finished file to a stick so that 已导出 is true.

Temporary name in the same folder, flushed to the device, renamed, read back byte for byte and
checked; every way it can end has a name. Under its final name nothing is ever seen but the whole
file, and another file of that name is never overwritten.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.core.errors import FileError, UserError
from app.ledger.refusals import Words

_SPARE = 64 * 1024
_LONGEST_NAME = 240
_FORBIDDEN = frozenset('\\/:*?"<>|')


class StickState(StrEnum):
    """The ways in which writing can end."""

    WRITTEN = "written"
    ALREADY_THERE = "already_there"
    NO_FOLDER = "no_folder"
    BAD_NAME = "bad_name"
    NOT_WRITABLE = "not_writable"
    FULL = "full"
    TOO_LARGE = "too_large"
    NAME_TAKEN = "name_taken"
    REMOVED = "removed"
    READ_BACK_DIFFERS = "read_back_differs"
    CHECK_FAILED = "check_failed"


STICK_WORDS = {
    StickState.WRITTEN: Words("已导出，读回核对无误。", "现在可以安全移除 U 盘。"),
    StickState.ALREADY_THERE: Words("同样的文件已经在这里，核对无误。", "不用再导出。"),
    StickState.NO_FOLDER: Words(
        "找不到要保存的文件夹。", "请插好 U 盘，重新选择文件夹，再导出一次。"
    ),
    StickState.BAD_NAME: Words(
        "文件名不能用在 U 盘上。", '请换一个不含 \\ / : * ? " < > | 的名称。'
    ),
    StickState.NOT_WRITABLE: Words(
        "这个文件夹不允许写入。", "请检查 U 盘的写保护开关，或换一个文件夹，再导出一次。"
    ),
    StickState.FULL: Words("空间不够，没有写入。", "请清理 U 盘或换一个，再导出一次。"),
    StickState.TOO_LARGE: Words(
        "U 盘的格式放不下这么大的文件。", "请换一个 exFAT 或 NTFS 格式的 U 盘。"
    ),
    StickState.NAME_TAKEN: Words(
        "这里已有同名但内容不同的文件，没有覆盖。", "请核对那个文件；移走它或换一个文件夹再导出。"
    ),
    StickState.REMOVED: Words(
        "写入过程中 U 盘被拔出或断开，没有写完。", "请重新插好 U 盘，再导出一次。"
    ),
    StickState.READ_BACK_DIFFERS: Words(
        "写完后读回来的内容和写入的不一样，文件已删除。",
        "这个 U 盘可能已损坏或容量虚标，请换一个再导出。",
    ),
    StickState.CHECK_FAILED: Words(
        "写完后核验没有通过，文件已删除。", "请重新导出；仍不行请换一个 U 盘。"
    ),
}

_OF_ERRNO = {
    errno.ENOSPC: StickState.FULL,
    errno.EDQUOT: StickState.FULL,
    errno.EFBIG: StickState.TOO_LARGE,
    errno.EROFS: StickState.NOT_WRITABLE,
    errno.EACCES: StickState.NOT_WRITABLE,
    errno.EPERM: StickState.NOT_WRITABLE,
    errno.EINVAL: StickState.BAD_NAME,
    errno.ENAMETOOLONG: StickState.BAD_NAME,
}


class StickError(FileError):
    """The file was not exported; ``state`` says how it ended."""

    def __init__(self, state: StickState, why: str = "") -> None:
        self.state = state
        words = STICK_WORDS[state]
        super().__init__(words.what, why, words.what_to_do)


@dataclass(frozen=True)
class Written:
    """A file that is on the stick: WRITTEN now, or ALREADY_THERE with the same bytes."""

    path: Path
    state: StickState


def write_safely(
    folder: Path, name: str, data: bytes, *, check: Callable[[bytes], None]
) -> Written:
    """Write ``data`` as ``folder/name`` and prove that it is there.

    ``check`` gets the bytes that were read back and raises a UserError when they do not hold.
    Raises StickError; then the folder is as it was before.
    """
    target = folder / name
    _prepare(folder, name, len(data))
    if target.exists():
        return _already_there(target, data, check)
    waiting = folder / f".{name}.{os.getpid()}.part"
    try:
        _write(waiting, data)
        _read_back(waiting, data, check)
        _rename(waiting, target)
        _sync_folder(folder)
    except OSError as error:
        raise StickError(_state(error, folder)) from error
    finally:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)
    try:
        _read_back(target, data, check)
    except (OSError, StickError) as error:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        if isinstance(error, StickError):
            raise
        raise StickError(_state(error, folder)) from error
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
    if not (folder / name).exists() and free_space(folder) < size + _SPARE:
        needed = (size + _SPARE) // 1024 + 1
        raise StickError(StickState.FULL, f"需要约 {needed} KB。")


def _already_there(target: Path, data: bytes, check: Callable[[bytes], None]) -> Written:
    try:
        same = target.is_file() and target.read_bytes() == data
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


def _read_back(path: Path, data: bytes, check: Callable[[bytes], None]) -> None:
    """The device's own bytes, as far as the system lets us past its cache."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            with contextlib.suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        found = file.read()
    if found != data:
        raise StickError(StickState.READ_BACK_DIFFERS)
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


def _state(error: OSError, folder: Path) -> StickState:
    """What an error of the system means; a folder that is gone was pulled out."""
    if not folder.is_dir() or error.errno in {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT}:
        return StickState.REMOVED
    return _OF_ERRNO.get(error.errno or 0, StickState.NOT_WRITABLE)
