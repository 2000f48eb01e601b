"""The bytes of attached papers: in the data folder under their SHA-256, each once.

A file is written before the row that names it; one that no row names harms nobody. What is read is
checked against its name, so that a damaged disk is noticed and not printed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from app.core.errors import FileError, system_reason

FOLDER = "papers"


def keep_bytes(folder: Path, data: bytes) -> str:
    """Keep ``data`` under the data folder; returns its SHA-256. Raises ``FileError``."""
    digest = sha256(data).hexdigest()
    target = path_of(folder, digest)
    if target.exists():
        return digest
    waiting = target.with_suffix(f".{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with waiting.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(target)
    except OSError as error:
        raise FileError(
            "材料没有存好。", system_reason(error), "请检查磁盘空间和数据文件夹的权限后再添加。"
        ) from error
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
    return digest


def read_bytes(folder: Path, digest: str) -> bytes:
    """The bytes of ``digest``. Raises ``FileError`` when they are gone or damaged."""
    try:
        data = path_of(folder, digest).read_bytes()
    except OSError as error:
        raise FileError(
            "材料的文件不在了。", system_reason(error), "请用备份恢复“papers”文件夹，或重新扫描。"
        ) from error
    if sha256(data).hexdigest() != digest:
        raise FileError("材料的文件已损坏。", "", "请用备份恢复“papers”文件夹，或重新扫描。")
    return data


def path_of(folder: Path, digest: str) -> Path:
    """Where the bytes of ``digest`` lie."""
    return folder / FOLDER / digest[:2] / digest
