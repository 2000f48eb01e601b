"""A file appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core.errors import FileError, system_reason


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` to write to; when all went well it takes the name ``path``,
    otherwise (an error, 取消) it is gone and ``path`` is as it was.

    Raises FileError when the disk or another program is in the way.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _refusal(path: Path, error: OSError) -> FileError:
    what = f"文件“{path.name}”没有写成。"
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return FileError(what, "要保存到的文件夹不存在。", "请换一个文件夹再试。")
        case PermissionError() | IsADirectoryError():
            why = "文件夹不允许写入，或同名文件正被其他程序打开。"
            return FileError(what, why, "请关闭打开着的同名文件，或换一个文件夹再试。")
    what_to_do = "请检查磁盘的空间和写保护，或换一个文件夹再试。"
    return FileError(what, system_reason(error), what_to_do)
