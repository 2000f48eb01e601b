"""Files that come from outside, read whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.core.errors import FileError, system_reason

LARGEST = 300_000_000


def read_file(path: Path) -> bytes:
    """The bytes of ``path``. Raises ``FileError`` in words: gone, no access, far too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileError(
                f"文件太大：{path.name}。",
                f"超过 {LARGEST // 1_000_000} MB。",
                "请确认选对了文件。",
            )
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            f"读不了文件：{path.name}。", system_reason(error), "请检查文件是否还在、是否被占用。"
        ) from error


def workbooks_in(paths: Iterable[Path]) -> list[Path]:
    """The workbooks among ``paths``, folders searched, lock files of spreadsheets left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*.xlsx") if not p.name.startswith(("~$", ".")))
        else:
            found.append(path)
    return found
